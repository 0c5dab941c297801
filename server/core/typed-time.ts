/** Times as people type them: `10:15`, `yesterday 23:50`, `-20m`, `2023-06-12 10:15`, `June 12, 2023, 10:15 AM (PST)`. */
import type { Instant } from './clock.ts';
import {
  clockText,
  clockWithUtc,
  dateClockText,
  instantOf,
  isoWithOffset,
  localDate,
  msOf,
  plusDays,
  plusSeconds,
  resolveWall,
  zoneText,
} from './time.ts';
import { placeText, readingsOf, zone as readZone } from './zone.ts';
import type { Choice } from './zone.ts';

/** An instant, or a question whose answers can themselves be read, or a sentence that says what to type. */
export type Typed =
  | { instant: Instant; precision: 'second' | 'minute' }
  | { ask: string; choices: Choice[] }
  | { refuse: string };

/** `now` decides what is past; `zone` is the one meant when the text names none. */
export type Reading = { now: Instant; zone: string };

const HOW = 'Write a time such as 10:15, yesterday 23:50, -20m or 2023-06-12 10:15.';
const FUTURE_SECONDS = 120;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date, or so many days before today, or nothing when the nearest past time of day is meant. */
type Day = { date: string } | { daysAgo: number } | undefined;

/** A time of day with its day; `place` is the text behind it. */
type Wall = { day: Day; time: string; precision: 'second' | 'minute'; place: string };

/** Reads a typed time. Without a date the nearest past one is meant; what lies more than 2 min ahead is refused. */
export function readTyped(text: string, reading: Reading): Typed {
  const typed = text.trim().replace(/\s+/g, ' ');
  const before = readAgo(typed, reading.now);
  if (before) return before;
  const wall = readWall(typed);
  if (!wall) return { refuse: `"${typed}" cannot be read as a time. ${HOW}` };
  if ('refuse' in wall) return wall;
  if (wall.place === '') return inOneZone(wall, reading, reading.zone);
  const place = readZone(wall.place);
  if ('zone' in place) return inOneZone(wall, reading, place.zone);
  if ('refuse' in place) return place;
  return askForZone(wall, reading);
}

/** `-20m`, `-1h 5m`, `-90s`. */
function readAgo(typed: string, now: Instant): Typed | undefined {
  const match = /^[-\u2212] ?(?:(\d{1,3}) ?h)? ?(?:(\d{1,4}) ?m(?:in)?)? ?(?:(\d{1,5}) ?s)?$/i.exec(typed);
  if (!match) return undefined;
  const [, hours, minutes, seconds] = match;
  if (hours === undefined && minutes === undefined && seconds === undefined) return undefined;
  const ago = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  const whole = instantOf(Math.floor(msOf(now) / 1000) * 1000);
  return { instant: plusSeconds(whole, -ago), precision: seconds === undefined ? 'minute' : 'second' };
}

/** The text before the first time of day, without what joins them, and the rest from there on. */
function splitAtClock(typed: string): { day: string | undefined; clock: string } {
  const at = typed.search(/(?:^|[ ,T])\d{1,2}:\d\d/i);
  if (at === -1) return { day: undefined, clock: '' };
  const clock = typed.slice(at).replace(/^[ ,T]/i, '');
  const before = typed
    .slice(0, at)
    .trimEnd()
    .replace(/ at$/i, '')
    .replace(/[ ,T]{1,3}$/i, '');
  return { day: before === '' ? undefined : before, clock };
}

function readWall(typed: string): Wall | { refuse: string } | undefined {
  const { day, clock } = splitAtClock(typed);
  const time = readClock(clock);
  if (!time) return undefined;
  if (day === undefined) return { ...time, day: undefined };
  if (/^today$/i.test(day)) return { ...time, day: { daysAgo: 0 } };
  if (/^yesterday$/i.test(day)) return { ...time, day: { daysAgo: 1 } };
  const date = readDate(day);
  if (date === undefined) return undefined;
  if (!isDate(date)) return { refuse: `There is no date "${day}" in the calendar. ${HOW}` };
  return { ...time, day: { date } };
}

