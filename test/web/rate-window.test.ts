import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, rateHeaders, type RateWindow } from '../../server/web/rate-window.ts';

const QUOTA = { requests: 3, seconds: 60 };
const FROM = '2026-11-02T09:00:00.000Z';

type Row = [
  what: string,
  before: RateWindow | undefined,
  now: string,
  within: boolean,
  left: number,
  reset: number,
];

const ROWS: readonly Row[] = [
  ['the first request begins a window', undefined, FROM, true, 2, 60],
  ['one more', { from: FROM, requests: 1 }, '2026-11-02T09:00:10.000Z', true, 1, 50],
  ['part seconds count whole', { from: FROM, requests: 1 }, '2026-11-02T09:00:10.001Z', true, 1, 50],
  ['the last one', { from: FROM, requests: 2 }, '2026-11-02T09:00:59.999Z', true, 0, 1],
  ['one too many', { from: FROM, requests: 3 }, '2026-11-02T09:00:30.000Z', false, 0, 30],
  ['the window ends', { from: FROM, requests: 3 }, '2026-11-02T09:01:00.000Z', true, 2, 60],
  ['the clock was put back', { from: FROM, requests: 3 }, '2026-11-02T08:59:59.000Z', true, 2, 60],
];

for (const [what, before, now, isWithin, remaining, resetSeconds] of ROWS) {
  test(`requests are counted: ${what}`, () => {
    const told = counted(before, QUOTA, now);
    assert.deepEqual([told.isWithin, told.remaining, told.resetSeconds], [isWithin, remaining, resetSeconds]);
    assert.equal(told.window.requests, QUOTA.requests - remaining);
  });
}

test('no window ever lets more through than the quota', () => {
  let window: RateWindow | undefined;
  let through = 0;
  for (let second = 0; second < 60; second += 1) {
    const now = `2026-11-02T09:00:${String(second).padStart(2, '0')}.000Z`;
    const told = counted(window, QUOTA, now);
    window = told.window;
    if (told.isWithin) through += 1;
  }
  assert.equal(through, QUOTA.requests);
});

test('the headers say what is allowed and what is left', () => {
  assert.deepEqual(rateHeaders(QUOTA, counted(undefined, QUOTA, FROM)), {
    'RateLimit-Policy': '"requests";q=3;w=60',
    RateLimit: '"requests";r=2;t=60',
  });
});
