/** The page that says who has practised what. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import type { Coverage } from './coverage-actions.ts';
import { isDueAgain, monthsWords, nobodyRan, standingOf, standingWords, unplayed } from './coverage.ts';

export type CoveragePage = {
  /** To choose from; the one that is shown is `team`. */
  teams: readonly { value: string; label: string }[];
  team: string;
  says: string;
  people: readonly string[];
  rows: readonly {
    title: string;
    href: string;
    cells: readonly { name: string; words: string }[];
    /** What is missing; empty when nothing is. */
    remark: string;
    /** Where the reader goes through it again, when theirs is due. */
    again: string | undefined;
  }[];
  never: readonly { title: string; href: string }[];
  changed: readonly { title: string; href: string; words: string }[];
};

export function coveragePage(
  coverage: Coverage,
  { now, zone, reader }: { now: Instant; zone: string; reader: string },
): CoveragePage {
  const { teams, team, people, rota, runbooks, standings, scenarios } = coverage;
  const nobody = rota.isRota ? 'Nobody on this rota' : 'None of these people';
  const rows = runbooks.map(({ id, slug, title }) => ({
    title,
    href: href(paths.runbook, { slug }),
    cells: people.map((person) => ({
      name: person.name,
      words: standingWords(standingOf(standings, person.id, id), now, zone),
    })),
    remark: nobodyRan(standings, rota.people, id) ? `${nobody} has run it` : '',
    again: isDueAgain(standingOf(standings, reader, id), now)
      ? href(paths.runbookDryRun, { slug })
      : undefined,
  }));
  const unrun = rows.filter(({ remark }) => remark !== '').length;
  const { never, changed } = unplayed(scenarios);
  return {
    teams: [
      ...teams.map(({ slug, name }) => ({ value: slug, label: name })),
      { value: 'all', label: 'Everybody' },
    ],
    team: team?.slug ?? 'all',
    says:
      unrun === 0
        ? `Each runbook has been run by ${rota.isRota ? 'somebody on this rota' : 'one of these people'}.`
        : `${nobody} has run ${missing(unrun, rows.length)}.`,
    people: people.map(({ name }) => name),
    rows,
    never,
    changed: changed.map(({ title, href: address, lastEnded }) => ({
      title,
      href: address,
      words: `played ${monthsWords(lastEnded ?? now, now, zone)}`,
    })),
  };
}

/** How many of the runbooks somebody should practise. */
function missing(unrun: number, all: number): string {
  return unrun === all ? 'any runbook' : `${String(unrun)} of the ${counted(all, 'runbook')}`;
}
