import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonOf, renamesOf } from '../../server/runbooks/comparison.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';

const STEPS = [
  '### 1. Look at the board\n\nIs it red?\n',
  '### 2. Read the hit rate of the cache\n\nUse the tool.\n',
];

const written = (steps: readonly string[], head = '# Cache\n') =>
  readRunbook('cache.md', `${head}\n## Triage\n\n${steps.join('\n')}\n## Aftercare\n\nTell them.\n`);

let made = 0;
function compared(before: readonly string[], after: readonly string[], head?: string) {
  made += 1;
  const { changes, around } = comparisonOf(written(before), written(after, head), String(made));
  return { kinds: changes.map(({ kind }) => kind), changes, around };
}

const [LOOK = '', READ = ''] = STEPS;
const CASES: [what: string, before: string[], after: string[], kinds: string[]][] = [
  ['the same text', [LOOK, READ], [LOOK, READ], []],
  ['another sentence', [LOOK, READ], [LOOK, READ.replace('Use', 'Open')], ['changed']],
  ['another number alone', [LOOK, READ], [LOOK, READ.replace('2.', '5.')], []],
  ['a step more', [LOOK], [LOOK, READ], ['added']],
  ['a step less', [LOOK, READ], [READ], ['gone']],
  [
    'another title over the same words',
    [LOOK, READ],
    [LOOK, READ.replace('Read the', 'Note the')],
    ['renamed'],
  ],
  ['a title with nothing in common', [READ], ['### Call the bank\n\nBy phone.\n'], ['added', 'gone']],
];
for (const [what, before, after, kinds] of CASES) {
  test(`${what}: ${kinds.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(compared(before, after).kinds.toSorted(), kinds);
  });
}

test('what is gone stands where it stood, and lines next to a change are shown', () => {
  const { changes } = compared([LOOK, READ], [READ.replace('Use', 'Open')]);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ['gone', 'changed'],
  );
  assert.deepEqual(changes[1]?.rows.at(-1), { sign: 'added', text: 'Open the tool.' });
});

test('what changed outside of the steps is told apart', () => {
  const { kinds, around } = compared([LOOK], [LOOK], '# Cache\n\nNew words.\n');
  assert.deepEqual(kinds, []);
  assert.ok(around.some((row) => row.sign === 'added' && row.text === 'New words.'));
  assert.deepEqual(compared([LOOK], [LOOK]).around, []);
});

test('each step has one other side at most: the one that is most like it', () => {
  const before = written(['### Read the hit rate of the cache\n', '### Read the hit rate of the proxy\n']);
  const after = written(['### Note the hit rate of the proxy\n', '### Note the hit rate of the cache\n']);
  assert.deepEqual(
    renamesOf(before, after).map(({ from, to }) => [from.title.slice(-5), to.title.slice(-5)]),
    [
      ['cache', 'cache'],
      ['proxy', 'proxy'],
    ],
  );
});
