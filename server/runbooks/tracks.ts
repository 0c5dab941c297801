/** Tracks beside a column of things: which way runs in which lane, so that no two lie upon each other. */

/** A way from one place of the column to another. */
export type Way = { from: number; to: number; isTaken: boolean };

export type Lanes = {
  lanes: number;
  /** The lane of each way, 0 next to the column; a way straight down to the next place needs none. */
  laneOfWay: ReadonlyMap<Way, number>;
};

/**
 * Gives short ways the inner lanes. Ways that end at the same place may share a lane, as tracks run together. When
 * there are more than `most`, those left over share the outermost one: crowded, but never out of the picture.
 */
export function laneOf(ways: readonly Way[], most: number): Lanes {
  const laneOfWay = new Map<Way, number>();
  const busy: Way[][] = [];
  const bySpan = ways.filter(({ from, to }) => to !== from + 1).toSorted((a, b) => span(a) - span(b));
  for (const way of bySpan) {
    const free = busy.findIndex((others) => others.every((other) => areApart(way, other)));
    const lane = Math.min(free === -1 ? busy.length : free, most - 1);
    busy[lane] = [...(busy[lane] ?? []), way];
    laneOfWay.set(way, lane);
  }
  return { lanes: busy.length, laneOfWay };
}

function span({ from, to }: Way): number {
  return Math.abs(to - from);
}

function areApart(a: Way, b: Way): boolean {
  if (a.to === b.to && Math.sign(a.to - a.from) === Math.sign(b.to - b.from)) return true;
  const [low, high] = [Math.min(a.from, a.to), Math.max(a.from, a.to)];
  const [otherLow, otherHigh] = [Math.min(b.from, b.to), Math.max(b.from, b.to)];
  return high < otherLow || otherHigh < low;
}
