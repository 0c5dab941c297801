/** What every answer of a run has around it: its transaction, and who hears of it. */
import { NotFound } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { messagesOf } from '../notify/message-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { IN_APP } from './party.ts';
import { silenceSeconds } from './policy.ts';
import { urgencyOf, type Run, type RunEvent, type Via } from './run.ts';
import { runById } from './run-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export type Person = { id: string; name: string };

/** What an answer did. `said` is what the person reads. */
export type Answered = { run: Run; said: string; isChanged: boolean };

/** Who answers, and whether the subject knows of it already since the answer came from there. */
export type Answering = {
  person: Person;
  via: Via;
  isKnown?: boolean;
  /** They say that they had it and have it no more; a decline that only comes late changes nothing. */
  isGivingBack?: boolean;
};

/**
 * Does its work in a transaction, or in the one that the kit is in already.
 * @throws NotFound
 */
export async function answer(
  kit: EscalationKit,
  runId: string,
  work: (kit: EscalationKit, run: Run) => Promise<Answered>,
): Promise<Answered> {
  const inside = async (db: Db): Promise<Answered> => {
    const run = await runById(db, runId);
    if (run === undefined)
      throw new NotFound('There is no such escalation. The page of escalations shows all.');
    return work({ ...kit, db }, run);
  };
  return kit.db.isTransaction ? inside(kit.db) : inTransaction(kit.db, inside);
}

/** Tells the subject what was answered, unless it knows. */
export async function tell(
  kit: EscalationKit,
  run: Run,
  { isKnown }: Answering,
  events: readonly RunEvent[],
): Promise<void> {
  if (isKnown !== true) await kit.subjects.tell(kit.db, run, events);
}

/** Whoever was told and did not decline hears how it ended, once. */
export async function tellOthers(
  kit: EscalationKit,
  run: Run,
  except: string | undefined,
  words: string,
): Promise<void> {
  const told = (await messagesOf(kit.db, run.id)).filter(
    ({ person, state, content, channel }) =>
      content.kind === 'page' && state === 'sent' && channel !== IN_APP.channel && person.id !== except,
  );
  const { key: subjectKey, title, path } = run.subject;
  const seen = new Set<string>();
  for (const { person, methodId, channel, address } of told) {
    const way = `${person.id} ${methodId}`;
    if (seen.has(way) || run.cursor.declined.includes(person.id)) continue;
    seen.add(way);
    await enqueue(kit, {
      key: `${run.id}-${String(run.round)}-${run.state}-${way.replace(' ', '-')}`,
      runId: run.id,
      person,
      methodId,
      channel,
      address,
      content: { kind: 'notice', subjectKey, title, path, words },
      urgency: urgencyOf(run.severity) + 4,
      dueAt: kit.clock.now(),
    });
  }
}

/** When whoever accepts now is asked again, unless they do anything; undefined where nobody is. */
export async function silentAt(kit: EscalationKit, run: Run): Promise<string | undefined> {
  const subject = await kit.subjects.ask(kit.db, run.subject);
  const silence = silenceSeconds(subject?.severity ?? run.severity);
  return subject?.watch === undefined || silence === undefined
    ? undefined
    : plusSeconds(kit.clock.now(), silence);
}
