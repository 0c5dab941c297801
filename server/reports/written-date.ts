/** Dates as people write them in reports. */
import { isDay } from '../core/duration.ts';
import { plusDays } from '../core/time.ts';

/**
 * A whole date; one without a year; numbers of which nobody knows which is the month; or a day that counts from
 * another one: "Day 2", "Tuesday".
 */
export type WrittenDate =
  | { date: string }
  | { month: number; day: number }
  | { numbers: readonly [number, number]; year: number | undefined }
  | { dayNumber: number }
  | { weekday: number };

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,? )?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.)?';

const ISO = /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|(?!T\d)[A-Za-z])/y;
const YEAR_FIRST = new RegExp(`(\\d{4})[ -]${MONTH}[ -](\\d{1,2})(?!\\d|:)`, 'iy');
const MONTH_FIRST = new RegExp(
  `${WEEKDAY}${MONTH}[ -]?(?:the )?${DAY}(?!\\d|:)(?:,? (\\d{4})(?!\\d))?`,
  'iy',
);
const DAY_FIRST = new RegExp(
  `${WEEKDAY}(?:the )?${DAY}(?: of)?[ /-]${MONTH}(?![a-z])(?:,?[ /-](\\d{4})(?!\\d))?`,
  'iy',
);
/** A version such as 1.12.20 is no date, so a short year asks for two digits in front of each full stop. */
const NUMBERS =
  /(?!\d\.\d{1,2}\.\d\d(?!\d)|\d\d\.\d\.\d\d(?!\d))(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d:A-Za-z]|\.\d)/y;
/** "14.11. 06:30" and "6/12 10:15": numbers without a year are a date only before a time. */
const NO_YEAR = /(\d{1,2})(?:\.(\d{1,2})\.|\/(\d{1,2}))(?=,? (?:at )?\d{1,2}[:.h]\d{2})/y;
const DAY_NUMBER = /day (\d{1,3})(?![\d:])/iy;
const WEEKDAY_ALONE =
  /(?:on )?(sun|mon|tue|wed|thu|fri|sat)(?:day|s|sday|nesday|rs|rsday|urday)?\.?(?=,? (?:at |[-\u2013\u2014] )?\d|:?$)/iy;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export type Found<T> = { value: T; length: number };

/** Reads a date at a place of a text; undefined when there is none, or none that the calendar has. */
export function dateAt(text: string, at: number): Found<WrittenDate> | undefined {
  return (
    isoAt(text, at) ??
    yearFirstAt(text, at) ??
    monthFirstAt(text, at) ??
    dayFirstAt(text, at) ??
    numbersAt(text, at) ??
    countedAt(text, at)
  );
}

/** Each date in a text, with its place. A range of days within one month is no single day, and left out. */
export function datesIn(text: string): (Found<WrittenDate> & { index: number; isRange: boolean })[] {
  const found: (Found<WrittenDate> & { index: number; isRange: boolean })[] = [];
  let end = 0;
  if (!/\d/.test(text)) return found;
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    if (index < end) continue;
    const date = dateAt(text, index);
    if (date === undefined || 'weekday' in date.value || 'dayNumber' in date.value) continue;
    end = index + date.length;
    found.push({ ...date, index, isRange: isRangeOfDays(text, index, end) });
  }
  return found;
}

/** "8 and 10 August 2023", "June 12-14, 2023". */
function isRangeOfDays(text: string, from: number, to: number): boolean {
  return (
    /\d{1,2}(?:st|nd|rd|th)? ?(?:and|to|until|through|[-\u2013]) ?$/.test(
      text.slice(Math.max(0, from - 16), from),
    ) ||
    /^ ?(?:and|to|until|through|[-\u2013]) ?\d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?(?![\d:])/.test(
      text.slice(to, to + 24),
    )
  );
}

/** The first date in a text, wherever it stands. */
export function dateIn(text: string): WrittenDate | undefined {
  return datesIn(text).find(({ isRange }) => !isRange)?.value;
}

/** What a date counts from, and what somebody said about it. */
export type DateFrame = {
  year: number | undefined;
  order: DateOrder | undefined;
  /** The first day. */
  start: string | undefined;
  /** The day of the line before. */
  previous: string | undefined;
};

/** Puts a date together: with the year that its document has, the order that somebody chose, the day that it counts from. */
export function wholeDate(written: WrittenDate, frame: DateFrame): string | undefined {
  if ('date' in written) return written.date;
  if ('dayNumber' in written) {
    return frame.start === undefined ? undefined : plusDays(frame.start, written.dayNumber - 1);
  }
  if ('weekday' in written) return nextWeekday(written.weekday, frame);
  if ('month' in written) {
    return frame.year === undefined ? undefined : isoDate(frame.year, written.month, written.day);
  }
  const [first, second] = written.numbers;
  const year = written.year ?? frame.year;
  if (frame.order === undefined || year === undefined) return undefined;
  return frame.order === 'month-first' ? isoDate(year, first, second) : isoDate(year, second, first);
}

