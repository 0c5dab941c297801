/** The time axis of the band: round times of the home zone, dates where it spans several days, and what is cut out. */
import { clockMarks, dayText, wallClock } from '../core/clock-marks.ts';
import type { Instant } from '../core/clock.ts';
import { textWidth } from '../core/text-width.ts';
import { durationText, plusSeconds, sameLocalDay, zoneText } from '../core/time.ts';
import { TEXT } from './band-lanes.ts';
import type { Scale } from './band-scale.ts';

export type AxisWords = { x: number; text: string };

export type Axis = {
  /** "PDT", or both where the clocks change on the way. */
  zone: string;
  /** Places of the lines through the rows. */
  lines: readonly number[];
  /** Clock times, and how long the cuts are. Their `x` is the middle. */
  clocks: readonly AxisWords[];
  /** Dates, by the place where they begin; none within a day. */
  dates: readonly AxisWords[];
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364, 3_640].map((days) => days * DAY),
];
const AIR = 16;

/** @param ends the places between which words may stand */
export function axisOf(scale: Scale, zone: string, ends: { left: number; right: number }): Axis {
  const step = stepOf(scale.secondWidth);
  const marks = stretches(scale).map(([from, to]) => clockMarks(from, to, step, zone));
  const cuts = scale.cuts.map(({ x, width, seconds }) => ({ x: x + width / 2, text: durationText(seconds) }));
  const isOneDay = sameLocalDay(scale.from, scale.to, zone);
  const dates = isOneDay ? [] : apart(datesOf(scale, Math.max(step, DAY), zone), ends, 'start');
  const clocks = marks.flatMap((ofStretch, index) =>
    // A clock time whose date found no room would be read as of the day before.
    isOneDay || dates.some((date) => date.stretch === index)
      ? ofStretch.map((at) => ({ x: scale.x(at), text: wallClock(at, zone) }))
      : [],
  );
  return {
    zone: [...new Set([zoneText(scale.from, zone), zoneText(scale.to, zone)])].join(' and '),
    lines: marks.flat().map(scale.x),
    clocks: apart([...cuts, ...(step >= DAY ? [] : clocks)], ends, 'middle'),
    dates,
  };
}

/** The smallest round step whose words have room. */
function stepOf(secondWidth: number): number {
  const [clock, date] = ['00:00', '28 September'].map((words) => textWidth(words, TEXT) + AIR);
  const fits = (seconds: number): boolean => seconds * secondWidth >= ((seconds < DAY ? clock : date) ?? 0);
  return STEPS.find(fits) ?? DAY;
}

/** What is shown between the cuts. */
function stretches({ from, to, cuts }: Scale): [Instant, Instant][] {
  const edges = [from, ...cuts.flatMap((cut) => [cut.from, cut.to]), to];
  return edges.flatMap((edge, index): [Instant, Instant][] =>
    index % 2 === 0 ? [[edge, edges[index + 1] ?? edge]] : [],
  );
}

/**
 * The date at the beginning, after each cut and at midnights. What comes after the last cut goes first, as what stands
 * there is the furthest from the beginning.
 */
function datesOf(scale: Scale, step: number, zone: string): (AxisWords & { stretch: number })[] {
  const dates = stretches(scale).map(([from, to], stretch) =>
    [from, ...clockMarks(plusSeconds(from, 1), to, step, zone)].map((at) => ({
      x: scale.x(at),
      text: dayText(at, zone),
      stretch,
    })),
  );
  return [...(dates[0] ?? []), ...dates.slice(1).toReversed().flat()];
}

/** Words that fit between the ends and do not touch others, those that come first before the others. */
function apart<T extends AxisWords>(
  words: readonly T[],
  { left, right }: { left: number; right: number },
  anchor: 'start' | 'middle',
): T[] {
  const taken: { from: number; to: number }[] = [];
  const kept = words.flatMap((word) => {
    const width = textWidth(word.text, TEXT);
    // A date may stand a little before its place rather than beyond the end.
    const x = anchor === 'start' ? Math.min(word.x, Math.floor(right - width)) : word.x;
    const from = anchor === 'start' ? x : x - width / 2;
    const to = from + width;
    const isFree = taken.every((other) => to + 4 <= other.from || from >= other.to + 4);
    if (!isFree || from < left || to > right) return [];
    taken.push({ from, to });
    return [{ ...word, x }];
  });
  return kept.toSorted((a, b) => a.x - b.x);
}
