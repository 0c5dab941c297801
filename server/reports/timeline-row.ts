/** A row of a table that tells a timeline: which of its cells is the time, the day, the zone. */
import { dateIn, type WrittenDate } from './written-date.ts';
import { clockAt } from './written-clock.ts';
import { timeAtStart, type WrittenTime } from './written-time.ts';
import { zoneInBrackets, zoneNamedIn, zoneOf, type WrittenZone } from './written-zone.ts';

/** Which column holds what, and the zone that the head of the times names. */
export type Columns = {
  time: number;
  date: number | undefined;
  until: number | undefined;
  zone: number | undefined;
  number: number | undefined;
  named: WrittenZone | undefined;
};

export type RowRead = {
  /** Of a head; then nothing else was read. */
  columns: Columns | undefined;
  time: WrittenTime | undefined;
  date: WrittenDate | undefined;
  zone: WrittenZone | undefined;
  words: string;
};

/** Rows without a head that names the time have it in their first cell. */
const FIRST: Columns = {
  time: 0,
  date: undefined,
  until: undefined,
  zone: undefined,
  number: undefined,
  named: undefined,
};

/** @param mayBeHead no row of this table was read before */
export function rowRead(cells: readonly string[], known: Columns | undefined, mayBeHead: boolean): RowRead {
  const none = { time: undefined, date: undefined, zone: undefined, words: '' };
  const columns = known ?? (mayBeHead ? columnsOf(cells) : undefined);
  if (known === undefined && columns !== undefined) return { ...none, columns };
  const at = columns ?? FIRST;
  const cell = (index: number | undefined): string => (index === undefined ? '' : (cells[index] ?? ''));
  const time = timeAtStart(cell(at.time));
  const date = at.date === undefined ? undefined : dateOf(cell(at.date));
  // What stands behind the time in its own cell is said as well.
  const behind = time === undefined ? cell(at.time) : cell(at.time).slice(time.length);
  const apart = new Set([at.time, at.date, at.until, at.zone, at.number]);
  const said = [behind, ...cells.filter((text, index) => !apart.has(index) && text !== '')];
  return {
    columns: undefined,
    time: time && withEnd(time, cell(at.until)),
    date: date ?? time?.date,
    zone: at.zone === undefined ? undefined : zoneOf(cell(at.zone)),
    words: said.filter((text) => text.trim() !== '').join(' \u00b7 '),
  };
}

function dateOf(cell: string): WrittenDate | undefined {
  return dateIn(cell) ?? timeAtStart(cell)?.date;
}

function withEnd(time: WrittenTime, cell: string): WrittenTime {
  const date = timeAtStart(cell)?.date;
  const clock = timeAtStart(cell)?.clock ?? clockAt(cell, 0, false)?.value.clock;
  return time.clock === undefined || clock === undefined ? time : { ...time, until: { date, clock } };
}

const TIME = /\b(?:time|when|timestamp|clock|uhrzeit|elapsed|offset|t\+|hour|at)\b/i;
const ZONE = /^(?:time ?)?zone$|^tz$/i;

/** The columns that a head names. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  if (cells.some((cell) => timeAtStart(cell)?.clock !== undefined)) return undefined;
  const find = (...patterns: RegExp[]): number | undefined => {
    const found = patterns
      .map((pattern) => cells.findIndex((cell) => pattern.test(cell) && !ZONE.test(cell)))
      .find((index) => index !== -1);
    return found;
  };
  const zone = cells.findIndex((cell) => ZONE.test(cell));
  const inUtc = cells.findIndex((cell) => /\bUTC\b/.test(cell) && !ZONE.test(cell));
  const time = inUtc === -1 ? find(TIME, /^(?:from|start(?:ed)?|began)\b/i, /\b(?:utc|date|day)\b/i) : inUtc;
  if (time === undefined) return undefined;
  const date = find(/\b(?:date|day)\b/i);
  const until = find(/^(?:until|to|end(?:ed)?|end time|finish(?:ed)?)$/i);
  const number = find(/^(?:#|no\.?|nr\.?|step|id)$/i);
  const head = cells[time] ?? '';
  return {
    time,
    date: date === time ? undefined : date,
    until: until === time ? undefined : until,
    zone: zone === -1 ? undefined : zone,
    number,
    named:
      zoneNamedIn(head) ?? zoneInBrackets(head) ?? (/^[A-Z]{3,4}$/.test(head) ? zoneOf(head) : undefined),
  };
}