/** `10:15`, `10:15:30`, `10:15 PM`, each with a zone behind it. */
function readClock(clock: string): Pick<Wall, 'time' | 'precision' | 'place'> | undefined {
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?([ap]\.?m\.?(?![a-z]))? ?(.*)$/i.exec(clock);
  if (!match) return undefined;
  const [, typedHour = '', minute = '', second, half, rest = ''] = match;
  const hour = hourOf(Number(typedHour), half);
  if (hour === undefined || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const time = `${String(hour).padStart(2, '0')}:${minute}:${second ?? '00'}`;
  const place = rest.replace(/^\((.*)\)$/, '$1').trim();
  return { time, precision: second === undefined ? 'minute' : 'second', place };
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** `2023-06-12`, `June 12, 2023`, `12 June 2023`, `Monday 12 June 2023` as `2023-06-12`. */
function readDate(day: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  const plain = day.replace(/^[a-z]+day,? /i, '');
  const [, month, date, year] = /^([a-z]+) (\d{1,2}),? (\d{4})$/i.exec(plain) ?? [];
  if (month !== undefined && date !== undefined && year !== undefined) return named(year, month, date);
  const [, dateFirst, monthSecond, yearLast] = /^(\d{1,2}) ([a-z]+),? (\d{4})$/i.exec(plain) ?? [];
  if (dateFirst === undefined || monthSecond === undefined || yearLast === undefined) return undefined;
  return named(yearLast, monthSecond, dateFirst);
}

function named(year: string, month: string, date: string): string | undefined {
  const index = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  if (index < 0) return undefined;
  return `${year}-${String(index + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
}

function isDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && instantOf(ms).startsWith(date);
}

function inOneZone(wall: Wall, reading: Reading, zone: string): Typed {
  if (wall.day && 'date' in wall.day) return onDate(wall, wall.day.date, reading, zone);
  if (wall.day) return onDate(wall, plusDays(localDate(reading.now, zone), -wall.day.daysAgo), reading, zone);
  const today = localDate(plusSeconds(reading.now, FUTURE_SECONDS), zone);
  const answer = onDate(wall, today, reading, zone);
  return 'refuse' in answer ? onDate(wall, plusDays(today, -1), reading, zone) : answer;
}

function onDate(wall: Wall, date: string, { now }: Reading, zone: string): Typed {
  const latest = plusSeconds(now, FUTURE_SECONDS);
  const resolved = resolveWall(date, wall.time, zone);
  if ('gap' in resolved) return askAboutGap(wall, resolved.gap, latest, now, zone);
  const found = 'one' in resolved ? [resolved.one] : resolved.overlap;
  // The second of two equal wall times is no choice while it lies ahead.
  const [first, second] = found.filter((instant) => instant <= latest);
  if (first === undefined) return future(found[0] ?? now, now, zone);
  if (second === undefined) return { instant: first, precision: wall.precision };
  return {
    ask: `The clocks went back in that night, so ${wall.time.slice(0, 5)} came twice. Which one do you mean?`,
    choices: [first, second].map((instant, index) => ({
      label: `${index === 0 ? 'The first' : 'The second'}: ${labelOf(instant, zone)}`,
      value: isoWithOffset(instant, zone),
    })),
  };
}

function askAboutGap(
  wall: Wall,
  gap: { before: Instant; firstValid: Instant },
  latest: Instant,
  now: Instant,
  zone: string,
): Typed {
  if (gap.firstValid > latest) return future(gap.firstValid, now, zone);
  return {
    ask: `The clocks went forward, so there was no ${wall.time.slice(0, 5)} in that night. Which time do you mean?`,
    choices: [gap.before, gap.firstValid].map((instant) => ({
      label: labelOf(instant, zone),
      value: isoWithOffset(instant, zone),
    })),
  };
}

/** Every reading of an abbreviation, each with what it means; readings that are one instant are one choice. */
function askForZone(wall: Wall, reading: Reading): Typed {
  const choices = new Map<string, Choice>();
  for (const zone of readingsOf(wall.place)) {
    for (const choice of choicesIn(wall, reading, zone)) {
      const instant = instantOf(Date.parse(choice.value));
      if (!choices.has(instant)) choices.set(instant, choice);
    }
  }
  if (choices.size === 0)
    return { refuse: `That time lies ahead in every zone that is called "${wall.place}". ${HOW}` };
  return {
    ask: `"${wall.place}" is an abbreviation, and those are not guessed. Which time do you mean? Another zone can be written behind it.`,
    choices: [...choices.values()],
  };
}

function choicesIn(wall: Wall, reading: Reading, zone: string): Choice[] {
  const answer = inOneZone(wall, reading, zone);
  if ('refuse' in answer) return [];
  if ('choices' in answer) return answer.choices;
  const label = `${placeText(zone)}: ${labelOf(answer.instant, zone)}`;
  return [{ label, value: isoWithOffset(answer.instant, zone) }];
}

function labelOf(instant: Instant, zone: string): string {
  const offset = isoWithOffset(instant, zone).slice(-6);
  const name = zoneText(instant, zone);
  const clock = clockWithUtc(instant, zone);
  return name.startsWith('UTC') ? clock : `${clock}, offset ${offset}`;
}

function future(instant: Instant, now: Instant, zone: string): { refuse: string } {
  return {
    refuse: `${dateClockText(instant, zone)} lies ahead: it is ${clockText(now, zone)}. Write when it happened.`,
  };
}
