/**
 * Time: the only place where wall time becomes an instant and an instant becomes words, and the only user of luxon.
 * A zone is `UTC`, an IANA name or a numeric offset such as `+02:00`, as `zone.ts` accepts them. Words are English
 * whatever the machine speaks.
 */
import { DateTime, FixedOffsetZone, IANAZone, Settings } from 'luxon';
import type { Zone } from 'luxon';
import type { Instant } from './clock.ts';

// For what has no words, calculations: left alone, luxon asks the machine for its language, which takes a while.
Settings.defaultLocale = 'en-US';

const DAY_MS = 86_400_000;

export function msOf(instant: Instant): number {
  return Date.parse(instant);
}

export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** An instant so many seconds later; earlier when they are negative. */
export function plusSeconds(instant: Instant, seconds: number): Instant {
  return instantOf(msOf(instant) + Math.round(seconds * 1000));
}

/** Seconds from one instant to another, with their part seconds; negative when the second is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (msOf(to) - msOf(from)) / 1000;
}

const zones = new Map<string, Zone>();

/**
 * The zone behind a name. Numeric offsets are made by us: whether luxon reads `-07:00` depends on the version of
 * Node below it.
 *
 * @throws RangeError for text that `zone.ts` would not have accepted.
 */
function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const made = offsetZone(name) ?? IANAZone.create(name);
  if (!made.isValid) throw new RangeError(`${name} is not a zone.`);
  zones.set(name, made);
  return made;
}

function offsetZone(name: string): Zone | undefined {
  if (name === 'UTC') return FixedOffsetZone.utcInstance;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  if (sign === undefined) return undefined;
  return FixedOffsetZone.instance((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
}

/** What a wall time means in a zone: one instant, none (the clocks jumped over it), or two (it came twice). */
export type Resolved =
  { one: Instant } | { gap: { before: Instant; firstValid: Instant } } | { overlap: [Instant, Instant] };

/**
 * Turns a wall time into an instant. A clock change gives no guess: in a gap `firstValid` is the change itself and
 * `before` the last whole minute before it; an overlap gives both instants, the earlier first. The answer depends
 * on the zone's rules alone, never on the day on which it is asked.
 *
 * @param date `2023-03-12`
 * @param wallTime `02:30` or `02:30:15`
 * @throws RangeError when there is no such date or time of day in any zone.
 */
export function resolveWall(date: string, wallTime: string, zone: string): Resolved {
  const local = DateTime.fromISO(`${date}T${wallTime}`, { zone: 'utc' });
  if (!local.isValid) throw new RangeError(`${date} ${wallTime} is not a date and a time.`);
  const at = zoneOf(zone);
  const wall = local.toMillis();
  const candidates = [at.offset(wall - DAY_MS), at.offset(wall + DAY_MS)].map(
    (minutes) => wall - minutes * 60_000,
  );
  const [first = wall, second = wall] = candidates.toSorted((a, b) => a - b);
  const valid = [...new Set([first, second])].filter((ms) => ms + at.offset(ms) * 60_000 === wall);
  const [one, other] = valid;
  if (one === undefined) return { gap: neighbours(at, first, second) };
  if (other === undefined) return { one: instantOf(one) };
  return { overlap: [instantOf(one), instantOf(other)] };
}

/** The change of a zone's offset that lies after `low` and not after `high`, found by halving. */
function neighbours(zone: Zone, low: number, high: number): { before: Instant; firstValid: Instant } {
  const offset = zone.offset(high);
  let [before, change] = [low, high];
  while (change - before > 1) {
    const middle = Math.floor((before + change) / 2);
    if (zone.offset(middle) === offset) change = middle;
    else before = middle;
  }
  return { before: instantOf(change - 60_000), firstValid: instantOf(change) };
}

function inZone(instant: Instant, zone: string): DateTime {
  return DateTime.fromMillis(msOf(instant), { zone: zoneOf(zone), locale: 'en-US', numberingSystem: 'latn' });
}

const QUARTER_MS = 900_000;
/** Since then every zone has changed on a quarter of an hour; Monrovia did not in January 1972. */
const QUARTERS_SINCE_MS = Date.UTC(1973, 0);
const MOST_KEPT = 5_000;
const offsets = new Map<string, Map<number, number>>();

/** Minutes by which a zone is ahead of UTC. Luxon asks Intl for it, which is the dear part of printing a time. */
export function offsetMinutes(ms: number, zone: string): number {
  if (ms < QUARTERS_SINCE_MS) return zoneOf(zone).offset(ms);
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, ofZone);
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  if (ofZone.size >= MOST_KEPT) ofZone.clear();
  const minutes = zoneOf(zone).offset(ms);
  ofZone.set(quarter, minutes);
  return minutes;
}

/** What clock and calendar show: `2023-06-12T10:15:30.000`. */
function wallText(instant: Instant, zone: string): string {
  const ms = msOf(instant);
  return instantOf(ms + offsetMinutes(ms, zone) * 60_000).slice(0, -1);
}

/** The local date of an instant: `2023-06-12`. */
export function localDate(instant: Instant, zone: string): string {
  return wallText(instant, zone).slice(0, 10);
}

/** A calendar date so many days later: `2023-03-01` and 1 give `2023-03-02`. */
export function plusDays(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

export function sameLocalDay(a: Instant, b: Instant, zone: string): boolean {
  return localDate(a, zone) === localDate(b, zone);
}

/** The same time of day so many days from Monday to Friday later; a wall time that does not exist there moves on. */
export function plusWorkingDays(instant: Instant, days: number, zone: string): Instant {
  let day = inZone(instant, zone);
  for (let left = days; left > 0;) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5) left -= 1;
  }
  const resolved = resolveWall(
    day.toFormat('yyyy-MM-dd'),
    inZone(instant, zone).toFormat('HH:mm:ss.SSS'),
    zone,
  );
  if ('one' in resolved) return resolved.one;
  return 'gap' in resolved ? resolved.gap.firstValid : resolved.overlap[0];
}

