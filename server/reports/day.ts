/** The day of each time of day: its own, that of the line before, or a question. */
import { isDay } from '../core/duration.ts';
import { sentenceList } from '../core/text.ts';
import { plusDays } from '../core/time.ts';
import type { Answers, Question } from './question.ts';
import type { Told } from './timeline.ts';
import type { Surroundings } from './surroundings.ts';
import { wholeDate, type WrittenDate } from './written-date.ts';

/** A wall time with its day, before anybody said in which zone. */
export type Wall = { told: Told; date: string; time: string };

export type Days = { walls: Wall[]; questions: Question[] };

/** Gives each time of day its date. Without a date of its own it has that of the line before, or of the day after. */
export function daysOf(told: readonly Told[], around: Surroundings, answers: Answers): Days {
  const found: Days = { walls: [], questions: [] };
  const timed = told.filter(({ time }) => time?.clock !== undefined);
  const frame = {
    year: answers.year ?? around.year,
    order: answers.order,
    start: answers.date !== undefined && isDay(answers.date) ? answers.date : startOf(around, answers),
    previous: undefined as string | undefined,
  };
  for (const group of groupsByDate(timed)) {
    const [first] = group;
    if (first === undefined) continue;
    const date = first.date === undefined ? frame.start : wholeDate(first.date, frame);
    if (date === undefined) found.questions.push(...askForDate(found, first, around));
    frame.previous = placeOnDays(found, group, date, answers) ?? frame.previous;
  }
  return found;
}

function startOf({ year, date }: Surroundings, { year: said, order }: Answers): string | undefined {
  const frame = { year: said ?? year, order, start: undefined, previous: undefined };
  return date && wholeDate(date, frame);
}

/** Lines that have one date in common. */
function groupsByDate(timed: readonly Told[]): Told[][] {
  const groups: Told[][] = [];
  for (const one of timed) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && last[0].date === one.date) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Walks through the times of one date; where the clock goes back somebody has to say whether that is the next day. */
function placeOnDays(
  found: Days,
  group: readonly Told[],
  date: string | undefined,
  answers: Answers,
): string | undefined {
  const isNewestFirst =
    group.length > 2 && group.every((one, index) => goesBack(one, group[index - 1], true));
  let later = 0;
  for (const [index, one] of group.entries()) {
    const above = group[index - 1];
    if (above !== undefined && goesBack(one, above, false)) {
      const said = answers.days?.[one.first.number];
      if (said === undefined) {
        found.questions.push(askForDay(above, one));
        return undefined;
      }
      if (said === 'next') later += 1;
      // Who says so of the first line of such a list says it of the whole list.
      else if (isNewestFirst && date !== undefined) {
        for (const other of group.slice(index)) found.walls.push(wallOf(other, date));
        return date;
      }
    }
    if (date !== undefined) found.walls.push(wallOf(one, later === 0 ? date : plusDays(date, later)));
  }
  return date && plusDays(date, later);
}

function wallOf(told: Told, date: string): Wall {
  return { told, date, time: told.time?.clock?.time ?? '' };
}

function goesBack(one: Told, above: Told | undefined, isFirstTrue: boolean): boolean {
  return above === undefined ? isFirstTrue : isEarlier(one, above);
}

/** Whether the clock goes back. Where both say their offset from UTC, that counts too: the clocks may have changed. */
function isEarlier(one: Told, before: Told): boolean {
  const [offset, other] = [offsetOf(one), offsetOf(before)];
  const change = offset === undefined || other === undefined ? 0 : other - offset;
  return secondsOfDay(one) + change < secondsOfDay(before);
}

function secondsOfDay({ time }: Told): number {
  const [hours = 0, minutes = 0, seconds = 0] = time?.clock?.time.split(':').map(Number) ?? [];
  return hours * 3_600 + minutes * 60 + seconds;
}

/** Seconds ahead of UTC, where the zone is an offset. */
function offsetOf({ zone }: Told): number | undefined {
  if (zone === undefined || !('zone' in zone)) return undefined;
  if (zone.zone === 'UTC') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(zone.zone) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}

/** One question of each kind is enough: its answer holds for all lines. */
function askForDate({ questions }: Days, one: Told, around: Surroundings): Question[] {
  const date = one.date ?? around.date;
  const about = date === undefined || 'dayNumber' in date || 'weekday' in date ? 'date' : aboutOf(date);
  if (questions.some((question) => question.about === about)) return [];
  const written = one.time?.written ?? '';
  const line = String(one.first.number);
  switch (about) {
    case 'date': {
      const several = around.others.length > 1 ? ` The text names ${sentenceList(around.others)}.` : '';
      const sentence = `No line says on which day it was. Which date does ${written} in line ${line} belong to?${several}`;
      return [{ about, sentence }];
    }
    case 'year':
      return [{ about, sentence: `Which year is "${written}" in line ${line}? The text does not say.` }];
    case 'order':
      return [
        {
          about,
          sentence: `In "${written}", which number is the month?`,
          choices: [
            { value: 'month-first', label: 'The first: month, day, year' },
            { value: 'day-first', label: 'The second: day, month, year' },
          ],
        },
      ];
  }
}

function aboutOf(date: WrittenDate): 'order' | 'year' {
  return 'numbers' in date ? 'order' : 'year';
}

function askForDay(before: Told, one: Told): Question {
  const { written } = one.time ?? { written: '' };
  return {
    about: 'day',
    line: one.first.number,
    sentence: `Line ${String(one.first.number)} says ${written}, after ${before.time?.written ?? ''} in line ${String(before.first.number)}. Is that the next day?`,
    choices: [
      { value: 'next', label: 'Yes, the next day' },
      { value: 'same', label: 'No, the same day: it is written out of turn' },
    ],
  };
}
