/** What a report leaves open and a person has to say: nothing of it is guessed. */
import type { Instant } from '../core/clock.ts';
import type { DateOrder } from './written-date.ts';

export type Choice = { value: string; label: string };

/** How a time would read under one answer. */
export type TimeRead = { line: number; written: string; at: Instant };

export type Question =
  /** Letters such as PST, or no zone at all; each reading with what it makes of the times. */
  | {
      about: 'zone';
      label: string | undefined;
      sentence: string;
      readings: (Choice & { times: TimeRead[] })[];
    }
  /** Which of two numbers is the month. */
  | { about: 'order'; sentence: string; choices: (Choice & { value: DateOrder })[] }
  /** The times say no year, or no day at all. */
  | { about: 'year' | 'date'; sentence: string }
  /** No line says what "T+15m" counts from; the answer is ISO 8601 with an offset. */
  | { about: 'start'; sentence: string }
  /** The clock goes back from one line to the next: a new day, or written out of turn. */
  | { about: 'day'; line: number; sentence: string; choices: (Choice & { value: 'next' | 'same' })[] }
  /** A wall time that came twice in that night, or never. */
  | { about: 'clock'; line: number; sentence: string; choices: Choice[] };

/** What a person said. A zone for letters stands under them in capitals, and one for times without letters under ''. */
export type Answers = {
  zones?: Readonly<Record<string, string>> | undefined;
  /** For all times, whatever letters stand behind them. */
  zone?: string | undefined;
  order?: DateOrder | undefined;
  year?: number | undefined;
  date?: string | undefined;
  /** ISO 8601 with an offset. */
  start?: string | undefined;
  /** By the number of the line. */
  days?: Readonly<Record<number, 'next' | 'same'>> | undefined;
  /** By the number of the line: ISO 8601 with an offset. */
  clocks?: Readonly<Record<number, string>> | undefined;
};

/** Whether an answer is a moment: ISO 8601 with its offset. */
export function isMoment(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}
