/**
 * What happens next in an escalation. The engine takes one step after the other as time passes; the prediction takes
 * them all at once, by the same function.
 */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { beginning, type Cursor } from './cursor.ts';
import { hoursAt } from './hours.ts';
import { resolve, turnKey, type LeftOut, type Setting, type Told } from './level.ts';
import type { Level, Policy } from './policy.ts';

export type SkipReason =
  'nobody-on-call' | 'condition' | 'same-people' | 'inactive' | 'declined' | 'quiet-hours' | 'no-method';

export type Step =
  | {
      kind: 'sent';
      policy: number;
      level: number;
      loop: number;
      isFallback: boolean;
      /** Each of them has to accept. */
      isForAll: boolean;
      people: readonly Told[];
      leftOut: readonly LeftOut[];
      answerBy: Instant;
    }
  | {
      kind: 'skipped';
      policy: number;
      level: number;
      loop: number;
      why: SkipReason;
      leftOut: readonly LeftOut[];
    }
  | { kind: 'waiting'; loop: number; until: Instant }
  | { kind: 'handed-on'; policy: number }
  | { kind: 'exhausted' };

/** The policy that a cursor is in. */
function policyAt(setting: Setting, cursor: Pick<Cursor, 'policy'>): Policy {
  const policy = setting.chain[cursor.policy];
  if (policy === undefined) throw new Error('A run goes through the policies of its own chain only.');
  return policy;
}

/** Whether the fallback is in force. */
function isAtFallback(setting: Setting, cursor: Cursor): boolean {
  return cursor.level > policyAt(setting, cursor).levels.length;
}

/** The step after the level in force has ended at `now`: by time, by declines, or because there is none yet. */
export function next(cursor: Cursor, setting: Setting, now: Instant): { step: Step; cursor: Cursor } {
  const policy = policyAt(setting, cursor);
  if (isAtFallback(setting, cursor)) return afterFallback(cursor, setting, now);
  const level = cursor.level + 1;
  if (level > policy.levels.length) return afterLastLevel(cursor, setting, now);
  return atLevel({ ...cursor, level }, setting, now);
}

function atLevel(cursor: Cursor, setting: Setting, now: Instant): { step: Step; cursor: Cursor } {
  const { policy: index, level, loop } = cursor;
  const policy = policyAt(setting, cursor);
  const wanted = policy.levels[level - 1];
  if (wanted === undefined) return toFallback(cursor, setting, now);
  const skipped = (why: SkipReason, leftOut: readonly LeftOut[] = []) => ({
    step: { kind: 'skipped', policy: index, level, loop, why, leftOut } as const,
    // Whom the level before told stays known, so that they are not told twice in a row.
    cursor,
  });
  if (!holds(wanted, policy, setting, now)) return skipped('condition');
  const { people, leftOut } = resolve(wanted, setting, cursor, now);
  if (people.length === 0) return skipped(reasonOf(leftOut), leftOut);
  const isSame = people.every(({ personId }) => cursor.told.includes(personId));
  if (isSame && isAnybodyElse(policy, setting, cursor, now)) return skipped('same-people', leftOut);
  const fresh = people.filter(({ personId }) => !cursor.told.includes(personId));
  const told = isSame ? people : fresh;
  const others = isSame ? [] : people.filter(({ personId }) => cursor.told.includes(personId));
  return {
    step: {
      kind: 'sent',
      policy: index,
      level,
      loop,
      isFallback: false,
      isForAll: wanted.mode === 'all' && told.length > 1,
      people: told,
      leftOut: [...leftOut, ...others.map(({ personId }) => ({ personId, why: 'same-people' as const }))],
      answerBy: plusSeconds(now, wanted.answerWithin * 60),
    },
    cursor: {
      ...cursor,
      told: told.map(({ personId }) => personId),
      isSent: true,
      turns: withTurn(cursor, wanted, policy, told[0]?.personId),
    },
  };
}

/** Remembers whom a level asked whose people are asked one after the other. */
function withTurn(
  { turns, level }: Cursor,
  { inTurn }: Level,
  { id }: Policy,
  personId: string | undefined,
): Cursor['turns'] {
  return inTurn === true && personId !== undefined ? { ...turns, [turnKey(id, level)]: personId } : turns;
}

