import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sha256Hex } from '../../server/core/canonical.ts';
import { askedOf } from '../../server/postmortems/findings.ts';
import { declared } from '../support/told.ts';

const TODAY = '2023-06-20';

function codes(text: string, told = declared()): string[] {
  return askedOf(text, told.state, TODAY).map(({ code }) => code);
}

test('PM508: a pinned entry that the text does not mention is asked about, and one that it mentions is not', () => {
  const told = declared();
  told.act('ben', { type: 'add-note', text: 'The cache was cold', flavour: 'note' });
  const seq = told.last('note-added');
  told.act('ben', { type: 'pin-entry', seq, on: true });
  const text = '# Checkout fails\n\n## Timeline\n\n- 10:15 It began.\n';
  assert.ok(codes(text, told).includes('PM508'));
  const mentioned = `${text}- 10:20 The cache was cold [#${String(seq)}](/incidents/42#e${String(seq)}).\n`;
  assert.ok(!codes(mentioned, told).includes('PM508'));
});

const HEAD = '# It broke\n\n## Impact\n\n';
const REST = '\n\n## Timeline\n\n- 10:15 The first error came in [#1](/incidents/42#e1).\n';

/** What stands under Impact, and how often it is asked which entry says so. */
const SUPPORT: readonly [what: string, impact: string, times: number][] = [
  ['a sentence without an entry', 'Nobody was charged twice by it.', 1],
  ['a sentence with its entry', 'Nobody was charged twice by it [#9](/incidents/42#e9).', 0],
  [
    'a paragraph whose second line has it',
    'Nobody was charged twice,\nas we counted [#9](/incidents/42#e9).',
    0,
  ],
  [
    'two items, one of them without',
    '- All orders were kept [#9](/incidents/42#e9).\n- No data were lost at all.',
    1,
  ],
  [
    'a table, whose head states nothing',
    '| From | To | Users | What they met |\n|---|---|---|---|\n| 10:02 | 10:58 | 35 % | slow pages |',
    1,
  ],
  ['a question', 'What did this mean for the shop?', 0],
  ['a prompt that is still open', '*What did this mean for the people affected? What was not hurt?*', 0],
  ['a name', 'Storefront, all regions', 0],
  [
    'a block as it was made',
    `<!-- muster:block impact ${sha256Hex('Orders failed for about an hour.').slice(0, 4)} -->\nOrders failed for about an hour.\n<!-- muster:end -->`,
    0,
  ],
  [
    'a block that people changed',
    '<!-- muster:block impact 0000 -->\nOrders failed for about an hour.\n<!-- muster:end -->',
    1,
  ],
];
for (const [what, impact, times] of SUPPORT) {
  test(`PM507: of ${what} it is ${times === 0 ? 'not asked' : 'asked'} which entry says so`, () => {
    const found = askedOf(`${HEAD}${impact}${REST}`, declared().state, TODAY).filter(
      ({ code }) => code === 'PM507',
    );
    assert.equal(found.length, times, JSON.stringify(found));
    for (const { line, quote } of found) assert.ok(line !== undefined && quote !== undefined && quote !== '');
  });
}

test('PM507: what other sections say needs no entry, and a text from elsewhere is asked once', () => {
  const lessons = `${HEAD}None.${REST}\n## What we learned\n\nAsk what moved first, always.\n`;
  assert.ok(!codes(lessons).includes('PM507'));
  const elsewhere =
    '# It broke\n\n## Timeline\n\n- 10:15 The first error came in.\n- 10:20 It was seen by us.\n';
  assert.equal(codes(elsewhere).filter((code) => code === 'PM507').length, 1);
});

test('PM507: a draft that nobody has touched has none', () => {
  const draft = readFileSync(join(import.meta.dirname, 'expected', 'caching.md'), 'utf8');
  assert.deepEqual(
    askedOf(draft, declared().state, TODAY).filter(({ code }) => code === 'PM507'),
    [],
  );
});

test('a finding names its line and quotes it', () => {
  const [blame] = askedOf(
    '# It broke\n\n## Root cause\n\nThis was human error.\n',
    declared().state,
    TODAY,
  ).filter(({ code }) => code === 'PM502');
  assert.equal(blame?.line, 5);
  assert.equal(blame.quote, 'This was human error.');
});

test('an action item is not asked about in the text, since its own page does', () => {
  const table = '| Task | Owner | Due |\n|---|---|---|\n';
  const head = '# It broke\n\n## Impact\n\nAll.\n\n## Root cause\n\nA full disk.\n\n## Tasks\n\n';
  assert.ok(codes(`${head}${table}| Watch the disk | - | - |\n`).includes('PM401'));
  assert.ok(
    !codes(`${head}${table}| ACT-7 Watch the disk | - | - |\n`).some((code) => code.startsWith('PM4')),
  );
});
