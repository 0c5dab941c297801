import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuietStill, meaningOf, tellAt, type Known, type Meaning } from '../../server/alerts/incoming.ts';
import type { Signal } from '../../server/alerts/signal.ts';
import { signal } from './signal.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const BEFORE = '2026-11-02T08:55:00.000Z';
const LONG_BEFORE = '2026-11-02T08:40:00.000Z';

function known(given: Partial<Known>): Known {
  return {
    id: 'a',
    incidentNumber: 1,
    count: 1,
    toldCount: 1,
    toldAt: BEFORE,
    firedAt: BEFORE,
    clearedAt: undefined,
    ...given,
  };
}

const endAlone = (clearedAt: string) =>
  known({ count: 0, toldCount: 0, incidentNumber: undefined, clearedAt });

const ROWS: readonly [is: string, before: Known | undefined, signal: Signal, means: Meaning][] = [
  ['new', undefined, signal('a', 'firing'), 'received'],
  ['the same', known({}), signal('a', 'firing'), 'again'],
  ['its end', known({}), signal('a', 'resolved'), 'cleared'],
  ['its end twice', known({ clearedAt: BEFORE }), signal('a', 'resolved'), 'known'],
  ['after its end', known({ clearedAt: BEFORE }), signal('a', 'firing'), 'anew'],
  ['after its end, told later', known({ clearedAt: BEFORE }), signal('a', 'firing', NOW), 'anew'],
  ['after its end, told before it', known({ clearedAt: BEFORE }), signal('a', 'firing', LONG_BEFORE), 'late'],
  ['an end alone', undefined, signal('a', 'resolved'), 'early'],
  ['an end alone twice', endAlone(BEFORE), signal('a', 'resolved'), 'known'],
  ['a beginning after its end', endAlone(BEFORE), signal('a', 'firing'), 'over'],
  ['a beginning long after its end', endAlone(LONG_BEFORE), signal('a', 'firing'), 'received'],
  ['an end long after an end', endAlone(LONG_BEFORE), signal('a', 'resolved'), 'early'],
];

for (const [is, before, came, means] of ROWS) {
  test(`an alert that is ${is} means ${means}`, () => {
    assert.equal(meaningOf(before, came, NOW), means);
  });
}

test('a repeat is told at once, or a minute after the last', () => {
  assert.equal(tellAt({ toldAt: undefined }, NOW), NOW);
  assert.equal(tellAt({ toldAt: BEFORE }, NOW), NOW);
  assert.equal(tellAt({ toldAt: '2026-11-02T08:59:30.000Z' }, NOW), '2026-11-02T09:00:30.000Z');
});

test('a group asks once in a quarter of an hour', () => {
  assert.equal(isQuietStill(BEFORE, NOW), true);
  assert.equal(isQuietStill(LONG_BEFORE, NOW), false);
});
