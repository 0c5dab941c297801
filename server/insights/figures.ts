/** What many incidents say together: each of them a dot, and never an average. */
import type { Instant } from '../core/clock.ts';
import { answerOf, type Run } from '../incidents/run.ts';
import { MEASURES, type MeasureName } from '../incidents/measure.ts';
import { measuresOf, notComparable } from '../incidents/measures.ts';
import type { State } from '../incidents/state.ts';

/** An incident with its number, folded. */
export type Counted = { number: number; state: State };

/** One incident on a chart. */
export type Dot = { number: number; key: string; title: string; at: Instant; seconds: number };

export type Distribution = {
  name: MeasureName;
  words: string;
  /** The oldest first. */
  dots: readonly Dot[];
  median: number | undefined;
  /** Incidents that count and have no figure here, since an end is missing. */
  missing: number;
};

/** The measures that are drawn: those that people compare. */
const DRAWN: readonly MeasureName[] = [
  'time-to-detect',
  'time-to-acknowledge',
  'time-to-assemble',
  'time-to-first-update',
  'time-to-identify',
  'time-to-mitigate',
  'impact-duration',
  'time-to-resolve',
];

/** Drills, copies, what was written down afterwards, merged and cancelled ones are in no figure. */
export function comparable(incidents: readonly Counted[]): readonly Counted[] {
  return incidents.filter(({ state }) => notComparable(state) === undefined);
}

export function distributionsOf(incidents: readonly Counted[], now: Instant): Distribution[] {
  const measured = incidents.map(({ number, state }) => ({
    number,
    state,
    measures: measuresOf(state, now),
  }));
  return DRAWN.map((name) => {
    const dots = measured.flatMap(({ number, state, measures }) => {
      const result = measures.find((measure) => measure.name === name)?.result;
      if (result === undefined || !('seconds' in result) || result.soFar) return [];
      const { key, title } = state;
      return [{ number, key, title, at: openedAt(state), seconds: result.seconds }];
    });
    return {
      name,
      words: MEASURES[name],
      dots: dots.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      median: medianOf(dots.map(({ seconds }) => seconds)),
      missing: incidents.length - dots.length,
    };
  });
}

function openedAt({ entries, latestAt }: State): Instant {
  return entries[0]?.occurredAt ?? latestAt;
}

/** The middle of several; of an even number the mean of the two in the middle, to a whole second. */
export function medianOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1] ?? sorted[middle], sorted[middle]];
  return sorted.length % 2 === 1 ? high : Math.round((low + high) / 2);
}

/** Where a trend stands: the median of several incidents in a row, at the one in their middle. */
export type TrendPoint = Pick<Dot, 'at' | 'seconds'>;

/** With fewer dots a line follows chance. */
const ENOUGH_FOR_TREND = 30;
/** An odd number, so that one of them is in the middle. */
export const TREND_SPAN = 15;

/** How the median went, the oldest first; nothing for fewer than 30 dots, which say more than a line. */
export function trendOf(dots: readonly Dot[]): TrendPoint[] {
  if (dots.length < ENOUGH_FOR_TREND) return [];
  return dots.flatMap(({ at }, index) => {
    const first = index - (TREND_SPAN - 1) / 2;
    const around = dots.slice(Math.max(0, first), first + TREND_SPAN);
    const seconds = around.length < TREND_SPAN ? undefined : medianOf(around.map((dot) => dot.seconds));
    return seconds === undefined ? [] : [{ at, seconds }];
  });
}

export type RunbookFigures = {
  runbookId: string;
  title: string;
  runs: number;
  steps: number;
  skipped: number;
  mismatched: number;
  overran: number;
};

/** How the steps of each runbook fared, the one with the most that did not fit first. */
export function runbookFigures(incidents: readonly Counted[]): RunbookFigures[] {
  const found = new Map<string, RunbookFigures>();
  for (const run of incidents.flatMap(({ state }) => state.runs)) {
    const { runbookId, title } = run;
    const before = found.get(runbookId) ?? {
      runbookId,
      title,
      runs: 0,
      steps: 0,
      skipped: 0,
      mismatched: 0,
      overran: 0,
    };
    found.set(runbookId, withRun(before, run));
  }
  return [...found.values()].toSorted((a, b) => misfits(b) - misfits(a) || (a.title < b.title ? -1 : 1));
}

function withRun(before: RunbookFigures, { steps }: Run): RunbookFigures {
  const done = steps.filter(({ state }) => state === 'answered' || state === 'skipped');
  return {
    ...before,
    runs: before.runs + 1,
    steps: before.steps + done.length,
    skipped: before.skipped + done.filter(({ state }) => state === 'skipped').length,
    mismatched: before.mismatched + done.filter((step) => answerOf(step)?.matched === 'no').length,
    overran: before.overran + done.filter(({ limitPassed }) => limitPassed !== undefined).length,
  };
}

function misfits({ skipped, mismatched, overran }: RunbookFigures): number {
  return skipped + mismatched + overran;
}

export type Noticed = Record<'alert' | 'us' | 'user' | 'partner' | 'unsaid', number>;

/** Who noticed it first. What nobody recorded is counted as that. */
export function noticedBy(incidents: readonly Counted[]): Noticed {
  const counts: Noticed = { alert: 0, us: 0, user: 0, partner: 0, unsaid: 0 };
  for (const { state } of incidents) counts[state.detection?.by ?? 'unsaid'] += 1;
  return counts;
}
