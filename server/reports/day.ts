/** The day of each time of day: its own, that of the line before, or a question. */
import { plusDays } from '../core/time.ts';
import type { Answers, Question } from './question.ts';
import type { Told } from './timeline.ts';
import { wholeDate } from './written-date.ts';
import type { WrittenZone } from './written-zone.ts';

/** What the rest of the document says of its times. */
export type Surroundings = {
  year: number | undefined;
  date: string | undefined;
  zone: WrittenZone | undefined;
};

/** A wall time with its day, before anybody said in which zone. */
export type Wall = { told: Told; date: string; time: string };

export type Days = { walls: Wall[]; questions: Question[]; isOpen: boolean };

/** Gives each time of day its date. Without a date of its own it has that of the line before, or of the day after. */
export function daysOf(told: readonly Told[], around: Surroundings, answers: Answers): Days {
  const found: Days = { walls: [], questions: [], isOpen: false };
  const timed = told.filter(({ time }) => time?.clock !== undefined);
  let before: { told: Told } | undefined;
  let later = 0;
  for (const one of timed) {
    const time = one.time?.clock?.time ?? '';
    const isNewDate = one.date !== before?.told.date;
    if (isNewDate) {
      later = 0;
      found.isOpen = false;
    } else if (before !== undefined && isEarlier(one, before.told)) {
      const said = answers.days?.[one.first.number];
      if (said === undefined) {
        found.questions.push(askForDay(before.told, one));
        found.isOpen = true;
      }
      if (said === 'next') later += 1;
    }
    before = { told: one };
    const date = dateOf(one, around, answers);
    if (date === undefined) askForDate(found, one);
    else if (!found.isOpen) found.walls.push({ told: one, date: plusDays(date, later), time });
  }
  return found;
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

function dateOf(one: Told, around: Surroundings, answers: Answers): string | undefined {
  if (one.date === undefined) return answers.date ?? around.date;
  return wholeDate(one.date, { year: around.year, order: answers.order });
}

function askForDate({ questions }: Days, { date, time, first }: Told): void {
  const about = date === undefined ? 'date' : 'numbers' in date ? 'order' : 'year';
  if (questions.some((question) => question.about === about)) return;
  const written = time?.written ?? '';
  if (about === 'date') {
    const sentence = `No line says on which day it was. Which date does ${written} in line ${String(first.number)} belong to?`;
    questions.push({ about, sentence });
  } else if (about === 'year') {
    questions.push({
      about,
      sentence: `Which year is "${written}" in line ${String(first.number)}? The text does not say.`,
    });
  } else {
    questions.push({
      about,
      sentence: `In "${written}", which number is the month?`,
      choices: [
        { value: 'month-first', label: 'The first: month, day, year' },
        { value: 'day-first', label: 'The second: day, month, year' },
      ],
    });
  }
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
