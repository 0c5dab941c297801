import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameBack, type Open } from '../../server/postmortems/came-back.ts';

const open = (number: number, services: readonly string[], cause?: string): Open => ({
  number,
  key: `ACT-${String(number)}`,
  text: 'Do it',
  incidentKey: `INC-${String(number)}`,
  services,
  cause,
});

test('the same cause stands before the same service, and one word is chance', () => {
  const items = [
    open(1, [], 'a full disk'),
    open(2, ['shop'], 'a lock'),
    open(3, [], 'a disk was slow'),
    open(4, ['mail']),
  ];
  const told = { title: 'Orders hang', services: ['shop'], suspected: ['the disk is full'] };
  assert.deepEqual(
    cameBack(told, items).map(({ words }) => words),
    [
      'The cause of INC-1 may be back while ACT-1 is open',
      'This service was hit in INC-2, and ACT-2 is still open',
    ],
  );
});

test('three are enough', () => {
  const told = { title: 'Orders hang', services: ['shop'], suspected: [] };
  const items = [1, 2, 3, 4, 5].map((number) => open(number, ['shop']));
  assert.deepEqual(
    cameBack(told, items).map(({ item }) => item.number),
    [5, 4, 3],
  );
});
