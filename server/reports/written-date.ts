/** Dates as people write them in reports. */

/** A whole date; one without a year; or three numbers of which nobody knows which is the month. */
export type WrittenDate =
  { date: string } | { month: number; day: number } | { numbers: readonly [number, number]; year: number };

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,? )?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';

const ISO = /(\d{4})([-/.])(\d{2})\2(\d{2})(?!\d)/y;
const MONTH_FIRST = new RegExp(`${WEEKDAY}${MONTH} ${DAY}(?!\\d|:)(?:,? (\\d{4})(?!\\d))?`, 'iy');
const DAY_FIRST = new RegExp(`${WEEKDAY}(?:the )?${DAY}(?: of)?[ -]${MONTH}(?:,?[ -](\\d{4})(?!\\d))?`, 'iy');
const NUMBERS = /(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/y;

export type Found<T> = { value: T; length: number };

/** Reads a date at a place of a text; undefined when there is none, or none that the calendar has. */
export function dateAt(text: string, at: number): Found<WrittenDate> | undefined {
  return isoAt(text, at) ?? monthFirstAt(text, at) ?? dayFirstAt(text, at) ?? numbersAt(text, at);
}

/** The first date in a text, wherever it stands. */
export function dateIn(text: string): WrittenDate | undefined {
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    const found = dateAt(text, index);
    if (found) return found.value;
  }
  return undefined;
}

/** Puts a date together: with the year that its document has, and the order that somebody chose. */
export function wholeDate(
  written: WrittenDate,
  { year, order }: { year: number | undefined; order: DateOrder | undefined },
): string | undefined {
  if ('date' in written) return written.date;
  if ('month' in written) return year === undefined ? undefined : isoDate(year, written.month, written.day);
  const [first, second] = written.numbers;
  if (order === undefined) return undefined;
  return order === 'month-first'
    ? isoDate(written.year, first, second)
    : isoDate(written.year, second, first);
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
  if (!found) return undefined;
  const [whole, firstText, , secondText, yearText = ''] = found;
  const [first, second] = [Number(firstText), Number(secondText)];
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  const length = whole.length;
  const both = { monthFirst: isoDate(year, first, second), dayFirst: isoDate(year, second, first) };
  const only =
    both.monthFirst === undefined || both.dayFirst === undefined
      ? (both.monthFirst ?? both.dayFirst)
      : undefined;
  if (only !== undefined) return { value: { date: only }, length };
  if (both.monthFirst === undefined) return undefined;
  if (both.monthFirst === both.dayFirst) return { value: { date: both.monthFirst }, length };
  return { value: { numbers: [first, second], year }, length };
}

/** `2023-06-12`, or undefined when the calendar has no such day. */
function isoDate(year: number, month: number, day: number): string | undefined {
  const text = `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? text : undefined;
}
