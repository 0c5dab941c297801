/**
 * The band: an incident as a picture over its time, a row for each thing that goes on, above the list of its entries.
 *
 * Everything is reckoned here, in whole units of the picture; the view only writes it down.
 */
import type { Instant } from '../core/clock.ts';
import { axisOf, type Axis } from './band-axis.ts';
import { chainOf, lanesOf, LEAST, marksOf, type BandLabel, type Placed, type Plot } from './band-lanes.ts';
import type { BandItem, Sign } from './band-items.ts';
import type { BandRow } from './band-rows.ts';
import { scaleOf, type Cut, type Scale } from './band-scale.ts';
import type { Severity } from './entry-fields.ts';
import { until, without } from './spans.ts';

/** How the picture is laid out: the names of rows beside them, or on a phone above them. */
export type BandSize = { width: number; names: number; cut: number; mostLabel: number; mostMarks: number };
export const WIDE: BandSize = { width: 800, names: 92, cut: 40, mostLabel: 300, mostMarks: 36 };
export const NARROW: BandSize = { width: 328, names: 0, cut: 28, mostLabel: 190, mostMarks: 22 };

const BAR = 18;
const LANE = 26;
const GAP = 8;
const NAME = 17;
const LINE = 17;
const EDGE = 8;
/** What goes on reaches so far beyond the last moment, with a point. */
const TAIL = 26;
const POINT = 7;
const SPACING = 28;
const COLUMN = 6;
const COLUMNS_HEIGHT = 20;

export type Band = {
  width: number;
  height: number;
  axis: Axis & { clockY: number; dateY: number; top: number };
  /** A path of the lines at the round times. */
  grid: string;
  cuts: readonly Cut[];
  /** The place of the last moment, when the incident goes on. */
  nowX: number | undefined;
  rows: readonly BandPart[];
  /** How many entries there are, by columns: where it was silent and where much was said. */
  density: { name: BandName; d: string; lineY: number };
};

export type BandName = { x: number; y: number; text: string };
export type BandPart = { row: BandRow; name: BandName; lineY: number; shapes: readonly BandShape[] };

/** One link of the picture. */
export type BandShape = {
  items: readonly BandItem[];
  y: number;
  /** The outline of a bar; with a point when it goes on. Marks have none. */
  bar: string | undefined;
  /** The stretches of it in which nobody worked on it. */
  rest: string | undefined;
  sign: { kind: Sign; x: number; y: number } | undefined;
  /** Several in one mark. */
  count: { x: number; y: number; width: number; text: string } | undefined;
  label: (BandLabel & { y: number }) | undefined;
  severity: Severity | undefined;
};

/**
 * Lays the band out.
 * @param moments when entries happened, in any order
 * @param now what the clocks stand at; none when nothing goes on any more
 */
export function bandOf(
  rows: readonly BandRow[],
  moments: readonly Instant[],
  now: Instant | undefined,
  zone: string,
  size: BandSize,
): Band {
  const left = size.names + EDGE + LEAST / 2;
  const end = size.width - EDGE - TAIL;
  const known = [...moments, ...rows.flatMap(({ items }) => items.flatMap(timesOf))];
  const shown = now === undefined ? known : [...known.filter((at) => at <= now), now];
  const scale = scaleOf(shown, left, end - left, size.cut);
  const plot = plotOf(scale, size);
  const axis = axisOf(scale, zone, { left: size.names, right: size.width - EDGE / 2 });
  const dateY = 14;
  const clockY = axis.dates.length === 0 ? 14 : 14 + LINE;
  const top = clockY + 8;
  const { parts, y } = stacked(rows, { ...plot, scale }, size, top);
  const isAbove = size.names === 0;
  const baseY = y + GAP + (isAbove ? NAME : 0) + COLUMNS_HEIGHT;
  const height = baseY + EDGE;
  return {
    width: size.width,
    height,
    axis: { ...axis, clockY, dateY, top },
    grid: axis.lines.map((x) => `M${x} ${top}V${height}`).join(''),
    cuts: scale.cuts,
    nowX: now === undefined ? undefined : scale.x(scale.to),
    rows: parts,
    density: {
      name: { x: EDGE, y: isAbove ? y + GAP + 12 : baseY - 4, text: 'All entries' },
      d: columnsOf(moments.map(scale.x), left, baseY),
      lineY: y,
    },
  };
}

function timesOf({ from, to }: BandItem): Instant[] {
  return to === undefined ? [from] : [from, to];
}

