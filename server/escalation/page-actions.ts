/** What a level says to whom it asks: written into the outbox, and sent after the commit. */
import { sha256Hex } from '../core/canonical.ts';
import { plusSeconds } from '../core/time.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import type { NewMessage, PageContent } from '../notify/message.ts';
import type { Setting, Told } from './level.ts';
import { becauseText, namesOf, nextText } from './page-text.ts';
import { waysOf } from './party.ts';
import { urgencyOf, type LevelRecord, type Run } from './run.ts';
import type { EscalationKit, People } from './setting-actions.ts';

type Writing = {
  kit: EscalationKit;
  run: Run;
  record: LevelRecord;
  setting: Setting;
  people: People;
  lateSeconds: number | undefined;
  /** Who asks for it, where that is not who asked for the run. */
  asker?: { name: string; reason: string | undefined } | undefined;
};

/** Writes the messages of a level into the outbox. */
export async function writePages({
  kit,
  run,
  record,
  setting,
  people,
  lateSeconds,
  asker,
}: Writing): Promise<void> {
  for (const told of record.people) {
    const person = people.get(told.personId);
    if (person === undefined) continue;
    const zone = person.zone ?? kit.homeZone;
    const content: PageContent = {
      kind: 'page',
      severity: run.severity,
      subjectKey: run.subject.key,
      title: run.subject.title,
      path: run.subject.path,
      reason: asker?.reason === undefined ? run.reason : `${asker.reason} (${run.reason})`,
      askedBy: asker?.name ?? run.requestedBy.name,
      why: becauseText(told.because, namesOf(setting), zone),
      others: record.people.filter(({ personId }) => personId !== told.personId).map(({ name }) => name),
      next: nextText(run.cursor, setting, record.answerBy ?? record.beganAt, zone),
      ...(lateSeconds !== undefined && { lateSeconds }),
    };
    for (const message of pagesTo(told, { run, record, person: { id: person.id, name: person.name } })) {
      const address = person.methods.find(({ id }) => id === message.methodId)?.address ?? '';
      await enqueue({ ...kit, db: kit.db }, { ...message, address, content });
    }
  }
}

function pagesTo(
  { personId, methods }: Told,
  { run, record, person }: { run: Run; record: LevelRecord; person: { id: string; name: string } },
): Omit<NewMessage, 'address' | 'content'>[] {
  const policy = run.chain[run.cursor.policy];
  return waysOf(methods).map((method) => ({
    key: sha256Hex(
      JSON.stringify([
        run.id,
        policy?.id,
        policy?.version,
        record.loop,
        record.level,
        personId,
        method.id,
        record.round,
      ]),
    ),
    runId: run.id,
    place: record.place,
    person,
    methodId: method.id,
    channel: method.channel,
    urgency: urgencyOf(run.severity),
    dueAt: plusSeconds(record.beganAt, method.delaySeconds),
  }));
}
