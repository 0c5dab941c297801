import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answers, Question } from '../../server/reports/question.ts';
import { readReport } from '../../server/reports/report.ts';

type Read = { at: string[]; asked: string[]; questions: readonly Question[] };

/** The instants of a timeline's lines, and what is asked about them. */
function placed(head: string, lines: readonly string[], answers?: Answers): Read {
  const text = `# Caches\n\n${head}\n\n## Timeline\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n## Root cause\n\nA key.`;
  const { told, questions } = readReport(text, 'caches.md', answers);
  return {
    at: told.map(
      ({ at, until }) =>
        [at, until]
          .filter((one) => one !== undefined)
          .map(short)
          .join(' to ') || '-',
    ),
    asked: questions.map((question) =>
      'line' in question ? `${question.about} ${String(question.line)}` : question.about,
    ),
    questions,
  };
}

function short(at: string): string {
  return at.slice(5, at.slice(17, 19) === '00' ? 16 : 19).replace('T', ' ');
}

type Row = [name: string, head: string, lines: string[], at: string[], asked?: string[], answers?: Answers];

const DATE = 'Date: 12 June 2023';
const UTC = `${DATE} (UTC)`;

const ROWS: Row[] = [
  [
    'an offset is taken as it is',
    DATE,
    ['10:15 -07:00 a', '2023-06-13T10:15:00+02:00 b'],
    ['06-12 17:15', '06-13 08:15'],
  ],
  [
    'a place is looked up',
    DATE,
    ['10:15 (America/Los_Angeles) a', '10:15 Asia/Kolkata b'],
    ['06-12 17:15', '06-12 04:45'],
  ],
  ['letters are asked about', DATE, ['10:15 PST a', '11:30 PST b'], ['-', '-'], ['zone']],
  [
    'an answer for letters holds for all of them',
    DATE,
    ['10:15 PST a', '11:30 PST b'],
    ['06-12 17:15', '06-12 18:30'],
    [],
    { zones: { PST: 'America/Los_Angeles' } },
  ],
  [
    'letters may be a fixed offset',
    DATE,
    ['10:15 PST a', '11:30 PST b'],
    ['06-12 18:15', '06-12 19:30'],
    [],
    { zones: { PST: '-08:00' } },
  ],
  [
    'two kinds of letters are two questions',
    DATE,
    ['10:15 PST a', '19:30 CEST b'],
    ['-', '-'],
    ['zone', 'zone'],
  ],
  [
    'one answer for all letters',
    DATE,
    ['10:15 PST a', '19:30 CEST b'],
    ['06-12 10:15', '06-12 19:30'],
    [],
    { zone: 'UTC' },
  ],
  ['no zone at all is asked about', DATE, ['10:15 a', '10:16 b'], ['-', '-'], ['zone']],
  [
    'the only zone of other lines holds for those that name none',
    DATE,
    ['10:15 UTC a', '10:16 b'],
    ['06-12 10:15', '06-12 10:16'],
  ],
  [
    'two zones of other lines do not',
    DATE,
    ['10:15 UTC a', '12:16 +02:00 b', '12:20 c'],
    ['06-12 10:15', '06-12 10:16', '-'],
    ['zone'],
  ],
  [
    'UTC in brackets proves the letters, everywhere',
    DATE,
    ['10:15 PDT (17:15Z) a', '10:16 PDT b', '10:17 c'],
    ['06-12 17:15', '06-12 17:16', '06-12 17:17'],
  ],
  [
    'letters that mean two offsets are proven by neither',
    DATE,
    ['08:15 CST (00:15Z) a', '10:16 CST (16:16Z) b', '23:17 CST c'],
    ['06-12 00:15', '06-12 16:16', '-'],
    ['zone'],
  ],
  [
    'the zone may be said below the timeline',
    `${DATE}\n\nNote: all times are in UTC.`,
    ['10:15 a', '10:16 b'],
    ['06-12 10:15', '06-12 10:16'],
  ],
  [
    'the clock going back is asked about',
    UTC,
    ['23:50 a', '00:10 b', '00:20 c'],
    ['06-12 23:50', '-', '-'],
    ['day 8'],
  ],
  [
    'the next day goes on for the lines below',
    UTC,
    ['23:50 a', '00:10 b', '00:20 c'],
    ['06-12 23:50', '06-13 00:10', '06-13 00:20'],
    [],
    { days: { 8: 'next' } },
  ],
  [
    'two nights are two questions, one after the other',
    UTC,
    ['23:50 a', '00:10 b', '23:00 c', '01:00 d'],
    ['06-12 23:50', '06-13 00:10', '06-13 23:00', '-'],
    ['day 10'],
    { days: { 8: 'next' } },
  ],
  [
    'two nights with both answers',
    UTC,
    ['23:50 a', '00:10 b', '23:00 c', '01:00 d'],
    ['06-12 23:50', '06-13 00:10', '06-13 23:00', '06-14 01:00'],
    [],
    { days: { 8: 'next', 10: 'next' } },
  ],
  [
    'out of turn is the same day',
    UTC,
    ['10:15 a', '09:00 b', '10:30 c'],
    ['06-12 10:15', '06-12 09:00', '06-12 10:30'],
    [],
    { days: { 8: 'same' } },
  ],
  [
    'newest first is one answer',
    UTC,
    ['10:15 a', '09:00 b', '08:00 c'],
    ['06-12 10:15', '06-12 09:00', '06-12 08:00'],
    [],
    { days: { 8: 'same' } },
  ],
  [
    'a new date ends the doubt',
    UTC,
    ['23:50 a', '00:10 b', '14 June 2023 09:00 c'],
    ['06-12 23:50', '-', '06-14 09:00'],
    ['day 8'],
  ],
  [
    'offsets count when the clock seems to go back',
    DATE,
    ['10:15 +02:00 a', '08:20 UTC b'],
    ['06-12 08:15', '06-12 08:20'],
  ],
  ['a date is asked for where none is', '', ['10:15 UTC a', '10:16 UTC b'], ['-', '-'], ['date']],
  [
    'a date that somebody says',
    '',
    ['10:15 UTC a', '10:16 UTC b'],
    ['06-12 10:15', '06-12 10:16'],
    [],
    { date: '2023-06-12' },
  ],
  [
    'a day that the calendar lacks is no answer',
    '',
    ['10:15 UTC a', '10:16 UTC b'],
    ['-', '-'],
    ['date'],
    { date: '2023-02-31' },
  ],
  [
    'several days before the timeline are asked about',
    'On 12 June 2023 and on 14 June 2023 it was slow.',
    ['10:15 UTC a'],
    ['-'],
    ['date'],
  ],
  [
    'the day on which it was written is another one',
    'On 12 June 2023 it was slow.\n\nPublished: 20 June 2023',
    ['10:15 UTC a'],
    ['06-12 10:15'],
  ],
  ['a year is asked for', '', ['June 12 10:15 UTC a', 'June 13 10:15 UTC b'], ['-', '-'], ['year']],
  ['the year of the text holds for dates without one', DATE, ['June 13 10:15 UTC a'], ['06-13 10:15']],
  ['the order of numbers is asked for', '', ['06/07/2023 10:15 UTC a'], ['-'], ['order']],
  [
    'the order that somebody says',
    '',
    ['06/07/2023 10:15 UTC a'],
    ['07-06 10:15'],
    [],
    { order: 'day-first' },
  ],
  [
    'days are counted from the first',
    UTC,
    ['Day 1, 10:15 a', 'Day 3, 09:00 b'],
    ['06-12 10:15', '06-14 09:00'],
  ],
  [
    'weekdays are counted from the first',
    UTC,
    ['Mon 10:15 a', 'Tue 09:00 b', 'Mon 08:00 c'],
    ['06-12 10:15', '06-13 09:00', '06-19 08:00'],
  ],
  ['a first weekday that does not fit is asked about', UTC, ['Wed 10:15 a'], ['-'], ['date']],
  [
    'elapsed times count from the named start',
    `Start: 2023-06-12 10:00 UTC`,
    ['T0 a', 'T+15m b', 'T-5m c'],
    ['06-12 10:00', '06-12 10:15', '06-12 09:55'],
  ],
  [
    'elapsed times count from the first time of day',
    UTC,
    ['10:00 a', '+15 min b'],
    ['06-12 10:00', '06-12 10:15'],
  ],
  ['a start is asked for where none is', '', ['T0 a', 'T+15m b'], ['-', '-'], ['start']],
  [
    'a start that somebody says',
    '',
    ['T0 a', 'T+15m b'],
    ['06-12 08:00', '06-12 08:15'],
    [],
    { start: '2023-06-12T10:00+02:00' },
  ],
  [
    'a range has its end',
    UTC,
    ['10:15 - 10:30 a', '23:50 to 00:10 b'],
    ['06-12 10:15 to 06-12 10:30', '06-12 23:50 to 06-13 00:10'],
  ],
  [
    'a range has the date of its end',
    '',
    ['12 June 2023 23:50 UTC - 14 June 2023 01:00 a'],
    ['06-12 23:50 to 06-14 01:00'],
  ],
  [
    'a time that came twice is asked about',
    'Date: 5 November 2023 (America/Los_Angeles)',
    ['00:30 a', '01:30 b', '03:00 c'],
    ['11-05 07:30', '-', '11-05 11:00'],
    ['clock 8'],
  ],
  [
    'a time that never was is asked about',
    'Date: 12 March 2023 (America/Los_Angeles)',
    ['01:30 a', '02:30 b', '03:30 c'],
    ['03-12 09:30', '-', '03-12 10:30'],
    ['clock 8'],
  ],
  [
    'the one of two times that somebody says',
    'Date: 5 November 2023 (America/Los_Angeles)',
    ['00:30 a', '01:30 b'],
    ['11-05 07:30', '11-05 09:30'],
    [],
    { clocks: { 8: '2023-11-05T01:30:00-08:00' } },
  ],
  [
    'an offset needs no question in such a night',
    'Date: 5 November 2023',
    ['01:30 -07:00 a', '01:30 -08:00 b'],
    ['11-05 08:30', '11-05 09:30'],
  ],
];

