import { csvText } from '../core/csv.ts';
import { counted } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { barWidths, dotPicture, type Picture } from './charts.ts';
import {
  medianOf,
  TREND_SPAN,
  trendOf,
  type Distribution,
  type Noticed,
  type RunbookFigures,
  type TrendPoint,
} from './figures.ts';

type Bars = readonly { name: string; count: number; width: number; href: string | undefined }[];

export type InsightsPage = {
  span: string;
  count: string;
  note: string;
  csvHref: string;
  /** Empty when no incident counts yet. */
  charts: readonly {
    id: string;
    words: string;
    says: string;
    picture: Picture;
    rows: readonly { key: string; href: string; day: string; value: string }[];
  }[];
  noticed: { says: string; bars: Bars };
  runbooks: readonly (RunbookFigures & { href: string })[];
  ages: { says: string; bars: Bars };
};

export type Figures = {
  distributions: readonly Distribution[];
  runbooks: readonly RunbookFigures[];
  noticed: Noticed;
  ages: readonly number[];
  incidents: number;
  isCut: boolean;
};

export function insightsPage(figures: Figures, span: string): InsightsPage {
  const { distributions, runbooks, noticed, incidents, isCut } = figures;
  return {
    span,
    count: counted(incidents, 'incident'),
    note: isCut ? 'There are more: these are the newest. Choose a shorter time to see them all.' : '',
    csvHref: `${paths.insightsFile}?span=${span}`,
    charts: distributions.filter(({ dots }) => dots.length > 0).map(chartOf),
    noticed: noticedBars(noticed),
    runbooks: runbooks.map((one) => ({ ...one, href: href(paths.runbook, { slug: one.runbookId }) })),
    ages: ageBars(figures.ages),
  };
}

function chartOf({ name, words, dots, median, missing }: Distribution): InsightsPage['charts'][number] {
  const middle = median === undefined ? '' : `half took at most ${durationText(median)}`;
  const without = missing === 0 ? '' : `; ${counted(missing, 'incident')} without it, as an end is missing`;
  const trend = trendOf(dots);
  return {
    id: name,
    words,
    says: `${counted(dots.length, 'incident')}, ${middle}${without}.${trendWords(trend)}`,
    picture: dotPicture(dots, median, trend),
    rows: dots.toReversed().map(({ key, number, at, seconds }) => ({
      key,
      href: href(paths.incidentMeasures, { number }),
      day: at.slice(0, 10),
      value: durationText(seconds),
    })),
  };
}

function trendWords(trend: readonly TrendPoint[]): string {
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined) return '';
  const span = String(TREND_SPAN);
  return ` Of the first ${span} half took at most ${durationText(first.seconds)}, of the latest ${span} at most ${durationText(last.seconds)}; the line goes through the middle of each ${span} in a row.`;
}

const NOTICED_WORDS: Readonly<Record<keyof Noticed, string>> = {
  alert: 'an alert',
  us: 'one of us',
  user: 'users told us',
  partner: 'a partner told us',
  unsaid: 'not recorded',
};

function noticedBars(noticed: Noticed): InsightsPage['noticed'] {
  const names = Object.keys(NOTICED_WORDS) as (keyof Noticed)[];
  const said = names.filter((name) => name !== 'unsaid').reduce((sum, name) => sum + noticed[name], 0);
  const ours = noticed.alert + noticed.us;
  const widths = barWidths(names.map((name) => noticed[name]));
  return {
    says:
      said === 0
        ? 'Nobody recorded who noticed them.'
        : `${String(ours)} of ${String(said)} were noticed by us before users told us${noticed.unsaid === 0 ? '' : `; of ${String(noticed.unsaid)} nobody recorded it`}.`,
    bars: names.map((name, index) => ({
      name: NOTICED_WORDS[name],
      count: noticed[name],
      width: widths[index] ?? 0,
      href: undefined,
    })),
  };
}

const AGES: readonly [string, number][] = [
  ['up to 2 weeks', 14],
  ['up to 1 month', 31],
  ['up to 3 months', 92],
  ['up to 1 year', 366],
  ['longer', Infinity],
];

function ageBars(ages: readonly number[]): InsightsPage['ages'] {
  const counts = AGES.map(
    ([, most], index) => ages.filter((age) => age <= most && age > (AGES[index - 1]?.[1] ?? -1)).length,
  );
  const widths = barWidths(counts);
  const median = medianOf(ages);
  return {
    says:
      median === undefined
        ? 'Nothing that was promised is open.'
        : `${counted(ages.length, 'open action item')}; half of them wait for at most ${counted(median, 'day')}.`,
    bars: AGES.map(([name], index) => ({
      name,
      count: counts[index] ?? 0,
      width: widths[index] ?? 0,
      href: undefined,
    })),
  };
}

/** Every figure of every incident, a row each. */
export function insightsCsv(distributions: readonly Distribution[]): string {
  const rows = distributions.flatMap(({ words, dots }) =>
    dots.map(({ key, title, at, seconds }) => [words, key, title, at, String(seconds)]),
  );
  return csvText([['Measure', 'Incident', 'Title', 'Opened', 'Seconds'], ...rows]);
}
