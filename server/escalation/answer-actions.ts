/** What people answer, and what becomes of a run by it. Each is one transaction: the first who accepts owns it. */
import { Refused } from '../core/refused.ts';
import { sentenceList } from '../core/text.ts';
import { durationText, secondsBetween } from '../core/time.ts';
import { endMessages } from '../notify/message-actions.ts';
import type { Db } from '../store/open.ts';
import {
  answer,
  silentAt,
  tell,
  tellOthers,
  type Answered,
  type Answering,
  type Person,
} from './answering-actions.ts';
import { end, goOn } from './engine-actions.ts';
import { isOfferedTo, offeredLevel } from './hand-over.ts';
import { GIVEN_BACK, givenBack, stays, takeOver } from './hand-over-actions.ts';
import { endedLevels } from './level-record.ts';
import { isRunOpen, type DeclineReason, type LevelRecord, type Run } from './run.ts';
import { levelsOf, runById, updateRun, writeLevels } from './run-store.ts';
import type { EscalationKit } from './setting-actions.ts';

/** Somebody takes it. */
export async function acceptRun(kit: EscalationKit, runId: string, answering: Answering): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    if (run.state === 'accepted' && run.owner?.id === answering.person.id) return keepIt(kit, run);
    const offered = offeredLevel(run, await levelsOf(kit.db, run.id));
    if (offered?.people.some(({ personId }) => personId === answering.person.id) === true)
      return takeOver(kit, run, answering, offered);
    const closed = closedText(kit, run, answering.person);
    if (closed !== undefined) return { run, said: closed, isChanged: false };
    const { person } = answering;
    if (run.takenBy.includes(person.id)) return { run, said: 'You accepted it already.', isChanged: false };
    const now = kit.clock.now();
    const levels = await levelsOf(kit.db, run.id);
    const current = levels.findLast(({ outcome }) => outcome === 'waiting');
    const stillAsked = othersNeeded(run, current, person.id);
    const takenBy = [...new Set([...run.takenBy, person.id])];
    const after = await updateRun(
      kit.db,
      stillAsked.length > 0
        ? { ...run, takenBy }
        : {
            ...run,
            takenBy,
            state: 'accepted',
            owner: person,
            acceptedAt: now,
            dueAt: await silentAt(kit, run),
          },
    );
    await endMessages(kit.db, run.id, now, stillAsked.length > 0 ? person.id : undefined);
    if (stillAsked.length === 0) {
      await writeLevels(kit.db, run.id, endedLevels(levels, 'accepted', now));
      await tellOthers(kit, after, person.id, `${person.name} has taken it.`);
    }
    const level = current?.level ?? Math.max(1, run.cursor.level);
    await tell(kit, after, answering, [{ kind: 'accepted', level, personId: person.id }]);
    if (stillAsked.length === 0) return { run: after, said: 'It is yours.', isChanged: true };
    if (isAnswered(after, current)) {
      const next = await goOn(kit, after, 'declined');
      return { run: next, said: 'It is yours. The next ones are asked as well.', isChanged: true };
    }
    const names = sentenceList(stillAsked.map(({ name }) => name));
    return { run: after, said: `It is yours. Still to accept as well: ${names}.`, isChanged: true };
  });
}

/** Whoever has it says so again, when they were asked again. */
async function keepIt(kit: EscalationKit, run: Run): Promise<Answered> {
  const now = kit.clock.now();
  const levels = await levelsOf(kit.db, run.id);
  if (levels.every(({ outcome }) => outcome !== 'waiting'))
    return { run, said: 'You accepted it already.', isChanged: false };
  await writeLevels(kit.db, run.id, endedLevels(levels, 'accepted', now));
  const dueAt = await silentAt(kit, run);
  const after = await updateRun(kit.db, { ...run, acceptedAt: now, dueAt });
  await endMessages(kit.db, run.id, now);
  return { run: after, said: 'It is yours still.', isChanged: true };
}

/** Whether nobody of a level is left who could answer. */
function isAnswered({ cursor, takenBy }: Run, current: LevelRecord | undefined): boolean {
  if (current === undefined) return false;
  return current.people.every(
    ({ personId }) => cursor.declined.includes(personId) || takenBy.includes(personId),
  );
}

/** Of a level that asks for everybody, those who have neither accepted nor declined. */
function othersNeeded(
  run: Run,
  current: LevelRecord | undefined,
  personId: string,
): readonly { name: string }[] {
  const mode =
    current?.isFallback === false ? run.chain[run.cursor.policy]?.levels[current.level - 1]?.mode : 'any';
  if (mode !== 'all' || current === undefined) return [];
  return current.people.filter((one) => one.personId !== personId && !run.takenBy.includes(one.personId));
}

