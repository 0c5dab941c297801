/** Whoever accepted has it no more: somebody else takes it over, or the next ones are asked. */
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { contactables } from '../identity/directory-actions.ts';
import { endMessages } from '../notify/message-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { Invalid } from '../web/problem.ts';
import {
  answer,
  silentAt,
  tell,
  tellOthers,
  type Answered,
  type Answering,
  type Person,
} from './answering-actions.ts';
import { goOn } from './engine-actions.ts';
import { endedLevels } from './level-record.ts';
import { writePages } from './page-actions.ts';
import { mayAnswer } from './policy-actions.ts';
import type { DeclineReason, LevelRecord, Run } from './run.ts';
import { levelsOf, updateRun, writeLevels } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

/** What is said of it. */
export const GIVEN_BACK = 'It is given back, with your reason. The next ones are asked now.';

/** Whoever is asked to take over has so many minutes; without an answer it stays where it is. */
const TAKE_OVER_MINUTES = 5;

/**
 * Gives back what one has.
 * @param given `to` is asked to take over, and until they accept nothing changes; without it the reason lets the next
 *   ones be asked at once
 * @throws Refused when it is not theirs; Invalid when neither is named, or that person cannot be asked
 */
export async function giveBack(
  kit: EscalationKit,
  runId: string,
  person: Person,
  given: { to?: string | undefined; reason?: string | undefined },
): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    if (run.state !== 'accepted' || run.owner?.id !== person.id)
      throw new Refused('not-yours', 'It is not yours, so there is nothing to give back.');
    if (given.to !== undefined) return offer(kit, run, person, { to: given.to, reason: given.reason });
    if (given.reason === undefined)
      throw new Invalid([
        { field: 'reason', sentence: 'Say who takes it over, or in a few words why you give it back.' },
      ]);
    const after = await givenBack(kit, run, { reason: 'other', note: given.reason });
    return { run: after, said: GIVEN_BACK, isChanged: true };
  });
}

async function offer(
  kit: EscalationKit,
  run: Run,
  owner: Person,
  { to, reason }: { to: string; reason: string | undefined },
): Promise<Answered> {
  const { db, clock } = kit;
  const now = clock.now();
  const known = (await contactables(db)).find(({ id }) => id === to);
  if (known?.isActive !== true || !mayAnswer(known.role) || to === owner.id)
    throw new Invalid([{ field: 'to', sentence: 'Choose somebody else from the list, who can be asked.' }]);
  const { setting, people } = await settingFor(kit, { chain: run.chain, severity: run.severity });
  const levels = await levelsOf(db, run.id);
  const dueAt = plusSeconds(now, TAKE_OVER_MINUTES * 60);
  const record: LevelRecord = {
    place: levels.length + 1,
    policyName: run.chain[run.cursor.policy]?.name ?? '',
    level: Math.max(1, run.cursor.level),
    loop: run.cursor.loop,
    round: run.round + 1,
    isFallback: false,
    people: [
      {
        personId: to,
        name: known.name,
        because: { kind: 'named' },
        methods: setting.people.get(to)?.methods ?? [],
      },
    ],
    leftOut: [],
    outcome: 'waiting',
    why: undefined,
    beganAt: now,
    answerBy: dueAt,
    endedAt: undefined,
  };
  const after = await updateRun(db, { ...run, round: run.round + 1, dueAt });
  await writeLevels(db, run.id, [...endedLevels(levels, 'accepted', now), record]);
  const asks = { name: owner.name, reason: reason ?? 'asks you to take it over' };
  await writePages({ kit, run: after, record, setting, people, lateSeconds: undefined, asker: asks });
  const said = `${known.name} is asked to take it over. It is yours until they accept.`;
  return { run: after, said, isChanged: true };
}

/** Somebody takes it from whoever has it and asked them to. */
export async function takeOver(
  kit: EscalationKit,
  run: Run,
  answering: Answering,
  { level }: LevelRecord,
): Promise<Answered> {
  const { db } = kit;
  const now = kit.clock.now();
  const { person } = answering;
  const before = run.owner;
  await writeLevels(db, run.id, endedLevels(await levelsOf(db, run.id), 'accepted', now));
  const dueAt = await silentAt(kit, run);
  const after = await updateRun(db, { ...run, owner: person, acceptedAt: now, dueAt, takenBy: [person.id] });
  await endMessages(db, run.id, now);
  await tell(kit, after, answering, [
    ...(before === undefined
      ? []
      : [{ kind: 'given-back', personId: before.id, isSaid: true, to: person.id } as const]),
    { kind: 'accepted', level, personId: person.id },
  ]);
  await tellOthers(kit, after, person.id, `${person.name} has taken it over.`);
  return {
    run: after,
    said: `It is yours now, and ${before?.name ?? 'nobody else'} has it no more.`,
    isChanged: true,
  };
}

/** Whoever was asked to take over does not: it stays where it is, and its owner is told. */
export async function stays(kit: EscalationKit, run: Run, words: string): Promise<Run> {
  const { db, clock } = kit;
  const now = clock.now();
  await writeLevels(db, run.id, endedLevels(await levelsOf(db, run.id), 'declined', now));
  const after = await updateRun(db, { ...run, dueAt: await silentAt(kit, run) });
  await endMessages(db, run.id, now);
  const { owner, subject } = run;
  if (owner === undefined) return after;
  const { key: subjectKey, title, path } = subject;
  const content = { kind: 'notice', subjectKey, title, path, words } as const;
  await tellPeople(kit.notify, db, {
    key: `stays-${run.id}-${String(run.round)}`,
    people: [owner.id],
    content,
  });
  return after;
}

/** Whoever had it has it no more: nobody waits, the next level is asked at once, and they are left out of this round. */
export async function givenBack(
  kit: EscalationKit,
  run: Run,
  { reason, note }: { reason: DeclineReason; note?: string | undefined },
): Promise<Run> {
  const { db } = kit;
  const { owner } = run;
  if (owner === undefined) return run;
  const now = kit.clock.now();
  const declined = [...run.cursor.declined, owner.id];
  const open = await updateRun(db, {
    ...run,
    state: 'sent',
    owner: undefined,
    acceptedAt: undefined,
    dueAt: now,
    cursor: { ...run.cursor, declined },
  });
  const level = Math.max(1, run.cursor.level);
  await kit.subjects.tell(db, open, [
    { kind: 'given-back', personId: owner.id, isSaid: true },
    { kind: 'declined', level, personId: owner.id, reason, note },
  ]);
  await writeLevels(db, run.id, endedLevels(await levelsOf(db, run.id), 'declined', now));
  return goOn(kit, open, 'declined');
}
