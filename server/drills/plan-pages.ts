/** The page on which a drill for several is agreed, and the page of one that was. */
import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { capital } from '../core/text.ts';
import { dateClockText, localDate } from '../core/time.ts';
import type { DrillPersonRow, DrillPlanRow } from '../store/schema.ts';
import { minutesText } from './pages.ts';
import { OBSERVER, type Part } from './plan.ts';
import { publicTitle, slugOf, type Offered, type Scenario } from './scenario.ts';

type Real = readonly { key: string; title: string; href: string }[];

export type PlanningPage = {
  title: string;
  slug: string;
  minutes: string;
  roles: readonly { field: string; label: string }[];
  people: readonly { value: string; label: string }[];
  today: string;
  zone: string;
  real: Real;
};

export function planningPage(
  { scenario, hash }: Offered,
  place: number,
  told: {
    people: readonly { id: string; name: string }[];
    leader: string;
    now: Instant;
    zone: string;
    real: Real;
  },
): PlanningPage {
  return {
    title: publicTitle(scenario, place),
    slug: slugOf(hash),
    minutes: minutesText(scenario),
    roles: scenario.roles.map((role) => ({ field: `role_${role}`, label: capital(role) })),
    people: told.people
      .filter(({ id }) => id !== told.leader)
      .map(({ id, name }) => ({ value: id, label: name })),
    today: localDate(told.now, told.zone),
    zone: told.zone,
    real: told.real,
  };
}

export type PlanPage = {
  number: number;
  key: string;
  title: string;
  at: string;
  minutes: string;
  briefing: SafeHtml;
  state: 'waits' | 'called-off';
  leader: string;
  isLeader: boolean;
  /** What the reader does in it. */
  own: string;
  places: readonly { name: string; role: string }[];
  real: Real;
};

export function planPage(
  plan: DrillPlanRow,
  scenario: Scenario,
  told: {
    places: readonly DrillPersonRow[];
    reader: string;
    leader: string;
    part: Part;
    zone: string;
    real: Real;
  },
): PlanPage {
  const own = told.places.find(({ account_id: id }) => id === told.reader)?.role;
  return {
    number: plan.number,
    key: `DRILL-${String(plan.number)}`,
    title: scenario.publicTitle ?? `Drill DRILL-${String(plan.number)}`,
    at: dateClockText(plan.agreed_at, told.zone),
    minutes: minutesText(scenario),
    briefing: toHtml(scenario.briefing),
    state: plan.called_off_at === null ? 'waits' : 'called-off',
    leader: told.leader,
    isLeader: told.part === 'facilitator',
    own: own === undefined ? 'You lead it.' : own === OBSERVER ? 'You watch.' : `You are ${own}.`,
    places: told.places.map(({ name, role }) => ({ name, role })),
    real: told.real,
  };
}
