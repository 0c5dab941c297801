import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTyped } from '../../server/core/typed-time.ts';

const LA = 'America/Los_Angeles';
/** 12 June 2023, 10:40:20 in Los Angeles. */
const NOON = { now: '2023-06-12T17:40:20.000Z', zone: LA };

const READ: [typed: string, instant: string, precision: 'minute' | 'second'][] = [
  ['10:15', '2023-06-12T17:15:00.000Z', 'minute'],
  ['10:15:30', '2023-06-12T17:15:30.000Z', 'second'],
  ['9:05', '2023-06-12T16:05:00.000Z', 'minute'],
  ['10:42', '2023-06-12T17:42:00.000Z', 'minute'],
  ['10:43', '2023-06-11T17:43:00.000Z', 'minute'],
  ['23:50', '2023-06-12T06:50:00.000Z', 'minute'],
  ['9:05 pm', '2023-06-12T04:05:00.000Z', 'minute'],
  ['12:10 a.m.', '2023-06-12T07:10:00.000Z', 'minute'],
  ['yesterday 23:50', '2023-06-12T06:50:00.000Z', 'minute'],
  ['today 00:01', '2023-06-12T07:01:00.000Z', 'minute'],
  ['-20m', '2023-06-12T17:20:20.000Z', 'minute'],
  ['-1h 5m', '2023-06-12T16:35:20.000Z', 'minute'],
  ['\u221290s', '2023-06-12T17:38:50.000Z', 'second'],
  ['2023-06-12 10:15', '2023-06-12T17:15:00.000Z', 'minute'],
  ['2023-06-12T17:15:30.000Z', '2023-06-12T17:15:30.000Z', 'second'],
  ['2023-06-12T10:15-07:00', '2023-06-12T17:15:00.000Z', 'minute'],
  ['2023-06-12 10:15 Europe/Madrid', '2023-06-12T08:15:00.000Z', 'minute'],
  ['10:15 UTC', '2023-06-12T10:15:00.000Z', 'minute'],
  ['yesterday 23:50 Europe/Madrid', '2023-06-11T21:50:00.000Z', 'minute'],
  ['June 12, 2023, 10:15 AM', '2023-06-12T17:15:00.000Z', 'minute'],
  ['Monday 12 June 2023 at 10:15', '2023-06-12T17:15:00.000Z', 'minute'],
  ['12 Jan 2023 10:15', '2023-01-12T18:15:00.000Z', 'minute'],
];

for (const [typed, instant, precision] of READ) {
  test(`"${typed}" is read`, () => {
    assert.deepEqual(readTyped(typed, NOON), { instant, precision });
  });
}

test('"yesterday" is the day before the present one in the zone that is named', () => {
  // 23:30 in Los Angeles is the next day in Madrid already.
  const late = { now: '2023-06-13T06:30:00.000Z', zone: LA };
  assert.deepEqual(readTyped('yesterday 23:50 Europe/Madrid', late), {
    instant: '2023-06-12T21:50:00.000Z',
    precision: 'minute',
  });
});

const REFUSED: [typed: string, sentence: RegExp][] = [
  ['', /cannot be read/],
  ['noon', /cannot be read/],
  ['25:00', /cannot be read/],
  ['10:75', /cannot be read/],
  ['13:05 pm', /cannot be read/],
  ['-', /cannot be read/],
  ['last week 10:15', /cannot be read/],
  ['2023-02-30 10:15', /no date "2023-02-30"/],
  ['2023-13-01 10:15', /no date/],
  ['2023-06-12 10:43', /lies ahead: it is 10:40 PDT/],
  ['2024-01-01 10:15', /lies ahead/],
  ['10:15 XYZ', /not a zone that Muster knows/],
  ['10:15 Etc/GMT+7', /wrong way round/],
];

for (const [typed, sentence] of REFUSED) {
  test(`"${typed}" is refused with what to type`, () => {
    const answer = readTyped(typed, NOON);
    assert.ok('refuse' in answer);
    assert.match(answer.refuse, sentence);
  });
}

test('an abbreviation is asked about with every reading, and each answer can be typed', () => {
  const evening = { now: '2023-06-12T23:00:00.000Z', zone: LA };
  const answer = readTyped('June 12, 2023, 10:15 AM (PST)', evening);
  assert.ok('ask' in answer);
  assert.deepEqual(answer.choices.slice(0, 2), [
    { label: 'Los Angeles: 10:15 PDT (17:15Z), offset -07:00', value: '2023-06-12T10:15-07:00' },
    { label: 'UTC-08:00 all year: 10:15 UTC-8 (18:15Z)', value: '2023-06-12T10:15-08:00' },
  ]);
  const instants = answer.choices.map(({ value }) => readTyped(value, evening));
  assert.deepEqual(instants.slice(0, 2), [
    { instant: '2023-06-12T17:15:00.000Z', precision: 'minute' },
    { instant: '2023-06-12T18:15:00.000Z', precision: 'minute' },
  ]);
});

test('readings that are one instant are one choice, and it is still asked', () => {
  const answer = readTyped('10:15 PDT', NOON);
  assert.ok('ask' in answer);
  assert.deepEqual(
    answer.choices.map(({ value }) => value),
    ['2023-06-12T10:15-07:00'],
  );
});

test('a time that the clocks jumped over is asked about with its two neighbours', () => {
  const answer = readTyped('2023-03-12 02:30', NOON);
  assert.ok('ask' in answer);
  assert.match(answer.ask, /clocks went forward/);
  assert.deepEqual(
    answer.choices.map(({ value }) => readTyped(value, NOON)),
    [
      { instant: '2023-03-12T09:59:00.000Z', precision: 'minute' },
      { instant: '2023-03-12T10:00:00.000Z', precision: 'minute' },
    ],
  );
});

test('a time that came twice is asked about with both offsets', () => {
  const answer = readTyped('2022-11-06 01:30', NOON);
  assert.ok('ask' in answer);
  assert.deepEqual(answer.choices, [
    { label: 'The first: 01:30 PDT (08:30Z), offset -07:00', value: '2022-11-06T01:30-07:00' },
    { label: 'The second: 01:30 PST (09:30Z), offset -08:00', value: '2022-11-06T01:30-08:00' },
  ]);
});

test('while the second of two equal times lies ahead, only the first can be meant', () => {
  const between = { now: '2022-11-06T08:45:00.000Z', zone: LA };
  assert.deepEqual(readTyped('01:30', between), { instant: '2022-11-06T08:30:00.000Z', precision: 'minute' });
});

test("a time in tonight's gap without a date is asked about once the gap has passed", () => {
  const after = { now: '2023-03-12T10:30:00.000Z', zone: LA };
  assert.ok('ask' in readTyped('02:30', after));
  const before = { now: '2023-03-12T09:30:00.000Z', zone: LA };
  assert.deepEqual(readTyped('02:30', before), { instant: '2023-03-11T10:30:00.000Z', precision: 'minute' });
});
