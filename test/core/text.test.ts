import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anchorOf, counted, cut, sentenceList } from '../../server/core/text.ts';
import { figure } from '../support/large.ts';

test('a list in a sentence has "and" before its last item', () => {
  assert.equal(sentenceList([]), '');
  assert.equal(sentenceList(['Ana']), 'Ana');
  assert.equal(sentenceList(['Ana', 'Ben']), 'Ana and Ben');
  assert.equal(sentenceList(['Ana', 'Ben', 'Chi']), 'Ana, Ben and Chi');
});

test('one thing is singular, none and many are plural', () => {
  assert.equal(counted(0, 'step'), '0 steps');
  assert.equal(counted(1, 'step'), '1 step');
  assert.equal(counted(2, 'entry', 'entries'), '2 entries');
});

test('an anchor is made of a heading as Markdown hosts do it', () => {
  assert.equal(anchorOf('3. Find the change'), '3-find-the-change');
  assert.equal(anchorOf('  Was it Ünal’s?  '), 'was-it-ünals');
  assert.equal(anchorOf('a_b - c'), 'a_b---c');
});

test('text that is too long is cut and says so, text that fits is kept', () => {
  assert.equal(cut('abcd', 4), 'abcd');
  assert.equal(cut('abcde', 4), 'abc…');
  const anyText = fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, length) => {
    const short = cut(text, length);
    assert.ok(short.length <= length);
    assert.equal(short === text, text.length <= length);
  });
  fc.assert(anyText, { numRuns: figure(200, 20_000) });
});
