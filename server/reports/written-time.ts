/** Times as people write them at the beginning of a line: with or without a date, a zone, a range. */
import { clockAt, halfOf, withHalf, type Clock, type ReadClock } from './written-clock.ts';
import { dateAt, type Found, type WrittenDate } from './written-date.ts';
import { provenZone, utcBesideAt, zoneAt, type WrittenZone } from './written-zone.ts';

export type WrittenTime = {
  /** The text, as it stands there. */
  written: string;
  date: WrittenDate | undefined;
  clock: Clock | undefined;
  /** The end of a range. */
  until: { date: WrittenDate | undefined; clock: Clock } | undefined;
  zone: WrittenZone | undefined;
  /** Seconds since the beginning, of `T+15m`. */
  elapsed: number | undefined;
  isAbout: boolean;
  /** Where the words behind it begin. */
  length: number;
};

const INTRO =
  /^(?:on |at |by |from |between )?(about |around |approx(?:\.|imately)? |roughly |ca\.? ?|circa |c\. ?|~ ?|\u2248 ?|(?:just|shortly) (?:after|before) |before |after )?(?:at )?/i;

/** Reads the time with which a line begins; undefined when it begins with something else. */
export function timeAtStart(line: string): WrittenTime | undefined {
  const open = /^[[(~\u2248\s\uFE0F\p{Extended_Pictographic}]*/u.exec(line)?.[0] ?? '';
  const intro = INTRO.exec(line.slice(open.length, open.length + 60));
  const isAbout = /[~\u2248]/.test(open) || intro?.[1] !== undefined;
  const at = open.length + (intro?.[0].length ?? 0);
  const found = elapsedAt(line, at) ?? whenAt(line, at);
  if (!found) return undefined;
  const end = at + found.length;
  const after =
    /^(?:\?|ish\b)?[\])]?(?:,? ?\(?(?:about|approx(?:\.|imately)?|estimated|est\.|or so)\)?(?![a-z]))?/i.exec(
      line.slice(end),
    )?.[0] ?? '';
  const close =
    /^\s*(?:[-\u2013\u2014:|,.]+(?=\s|$)|[\u2013\u2014])?\s*/.exec(line.slice(end + after.length))?.[0] ?? '';
  return {
    ...found.value,
    written: withoutBrackets(line.slice(0, end + after.length), open),
    isAbout: isAbout || /[a-z?]/i.test(after),
    length: end + after.length + close.length,
  };
}

/** `[14:02 UTC]` as `14:02 UTC`; a bracket around the zone alone stays. */
function withoutBrackets(written: string, open: string): string {
  const inner = written.slice(/[~\u2248]/.test(open) ? 0 : open.length);
  return /[[(]/.test(open) ? inner.replace(/[\])]$/, '') : inner;
}

type Value = Omit<WrittenTime, 'written' | 'length' | 'isAbout'>;

const ELAPSED =
  /t? ?([+\u2212-]) ?(?:(\d{1,3}):(\d{2})(?::(\d{2}))?|(?:(\d{1,3}) ?h(?:ours?)?)? ?(?:(\d{1,4}) ?m(?:in(?:utes?)?)?)? ?(?:(\d{1,5}) ?s(?:ec(?:onds?)?)?)?)(?!\w)/iy;

/** `T+15m`, `+15 min`, `T+00:15`, `T-5m`, `T0`. */
function elapsedAt(line: string, at: number): Found<Value> | undefined {
  const none = { date: undefined, clock: undefined, until: undefined, zone: undefined };
  if (/^t ?\+? ?0(?=[\s:,)\]-]|$)/i.test(line.slice(at, at + 6))) {
    const length = /^t ?\+? ?0/i.exec(line.slice(at))?.[0].length ?? 2;
    return { value: { ...none, elapsed: 0 }, length };
  }
  ELAPSED.lastIndex = at;
  const found = ELAPSED.exec(line);
  if (!found) return undefined;
  const [whole, sign, clockHours, clockMinutes, clockSeconds, hours, minutes, seconds] = found;
  if ([clockMinutes, hours, minutes, seconds].every((part) => part === undefined)) return undefined;
  const number = (text: string | undefined): number => Number(text ?? 0);
  const total =
    (number(clockHours) + number(hours)) * 3600 +
    (number(clockMinutes) + number(minutes)) * 60 +
    number(clockSeconds) +
    number(seconds);
  return { value: { ...none, elapsed: sign === '+' ? total : -total }, length: whole.trimEnd().length };
}