function plotOf(scale: Scale, size: BandSize): Plot {
  const right = size.width - EDGE;
  return {
    left: size.names + EDGE,
    right,
    place: ({ from, to }) => {
      const x = scale.x(from);
      if (to === undefined) return { from: x, to: right, isOpen: true };
      return { from: x, to: Math.max(x + 3, scale.x(to)), isOpen: false };
    },
  };
}

/** The rows one below the other. */
function stacked(
  rows: readonly BandRow[],
  plot: Plot & { scale: Scale },
  size: BandSize,
  top: number,
): { parts: BandPart[]; y: number } {
  const spacing = spacingOf(rows, plot, size.mostMarks);
  const isAbove = size.names === 0;
  let y = top;
  const parts = rows.map((row): BandPart => {
    const lineY = y;
    const first = y + GAP / 2 + (isAbove ? NAME : 0);
    const lanes = lanesFor(row, plot, size, spacing);
    y = first + lanes.length * LANE + GAP / 2;
    return {
      row,
      lineY,
      name: { x: EDGE, y: isAbove ? lineY + 15 : first + 17, text: row.name },
      shapes: lanes.flatMap((lane, index) =>
        lane.map((one) => shapeOf(one, row, first + index * LANE + 4, plot.scale)),
      ),
    };
  });
  return { parts, y };
}

function lanesFor(row: BandRow, plot: Plot, size: BandSize, spacing: number): Placed[][] {
  switch (row.form) {
    case 'chain':
      return [chainOf(row.items, plot)];
    case 'marks':
      return [marksOf(row.items, plot, spacing)];
    case 'lanes':
      return lanesOf(row.items, plot, row.lanes, size.mostLabel);
  }
}

/** How far marks are apart, so that all rows together have no more than so many. */
function spacingOf(rows: readonly BandRow[], plot: Plot, most: number): number {
  const marked = rows.filter(({ form }) => form === 'marks');
  let spacing = SPACING;
  while (marked.reduce((sum, { items }) => sum + marksOf(items, plot, spacing).length, 0) > most)
    spacing *= 1.25;
  return spacing;
}

function shapeOf(one: Placed, { form }: BandRow, top: number, scale: Scale): BandShape {
  const [first] = one.items;
  const isOne = one.items.length === 1;
  const middle = top + BAR / 2;
  const isMark = form === 'marks';
  const signX = isMark ? one.from : one.to + 11;
  return {
    items: one.items,
    y: top,
    bar: isMark ? undefined : barOf(one, top),
    rest: isOne && first ? restOf(first, top, scale) : undefined,
    sign: isOne && first?.sign !== undefined ? { kind: first.sign, x: signX, y: middle } : undefined,
    count: isMark && !isOne ? countOf(one, middle) : undefined,
    label: one.label && { ...one.label, y: middle + 4 },
    severity: first?.severity,
  };
}

function barOf({ from, to, isOpen }: Placed, top: number): string {
  if (!isOpen) return `M${from} ${top}H${to}v${BAR}H${from}z`;
  const half = BAR / 2;
  return `M${from} ${top}H${to - POINT}l${POINT} ${half}l-${POINT} ${half}H${from}z`;
}

/** The boxes over a bar in which nobody worked on it. */
function restOf({ from, to, worked }: BandItem, top: number, scale: Scale): string | undefined {
  if (worked === undefined) return undefined;
  const whole = [{ from, to: to ?? scale.to }].filter((span) => span.from < span.to);
  const boxes = without(whole, until(scale.to, worked)).map((span) => [scale.x(span.from), scale.x(span.to)]);
  const d = boxes
    .filter(([start = 0, end = 0]) => end - start > 3)
    .map(([start = 0, end = 0]) => `M${start} ${top}H${end}v${BAR}H${start}z`);
  return d.length === 0 ? undefined : d.join('');
}

function countOf({ items, from }: Placed, y: number): { x: number; y: number; width: number; text: string } {
  const text = items.length > 999 ? `${Math.floor(items.length / 1000)}k` : String(items.length);
  const width = Math.max(20, text.length * 8 + 4);
  return { x: from - width / 2, y, width, text };
}

/** A column for each few units of the axis, as tall as it has entries, the fullest up to the top. */
function columnsOf(places: readonly number[], left: number, baseY: number): string {
  const columns = new Map<number, number>();
  for (const x of places) {
    const column = left + Math.floor((x - left) / COLUMN) * COLUMN;
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  const most = Math.max(...columns.values());
  return [...columns]
    .toSorted(([a], [b]) => a - b)
    .map(([x, many]) => `M${x} ${baseY}v-${Math.max(2, Math.round((many / most) * COLUMNS_HEIGHT))}`)
    .join('');
}
