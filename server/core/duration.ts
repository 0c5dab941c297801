/** Durations as people write them, and as ISO 8601 does: `90 s`, `5 min`, `1 h 30 min`, `6 months`, `PT5M`. */

/** A span on the calendar. Months have no fixed length, so they are kept apart from seconds. */
export type Span = { months: number; seconds: number };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: [RegExp, Span][] = [
  [/^(?:s|secs?|seconds?)$/, { months: 0, seconds: 1 }],
  [/^(?:m|mins?|minutes?)$/, { months: 0, seconds: MINUTE }],
  [/^(?:h|hrs?|hours?)$/, { months: 0, seconds: HOUR }],
  [/^(?:d|days?)$/, { months: 0, seconds: DAY }],
  [/^(?:w|weeks?)$/, { months: 0, seconds: 7 * DAY }],
  [/^months?$/, { months: 1, seconds: 0 }],
  [/^(?:y|years?)$/, { months: 12, seconds: 0 }],
];

const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const PART = /(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]+)/y;

/** A duration as a span, or undefined when it cannot be read, is nothing, or cuts a month into parts. */
export function spanOf(text: string): Span | undefined {
  const written = text.trim();
  const span = /^P/i.test(written) ? isoSpan(written.toUpperCase()) : plainSpan(written.toLowerCase());
  if (span === undefined || !Number.isInteger(span.months)) return undefined;
  if (span.months === 0 && span.seconds <= 0) return undefined;
  return { months: span.months, seconds: Math.round(span.seconds) };
}

/** A duration in whole seconds, or undefined when it cannot be read or counts months or years. */
export function secondsOf(text: string): number | undefined {
  const span = spanOf(text);
  return span === undefined || span.months > 0 ? undefined : span.seconds;
}

function plainSpan(text: string): Span | undefined {
  const span = { months: 0, seconds: 0 };
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    const unit = UNITS.find(([name]) => name.test(part?.[2] ?? ''))?.[1];
    if (!part || !unit) return undefined;
    span.months += Number(part[1]) * unit.months;
    span.seconds += Number(part[1]) * unit.seconds;
    at = PART.lastIndex;
    while (text[at] === ' ' || text[at] === '\t') at++;
  }
  return span;
}

function isoSpan(text: string): Span | undefined {
  const match = ISO.exec(text);
  if (!match || text.length > 40 || text.endsWith('T')) return undefined;
  const part = (place: number): number => Number(match[place] ?? 0);
  const days = 7 * part(3) + part(4);
  return {
    months: 12 * part(1) + part(2),
    seconds: DAY * days + HOUR * part(5) + MINUTE * part(6) + part(7),
  };
}

/** Whether a text is a day that exists: `2026-09-02`. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** The day a span after another day. A month later than 31 January is the last day of February. */
export function dayAfter(day: string, span: Span): string {
  const [year, month, date] = day.split('-').map(Number);
  const months = 12 * (year ?? 0) + (month ?? 1) - 1 + span.months;
  const onYear = Math.floor(months / 12);
  const onMonth = (months % 12) + 1;
  const onDate = Math.min(date ?? 1, daysIn(onYear, onMonth));
  const ms = Date.UTC(onYear, onMonth - 1, onDate) + span.seconds * 1000;
  return new Date(ms).toISOString().slice(0, 10);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
