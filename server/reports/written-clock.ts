/** Times of day as people write them: with a colon, a full stop or an h, in 12 hours or in 24. */
import type { Found } from './written-date.ts';

/** `10:15:00`, and how exactly it was written. */
export type Clock = { time: string; precision: 'second' | 'minute' };

/** A time of day as it was read: `hour` before anything was made of AM and PM. */
export type ReadClock = {
  clock: Clock;
  isHalfSaid: boolean;
  isDotted: boolean;
  hour: number;
  minute: string;
};

const COLON = /(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)(?: ?([ap])\.?m\.?(?![a-z]))?/iy;
const HOUR_ONLY = /(\d{1,2}) ?([ap])\.?m\.?(?![a-z])/iy;
/** A full stop between two numbers is a time only when what follows could not be a measure. */
const DOTTED = /(\d{1,2})\.(\d{2})(?: ?([apAP])\.?[mM]\.?)?(?= ?(?:[Uu]hr|h\b|[\u2013\u2014:|A-Z(-]|$))/y;
const DOTTED_BEHIND_DATE = /(\d{1,2})\.(\d{2})(?![\d.%])(?: ?([ap])\.?m\.?(?![a-z]))?/iy;
const FOUR = /([01]\d|2[0-3])([0-5]\d)(?= ?(?:z\b|utc\b|gmt\b|hrs?\b|h\b))/iy;

export function clockAt(line: string, at: number, hasDate: boolean): Found<ReadClock> | undefined {
  const found = plainClockAt(line, at, hasDate);
  if (!found) return undefined;
  // "06:30 Uhr", "14:05 h", "9:00 hrs"
  const unit = /^ ?(?:Uhr|hrs?|h)(?![a-z])\.?/i.exec(
    line.slice(at + found.length, at + found.length + 6),
  )?.[0];
  return unit === undefined ? found : { ...found, length: found.length + unit.length };
}

function plainClockAt(line: string, at: number, hasDate: boolean): Found<ReadClock> | undefined {
  COLON.lastIndex = at;
  const colon = COLON.exec(line);
  if (colon) return read(colon[0], colon[1], colon[2], colon[3], colon[4]);
  HOUR_ONLY.lastIndex = at;
  const hour = HOUR_ONLY.exec(line);
  if (hour) return read(hour[0], hour[1], '00', undefined, hour[2]);
  const pattern = hasDate ? DOTTED_BEHIND_DATE : DOTTED;
  pattern.lastIndex = at;
  const dotted = pattern.exec(line);
  if (dotted) return read(dotted[0], dotted[1], dotted[2], undefined, dotted[3]);
  FOUR.lastIndex = at;
  const four = FOUR.exec(line);
  return four ? read(four[0], four[1], four[2], undefined, undefined) : undefined;
}

function read(
  whole: string,
  hourText: string | undefined,
  minute = '00',
  second?: string,
  half?: string,
): Found<ReadClock> | undefined {
  const hour = hourOf(Number(hourText), half);
  if (hour === undefined || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const clock = clockOf(hour, minute, second);
  const isDotted = /\d\.\d/.test(whole);
  return { value: { clock, isHalfSaid: half !== undefined, isDotted, hour, minute }, length: whole.length };
}

function clockOf(hour: number, minute: string, second: string | undefined): Clock {
  const time = `${String(hour).padStart(2, '0')}:${minute}:${second ?? '00'}`;
  return { time, precision: second === undefined ? 'minute' : 'second' };
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  // "13:05 PM" and "00:15 AM" say it twice.
  if (half.toLowerCase() === 'p' ? hour > 12 : hour === 0) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

export function halfOf({ hour }: ReadClock): 'a' | 'p' {
  return hour >= 12 ? 'p' : 'a';
}

/** A time of day whose half is said at the end of its range. */
export function withHalf({ clock, hour, minute }: ReadClock, half: 'a' | 'p' | undefined): Clock {
  if (half === undefined) return clock;
  const meant = hourOf(hour, half) ?? hour;
  return clockOf(meant, minute, clock.precision === 'second' ? clock.time.slice(6) : undefined);
}
