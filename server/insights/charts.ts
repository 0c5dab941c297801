/** Numbers to pictures: each figure a path or a dot, so that a page needs no script to draw them. */
import { durationText, msOf } from '../core/time.ts';
import type { Dot, TrendPoint } from './figures.ts';

export type Picture = {
  width: number;
  height: number;
  /** Lines of the scale, each with its words. */
  scale: readonly { y: number; words: string }[];
  dots: readonly { x: number; y: number; title: string; number: number }[];
  medianY: number | undefined;
  /** The path of the trend; undefined where there is none. */
  trend: string | undefined;
  ends: readonly { x: number; side: 'start' | 'end'; words: string }[];
  left: number;
};

const WIDTH = 640;

/** Few dots need no more than a phone shows: in the wide picture they stood beyond its edge. */
const FEW = 12;
const WIDTH_OF_FEW = 320;

const HEIGHT = 200;
const LEFT = 74;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

/** Round lengths at which a line may stand. */
const ROUND = [1, 10, 60, 300, 900, 3_600, 4 * 3_600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400];

/** Dots over time, on a scale on which each step is a multiple: an hour is as far from a minute as a minute from a second. */
export function dotPicture(
  dots: readonly Dot[],
  median: number | undefined,
  trend: readonly TrendPoint[] = [],
): Picture {
  const seconds = dots.map((dot) => Math.max(1, dot.seconds));
  const least = ROUND.slice(0, -1).findLast((one) => one <= Math.min(...seconds)) ?? 1;
  const most = ROUND.find((one) => one >= Math.max(...seconds) && one > least) ?? 365 * 86_400;
  const y = (value: number): number => {
    const part =
      (Math.log(Math.min(most, Math.max(1, value))) - Math.log(least)) / (Math.log(most) - Math.log(least));
    return round(HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP));
  };
  const width = dots.length > FEW ? WIDTH : WIDTH_OF_FEW;
  const times = dots.map(({ at }) => msOf(at));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (ms: number): number =>
    first === last
      ? (LEFT + width - RIGHT) / 2
      : round(LEFT + 8 + ((ms - first) / (last - first)) * (width - LEFT - RIGHT - 16));
  return {
    width,
    height: HEIGHT,
    left: LEFT,
    scale: ROUND.filter((one) => one >= least && one <= most).map((one) => ({
      y: y(one),
      words: durationText(one),
    })),
    dots: dots.map((dot) => ({
      x: x(msOf(dot.at)),
      y: y(dot.seconds),
      title: `${dot.key}, ${dot.at.slice(0, 10)}: ${durationText(dot.seconds)}`,
      number: dot.number,
    })),
    medianY: median === undefined ? undefined : y(median),
    trend: pathOf(trend.map(({ at, seconds }) => [x(msOf(at)), y(seconds)])),
    ends: endsOf(dots, x),
  };
}

function pathOf(places: readonly (readonly [x: number, y: number])[]): string | undefined {
  if (places.length === 0) return undefined;
  return `M${places.map(([x, y]) => `${String(x)} ${String(y)}`).join('L')}`;
}

function endsOf(dots: readonly Dot[], x: (ms: number) => number): Picture['ends'] {
  const [oldest, newest] = [dots[0], dots.at(-1)];
  if (oldest === undefined || newest === undefined) return [];
  const start = { x: x(msOf(oldest.at)), side: 'start' as const, words: oldest.at.slice(0, 10) };
  if (oldest.at.slice(0, 10) === newest.at.slice(0, 10)) return [start];
  return [start, { x: x(msOf(newest.at)), side: 'end', words: newest.at.slice(0, 10) }];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Bars of one length scale: the widths of 0 to 100. */
export function barWidths(values: readonly number[]): number[] {
  const most = Math.max(1, ...values);
  return values.map((value) => Math.round((value / most) * 1_000) / 10);
}
