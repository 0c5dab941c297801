/** Runs begin and go on: load, take the step, write everything in one transaction. Nothing leaves before the commit. */
import { secondsBetween } from '../core/time.ts';
import { messagesOf, endMessages } from '../notify/message-actions.ts';
import { phonesOf } from '../notify/contact-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { advance } from './advance.ts';
import { beginning } from './cursor.ts';
import { holdPages } from './digest-store.ts';
import type { Step } from './ladder.ts';
import { endedLevels, heldBy, recordsOf } from './level-record.ts';
import { writePages } from './page-actions.ts';
import { waysOf } from './party.ts';
import {
  isRunOpen,
  wasHeld,
  type Asking,
  type LevelOutcome,
  type LevelRecord,
  type Run,
  type RunEvent,
} from './run.ts';
import {
  beat,
  dueRuns,
  insertRun,
  levelsOf,
  openRuns,
  runById,
  updateRun,
  writeLevels,
  writeTurn,
} from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** A run before it begins; its chain holds the policy and those that it hands on to, as they are now. */
export type NewRun = Pick<Run, 'id' | 'subject' | 'chain' | 'severity' | 'reason' | 'requestedBy'>;

/** Begins a run in the transaction of whoever asks for it. Its first level is told by the next tick. */
export async function begin(kit: EscalationKit, wanted: NewRun): Promise<void> {
  const now = kit.clock.now();
  await insertRun(kit.db, {
    ...wanted,
    requestedAt: now,
    state: 'requested',
    cursor: beginning(now),
    round: 0,
    dueAt: now,
    owner: undefined,
    acceptedAt: undefined,
    takenBy: [],
    endedAt: undefined,
    endedWhy: undefined,
    rev: 1,
  });
}

/** What each tick does: lets every run go on that is due, and says that it got through. */
export async function passEscalations(kit: EscalationKit): Promise<void> {
  for (const id of await dueRuns(kit.db, kit.clock.now())) {
    await inTransaction(kit.db, async (db) => {
      const run = await runById(db, id);
      const now = kit.clock.now();
      if (run?.dueAt === undefined || run.dueAt > now || !isRunOpen(run)) return;
      if (run.state === 'requested' && (await isHeld({ ...kit, db }, run))) return;
      await goOn({ ...kit, db }, run, 'expired');
    });
  }
  await beat(kit.db, kit.clock.now());
}

/** Whether a run that has asked nobody yet goes on asking nobody, and until when. */
async function isHeld(kit: EscalationKit, run: Run): Promise<boolean> {
  const hold = await kit.subjects.hold(kit.db, run);
  if (hold === undefined) return false;
  if ('until' in hold) {
    await updateRun(kit.db, { ...run, dueAt: hold.until });
    return true;
  }
  // What was never held begins, whatever has become of its alerts since it was asked for.
  if (!wasHeld(run)) return false;
  const ended = await end(kit, run, QUIET);
  await kit.subjects.tell(kit.db, ended, [{ kind: 'quiet', why: QUIET }]);
  return true;
}

const QUIET = 'its alerts ended during the maintenance';

/** Lets every run that is held look again, since a window ends earlier or later than it did. */
export async function lookAgainAtHeld(kit: EscalationKit): Promise<void> {
  for (const { id } of (await openRuns(kit.db)).filter(wasHeld)) {
    await inTransaction(kit.db, async (db) => {
      // Somebody may have moved it since: a higher severity, or an answer.
      const run = await runById(db, id);
      if (run !== undefined && wasHeld(run)) await updateRun(db, { ...run, dueAt: kit.clock.now() });
    });
  }
}

/** More than a tick that came late. */
const LATE_SECONDS = 30;

/**
 * Ends the level in force and takes what comes next, in the transaction of the handle.
 * @param how the level in force ended
 * @param asking who asks for what comes next, if it is not only its turn
 * @throws SeqTaken when somebody else moved the run in the meantime
 */
