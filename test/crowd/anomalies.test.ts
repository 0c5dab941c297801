import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anomalies } from './anomalies.ts';
import type { History, Line } from './history.ts';

const line = (seq: number, opId: string): Line => ({ seq, opId, hash: `${opId}#${String(seq)}` });
const done = (
  opId: string,
  sentAt: number,
  at: number,
  first: number,
  last = first,
): History['acts'][number] => ({
  opId,
  room: 1,
  sentAt,
  answer: { at, outcome: { done: { first, last } } },
});
const LINES = [line(1, 'a'), line(2, 'b'), line(3, 'b'), line(4, 'c')];
const SOUND: History = {
  acts: [
    done('a', 0, 1, 1),
    done('b', 2, 5, 2, 3),
    done('b', 6, 7, 2, 3),
    done('c', 3, 8, 4),
    { opId: 'gone', room: 1, sentAt: 2 },
    { opId: 'no', room: 1, sentAt: 2, answer: { at: 3, outcome: 'refused' } },
  ],
  looks: [
    { room: 1, sentAt: 1.5, at: 2.5, seen: LINES.slice(0, 1) },
    { room: 1, sentAt: 6, at: 7, seen: LINES.slice(0, 3) },
  ],
};
const judged = (change: Partial<History>, lines = LINES): string[] =>
  anomalies({ ...SOUND, ...change }, new Map([[1, lines]]));

test('a sound history has no anomaly', () => {
  assert.deepEqual(judged({}), []);
});

const FAULTS: readonly [string, string[], RegExp][] = [
  [
    'an answered change is not there',
    judged({ acts: [...SOUND.acts, done('d', 9, 10, 5)] }),
    /no place: lost/,
  ],
  ['a change is there twice', judged({}, [...LINES, line(5, 'a')]), /a was answered with 1 and is at 1,5/],
  ['half of a change is there', judged({}, [line(1, 'a'), line(2, 'b'), line(3, 'c')]), /b was answered/],
  ['a refused change is there', judged({}, [...LINES, line(5, 'no')]), /no was said to add nothing/],
  [
    'an unanswered change is there twice',
    judged({}, [...LINES, line(5, 'gone'), line(6, 'x'), line(7, 'gone')]),
    /gone was not answered and is torn or doubled/,
  ],
  ['a number is missing', judged({}, [...LINES.slice(0, 3), line(5, 'c')]), /not where its number belongs/],
  [
    'a later change stands before an earlier one',
    judged({ acts: [...SOUND.acts.slice(0, 3), done('c', 0.5, 0.8, 4)] }),
    /was sent after c had been answered/,
  ],
  [
    'a reader saw what is not there any more',
    judged({ looks: [{ room: 1, sentAt: 2, at: 3, seen: [line(1, 'z')] }] }),
    /differs at entry 1/,
  ],
  [
    'a reader missed what had been answered',
    judged({ looks: [{ room: 1, sentAt: 9, at: 10, seen: LINES.slice(0, 2) }] }),
    /saw 2 entries when 4 had been answered/,
  ],
  [
    'a reader saw the future',
    judged({ looks: [{ room: 1, sentAt: 1.2, at: 1.5, seen: LINES.slice(0, 2) }] }),
    /saw b before it was sent/,
  ],
];
for (const [name, found, expected] of FAULTS) {
  test(`it is an anomaly when ${name}`, () => {
    assert.match(found.join('\n'), expected);
  });
}
