/**
 * How a document prints times. The zone is said once at its top; the first time of each block carries it with UTC
 * behind, `10:15 PDT (17:15Z)`, the following ones of the same local day and offset are `10:15`. If the clocks change
 * inside the document, every time carries its zone; if it spans several days, a date stands where the day changes.
 */
import type { Instant } from '../core/clock.ts';
import { clockText, dateText, isoWithOffset, localDate, zoneText } from '../core/time.ts';
import { placeText } from '../core/zone.ts';

/** An instant and whether it is a person's estimate; the precisions of entries fit. */
export type Point = { at: Instant; precision?: 'exact' | 'second' | 'minute' | 'about' };

export type DocumentTimes = {
  zone: string;
  /** The local date of the earliest instant, `2023-06-12`; times of this day need no date. */
  day: string;
  isOneDay: boolean;
  isOneOffset: boolean;
};

/** What the times of a document have in common. @param instants all that it tells; at least one */
export function documentTimes(zone: string, instants: readonly Instant[]): DocumentTimes {
  const [first = '1970-01-01T00:00:00.000Z', ...others] = instants.toSorted();
  const day = localDate(first, zone);
  const last = others.at(-1) ?? first;
  const offset = zoneText(first, zone);
  return {
    zone,
    day,
    isOneDay: localDate(last, zone) === day,
    isOneOffset: others.every((instant) => zoneText(instant, zone) === offset),
  };
}

/** The times of one block, in the order in which they are printed. */
export type BlockTimes = {
  /** `10:15 PDT (17:15Z)`, later `10:15`. */
  at(instant: Instant): string;
  /** The same with "about" before an estimate. */
  about(point: Point): string;
  /** `10:24 to 10:41 PDT (17:24Z to 17:41Z)`, later `10:33 to 11:05`. */
  range(from: Point, to: Point): string;
};

export function blockTimes(document: DocumentTimes): BlockTimes {
  const { zone } = document;
  let last: Local | undefined;

  const at = (instant: Instant): string => {
    const local = localOf(instant, zone);
    const date = needsDate(local, last, document) ? `${dayText(instant, document)} ` : '';
    const isShort = last !== undefined && document.isOneOffset && isAlike(local, last);
    last = local;
    return date + (isShort ? local.clock : local.clockWithZone + inUtc(instant, local));
  };
  const about = ({ at: instant, precision }: Point): string =>
    (precision === 'about' ? 'about ' : '') + at(instant);

  return {
    at,
    about,
    range: (from, to) => {
      const [began, ended] = [localOf(from.at, zone), localOf(to.at, zone)];
      const isShort = last !== undefined && document.isOneOffset && isAlike(began, last);
      const isPair = isAlike(began, ended) && [began, ended].every(({ day, utcDay }) => day === utcDay);
      if (isShort || !isPair) return `${about(from)} to ${about(to)}`;
      const date = needsDate(began, last, document) ? `${dayText(from.at, document)} ` : '';
      last = ended;
      const [aboutFrom, aboutTo] = [from, to].map(({ precision }) => (precision === 'about' ? 'about ' : ''));
      const start = began.offset === 'UTC' ? began.clockWithZone : began.clock;
      const utc =
        began.offset === 'UTC' ? '' : ` (${clockText(from.at, 'UTC')} to ${clockText(to.at, 'UTC')})`;
      return `${aboutFrom}${date}${start} to ${aboutTo}${ended.clockWithZone}${utc}`;
    },
  };
}

type Local = { day: string; utcDay: string; offset: string; clock: string; clockWithZone: string };

function localOf(instant: Instant, zone: string): Local {
  const clockWithZone = clockText(instant, zone);
  return {
    day: localDate(instant, zone),
    utcDay: instant.slice(0, 10),
    offset: zoneText(instant, zone),
    clock: clockWithZone.slice(0, 5),
    clockWithZone,
  };
}

function isAlike(one: Local, other: Local): boolean {
  return one.day === other.day && one.offset === other.offset;
}

function needsDate(local: Local, last: Local | undefined, document: DocumentTimes): boolean {
  if (last !== undefined) return local.day !== last.day;
  return local.day !== document.day || !document.isOneDay;
}

/** UTC in brackets, with its date where that is another one. */
function inUtc(instant: Instant, local: Local): string {
  if (local.offset === 'UTC') return '';
  const date = local.utcDay === local.day ? '' : ` on ${shortDate(instant, 'UTC')}`;
  return ` (${clockText(instant, 'UTC')}${date})`;
}

/** `12 June`, with the year where it is not the one of the document. */
function dayText(instant: Instant, { zone, day }: DocumentTimes): string {
  const year = localDate(instant, zone).slice(0, 4);
  return year === day.slice(0, 4) ? shortDate(instant, zone) : `${shortDate(instant, zone)} ${year}`;
}

function shortDate(instant: Instant, zone: string): string {
  const [, day = '', month = ''] = dateText(instant, zone).split(' ');
  return `${day} ${month}`;
}

/** `12 June 2023`. */
export function longDate(instant: Instant, zone: string): string {
  return dateText(instant, zone).replace(/^\w+ /, '');
}

/** What the document says once about its zone: `Los Angeles (PDT, UTC−7), UTC in brackets`. */
export function zoneSentence(document: DocumentTimes, instants: readonly Instant[]): string {
  const { zone } = document;
  if (zone === 'UTC') return 'all times UTC';
  const offsets = [...new Set(instants.toSorted().map((instant) => offsetText(instant, zone)))];
  return `all times ${placeText(zone)} (${offsets.join(', then ')}), UTC in brackets`;
}

/** `PDT, UTC−7`; zones without an abbreviation in English are their offset. */
function offsetText(instant: Instant, zone: string): string {
  const [, sign = '', hours = '', minutes = ''] =
    /([+-])(\d\d):(\d\d)$/.exec(isoWithOffset(instant, zone)) ?? [];
  const tail = minutes === '00' ? '' : `:${minutes}`;
  const offset = `UTC${sign === '-' ? '\u2212' : '+'}${Number(hours)}${tail}`;
  const name = zoneText(instant, zone);
  return name.startsWith('UTC') ? offset : `${name}, ${offset}`;
}