export async function goOn(
  kit: EscalationKit,
  run: Run,
  how: LevelOutcome,
  asking: Asking = {},
): Promise<Run> {
  const { db, clock, subjects } = kit;
  const now = clock.now();
  const subject = await subjects.ask(db, run.subject);
  if (subject?.isOpen === false) return end(kit, run, 'the incident is over');
  const severity = subject?.severity ?? run.severity;
  const { setting, people } = await settingFor(kit, {
    chain: run.chain,
    severity,
    holders: subject?.holders,
  });
  const dueAt = how === 'expired' ? (run.dueAt ?? now) : now;
  const before = await levelsOf(db, run.id);
  const again = asking.again && toldLast(before);
  const { taken, cursor, dueAt: next } = advance(run.cursor, { ...setting, again }, dueAt, now);
  const ended = endedLevels(before, how, now);
  const made = recordsOf(taken, setting, run.round, before.length);
  const late =
    how === 'expired' && secondsBetween(dueAt, now) > LATE_SECONDS ? secondsBetween(dueAt, now) : undefined;
  const isExhausted = taken.some(({ step }) => step.kind === 'exhausted');
  const isSent = taken.some(({ step, isMissed }) => step.kind === 'sent' && !isMissed);
  const after = await updateRun(db, {
    ...run,
    severity,
    cursor,
    dueAt: next,
    takenBy: isSent ? [] : run.takenBy,
    state: isExhausted ? 'exhausted' : isSent ? 'sent' : run.state,
  });
  await writeLevels(db, run.id, [...ended, ...made]);
  await holdPages(db, heldBy(run.id, made));
  // Only the turns that this step gave: since an earlier one another run may have gone on to the next person.
  for (const [key, personId] of Object.entries(cursor.turns))
    if (run.cursor.turns[key] !== personId) await writeTurn(db, key, personId);
  // What still waits of the level before is of no use any more.
  await endMessages(db, run.id, now);
  const record = made.at(-1);
  if (record?.outcome === 'waiting')
    await writePages({
      kit,
      run: after,
      record,
      setting,
      people,
      lateSeconds: late,
      asker: asking.again ?? asking.early,
    });
  const events: RunEvent[] = [
    ...(how === 'expired'
      ? ended.map(({ level, loop }) => ({ kind: 'expired', level, loop, isUntold: false }) as const)
      : []),
    ...(late === undefined ? [] : [{ kind: 'late', from: dueAt, to: now } as const]),
    ...taken.flatMap(({ step, isMissed }) => eventOf(step, isMissed, asking)),
    ...(isExhausted ? [await exhausted(kit, run)] : []),
  ];
  await subjects.tell(db, after, events);
  return after;
}

function toldLast(levels: readonly LevelRecord[]): string[] {
  const last = levels.findLast(({ people }) => people.length > 0);
  return last?.people.map(({ personId }) => personId) ?? [];
}

/** Ends a run that nobody has to answer any more. */
export async function end(kit: EscalationKit, run: Run, why: string): Promise<Run> {
  const now = kit.clock.now();
  const after = await updateRun(kit.db, {
    ...run,
    state: 'withdrawn',
    dueAt: undefined,
    endedAt: now,
    endedWhy: why,
  });
  await writeLevels(kit.db, run.id, endedLevels(await levelsOf(kit.db, run.id), 'withdrawn', now));
  await endMessages(kit.db, run.id, now);
  return after;
}

function eventOf(step: Step, isMissed: boolean, asking: Asking): RunEvent[] {
  switch (step.kind) {
    case 'skipped':
      return [{ kind: 'skipped', level: step.level, loop: step.loop, why: step.why }];
    case 'sent': {
      const { level, loop, isFallback, isForAll, answerBy } = step;
      if (isMissed) return [{ kind: 'expired', level, loop, isUntold: true }];
      const targets = step.people.map(({ personId, methods }) => ({
        personId,
        channels: [...new Set(waysOf(methods).map(({ channel }) => channel))],
      }));
      return [{ kind: 'sent', level, loop, isFallback, isForAll, targets, answerBy, ...asking }];
    }
    case 'waiting':
    case 'handed-on':
    case 'exhausted':
      return [];
  }
}

async function exhausted(kit: EscalationKit, run: Run): Promise<RunEvent> {
  const sent = await messagesOf(kit.db, run.id);
  const people = new Map(sent.map(({ person }) => [person.id, person.name]));
  const phones = await phonesOf(kit.db, [...people.keys()]);
  return {
    kind: 'exhausted',
    attempts: sent.filter(({ tries }) => tries > 0).length,
    phones: [...people].flatMap(([id, name]) => {
      const number = phones.get(id);
      return number === undefined ? [] : [{ name, number }];
    }),
  };
}
