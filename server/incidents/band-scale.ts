/** The scale of the band: from instants to places, with long silences cut out so that the rest can be read. */
import type { Instant } from '../core/clock.ts';
import { instantOf, msOf } from '../core/time.ts';

/** A stretch that the axis leaves out, and where it is cut. */
export type Cut = { from: Instant; to: Instant; seconds: number; x: number; width: number };

export type Scale = {
  /** The place of an instant, between the ends of the axis. */
  x: (at: Instant) => number;
  from: Instant;
  to: Instant;
  cuts: readonly Cut[];
  /** How wide a second is where nothing is cut. */
  secondWidth: number;
};

/** Shorter silences are part of the story. */
const LEAST_CUT_SECONDS = 30 * 60;
const MOST_CUTS = 4;
/** Entries that come once an hour leave no silence: one is so many times as long as the next. */
const OUTSTANDING = 3;
/** An incident of a moment is drawn as a minute. */
const LEAST_SECONDS = 60;

type Piece = { from: number; to: number; x: number; width: number; isCut: boolean };

/**
 * Lays instants out from a left end over a width. A silence is cut out when it is as long as everything that is left
 * of the time, or longer: the rest would have less than half of the picture.
 * @param moments when something happened, in any order, at least one
 * @param cutWidth the width of a cut
 */
export function scaleOf(moments: readonly Instant[], left: number, width: number, cutWidth: number): Scale {
  const times = [...new Set(moments)].toSorted().map(msOf);
  const first = times[0] ?? 0;
  const last = Math.max(times.at(-1) ?? 0, first + LEAST_SECONDS * 1000);
  const silences = cutsOf(times);
  const shown = last - first - silences.reduce((sum, { from, to }) => sum + to - from, 0);
  const perMs = (width - silences.length * cutWidth) / shown;
  const pieces = piecesOf(first, last, silences).map((piece) => ({
    ...piece,
    width: piece.isCut ? cutWidth : (piece.to - piece.from) * perMs,
  }));
  let x = left;
  const placed = pieces.map((piece): Piece => {
    const here = { ...piece, x };
    x += piece.width;
    return here;
  });
  return {
    x: (at) => placeOf(placed, msOf(at), left, left + width),
    from: instantOf(first),
    to: instantOf(last),
    cuts: placed.filter(({ isCut }) => isCut).map(cutOf),
    secondWidth: perMs * 1000,
  };
}

type Stretch = { from: number; to: number };

/** The longest silences: as many as are each as long as all that stays, and stand out from what stays. */
function cutsOf(times: readonly number[]): Stretch[] {
  const gaps = times
    .slice(1)
    .map((to, index) => ({ from: times[index] ?? to, to }))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
  let left = (times.at(-1) ?? 0) - (times[0] ?? 0);
  let many = 0;
  gaps.slice(0, MOST_CUTS).forEach(({ from, to }, index) => {
    left -= to - from;
    const next = gaps[index + 1];
    const least = Math.max(
      left,
      LEAST_CUT_SECONDS * 1000,
      next ? OUTSTANDING * (next.to - next.from) : Infinity,
    );
    if (to - from >= least) many = index + 1;
  });
  return gaps.slice(0, many).toSorted((a, b) => a.from - b.from);
}

function piecesOf(first: number, last: number, silences: readonly Stretch[]): Omit<Piece, 'x' | 'width'>[] {
  const edges = [first, ...silences.flatMap(({ from, to }) => [from, to]), last];
  return edges.slice(1).map((to, index) => ({ from: edges[index] ?? to, to, isCut: index % 2 === 1 }));
}

function placeOf(pieces: readonly Piece[], ms: number, left: number, right: number): number {
  const piece = pieces.find(({ from, to }) => ms >= from && ms <= to && to > from);
  if (piece === undefined) return ms <= (pieces[0]?.from ?? ms) ? left : right;
  return Math.round(piece.x + ((ms - piece.from) / (piece.to - piece.from)) * piece.width);
}

function cutOf({ from, to, x, width }: Piece): Cut {
  return { from: instantOf(from), to: instantOf(to), seconds: (to - from) / 1000, x: Math.round(x), width };
}
