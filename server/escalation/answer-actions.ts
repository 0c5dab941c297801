/** What people answer, and what becomes of a run by it. Each is one transaction: the first who accepts owns it. */
import { Refused, NotFound } from '../core/refused.ts';
import { sentenceList } from '../core/text.ts';
import { durationText, plusSeconds, secondsBetween } from '../core/time.ts';
import { enqueue } from '../notify/deliver-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { endMessages, messagesOf } from '../notify/message-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { end, endedLevels, goOn } from './engine-actions.ts';
import { isOfferedTo, offeredLevel } from './hand-over.ts';
import { IN_APP } from './party.ts';
import { silenceSeconds } from './policy.ts';
import {
  isRunOpen,
  urgencyOf,
  type DeclineReason,
  type LevelRecord,
  type Run,
  type RunEvent,
  type Via,
} from './run.ts';
import { levelsOf, runById, updateRun, writeLevels } from './run-store.ts';
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

/** Somebody takes it from whoever has it and asked them to. */
async function takeOver(
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

/** When whoever accepts now is asked again, unless they do anything; undefined where nobody is. */
async function silentAt(kit: EscalationKit, run: Run): Promise<string | undefined> {
  const subject = await kit.subjects.ask(kit.db, run.subject);
  const silence = silenceSeconds(subject?.severity ?? run.severity);
  return subject?.watch === undefined || silence === undefined
    ? undefined
    : plusSeconds(kit.clock.now(), silence);
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
      return { run: await givenBack(kit, run, why), said: BACK, isChanged: true };
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

const BACK = 'It is given back, with your reason. The next ones are asked now.';

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
export async function nextLevel(kit: EscalationKit, runId: string): Promise<Answered> {
  return answer(kit, runId, async (kit, run) => {
    if (!isRunOpen(run) || run.state === 'exhausted')
      return { run, said: 'Nobody is left to ask.', isChanged: false };
    return { run: await goOn(kit, run, 'passed'), said: 'The next level is asked now.', isChanged: true };
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

/** Whoever was told and did not decline hears how it ended, once. */
async function tellOthers(
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

async function tell(
  kit: EscalationKit,
  run: Run,
  { isKnown }: Answering,
  events: readonly RunEvent[],
): Promise<void> {
  if (isKnown !== true) await kit.subjects.tell(kit.db, run, events);
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
