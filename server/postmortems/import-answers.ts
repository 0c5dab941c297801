/** Answers to what a report leaves open, as a form carries them: `zone:PST=America/Los_Angeles`, `day:12=next`. */
import { isDay } from '../core/duration.ts';
import { sentenceList } from '../core/text.ts';
import { zone as readZone } from '../core/zone.ts';
import { isMoment, type Answers } from '../reports/question.ts';
import type { Problem } from '../web/problem.ts';

/** An answer with the field in which it was given, `answer_zone:PST`. */
export type Given = { field: string; about: string; of: string; value: string };

export const PREFIX = 'answer_';

/** What was given, in the order of the form. */
export function givenIn(pairs: readonly string[]): Given[] {
  return pairs.flatMap((pair) => {
    const [, about, of, value] = /^([a-z]+):([^=]*)=(.+)$/.exec(pair) ?? [];
    if (about === undefined || of === undefined || value === undefined) return [];
    return [{ field: `${PREFIX}${about}:${of}`, about, of, value }];
  });
}

/** Answers that can be understood, and the problems of the others. */
export function answersIn(given: readonly Given[]): { answers: Answers; problems: Problem[] } {
  const zones: Record<string, string> = {};
  const days: Record<number, 'next' | 'same'> = {};
  const clocks: Record<number, string> = {};
  const answers: { year?: number; date?: string; start?: string; order?: 'month-first' | 'day-first' } = {};
  const problems: Problem[] = [];
  for (const { field, about, of, value } of given) {
    if (about === 'zone' || about === 'other') {
      const answer = readZone(value);
      if ('zone' in answer) zones[of] = answer.zone;
      else problems.push({ field, sentence: 'ask' in answer ? asked(answer.choices) : answer.refuse });
    } else if (about === 'year') {
      if (/^(?:19|20)\d\d$/.test(value)) answers.year = Number(value);
      else problems.push({ field, sentence: 'Write a year with four digits, such as 2023.' });
    } else if (about === 'date') {
      if (isDay(value)) answers.date = value;
      else problems.push({ field, sentence: 'Write a day such as 2023-06-12.' });
    } else if (about === 'start') {
      if (isMoment(value)) answers.start = value;
      else
        problems.push({
          field,
          sentence: 'Write a date and a time with its offset, such as 2023-06-12T10:02-07:00.',
        });
    } else if (about === 'order' && (value === 'month-first' || value === 'day-first')) {
      answers.order = value;
    } else if (about === 'day' && (value === 'next' || value === 'same')) {
      days[Number(of)] = value;
    } else if (about === 'clock' && !Number.isNaN(Date.parse(value))) {
      clocks[Number(of)] = value;
    }
  }
  return { answers: { ...answers, zones, days, clocks }, problems };
}

function asked(choices: readonly { value: string }[]): string {
  return `Write one of ${sentenceList(choices.map(({ value }) => value))}, or another name such as Europe/Madrid.`;
}
