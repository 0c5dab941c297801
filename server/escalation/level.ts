/** Whom a level means at an instant: its targets as people, and who of them is left out, and why. */
import type { Instant } from '../core/clock.ts';
import type { Cursor } from './cursor.ts';
import { isQuiet, methodsAt, type Method, type Party } from './party.ts';
import type { Level, Policy, Severity, Target } from './policy.ts';
import { onCall, type Schedule, type Why } from './schedule.ts';

/** Everything that a step looks at besides how far the run has come. */
export type Setting = {
  /** The policy of the run, and those that it hands on to. */
  chain: readonly Policy[];
  schedules: ReadonlyMap<string, Schedule>;
  teams: ReadonlyMap<string, { name: string; members: readonly string[] }>;
  people: ReadonlyMap<string, Party>;
  /** Who holds a role in the subject. */
  holders: Readonly<Record<string, readonly string[] | undefined>>;
  severity: Severity | undefined;
  /** Who is told when the fallback can no longer be asked. */
  admins: readonly string[];
  /** For levels that ask one after the other: whom this level asked last, by policy and level. */
  lastInTurn: Readonly<Record<string, string | undefined>>;
  /** Who is asked once more, since somebody wants it: where one is asked after the other, it is their turn still. */
  again?: readonly string[] | undefined;
};

/** Why somebody is meant. */
export type Because =
  | { kind: 'named' }
  | { kind: 'on-call'; scheduleId: string; why: Why; until: Instant | undefined }
  | { kind: 'team'; teamId: string }
  | { kind: 'role'; role: string }
  | { kind: 'fallback' }
  | { kind: 'owner' }
  | { kind: 'admins' };

export type Told = { personId: string; because: Because; methods: readonly Method[] };

export type LeftOut = {
  personId?: string;
  scheduleId?: string;
  why:
    | 'nobody-on-call'
    | 'inactive'
    | 'declined'
    | 'quiet-hours'
    | 'no-method'
    | 'not-their-turn'
    | 'same-people';
};

/** The key under which a level that asks in turn remembers whom it asked last. */
export function turnKey(policyId: string, level: number): string {
  return `${policyId} ${String(level)}`;
}

/** The people of a level, each once, and who was left out. */
export function resolve(
  level: Level,
  setting: Setting,
  cursor: Cursor,
  now: Instant,
): { people: Told[]; leftOut: LeftOut[] } {
  const people: Told[] = [];
  const leftOut: LeftOut[] = [];
  const order: string[] = [];
  for (const target of level.targets) {
    const meant = meantBy(target, setting, now);
    if (meant.length === 0)
      leftOut.push({
        ...(target.kind === 'schedule' && { scheduleId: target.id }),
        why: 'nobody-on-call',
      });
    for (const { personId, because } of meant) {
      if (people.some((one) => one.personId === personId)) continue;
      order.push(personId);
      const party = setting.people.get(personId);
      const why = hindrance(party, setting, cursor, now);
      if (why === undefined && party !== undefined)
        people.push({ personId, because, methods: methodsAt(party, setting.severity) });
      else if (!leftOut.some((one) => one.personId === personId))
        leftOut.push({ personId, why: why ?? 'inactive' });
    }
  }
  return level.inTurn === true ? oneInTurn({ people, leftOut }, order, setting, cursor) : { people, leftOut };
}

function meantBy(target: Target, setting: Setting, now: Instant): { personId: string; because: Because }[] {
  switch (target.kind) {
    case 'person':
      return [{ personId: target.id, because: { kind: 'named' } }];
    case 'schedule': {
      const schedule = setting.schedules.get(target.id);
      const on = schedule && onCall(schedule, now);
      if (on?.personId === undefined) return [];
      const { personId, why, until } = on;
      return [{ personId, because: { kind: 'on-call', scheduleId: target.id, why, until } }];
    }
    case 'team':
      return (setting.teams.get(target.id)?.members ?? []).map((personId) => ({
        personId,
        because: { kind: 'team', teamId: target.id },
      }));
    case 'role':
      return (setting.holders[target.id] ?? []).map((personId) => ({
        personId,
        because: { kind: 'role', role: target.id },
      }));
  }
}

function hindrance(
  party: Party | undefined,
  setting: Setting,
  cursor: Cursor,
  now: Instant,
): LeftOut['why'] | undefined {
  if (party?.isActive !== true) return 'inactive';
  if (cursor.declined.includes(party.id)) return 'declined';
  if (isQuiet(party, setting.severity, now)) return 'quiet-hours';
  // What is not urgent is told in Muster alone; for the rest there must be a way that wakes somebody.
  const isReachable = setting.severity === 'SEV-4' || methodsAt(party, setting.severity).length > 0;
  return isReachable ? undefined : 'no-method';
}

/**
 * The next one after whoever was asked last, in the order of the level; if that one is gone, the first in order. Whoever
 * is asked once more comes first.
 */
function oneInTurn(
  { people, leftOut }: { people: readonly Told[]; leftOut: readonly LeftOut[] },
  order: readonly string[],
  setting: Setting,
  cursor: Cursor,
): { people: Told[]; leftOut: LeftOut[] } {
  const key = turnKey(setting.chain[cursor.policy]?.id ?? '', cursor.level);
  const last = order.indexOf(cursor.turns[key] ?? setting.lastInTurn[key] ?? '');
  const still = order.findIndex((id) => setting.again?.includes(id));
  const first = still === -1 ? last + 1 : still;
  const inOrder = [...order.slice(first), ...order.slice(0, first)];
  const chosen = inOrder.flatMap((id) => people.find(({ personId }) => personId === id) ?? [])[0];
  const others = people.filter((one) => one !== chosen);
  return {
    people: chosen === undefined ? [] : [chosen],
    leftOut: [...leftOut, ...others.map(({ personId }) => ({ personId, why: 'not-their-turn' as const }))],
  };
}
