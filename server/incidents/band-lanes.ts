/** Places in a row of the band: what would overlap is merged into one with a count, or put into a lane of its own. */
import { brokenLines, textWidth } from '../core/text-width.ts';
import type { BandItem } from './band-items.ts';

export const TEXT = 12.5;
/** A finger or a pointer hits nothing that is narrower. */
export const LEAST = 24;
/** A sign at the end of a bar takes so much. */
const SIGN = 20;
const AIR = 6;
const LEAST_LABEL = 40;
const LEAST_PART = 0.7;

/** Items with the same place, and the room that they take with their words. */
export type Placed = {
  items: readonly BandItem[];
  from: number;
  to: number;
  isOpen: boolean;
  label: BandLabel | undefined;
};

/** Words in a bar, or beside it: those before it end at their place. */
export type BandLabel = { x: number; text: string; side: 'in' | 'before' | 'after' };

/** The part of the picture that has a place on the axis. */
export type Plot = {
  left: number;
  right: number;
  /** The place of an item; one that goes on reaches beyond the end of the axis. */
  place: (item: BandItem) => { from: number; to: number; isOpen: boolean };
};

/** One after the other: neighbours that are too narrow to be hit are one. */
export function chainOf(items: readonly BandItem[], plot: Plot): Placed[] {
  const chain: Placed[] = [];
  for (const item of items) {
    const here = { ...plot.place(item), items: [item], label: undefined };
    const last = chain.at(-1);
    if (last !== undefined && isNarrow(last) && isNarrow(here) && here.from - last.to < LEAST)
      chain[chain.length - 1] = both(last, here);
    else chain.push(here);
  }
  return chain.map((one) => ({ ...one, label: inside(one, wordsOf(one.items)) }));
}

function isNarrow({ from, to }: Placed): boolean {
  return to - from < LEAST;
}

function both(a: Placed, b: Placed): Placed {
  return {
    items: [...a.items, ...b.items],
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    isOpen: a.isOpen || b.isOpen,
    label: undefined,
  };
}

function wordsOf(items: readonly BandItem[]): string {
  return items.length === 1 ? (items[0]?.label ?? '') : String(items.length);
}

/** Words in a bar, when there is room for most of them. */
function inside(one: Placed, words: string): Placed['label'] {
  const room = roomIn(one);
  const width = textWidth(words, TEXT);
  if (room < Math.min(width, Math.max(LEAST_LABEL, width * LEAST_PART))) return undefined;
  return { x: one.from + AIR, text: fitted(words, room), side: 'in' };
}

/**
 * Things that run at a time, each with its words in it or beside it, in as few lanes as hold them; what finds no room
 * in the last lane is told as one.
 */
export function lanesOf(items: readonly BandItem[], plot: Plot, most: number, mostLabel: number): Placed[][] {
  const lanes: (Placed & Extent)[][] = [];
  const left: BandItem[] = [];
  for (const item of items) {
    const one = labelled([item], plot, mostLabel);
    const lane = lanes.find((others) =>
      others.every((other) => other.end <= one.start || other.start >= one.end),
    );
    if (lane !== undefined) lane.push(one);
    else if (lanes.length < most) lanes.push([one]);
    else left.push(item);
  }
  return left.length === 0 ? lanes : [...lanes, [labelled(left, plot, mostLabel)]];
}

type Extent = { start: number; end: number };

function labelled(items: readonly BandItem[], plot: Plot, mostLabel: number): Placed & Extent {
  const places = items.map(plot.place);
  const from = Math.min(...places.map((place) => place.from));
  const to = Math.max(...places.map((place) => place.to));
  const isOpen = places.some((place) => place.isOpen);
  const words = items.length === 1 ? (items[0]?.label ?? '') : `${String(items.length)} more`;
  const end = to + (items[0]?.sign === undefined || items.length > 1 ? 0 : SIGN);
  const width = textWidth(words, TEXT);
  const bare = { items, from, to, isOpen };
  if (width <= roomIn(bare))
    return { ...bare, label: { x: from + AIR, text: words, side: 'in' }, start: from, end: end + AIR };
  const wanted = Math.min(width, mostLabel);
  const [before, within, after] = [from - AIR - plot.left, roomIn(bare), plot.right - end - AIR];
  if (within > Math.max(before, after) && after < wanted)
    return {
      ...bare,
      label: { x: from + AIR, text: fitted(words, within), side: 'in' },
      start: from,
      end: end + AIR,
    };
  if (after >= Math.min(wanted, before)) {
    const room = Math.min(wanted, after);
    return {
      ...bare,
      label: { x: end + AIR, text: fitted(words, room), side: 'after' },
      start: from,
      end: end + room + 2 * AIR,
    };
  }
  const text = fitted(words, Math.min(wanted, before));
  const start = Math.max(plot.left, Math.floor(from - AIR - textWidth(text, TEXT)));
  return { ...bare, label: { x: from - AIR, text, side: 'before' }, start, end: end + AIR };
}

function fitted(words: string, room: number): string {
  return brokenLines(words, room, TEXT, 1)[0] ?? '';
}

/** The room for words in a bar; a point leaves less of it. */
function roomIn({ from, to, isOpen }: { from: number; to: number; isOpen: boolean }): number {
  return to - from - 2 * AIR - (isOpen ? AIR : 0);
}

/** Moments: those that are closer than a mark is wide are one, at the place of the first. */
export function marksOf(items: readonly BandItem[], plot: Plot, spacing: number): Placed[] {
  const marks: Placed[] = [];
  for (const item of items) {
    const { from } = plot.place(item);
    const last = marks.at(-1);
    if (last !== undefined && from - last.from < spacing)
      marks[marks.length - 1] = { ...last, items: [...last.items, item] };
    else marks.push({ items: [item], from, to: from, isOpen: false, label: undefined });
  }
  return marks;
}
