import assert from 'node:assert/strict';
import { test } from 'node:test';
import { similarTo, type Past, type Told } from '../../server/incidents/similar.ts';

const past = (number: number, title: string, more: Partial<Past> = {}): Past => ({
  number,
  key: `INC-${String(number)}`,
  title,
  severity: 'SEV-2',
  openedAt: '2026-01-01T00:00:00.000Z',
  services: [],
  cause: undefined,
  fixedBy: undefined,
  ...more,
});
const PASTS = [
  past(1, 'Checkout hangs', { services: ['shop'], cause: 'a full disk on the database' }),
  past(2, 'Search finds nothing', { services: ['search'], cause: 'the index was not rebuilt' }),
  past(3, 'Payments are declined', { services: ['shop'], cause: 'a certificate ran out' }),
];
const told = (title: string, more: Partial<Told> = {}): Told => ({
  title,
  services: [],
  suspected: [],
  ...more,
});

const CASES: readonly [string, Told, readonly [number, string][]][] = [
  ['a service alone is no likeness', told('Pictures are missing', { services: ['shop'] }), []],
  ['one word of a title alone is none either', told('Checkout shows old prices'), []],
  [
    'a service and a word of the title are',
    told('Checkout shows old prices', { services: ['shop'] }),
    [[1, 'hit shop too; its title has "checkout"']],
  ],
  [
    'what is suspected is compared with the cause',
    told('Orders are lost', { suspected: ['the disk of the orders'] }),
    [[1, 'its cause has "disk"']],
  ],
  [
    'a word is met in another form',
    told('Payment certificates are wrong'),
    [[3, 'its title has "payments"; its cause has "certificate"']],
  ],
  [
    'the most similar stands first',
    told('Checkout hangs, search as well', { services: ['search'], suspected: ['index'] }),
    [
      [2, 'hit search too; its title has "search"; its cause has "index"'],
      [1, 'its title has "checkout" and "hangs"'],
    ],
  ],
  ['words that stand in any title say nothing', told('It is slow and fails with errors'), []],
];
for (const [what, asked, expected] of CASES) {
  test(`of past incidents, ${what}`, () => {
    assert.deepEqual(
      similarTo(asked, PASTS).map(({ past: { number }, why }) => [number, why]),
      expected,
    );
  });
}
