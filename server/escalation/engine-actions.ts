/** Runs begin and go on: load, take the step, write everything in one transaction. Nothing leaves before the commit. */
import { sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import type { NewMessage, PageContent } from '../notify/message.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { messagesOf, endMessages } from '../notify/message-actions.ts';
import { phonesOf } from '../notify/contact-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { advance, type Taken } from './advance.ts';
import { beginning } from './cursor.ts';
import type { HeldPage } from './digest.ts';
import { holdPages } from './digest-store.ts';
import type { Step } from './ladder.ts';
import type { Setting, Told } from './level.ts';
import { becauseText, namesOf, nextText } from './page-text.ts';
import { waysOf } from './party.ts';
import {
  isRunOpen,
  urgencyOf,
  wasHeld,
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
import { settingFor, type EscalationKit, type People } from './setting-actions.ts';

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
  for (const run of await openRuns(kit.db))
    if (wasHeld(run)) await updateRun(kit.db, { ...run, dueAt: kit.clock.now() });
}

/** Who asks somebody once more, and why. */
export type Again = { name: string; reason: string };

/** More than a tick that came late. */
const LATE_SECONDS = 30;

/**
 * Ends the level in force and takes what comes next, in the transaction of the handle.
 * @param how the level in force ended
 * @param again who asks that the same level be told once more
 * @throws SeqTaken when somebody else moved the run in the meantime
 */
export async function goOn(kit: EscalationKit, run: Run, how: LevelOutcome, again?: Again): Promise<Run> {
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
  const { taken, cursor, dueAt: next } = advance(run.cursor, setting, dueAt, now);
  const before = await levelsOf(db, run.id);
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
  for (const [key, personId] of Object.entries(cursor.turns)) await writeTurn(db, key, personId);
  // What still waits of the level before is of no use any more.
  await endMessages(db, run.id, now);
  const record = made.at(-1);
  if (record?.outcome === 'waiting')
    await writePages({ kit, run: after, record, setting, people, lateSeconds: late, again });
  const events: RunEvent[] = [
    ...(how === 'expired'
      ? ended.map(({ level, loop }) => ({ kind: 'expired', level, loop, isUntold: false }) as const)
      : []),
    ...(late === undefined ? [] : [{ kind: 'late', from: dueAt, to: now } as const]),
    ...taken.flatMap(({ step, isMissed }) => eventOf(step, isMissed, again)),
    ...(isExhausted ? [await exhausted(kit, run)] : []),
  ];
  await subjects.tell(db, after, events);
  return after;
}

/** Whom levels left in peace: they are told at the end of their quiet hours. */
function heldBy(runId: string, made: readonly LevelRecord[]): HeldPage[] {
  return made.flatMap(({ place, beganAt, leftOut }) =>
    leftOut.flatMap(({ personId, why }) =>
      why === 'quiet-hours' && personId !== undefined ? [{ runId, place, personId, heldAt: beganAt }] : [],
    ),
  );
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

/** The levels that waited, as they ended. */
export function endedLevels(
  levels: readonly LevelRecord[],
  outcome: LevelOutcome,
  at: Instant,
): LevelRecord[] {
  return levels
    .filter((level) => level.outcome === 'waiting')
    .map((level) => ({ ...level, outcome, endedAt: at }));
}

function recordsOf(taken: readonly Taken[], setting: Setting, round: number, count: number): LevelRecord[] {
  const names = namesOf(setting);
  const shown = taken.flatMap(({ step, at, isMissed }) =>
    step.kind === 'sent' || step.kind === 'skipped' ? [{ step, at, isMissed }] : [],
  );
  return shown.map(({ step, at, isMissed }, index) => ({
    place: count + index + 1,
    policyName: setting.chain[step.policy]?.name ?? '',
    level: step.level,
    loop: step.loop,
    round,
    isFallback: step.kind === 'sent' && step.isFallback,
    people:
      step.kind === 'sent' ? step.people.map((one) => ({ ...one, name: names.person(one.personId) })) : [],
    leftOut: step.leftOut.map((one) => ({
      ...one,
      name: one.personId === undefined ? names.schedule(one.scheduleId ?? '') : names.person(one.personId),
    })),
    outcome: step.kind === 'skipped' ? 'skipped' : isMissed ? 'missed' : 'waiting',
    why: step.kind === 'skipped' ? step.why : undefined,
    beganAt: at,
    answerBy: step.kind === 'sent' ? step.answerBy : undefined,
    endedAt: step.kind === 'sent' && !isMissed ? undefined : at,
  }));
}

function eventOf(step: Step, isMissed: boolean, again: Again | undefined): RunEvent[] {
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
      return [{ kind: 'sent', level, loop, isFallback, isForAll, targets, answerBy, again }];
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

type Writing = {
  kit: EscalationKit;
  run: Run;
  record: LevelRecord;
  setting: Setting;
  people: People;
  lateSeconds: number | undefined;
  again?: Again | undefined;
};

/** Writes the messages of a level into the outbox. */
export async function writePages({
  kit,
  run,
  record,
  setting,
  people,
  lateSeconds,
  again,
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
      reason: again === undefined ? run.reason : `${again.reason} (${run.reason})`,
      askedBy: again?.name ?? run.requestedBy.name,
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
