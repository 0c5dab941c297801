import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dateAt,
  dateIn,
  datesIn,
  wholeDate,
  type DateFrame,
  type WrittenDate,
} from '../../server/reports/written-date.ts';

const FORMS: [text: string, date: WrittenDate | undefined][] = [
  ['2023-06-12', { date: '2023-06-12' }],
  ['2023/6/2', { date: '2023-06-02' }],
  ['2023.06.12', { date: '2023-06-12' }],
  ['12 June 2023', { date: '2023-06-12' }],
  ['12. June 2023', { date: '2023-06-12' }],
  ['12th of June, 2023', { date: '2023-06-12' }],
  ['12 Jun 2023', { date: '2023-06-12' }],
  ['12-Jun-2023', { date: '2023-06-12' }],
  ['12/Jun/2023', { date: '2023-06-12' }],
  ['June 12, 2023', { date: '2023-06-12' }],
  ['June 12th 2023', { date: '2023-06-12' }],
  ['Sept. 3, 2023', { date: '2023-09-03' }],
  ['Monday, June 12, 2023', { date: '2023-06-12' }],
  ['Thurs 15 June 2023', { date: '2023-06-15' }],
  ['2023 June 12', { date: '2023-06-12' }],
  ['June 12', { month: 6, day: 12 }],
  ['the 12th of June', { month: 6, day: 12 }],
  ['29 February 2024', { date: '2024-02-29' }],
  ['14.11.2023', { date: '2023-11-14' }],
  ['06/13/2023', { date: '2023-06-13' }],
  ['13/06/23', { date: '2023-06-13' }],
  ['07/07/2023', { date: '2023-07-07' }],
  ['06/12/2023', { numbers: [6, 12], year: 2023 }],
  ['12.06.23', { numbers: [12, 6], year: 2023 }],
  ['Day 3', { dayNumber: 3 }],
  ['Tuesday', { weekday: 2 }],
  ['29 February 2023', undefined],
  ['2023-13-01', undefined],
  ['2023-06-31', undefined],
  ['31/31/2023', undefined],
  ['32 June', undefined],
  ['1.2.3.4', undefined],
  ['12 juniper bushes', undefined],
  ['12 marches', undefined],
];

for (const [text, expected] of FORMS) {
  test(`"${text}" is ${JSON.stringify(expected) ?? 'no date'}`, () => {
    assert.deepEqual(dateAt(text, 0)?.value, expected);
  });
}

test('a date is found wherever it stands, and its own text with it', () => {
  const text = 'Between a release on 10 June 2023 and the alert of June 12, 2023 nothing was seen.';
  assert.deepEqual(
    datesIn(text).map(({ index, length }) => text.slice(index, index + length)),
    ['10 June 2023', 'June 12, 2023'],
  );
  assert.deepEqual(dateIn(text), { date: '2023-06-10' });
  assert.deepEqual(datesIn('version 1.12.20, 1.12.2023a of 2023-06-12x at 10.1.12.20'), []);
});

test('days of a range are no single day', () => {
  for (const text of [
    '8 and 10 August 2023',
    '8-10 August 2023',
    'from 8 to 10 August 2023',
    'June 12-14, 2023',
    'June 12 to 14, 2023',
  ]) {
    assert.deepEqual(
      datesIn(text).map(({ isRange }) => isRange),
      [true],
      text,
    );
    assert.equal(dateIn(text), undefined);
  }
});

const FRAME: DateFrame = { year: 2023, order: undefined, start: '2023-06-12', previous: undefined };

test('a date that lacks something is put together from what is known', () => {
  const whole = (date: WrittenDate, frame: Partial<DateFrame> = {}): string | undefined =>
    wholeDate(date, { ...FRAME, ...frame });
  assert.equal(whole({ month: 6, day: 12 }), '2023-06-12');
  assert.equal(whole({ month: 6, day: 12 }, { year: undefined }), undefined);
  assert.equal(whole({ month: 2, day: 29 }), undefined);
  assert.equal(whole({ numbers: [6, 12], year: 2022 }), undefined);
  assert.equal(whole({ numbers: [6, 12], year: 2022 }, { order: 'month-first' }), '2022-06-12');
  assert.equal(whole({ numbers: [6, 12], year: 2022 }, { order: 'day-first' }), '2022-12-06');
  assert.equal(whole({ numbers: [6, 12], year: undefined }, { order: 'day-first' }), '2023-12-06');
  assert.equal(whole({ dayNumber: 1 }), '2023-06-12');
  assert.equal(whole({ dayNumber: 20 }), '2023-07-01');
  assert.equal(whole({ dayNumber: 2 }, { start: undefined }), undefined);
});

test('a weekday is the next such day, counted from a day that is sure', () => {
  const on = (weekday: number, frame: Partial<DateFrame>): string | undefined =>
    wholeDate({ weekday }, { ...FRAME, ...frame });
  assert.equal(on(1, {}), '2023-06-12', 'the named day is a Monday');
  assert.equal(on(2, {}), undefined, 'a first line on another weekday is asked about');
  assert.equal(on(2, { previous: '2023-06-12' }), '2023-06-13');
  assert.equal(on(1, { previous: '2023-06-13' }), '2023-06-19');
  assert.equal(on(1, { start: undefined }), undefined);
});
