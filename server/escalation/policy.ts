/** Who is told, in which order, until somebody accepts. */
import type { Hours } from './hours.ts';

export const SEVERITIES = ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whom a level tells. A role is looked up in the subject: its commander, say. */
export type Target =
  | { kind: 'person'; id: string }
  | { kind: 'schedule'; id: string }
  | { kind: 'team'; id: string }
  | { kind: 'role'; id: string };

/** When a level is asked at all; judged when it begins, so that a run never waits for hours to come. */
export type Condition = {
  severities?: readonly Severity[] | undefined;
  /** In the zone of the policy. */
  hours?: Hours | undefined;
};

export type Level = {
  targets: readonly Target[];
  /** One acceptance is enough, or each of them has to accept. */
  mode: 'any' | 'all';
  /** Minutes after which the next level is told. */
  answerWithin: number;
  condition?: Condition | undefined;
  /** One person of the level at a time, the next one with each run. */
  inTurn?: boolean | undefined;
};

export type Policy = {
  id: string;
  name: string;
  zone: string;
  levels: readonly Level[];
  /** How often it goes through its levels again after the first time. */
  repeat: number;
  /** People who are told when nobody accepted. Never empty. */
  fallback: readonly string[];
  /** The policy that goes on after the fallback. */
  thenPolicyId?: string | undefined;
  /** Counts its changes: a run keeps the policy as it was when it began. */
  version: number;
};

const SILENCE_MINUTES: Readonly<Partial<Record<Severity, number>>> = { 'SEV-1': 20, 'SEV-2': 40 };

/** After so long without an act whoever accepted is asked again; undefined where nobody is. Who is not sure has SEV-2. */
export function silenceSeconds(severity: Severity = 'SEV-2'): number | undefined {
  const minutes = SILENCE_MINUTES[severity];
  return minutes === undefined ? undefined : minutes * 60;
}

export const MOST_REPEATS = 9;
export const MOST_MINUTES = 240;
export const MOST_LEVELS = 20;

/** What to know about the house to judge a policy. */
export type House = {
  people: ReadonlyMap<string, { name: string; isActive: boolean }>;
  schedules: ReadonlySet<string>;
  teams: ReadonlyMap<string, readonly string[]>;
  /** Where each policy hands on to. */
  thens: ReadonlyMap<string, string | undefined>;
};

/** What is wrong with a policy, by its place in what programs send (`levels.0.targets.1`). With one of these it could end in silence. */
export function silences(policy: Policy, house: House): { field: string; sentence: string }[] {
  return [...levelFaults(policy, house), ...fallbackFaults(policy, house), ...circleFaults(policy, house)];
}

function levelFaults(policy: Policy, house: House): { field: string; sentence: string }[] {
  if (policy.levels.length === 0)
    return [{ field: 'levels', sentence: 'Add a level: without one nobody is asked before the fallback.' }];
  return policy.levels.flatMap((level, index) => {
    const number = String(index + 1);
    const field = `levels.${String(index)}.targets`;
    if (level.targets.length === 0)
      return [
        { field, sentence: `Choose whom level ${number} tells: a person, a schedule, a team or a role.` },
      ];
    const sentence = `Choose somebody else for level ${number}: one of its targets is gone.`;
    return level.targets.flatMap((target, at) =>
      isKnown(target, house) ? [] : [{ field: `${field}.${String(at)}`, sentence }],
    );
  });
}

function isKnown(target: Target, house: House): boolean {
  switch (target.kind) {
    case 'person':
      return house.people.get(target.id)?.isActive === true;
    case 'schedule':
      return house.schedules.has(target.id);
    case 'team':
      return house.teams.has(target.id);
    case 'role':
      return true;
  }
}

function fallbackFaults(policy: Policy, house: House): { field: string; sentence: string }[] {
  const field = 'fallback';
  if (policy.fallback.length === 0)
    return [
      {
        field,
        sentence:
          'Name the fallback: the person who is told when nobody accepted. Without one the policy could end in silence.',
      },
    ];
  return policy.fallback
    .filter((id) => house.people.get(id)?.isActive !== true)
    .map((id) => ({
      field,
      sentence: `Choose another fallback: ${house.people.get(id)?.name ?? 'this person'} has no account that works.`,
    }));
}

function circleFaults(policy: Policy, house: House): { field: string; sentence: string }[] {
  const seen = new Set([policy.id]);
  for (let next = policy.thenPolicyId; next !== undefined; next = house.thens.get(next)) {
    if (seen.has(next))
      return [
        {
          field: 'then',
          sentence: 'Choose another policy to go on with: this one leads back to where it began.',
        },
      ];
    seen.add(next);
  }
  return [];
}

/** A policy and those that it hands on to, each once. A circle that arose later ends where it would begin again. */
export function chainOf(policy: Policy, others: ReadonlyMap<string, Policy>): Policy[] {
  const chain = [policy];
  let next = policy.thenPolicyId === undefined ? undefined : others.get(policy.thenPolicyId);
  while (next !== undefined && !chain.some(({ id }) => id === next?.id)) {
    chain.push(next);
    next = next.thenPolicyId === undefined ? undefined : others.get(next.thenPolicyId);
  }
  return chain;
}
