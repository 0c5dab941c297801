/** Whoever accepted has it no more: somebody else takes it over, or the next ones are asked. */
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { contactables } from '../identity/directory-actions.ts';
import { Invalid } from '../web/problem.ts';
import { answer, givenBack, type Answered, type Person } from './answer-actions.ts';
import { endedLevels, writePages } from './engine-actions.ts';
import { mayAnswer } from './policy-actions.ts';
import type { LevelRecord, Run } from './run.ts';
import { levelsOf, updateRun, writeLevels } from './run-store.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

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
    const said = 'It is given back, with your reason. The next ones are asked now.';
    return { run: after, said, isChanged: true };
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
  await writePages({ kit, run: after, record, setting, people, lateSeconds: undefined, again: asks });
  const said = `${known.name} is asked to take it over. It is yours until they accept.`;
  return { run: after, said, isChanged: true };
}