/** Asking Intl for an abbreviation is the dear part of printing a time. Zones change on quarters of an hour. */
const zoneTexts = new Map<string, string>();

/** The zone as people write it on that date: `PDT`, `BST`, and `UTC+2` where English has no abbreviation. */
export function zoneText(instant: Instant, zone: string): string {
  const slot = `${zone} ${Math.floor(msOf(instant) / QUARTER_MS)}`;
  const known = zoneTexts.get(slot);
  if (known !== undefined) return known;
  if (zoneTexts.size >= MOST_KEPT) zoneTexts.clear();
  const text = inZone(instant, zone)
    .toFormat('ZZZZ')
    .replace(/^GMT(?=[+-])/, 'UTC');
  zoneTexts.set(slot, text);
  return text;
}

function withZone(time: string, instant: Instant, zone: string): string {
  const name = zoneText(instant, zone);
  return name === 'UTC' ? `${time}Z` : `${time} ${name}`;
}

/** `10:15 PDT`; in UTC `17:15Z`. */
export function clockText(instant: Instant, zone: string): string {
  return withZone(wallText(instant, zone).slice(11, 16), instant, zone);
}

/** `10:15:30 PDT`; in UTC `17:15:30Z`. */
export function exactClockText(instant: Instant, zone: string): string {
  return withZone(wallText(instant, zone).slice(11, 19), instant, zone);
}

/** `10:15 PDT (17:15Z)`; in UTC `17:15Z` alone. */
export function clockWithUtc(instant: Instant, zone: string): string {
  const [local, utc] = [clockText(instant, zone), clockText(instant, 'UTC')];
  return local === utc ? utc : `${local} (${utc})`;
}

/** `Monday 12 June 2023`. */
export function dateText(instant: Instant, zone: string): string {
  return inZone(instant, zone).toFormat('cccc d LLLL yyyy');
}

/** `Monday 12 June 2023, 10:15 PDT`. */
export function dateClockText(instant: Instant, zone: string): string {
  return `${dateText(instant, zone)}, ${clockText(instant, zone)}`;
}

/** Local time with its offset, to the minute or second: `2023-06-12T10:15-07:00`. It is readable as a typed time. */
export function isoWithOffset(instant: Instant, zone: string): string {
  const local = inZone(instant, zone);
  // Offsets of the time before standard time have seconds, which the format cannot hold.
  const printed = Number.isInteger(local.offset) ? local : local.toUTC();
  const clock = instant.endsWith(':00.000Z') ? 'HH:mm' : 'HH:mm:ss';
  return printed.toFormat(`yyyy-MM-dd'T'${clock}ZZ`);
}

/**
 * A duration in words: `20 s`, `2 min 10 s`, `13 min`, `1 h 48 min`, `2 days 3 h`. Seconds are told up to ten
 * minutes, and never of an estimate.
 */
export function durationText(seconds: number, about?: 'about'): string {
  const words =
    about && Math.abs(seconds) >= 60 ? minutesText(Math.round(seconds / 60)) : exactText(Math.round(seconds));
  return about ? `about ${words}` : words;
}

function exactText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds >= 600 || seconds % 60 === 0) return minutesText(Math.round(seconds / 60));
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function minutesText(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  const days = Math.floor(hours / 24);
  return joined(days, days === 1 ? 'day' : 'days', hours % 24, 'h');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** A stretch as a stopwatch shows it, for the large clocks: `00:14:22`, and from a day on `2 d 03:14:22`. */
export function stopwatchText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const clock = new Date((whole % 86_400) * 1000).toISOString().slice(11, 19);
  return days === 0 ? clock : `${days} d ${clock}`;
}
