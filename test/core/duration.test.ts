import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAfter, isDay, secondsOf, spanOf } from '../../server/core/duration.ts';

const SECONDS: [string, number | undefined][] = [
  ['90 s', 90],
  ['90s', 90],
  ['5 min', 300],
  ['5 minutes', 300],
  ['1 h 30 min', 5400],
  ['2 h', 7200],
  ['0.5 h', 1800],
  ['3 days', 259_200],
  ['1 week', 604_800],
  ['PT5M', 300],
  ['pt1h30m', 5400],
  ['P1D', 86_400],
  ['6 months', undefined],
  ['P6M', undefined],
  ['soon', undefined],
  ['5', undefined],
  ['5 min or so', undefined],
  ['-5 min', undefined],
  ['0 min', undefined],
  ['PT', undefined],
  ['P', undefined],
  ['', undefined],
  ['5 parsecs', undefined],
];
for (const [text, seconds] of SECONDS) {
  test(`"${text}" is ${seconds ?? 'no number of'} seconds`, () => {
    assert.equal(secondsOf(text), seconds);
  });
}

test('months are kept apart from seconds, and are never cut', () => {
  assert.deepEqual(spanOf('6 months'), { months: 6, seconds: 0 });
  assert.deepEqual(spanOf('1 year'), { months: 12, seconds: 0 });
  assert.deepEqual(spanOf('P1Y6M'), { months: 18, seconds: 0 });
  assert.equal(spanOf('1.5 months'), undefined);
});

const DAYS: [string, boolean][] = [
  ['2026-09-02', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['2026-13-01', false],
  ['2026-04-31', false],
  ['2026-9-2', false],
  ['2026-09-02T10:00', false],
];
for (const [text, exists] of DAYS) {
  test(`${text} is ${exists ? 'a day' : 'no day'}`, () => {
    assert.equal(isDay(text), exists);
  });
}

const AFTER: [string, string, string][] = [
  ['2026-09-02', '6 months', '2027-03-02'],
  ['2026-01-31', '1 month', '2026-02-28'],
  ['2024-02-29', '1 year', '2025-02-28'],
  ['2026-12-15', '1 month', '2027-01-15'],
  ['2026-02-20', '10 days', '2026-03-02'],
];
for (const [day, span, after] of AFTER) {
  test(`${span} after ${day} is ${after}`, () => {
    assert.equal(dayAfter(day, spanOf(span) ?? { months: 0, seconds: 0 }), after);
  });
}