/** That weekday on the day of the line before or later. The first line's must be that of the day that the text names. */
function nextWeekday(weekday: number, { start, previous }: DateFrame): string | undefined {
  const from = previous ?? start;
  if (from === undefined) return undefined;
  const ahead = (weekday - new Date(`${from}T00:00:00Z`).getUTCDay() + 7) % 7;
  return previous === undefined && ahead > 0 ? undefined : plusDays(from, ahead);
}

/** Whether 06/12/2023 is in June or in December. */
export type DateOrder = 'month-first' | 'day-first';

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isoAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(ISO, text, at);
  if (!found) return undefined;
  const date = isoDate(Number(found[1]), Number(found[3]), Number(found[4]));
  return date === undefined ? undefined : { value: { date }, length: found[0].length };
}

function yearFirstAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(YEAR_FIRST, text, at);
  return found ? named(found, found[2] ?? '', found[3] ?? '', found[1]) : undefined;
}

/** "Day 2" and "Tuesday". */
function countedAt(text: string, at: number): Found<WrittenDate> | undefined {
  const numbered = match(DAY_NUMBER, text, at);
  if (numbered) return { value: { dayNumber: Number(numbered[1]) }, length: numbered[0].length };
  const named = match(WEEKDAY_ALONE, text, at);
  if (!named) return undefined;
  return { value: { weekday: WEEKDAYS.indexOf((named[1] ?? '').toLowerCase()) }, length: named[0].length };
}

function monthFirstAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(MONTH_FIRST, text, at);
  return found ? named(found, found[1] ?? '', found[2] ?? '', found[3]) : undefined;
}

function dayFirstAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(DAY_FIRST, text, at);
  return found ? named(found, found[2] ?? '', found[1] ?? '', found[3]) : undefined;
}

function named(
  found: RegExpExecArray,
  monthName: string,
  dayText: string,
  year: string | undefined,
): Found<WrittenDate> | undefined {
  const month = MONTHS.findIndex((name) => name.startsWith(monthName.slice(0, 3).toLowerCase())) + 1;
  const day = Number(dayText);
  const length = found[0].length;
  if (year === undefined) return day >= 1 && day <= 31 ? { value: { month, day }, length } : undefined;
  const date = isoDate(Number(year), month, day);
  return date === undefined ? undefined : { value: { date }, length };
}

function numbersAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(NUMBERS, text, at);
  if (!found) return withoutYearAt(text, at);
  const [whole, firstText, , secondText, yearText = ''] = found;
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  return ordered([Number(firstText), Number(secondText)], year, whole.length);
}

function withoutYearAt(text: string, at: number): Found<WrittenDate> | undefined {
  const found = match(NO_YEAR, text, at);
  if (!found) return undefined;
  const [whole, first, dotted, slashed] = found;
  const length = whole.length;
  // Only those who write the day first put a full stop behind the month.
  if (dotted !== undefined) {
    const isDate = isoDate(LEAP, Number(dotted), Number(first)) !== undefined;
    return isDate ? { value: { month: Number(dotted), day: Number(first) }, length } : undefined;
  }
  return ordered([Number(first), Number(slashed)], undefined, length);
}

/** A year that has every day. */
const LEAP = 2024;

/** Two numbers are a date when only one order has a day for them; else the order is asked for. */
function ordered(
  numbers: readonly [number, number],
  year: number | undefined,
  length: number,
): Found<WrittenDate> | undefined {
  const [first, second] = numbers;
  const dates = [isoDate(year ?? LEAP, first, second), isoDate(year ?? LEAP, second, first)];
  const [only, other] = [...new Set(dates.filter((date) => date !== undefined))];
  if (only === undefined) return undefined;
  if (other !== undefined) return { value: { numbers, year }, length };
  if (year !== undefined) return { value: { date: only }, length };
  return { value: { month: Number(only.slice(5, 7)), day: Number(only.slice(8)) }, length };
}

/** `2023-06-12`, or undefined when the calendar has no such day. */
function isoDate(year: number, month: number, day: number): string | undefined {
  const [y, m, d] = [
    String(year).padStart(4, '0'),
    ...[month, day].map((part) => String(part).padStart(2, '0')),
  ];
  const text = `${y}-${m ?? ''}-${d ?? ''}`;
  return isDay(text) ? text : undefined;
}
