/** The page of drills and the briefing of one. */
import { toHtml } from '../core/markdown.ts';
import type { SafeHtml } from '../core/html.ts';
import { dateClockText, dateText } from '../core/time.ts';
import type { DrillPlanRow, DrillRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import { dryRunTitle } from './dry-run.ts';
import { publicTitle, slugOf, type Offered, type Scenario } from './scenario.ts';

const LEVELS: Readonly<Record<number, string>> = {
  1: 'for a first time',
  2: 'for those who have led one incident',
  3: 'tempting wrong ways',
  4: 'weak signals, and much at stake',
};

export type DrillsPage = {
  scenarios: readonly {
    title: string;
    href: string;
    level: string;
    minutes: string;
    done: string | undefined;
  }[];
  running: readonly { key: string; href: string; title: string }[];
  /** Agreed with the reader or by them, and not begun. */
  agreed: readonly { key: string; href: string; when: string }[];
  past: readonly { key: string; href: string; when: string; title: string; words: string }[];
  maySolo: boolean;
  /** Runbooks that the reader practised longer than 90 days ago. */
  dueAgain: readonly { title: string; href: string; words: string }[];
  mayCover: boolean;
};

export function drillsPage(
  offered: readonly Offered[],
  mine: readonly DrillRow[],
  {
    zone,
    maySolo,
    agreed,
    reader,
    runbooks,
    dueAgain,
    mayCover,
  }: Pick<DrillsPage, 'dueAgain' | 'mayCover'> & {
    zone: string;
    maySolo: boolean;
    agreed: readonly DrillPlanRow[];
    reader: string;
    /** Titles by the ids of runbooks. */
    runbooks: ReadonlyMap<string, string>;
  },
): DrillsPage {
  const titles = new Map(
    offered.map(({ scenario }, index) => [scenario.id, publicTitle(scenario, index + 1)]),
  );
  const titleOf = ({ scenario_id: id, dry_run: isDry, runbook_id: runbook }: DrillRow): string =>
    isDry === 1
      ? dryRunTitle(runbooks.get(runbook ?? '') ?? runbook ?? '')
      : (titles.get(id) ?? 'A scenario that is gone');
  // Whoever led one has not practised it.
  const isPractised = ({ kind, owner_id: owner }: DrillRow): boolean =>
    kind !== 'facilitated' || owner !== reader;
  const addressOf = ({ number, kind, owner_id: owner }: DrillRow): string =>
    href(kind === 'facilitated' && owner === reader ? paths.drillConsole : paths.drill, { number });
  return {
    scenarios: offered.map(({ scenario, hash }) => ({
      title: titles.get(scenario.id) ?? '',
      href: href(paths.drillScenario, { slug: slugOf(hash) }),
      level: `Level ${String(scenario.level)}: ${LEVELS[scenario.level] ?? ''}`,
      minutes: minutesText(scenario),
      done: lastDone(mine.filter(isPractised), scenario.id, zone),
    })),
    running: mine
      .filter(({ ended_at: ended }) => ended === null)
      .map((row) => ({ key: keyOf(row), href: addressOf(row), title: titleOf(row) })),
    agreed: agreed.map(({ number, agreed_at: at }) => ({
      key: `DRILL-${String(number)}`,
      href: href(paths.drillPlan, { number }),
      when: dateClockText(at, zone),
    })),
    past: mine.flatMap((row) =>
      row.ended_at === null
        ? []
        : [
            {
              key: keyOf(row),
              href: href(paths.drillDebrief, { number: row.number }),
              when: dateText(row.ended_at, zone),
              title: titleOf(row),
              words:
                row.dry_run === 1
                  ? 'dry run'
                  : row.debriefed_at === null
                    ? 'look back at it'
                    : 'looked back at',
            },
          ],
    ),
    maySolo,
    dueAgain,
    mayCover,
  };
}

const keyOf = ({ number }: DrillRow): string => `DRILL-${String(number)}`;

function lastDone(mine: readonly DrillRow[], id: string, zone: string): string | undefined {
  const last = mine.find((row) => row.scenario_id === id && row.ended_at !== null);
  return typeof last?.ended_at !== 'string' ? undefined : `You did this on ${dateText(last.ended_at, zone)}.`;
}

/** The real time that it takes, since that is what one has. */
export function minutesText({ minutes, speed }: Scenario): string {
  const real = Math.ceil(minutes / speed);
  return speed === 1
    ? `${String(minutes)} min`
    : `${String(minutes)} min of the story in ${String(real)} min`;
}

export type BriefingPage = {
  title: string;
  slug: string;
  level: string;
  minutes: string;
  roles: string;
  briefing: SafeHtml;
  /** A real SEV-1 or SEV-2 that is open now: starting asks. */
  real: readonly { key: string; title: string; href: string }[];
  maySolo: boolean;
  mayLead: boolean;
  mayAuthor: boolean;
};

export function briefingPage(
  { scenario, hash }: Offered,
  place: number,
  { real, maySolo, mayLead, mayAuthor }: Pick<BriefingPage, 'real' | 'maySolo' | 'mayLead' | 'mayAuthor'>,
): BriefingPage {
  return {
    title: publicTitle(scenario, place),
    slug: slugOf(hash),
    level: `Level ${String(scenario.level)}: ${LEVELS[scenario.level] ?? ''}`,
    minutes: minutesText(scenario),
    roles: scenario.roles.join(', '),
    briefing: toHtml(scenario.briefing),
    real,
    maySolo,
    mayLead,
    mayAuthor,
  };
}
