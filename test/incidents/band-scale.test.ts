import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockMarks, dayText, wallClock } from '../../server/core/clock-marks.ts';
import { plusSeconds } from '../../server/core/time.ts';
import { axisOf } from '../../server/incidents/band-axis.ts';
import { scaleOf } from '../../server/incidents/band-scale.ts';

const ZONE = 'America/Los_Angeles';
const START = '2023-06-12T17:15:00.000Z';
const HOUR = 3600;

const at = (...hours: number[]) => hours.map((hour) => plusSeconds(START, hour * HOUR));
const scale = (hours: number[]) => scaleOf(at(...hours), 100, 600, 40);
const axis = (hours: number[]) => axisOf(scale(hours), ZONE, { left: 0, right: 800 });

/** Hours at which something happened, and the silences that are left out, in hours. */
const CUTS: readonly [what: string, hours: number[], cuts: [number, number][]][] = [
  ['nothing of a busy morning', [0, 0.5, 1, 2, 2.5], []],
  ['not a silence within an hour', [0, 0.1, 0.5], []],
  ['not a silence that is part of the story', [0, 0.5, 1, 2, 3.2, 4], []],
  ['the night before the last entry', [0, 1, 2, 26], [[2, 26]]],
  [
    'two nights between short days',
    [0, 1, 24, 25, 48, 49],
    [
      [1, 24],
      [25, 48],
    ],
  ],
  [
    'weeks, and what is long beside the rest',
    [0, 1, 6, 400],
    [
      [1, 6],
      [6, 400],
    ],
  ],
];

for (const [what, hours, cuts] of CUTS) {
  test(`the axis leaves out ${what}`, () => {
    const made = scale(hours);
    const expected = cuts.map(([from, to]) => at(from, to));
    assert.deepEqual(
      made.cuts.map(({ from, to }) => [from, to]),
      expected,
    );
    const places = at(...hours).map(made.x);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.deepEqual([places[0], places.at(-1)], [100, 700]);
  });
}

test('an instant beyond an end stands at that end', () => {
  const { x } = scale([0, 1, 2]);
  assert.deepEqual(at(-5, 50).map(x), [100, 700]);
});

/** Hours over which an incident lasts, and the first round times of its axis. */
const TICKS: readonly [hours: number, clocks: string[], dates: string[]][] = [
  [1 / 60, ['10:15', '10:16'], []],
  [0.5, ['10:15', '10:20'], []],
  [2, ['10:20', '10:30'], []],
  [6, ['10:30', '11:00'], []],
  [30, ['12:00', '15:00'], ['12 June', '13 June']],
];

for (const [hours, clocks, dates] of TICKS) {
  test(`an incident of ${hours.toFixed(2)} h has ticks at ${clocks.join(', ')}`, () => {
    const steps = Array.from({ length: 11 }, (_, index) => (index * hours) / 10);
    const made = axis(steps);
    assert.deepEqual(
      made.clocks.slice(0, 2).map(({ text }) => text),
      clocks,
    );
    assert.deepEqual(
      made.dates.map(({ text }) => text),
      dates,
    );
    assert.equal(made.zone, 'PDT');
  });
}

test('an incident of weeks has dates and no clock times', () => {
  const made = axis(Array.from({ length: 41 }, (_, index) => index * 24));
  assert.deepEqual(made.clocks, []);
  assert.ok(made.dates.length > 3 && made.dates.length < 10, `${made.dates.length} dates`);
});

test('after a silence the date is said, and no clock time stands under the date of another day', () => {
  const made = axis([0, 0.3, 0.6, 1, 1.3, 1.6, 2, 23, 70, 70.2]);
  assert.deepEqual(
    made.dates.map(({ text }) => text),
    ['12 June', '15 June'],
  );
  assert.match(made.clocks.map(({ text }) => text).join(' '), /21 h 08:15/);
});

test('round times follow the clock on the wall over a change of the clocks', () => {
  const marks = clockMarks('2023-11-05T07:30:00.000Z', '2023-11-05T11:00:00.000Z', HOUR, ZONE);
  assert.deepEqual(
    marks.map((mark) => wallClock(mark, ZONE)),
    ['01:00', '02:00', '03:00'],
  );
  const jumped = clockMarks('2023-03-12T08:30:00.000Z', '2023-03-12T11:00:00.000Z', HOUR, ZONE);
  assert.deepEqual(
    jumped.map((mark) => wallClock(mark, ZONE)),
    ['01:00', '03:00', '04:00'],
  );
  assert.equal(dayText('2023-06-13T06:59:00.000Z', ZONE), '12 June');
});
