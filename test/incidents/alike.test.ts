import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeOf, alikeWords, type Opened } from '../../server/incidents/alike.ts';

const OPENED: readonly Opened[] = (
  [
    [1, 'Payments fail for a third of shoppers', ['storefront']],
    [2, 'Search is slow', ['search']],
    [3, 'A laptop is lost', []],
    [4, 'Login page shows an error', ['login', 'storefront']],
  ] as const
).map(([number, title, services]) => ({
  number,
  key: `INC-${String(number)}`,
  title,
  services,
  openedAt: '2026-11-02T09:00:00.000Z',
}));

test('open incidents look alike by their service or by the words that tell them apart', () => {
  const rows: readonly [title: string, services: readonly string[], found: readonly number[]][] = [
    ['Payment fails', [], [1]],
    ['PAYMENTS!', [], [1]],
    ['Nothing works', ['search'], [2]],
    ['Shoppers cannot pay', ['storefront'], [1, 4]],
    ['The error is slow and fails', [], []],
    ['Printer jams', ['office'], []],
    ['', [], []],
    ['Lost laptop', [], [3]],
  ];
  for (const [title, services, found] of rows) {
    const alike = alikeOf({ title, services }, OPENED);
    assert.deepEqual(
      alike.map(({ number }) => number),
      found,
      title,
    );
  }
});

test('at most three are shown', () => {
  const many = [5, 6, 7, 8, 9].map((number) => ({ ...OPENED[1], number, key: `INC-${String(number)}` }));
  assert.equal(alikeOf({ title: 'Search', services: [] }, many as Opened[]).length, 3);
});

test('what looks alike is told with its age, and nothing is told of nothing', () => {
  const now = '2026-11-02T09:04:00.000Z';
  assert.equal(alikeWords(OPENED.slice(1, 2), now), 'INC-2 (Search is slow), opened 4 min ago, looks alike.');
  assert.equal(alikeWords([], now), undefined);
});