function holds({ condition }: Level, { zone }: Policy, { severity }: Setting, now: Instant): boolean {
  if (condition?.severities !== undefined && !condition.severities.includes(severity ?? 'SEV-2'))
    return false;
  return condition?.hours === undefined || hoursAt(condition.hours, zone, now).isInside;
}

/** What a level lacked, in one word: what a person did or chose comes before what was set up. */
function reasonOf(leftOut: readonly LeftOut[]): SkipReason {
  const reasons = new Set(leftOut.map(({ why }) => why));
  for (const why of ['declined', 'quiet-hours', 'no-method', 'inactive'] as const)
    if (reasons.has(why)) return why;
  return 'nobody-on-call';
}

/** Whether a level of this policy would tell anybody whom the level before did not. */
function isAnybodyElse(policy: Policy, setting: Setting, cursor: Cursor, now: Instant): boolean {
  return policy.levels.some(
    (level) =>
      holds(level, policy, setting, now) &&
      resolve(level, setting, cursor, now).people.some(({ personId }) => !cursor.told.includes(personId)),
  );
}

function afterLastLevel(cursor: Cursor, setting: Setting, now: Instant): { step: Step; cursor: Cursor } {
  const policy = policyAt(setting, cursor);
  // A loop in which nobody could be told would find nobody in the next one either.
  if (cursor.loop > policy.repeat || !cursor.isSent) return toFallback(cursor, setting, now);
  const rest = plusSeconds(cursor.loopBeganAt, (policy.levels[0]?.answerWithin ?? 1) * 60);
  if (now < rest) return { step: { kind: 'waiting', loop: cursor.loop, until: rest }, cursor };
  const begun = { ...cursor, loop: cursor.loop + 1, level: 1, loopBeganAt: now };
  return atLevel({ ...begun, told: [], declined: [], isSent: false }, setting, now);
}

/** The fallback is told whatever happens: also who just declined, and in quiet hours. */
function toFallback(cursor: Cursor, setting: Setting, now: Instant): { step: Step; cursor: Cursor } {
  const policy = policyAt(setting, cursor);
  const level = policy.levels.length + 1;
  const people = fallbackOf(policy, setting);
  // The fallback is waited for as long as the last level.
  const within = policy.levels.at(-1)?.answerWithin ?? 5;
  return {
    step: {
      kind: 'sent',
      policy: cursor.policy,
      level,
      loop: cursor.loop,
      isFallback: true,
      isForAll: false,
      people,
      leftOut: [],
      answerBy: plusSeconds(now, within * 60),
    },
    cursor: { ...cursor, level, told: people.map(({ personId }) => personId), isSent: true },
  };
}

/** A fallback that can no longer be asked leaves the administrators. */
function fallbackOf(policy: Policy, setting: Setting): Told[] {
  const active = policy.fallback.filter((id) => setting.people.get(id)?.isActive === true);
  const ids = active.length > 0 ? active : setting.admins;
  return ids.map((id) => ({
    personId: id,
    because: { kind: active.length > 0 ? 'fallback' : 'admins' },
    methods: setting.people.get(id)?.methods ?? [],
  }));
}

function afterFallback(cursor: Cursor, setting: Setting, now: Instant): { step: Step; cursor: Cursor } {
  const policy = cursor.policy + 1;
  if (policy >= setting.chain.length) return { step: { kind: 'exhausted' }, cursor };
  return { step: { kind: 'handed-on', policy }, cursor: { ...beginning(now), policy, turns: cursor.turns } };
}

/** A step and when it is taken. */
export type Predicted = Step & { at: Instant };

const MOST_STEPS = 1_000;

/** Who would be told and when, if nobody answered: from the beginning, or from where a run stands. */
export function ladder(setting: Setting, start: Instant, from: Cursor = beginning(start)): Predicted[] {
  const steps: Predicted[] = [];
  let [cursor, at] = [from, start];
  while (steps.length < MOST_STEPS) {
    const taken = next(cursor, setting, at);
    steps.push({ ...taken.step, at });
    if (taken.step.kind === 'exhausted') break;
    if (taken.step.kind === 'sent') at = taken.step.answerBy;
    if (taken.step.kind === 'waiting') at = taken.step.until;
    ({ cursor } = taken);
  }
  return steps;
}