/** Somebody does not: the run goes on at once when nobody of the level is left to answer. */
export async function declineRun(
  kit: EscalationKit,
  runId: string,
  answering: Answering,
  why: { reason: DeclineReason; note?: string | undefined },
): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    const { person } = answering;
    if (answering.isGivingBack === true && run.state === 'accepted' && run.owner?.id === person.id)
      return { run: await givenBack(kit, run, why), said: GIVEN_BACK, isChanged: true };
    if (isOfferedTo(run, await levelsOf(kit.db, run.id), person.id)) {
      const after = await stays(kit, run, `${person.name} does not take it over, so it is yours still.`);
      return {
        run: after,
        said: `Thank you. It stays with ${run.owner?.name ?? 'its owner'}.`,
        isChanged: true,
      };
    }
    const closed = closedText(kit, run, person);
    if (closed !== undefined) return { run, said: closed, isChanged: false };
    if (run.cursor.declined.includes(person.id))
      return { run, said: 'You said so already.', isChanged: false };
    const current = (await levelsOf(kit.db, run.id)).findLast(({ outcome }) => outcome === 'waiting');
    const declined = [...run.cursor.declined, person.id];
    const after = await updateRun(kit.db, { ...run, cursor: { ...run.cursor, declined } });
    await endMessages(kit.db, run.id, kit.clock.now(), person.id);
    const level = current?.level ?? Math.max(1, run.cursor.level);
    await tell(kit, after, answering, [{ kind: 'declined', level, personId: person.id, ...why }]);
    if (!isAnswered(after, current))
      return { run: after, said: 'Thank you. The others are still asked.', isChanged: true };
    const next = await goOn(kit, after, 'declined');
    return { run: next, said: 'Thank you. The next ones are asked now.', isChanged: true };
  });
}

/** Somebody looked. It stops further messages to them at this level, and does not stop the clock. */
export async function seeRun(kit: EscalationKit, runId: string, answering: Answering): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    const { person } = answering;
    const closed = closedText(kit, run, person);
    if (closed !== undefined) return { run, said: closed, isChanged: false };
    await endMessages(kit.db, run.id, kit.clock.now(), person.id);
    await tell(kit, run, answering, [
      { kind: 'seen', level: Math.max(1, run.cursor.level), personId: person.id, via: answering.via },
    ]);
    return { run, said: 'It is noted that you saw it. It is not yours until you accept.', isChanged: true };
  });
}

/** Goes to the next level before its time. */
export async function nextLevel(
  kit: EscalationKit,
  runId: string,
  by: { name: string; reason: string | undefined },
): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    if (!isRunOpen(run) || run.state === 'exhausted')
      return { run, said: 'Nobody is left to ask.', isChanged: false };
    const next = await goOn(kit, run, 'passed', { early: by });
    return { run: next, said: 'The next level is asked now.', isChanged: true };
  });
}

/** Nobody is needed any more: whoever is being asked hears that as well. */
export async function withdrawRun(kit: EscalationKit, runId: string, why: string): Promise<void> {
  await answer(kit, runId, async (kit, run) => {
    if (!isRunOpen(run)) return { run, said: 'It is over already.', isChanged: false };
    const after = await end(kit, run, why);
    await tellOthers(kit, after, undefined, `No longer needed: ${why}.`);
    return { run: after, said: 'Nobody is asked any more.', isChanged: true };
  });
}

/** Whether a request has a run: what was asked before there were any, or on the pages alone, has none. */
export async function isRun(db: Db, runId: string): Promise<boolean> {
  return (await runById(db, runId)) !== undefined;
}

/** Why an answer changes nothing, in words; undefined while somebody can still accept. */
function closedText(kit: EscalationKit, run: Run, person: Person): string | undefined {
  if (isRunOpen(run)) return undefined;
  const { owner, acceptedAt } = run;
  if (run.state === 'withdrawn') return `It is no longer needed: ${run.endedWhy ?? 'it was withdrawn'}.`;
  if (owner?.id === person.id) return 'You accepted it already.';
  const ago = durationText(secondsBetween(acceptedAt ?? kit.clock.now(), kit.clock.now()));
  return `${owner?.name ?? 'Somebody'} accepted ${ago} ago. Join the incident as a helper?`;
}

/** @throws Refused when somebody was not asked in this run */
export function mustBeAsked(levels: readonly LevelRecord[], personId: string): void {
  if (levels.some(({ people }) => people.some((one) => one.personId === personId))) return;
  throw new Refused(
    'not-asked',
    'You were not asked in this escalation. Accept on behalf of whoever was, in the incident.',
  );
}
