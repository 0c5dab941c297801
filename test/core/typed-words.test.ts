import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText, toHtml } from '../../server/core/markdown.ts';
import { cell, inSentence, typed } from '../../server/core/typed-words.ts';

/** What a reader sees of typed words: the same words, blanks merged, without a full stop at the end. */
function shown(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/(?<!\.)\.$/, '')
    .trim();
}

const CASES: [string, string][] = [
  ['The gateway fails.', 'The gateway fails'],
  ['waits for more ...', 'waits for more ...'],
  ['rate < 3 % & falling', 'rate < 3 % & falling'],
  ['cache_ttl_seconds', 'cache_ttl_seconds'],
  ['*all* nodes', '\\*all\\* nodes'],
  ['see [board](http://x)', 'see \\[board](http://x)'],
  ['<b>bold</b>', '\\<b>bold\\</b>'],
  ['`kubectl get pods | wc`', '`kubectl get pods | wc`'],
  ['a lone ` mark', 'a lone \\` mark'],
  ['<!-- muster:end -->', '\\<!-- muster:end -->'],
  ['`<!-- muster:end -->`', '\\`\\<!-- muster:end -->\\`'],
  ['# not a heading', '\\# not a heading'],
  ['1. not a list', '1\\. not a list'],
  ['two\nlines', 'two lines'],
  ['~3 s to ~5 s', '\\~3 s to \\~5 s'],
];

for (const [text, expected] of CASES) {
  test(`${JSON.stringify(text)} is written so that it reads as it was typed`, () => {
    assert.equal(typed(text), expected);
  });
}

test('whatever is typed, a reader sees those words', () => {
  // Markup characters far more often than chance would bring them; backticks are code, which keeps its own words.
  const marks = fc.constantFrom(...'* _ [ ] ( ) < > ! # & ; ~ | \\ - + . = 1 a x / : " \''.split(' '), ' ');
  fc.assert(
    fc.property(fc.string({ unit: marks, maxLength: 30 }), (text) => {
      fc.pre(!/https?:|www\./.test(text));
      assert.equal(plainText(typed(text)), shown(text));
    }),
    { numRuns: 3000 },
  );
});

test('whatever is typed, a cell stays one cell', () => {
  const marks = fc.constantFrom('|', '`', '\\', 'a', 'x', ' ', '*');
  fc.assert(
    fc.property(fc.string({ unit: marks, maxLength: 20 }), (text) => {
      const html = toHtml(`| a | b |\n|---|---|\n| ${cell(text)} | end |`);
      assert.equal(html.match(/<td>/g)?.length, 2, html);
      assert.match(html, /<td>end<\/td>/);
    }),
    { numRuns: 2000 },
  );
});

test('the first word of a sentence loses its capital in the middle of ours, and a name keeps it', () => {
  assert.equal(inSentence('The gateway fails.'), 'the gateway fails');
  assert.equal(inSentence('Redis is full'), 'Redis is full');
  assert.equal(inSentence('Thermal limits'), 'Thermal limits');
});
