/** A shift ends while whoever had it is at work: it stays theirs, and whoever is on call then is offered to take over. */
import type { Instant } from '../core/clock.ts';
import { clockText, plusSeconds } from '../core/time.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { urgencyOf, type Run } from './run.ts';
import { levelsOf, ownedRuns } from './run-store.ts';
import { onCall } from './schedule.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** Nobody is offered what has been somebody's for longer than this. */
const LONGEST_SECONDS = 7 * 86_400;

/** Once a minute, since shifts end at minutes. */
export function passShifts(kit: EscalationKit): () => Promise<void> {
  let minute = '';
  return async () => {
    const now = kit.clock.now();
    if (now.slice(0, 16) === minute) return;
    minute = now.slice(0, 16);
    for (const run of await ownedRuns(kit.db, plusSeconds(now, -LONGEST_SECONDS)))
      await inTransaction(kit.db, (db) => offerHandOver({ ...kit, db }, run, now));
  };
}

async function offerHandOver(kit: EscalationKit, run: Run, now: Instant): Promise<void> {
  const { db, notify, homeZone } = kit;
  const { owner, subject } = run;
  const shift = owner && (await shiftOf(kit, run, owner.id));
  if (owner === undefined || shift?.until === undefined || shift.until > now) return;
  if ((await kit.subjects.ask(db, subject))?.isOpen !== true) return;
  const { setting, people } = await settingFor({ ...kit, notify }, { chain: [], severity: run.severity });
  const schedule = setting.schedules.get(shift.scheduleId);
  const nextId = schedule && onCall(schedule, now).personId;
  const next = nextId === undefined ? undefined : people.get(nextId);
  if (schedule === undefined || next?.isActive !== true || next.id === owner.id) return;
  const ended = clockText(shift.until, next.zone ?? homeZone);
  let isTold = false;
  for (const { id: methodId, channel, address } of [
    { id: 'in-app', channel: 'in-app', address: '' },
    ...next.methods,
  ]) {
    isTold =
      (await enqueue(kit, {
        key: `${run.id}-shift-${next.id}-${methodId}`,
        person: { id: next.id, name: next.name },
        methodId,
        channel,
        address,
        content: {
          kind: 'notice',
          subjectKey: subject.key,
          title: subject.title,
          path: subject.path,
          words: `${owner.name} has this, and their shift in ${schedule.name} ended at ${ended}. You are on call now: take it over, or leave it with them.`,
        },
        urgency: urgencyOf(run.severity) + 4,
        dueAt: now,
      })) || isTold;
  }
  // The key of the message remembers that it was offered.
  if (isTold)
    await kit.subjects.tell(db, run, [{ kind: 'shift-ended', personId: owner.id, nextId: next.id }]);
}

/** The shift for which the owner was asked; undefined for somebody who was asked by name. */
async function shiftOf(
  kit: EscalationKit,
  { id }: Run,
  ownerId: string,
): Promise<{ scheduleId: string; until: Instant | undefined } | undefined> {
  const told = (await levelsOf(kit.db, id))
    .flatMap(({ people }) => people)
    .findLast(({ personId, because }) => personId === ownerId && because.kind === 'on-call');
  return told?.because.kind === 'on-call' ? told.because : undefined;
}