/** A date, a time of day, or both; then the end of a range, and a zone. */
function whenAt(line: string, start: number): Found<Value> | undefined {
  let at = start;
  const date = dateAt(line, at);
  if (date) at += date.length;
  const joint = date
    ? (/^(?:T|:|,? ?(?:at |@ ?|[-\u2013\u2014|/] ?|between |from )?)/.exec(line.slice(at, at + 12))?.[0]
        .length ?? 0)
    : 0;
  const clock = clockAt(line, at + joint, date !== undefined);
  if (!clock) return date ? { value: { ...NOTHING, date: date.value }, length: date.length } : undefined;
  at += joint + clock.length;
  const zone = zoneAt(line, at);
  if (zone) at += zone.length;
  const utc = utcBesideAt(line, at);
  if (utc) at += utc.length;
  const until = untilAt(line, at, clock.value);
  if (until) at += until.length;
  const zoneBehind = zone ? undefined : zoneAt(line, at);
  if (zoneBehind) at += zoneBehind.length;
  // "10:15 UTC - 10:30 UTC" says the zone twice.
  const zoneAgain = zone && until ? zoneAt(line, at) : undefined;
  if (zoneAgain) at += zoneAgain.length;
  // "10:15 12 June" is as common as the other way round.
  const dateBehind = date ? undefined : dateBehindAt(line, at);
  if (dateBehind) at += dateBehind.length;
  const first = until && 'half' in until.value ? withHalf(clock.value, until.value.half) : clock.value.clock;
  return {
    value: {
      date: date?.value ?? dateBehind?.value,
      clock: first,
      until: until && { date: until.value.date, clock: until.value.clock },
      zone: utc
        ? provenZone(clock.value.clock.time, utc.value, zone?.value)
        : (zone?.value ?? zoneBehind?.value),
      elapsed: undefined,
    },
    length: at - start,
  };
}

const NOTHING: Value = {
  date: undefined,
  clock: undefined,
  until: undefined,
  zone: undefined,
  elapsed: undefined,
};

type Until = { date: WrittenDate | undefined; clock: Clock; half?: 'a' | 'p' };

/** ` - 10:30`, `\u201310:30 PM`, ` to 13 June 01:10`. */
function untilAt(line: string, start: number, from: ReadClock): Found<Until> | undefined {
  const joint =
    /^ ?(?:[-\u2013\u2014]|to|and(?= ?\d)|until|till) ?/i.exec(line.slice(start, start + 8))?.[0] ?? '';
  if (joint === '') return undefined;
  let at = start + joint.length;
  const date = dateAt(line, at);
  if (date) at += date.length + (/^(?:T|,? ?(?:at )?)/.exec(line.slice(at + date.length))?.[0].length ?? 0);
  const clock = clockAt(line, at, date !== undefined);
  if (!clock) return undefined;
  // "10:15 - 12.30 EUR lost" has one time.
  if (clock.value.isDotted && !from.isDotted && date === undefined) return undefined;
  at += clock.length;
  // In "10:15 - 10:30 PM" the half is said once for both.
  const half =
    clock.value.isHalfSaid && !from.isHalfSaid && from.hour <= 12 ? halfOf(clock.value) : undefined;
  return {
    value: { date: date?.value, clock: clock.value.clock, ...(half !== undefined && { half }) },
    length: at - start,
  };
}

function dateBehindAt(line: string, at: number): Found<WrittenDate> | undefined {
  const joint = /^(?:,? (?:on )?|\s{0,4}\|\s{0,4})/.exec(line.slice(at, at + 12))?.[0].length ?? 0;
  if (joint === 0) return undefined;
  const date = dateAt(line, at + joint);
  return date && { value: date.value, length: joint + date.length };
}

/**
 * The time of "Detected: 10:15 UTC" and of "The alert fired (10:15 UTC)": beside the words rather than before them.
 */
export function timeBeside(line: string): { time: WrittenTime; words: string } | undefined {
  const label = /^[A-Z][\p{L} '/-]{2,40}(?: at)?: ?/u.exec(line)?.[0];
  const behind = label === undefined ? undefined : timeAtStart(line.slice(label.length));
  if (label !== undefined && behind?.clock !== undefined) {
    const rest = line.slice(label.length + behind.length).trim();
    const name = label.trim();
    return { time: behind, words: rest === '' ? name.replace(/(?: at)?:$/, '') : `${name} ${rest}` };
  }
  const open = line.lastIndexOf('(');
  if (open < 1) return undefined;
  const inner = /^\(([^()]{4,60})\)[.!]?$/.exec(line.slice(open))?.[1];
  const time = inner === undefined ? undefined : timeAtStart(inner);
  if (time?.clock === undefined || inner === undefined || time.length < inner.length) return undefined;
  return { time, words: line.slice(0, open).trim() };
}