for (const [name, head, lines, at, asked = [], answers] of ROWS) {
  test(name, () => {
    const read = placed(head, lines, answers);
    assert.deepEqual(read.at, at);
    assert.deepEqual(read.asked, asked);
  });
}

test('a time that came twice is offered as both, with their offsets', () => {
  const [question] = placed('Date: 29 October 2023 (Europe/Berlin)', ['02:30 a']).questions;
  assert.ok(question?.about === 'clock');
  assert.deepEqual(
    question.choices.map(({ value }) => value),
    ['2023-10-29T02:30+02:00', '2023-10-29T02:30+01:00'],
  );
});

test('readings that make the same of every time are offered once', () => {
  const [question] = placed('Date: 12 January 2023', ['10:15 PST a']).questions;
  assert.ok(question?.about === 'zone');
  assert.deepEqual(
    question.readings.map(({ value }) => value),
    ['America/Los_Angeles', 'Asia/Manila'],
  );
});

test('how exactly a time was written is kept', () => {
  const { told } = readReport(
    `# Outage\n\n${UTC}\n\n## Timeline\n\n- 10:15 a\n- 10:15:30 b\n- ~10:16 c\n\n## Impact\n\nx`,
    'c',
  );
  assert.deepEqual(
    told.map(({ precision }) => precision),
    ['minute', 'second', 'about'],
  );
});
