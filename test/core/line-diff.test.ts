import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffRows, diffSummary, lineDiff } from '../../server/core/line-diff.ts';

/** A diff as people write it: one sign before each line. */
function drawn(before: string, after: string): string[] {
  const signs = { same: ' ', added: '+', removed: '-' };
  return lineDiff(before, after).map(({ sign, text }) => signs[sign] + text);
}

test('a changed line is taken out and put in, its neighbours stay', () => {
  assert.deepEqual(drawn('a\nb\nc', 'a\nx\nc'), [' a', '-b', '+x', ' c']);
});

test('lines that moved are shown where they are missing and where they came', () => {
  assert.deepEqual(drawn('a\nb\nc', 'b\nc\na'), ['-a', ' b', ' c', '+a']);
});

test('from the diff both texts can be put together again', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = lineDiff(before, after);
      const without = (sign: string) =>
        diff
          .filter((line) => line.sign !== sign)
          .map((line) => line.text)
          .join('\n');
      assert.equal(without('added'), before);
      assert.equal(without('removed'), after);
    }),
    { numRuns: 2000 },
  );
});

test('two long texts without a common line are compared at once', () => {
  const long = (word: string) => Array.from({ length: 4_000 }, (_, index) => `${word} ${index}`).join('\n');
  assert.equal(diffSummary(lineDiff(long('a'), long('b'))), '4000 lines added, 4000 removed');
});

test('far from a change the unchanged lines are counted, not shown', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
  const rows = diffRows(lineDiff(before, before.replace('line 10', 'other')), 1);
  assert.deepEqual(rows, [
    { sign: 'gap', count: 9 },
    { sign: 'same', text: 'line 9' },
    { sign: 'removed', text: 'line 10' },
    { sign: 'added', text: 'other' },
    { sign: 'same', text: 'line 11' },
    { sign: 'gap', count: 8 },
  ]);
});

const SUMMARIES: [string, string, string][] = [
  ['a', 'a', 'nothing changed'],
  ['a', 'a\nb', '1 line added'],
  ['a\nb\nc', 'a', '2 lines removed'],
  ['a\nb', 'a\nc\nd', '2 lines added, 1 removed'],
];
for (const [before, after, said] of SUMMARIES) {
  test(`a version is summed up: ${said}`, () => {
    assert.equal(diffSummary(lineDiff(before, after)), said);
  });
}
