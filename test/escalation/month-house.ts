/** A random organisation for a simulated month: people, schedules, policies, as the engine and as the naive model see it. */
import type { Level } from '../../server/escalation/policy.ts';
import type { Override, Schedule } from '../../server/escalation/schedule.ts';
import type { Chance } from './chance.ts';
import type { NaiveLevel, NaiveSchedule } from './naive.ts';

export const PEOPLE = Array.from(
  { length: 12 },
  (_, index) => `person-${String(index + 1).padStart(2, '0')}`,
);
/** Has an account that does not work. */
export const GONE = 'person-12';
export const BEGINS = Date.parse('2026-03-20T00:00:00.000Z');
export const MONTH_MS = 31 * 86_400_000;
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const;
const SEVERITIES = ['SEV-1', 'SEV-2'] as const;

export type MadeSchedule = {
  id: string;
  zone: string;
  layers: Schedule['versions'][number]['layers'];
  overrides: Override[];
  naive: NaiveSchedule;
};
export type MadePolicy = {
  id: string;
  levels: Level[];
  repeat: number;
  fallback: string;
  naive: NaiveLevel[];
};

const instant = (ms: number): string => new Date(ms).toISOString();

export function madeSchedules(chance: Chance, count: number): MadeSchedule[] {
  return Array.from({ length: count }, (_, index) => {
    const zone = chance.one(ZONES);
    const members = Array.from({ length: chance.upTo(4) }, () => chance.one(PEOPLE));
    const [days, firstHour] = [chance.one([1, 2, 7]), chance.one([6, 9, 18])];
    const firstDate = chance.one(['2026-03-02', '2026-03-16', '2026-03-28']);
    const overrides = Array.from({ length: chance.upTo(5) }, (_override, place) => {
      const from = BEGINS + chance.upTo(31 * 24) * 3_600_000;
      return { from, to: from + (1 + chance.upTo(30)) * 3_600_000, person: chance.one(PEOPLE), place };
    });
    const firstTime = `${String(firstHour).padStart(2, '0')}:00`;
    const turns = { zone, firstDate, firstTime, length: days, unit: 'days' } as const;
    return {
      id: `schedule-${String(index)}`,
      zone,
      layers: [
        { name: 'Primary', rotation: { ...turns, members: members.map((personId) => ({ personId })) } },
      ],
      overrides: overrides.map(({ from, to, person, place }) => ({
        id: `override-${String(index)}-${String(place)}`,
        from: instant(from),
        to: instant(to),
        personId: person,
        reason: 'covers',
        madeBy: 'Max',
        madeAt: instant(BEGINS - 1000 + place),
      })),
      naive: { zone, firstDate, firstHour, days, members, overrides },
    };
  });
}

export function madePolicies(
  chance: Chance,
  count: number,
  schedules: readonly MadeSchedule[],
): MadePolicy[] {
  return Array.from({ length: count }, (_, index) => {
    const naive = Array.from({ length: 1 + chance.upTo(4) }, (): NaiveLevel => {
      const people = Array.from({ length: chance.upTo(3) }, () => chance.one(PEOPLE));
      const on = people.length === 0 || chance.is(0.5) ? [chance.one(schedules).id] : [];
      return {
        people,
        schedules: on,
        minutes: 1 + chance.upTo(10),
        severities: chance.is(0.2) ? ['SEV-1'] : undefined,
      };
    });
    return {
      id: `policy-${String(index)}`,
      naive,
      repeat: chance.upTo(3),
      fallback: chance.one(PEOPLE.filter((id) => id !== GONE)),
      levels: naive.map(({ people, schedules: on, minutes, severities }) => ({
        targets: [
          ...people.map((id) => ({ kind: 'person', id }) as const),
          ...on.map((id) => ({ kind: 'schedule', id }) as const),
        ],
        mode: 'any',
        answerWithin: minutes,
        ...(severities !== undefined && { condition: { severities: ['SEV-1'] as const } }),
      })),
    };
  });
}

export type MadeIncident = {
  key: string;
  at: number;
  severity: string;
  policy: MadePolicy;
  overAt: number | undefined;
};

export function madeIncidents(
  chance: Chance,
  count: number,
  policies: readonly MadePolicy[],
): MadeIncident[] {
  let last: { at: number; policy: MadePolicy } | undefined;
  return Array.from({ length: count }, (_, index) => {
    // What breaks one thing often breaks another of the same people a moment later.
    const begun = last !== undefined && chance.is(0.4) ? last : undefined;
    const at = begun === undefined ? BEGINS + chance.upTo(MONTH_MS) : begun.at + chance.upTo(20_000);
    const policy = begun?.policy ?? chance.one(policies);
    last = { at, policy };
    return {
      key: `INC-${String(index + 1)}`,
      at,
      severity: chance.one(SEVERITIES),
      policy,
      overAt: chance.is(0.2) ? at + chance.upTo(40 * 60_000) : undefined,
    };
  }).toSorted((a, b) => a.at - b.at);
}
