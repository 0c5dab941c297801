import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFor, type Lately, type Plan, type Waiting } from '../../server/notify/bundle.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 2, 9, 0, second)).toISOString();
const page = (id: string, urgency: number, second = 0, subject = id): Waiting => {
  return { id, subject, urgency, dueAt: at(second) };
};
const went = (second: number, urgency: number, subject = 'INC-1'): Lately => {
  return { at: at(second), urgency, subject };
};
const together = (leader: string, ...ids: string[]): Plan => ({ kind: 'together', leader, ids });
const wait = (second: number, ...ids: string[]): Plan => ({ kind: 'wait', ids, until: at(second) });

/** What waits for somebody, what went to them a moment ago, and what becomes of it. */
const CASES: readonly [
  name: string,
  channel: string,
  waiting: Waiting[],
  lately: Lately[],
  expected: Plan[],
][] = [
  ['nothing waits, nothing is done', 'mail', [], [], []],
  ['the first goes at once', 'mail', [page('a', 2)], [], [together('a')]],
  ['several go in one', 'push', [page('a', 3, 1), page('b', 3, 2)], [], [together('a', 'b')]],
  ['the worst of them leads', 'push', [page('a', 3, 1), page('b', 2, 2)], [], [together('b', 'a')]],
  ['one push a minute', 'push', [page('a', 2)], [went(10, 2)], [wait(70, 'a')]],
  ['one mail in two minutes', 'mail', [page('a', 2)], [went(10, 2)], [wait(130, 'a')]],
  ['the last that went counts', 'push', [page('a', 2)], [went(10, 2), went(40, 2)], [wait(100, 'a')]],
  [
    'something worse than what went overtakes the queue',
    'push',
    [page('a', 3), page('b', 2)],
    [went(10, 3)],
    [together('b'), wait(70, 'a')],
  ],
];

for (const [name, channel, waiting, lately, expected] of CASES) {
  test(`pages to one person: ${name}`, () => {
    assert.deepEqual(planFor(channel, waiting, lately), expected);
  });
}
