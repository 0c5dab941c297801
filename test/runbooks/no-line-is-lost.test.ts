import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText } from '../../server/core/markdown.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';
import type { ReadRunbook } from '../../server/runbooks/reading.ts';
import type { Range, Step } from '../../server/runbooks/runbook.ts';
import { corpus } from './corpus.ts';

/** Every range of a runbook, in the order of the file. */
function ranges({ source, steps, references }: ReadRunbook): Range[] {
  const { frontMatter, head, headings } = source.ranges;
  return [
    frontMatter,
    head,
    ...headings,
    ...steps.map(({ range }) => range),
    ...references.map(({ range }) => range),
  ]
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
}

/** The ranges touch each other: nothing is left out, and nothing is shown twice. */
function assertCovered(runbook: ReadRunbook): void {
  let at = 0;
  for (const { from, to } of ranges(runbook)) {
    assert.equal(from, at);
    at = to;
  }
  assert.equal(at, runbook.text.length);
}

/** Words of a text without marks, for asking whether they are still there. */
function words(markdown: string): string[] {
  return markdown.match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

/** Everything that a run page shows of a step. */
function shown(step: Step): string {
  const { title, role, expect, confirm, undo, records, danger, limitSeconds, blocks, checks, branches } =
    step;
  return [
    ...[title, step.number, role, expect, confirm, undo, ...records, danger],
    ...(limitSeconds === undefined ? [] : [`${limitSeconds / 60} min ${limitSeconds} s`]),
    ...blocks.map((block) =>
      block.kind === 'command' ? `${block.command.language} ${block.command.text}` : block.markdown,
    ),
    ...blocks.map((block) => (block.kind === 'callout' ? block.word : '')),
    ...checks.map(({ text }) => text),
    ...branches.flatMap((branch) => [
      branch.text,
      branch.condition,
      ...branch.targets.map((target) => JSON.stringify(target)),
    ]),
  ].join(' ');
}

const LABELS = new Set([
  'role',
  'limit',
  'expect',
  'record',
  'danger',
  'confirm',
  'undo',
  'id',
  'step',
  'note',
  'min',
]);

/** Words of the source of a step that appear nowhere on its page. */
function lostWords(step: Step, source: string): string[] {
  const there = new Set(words(`${shown(step)} ${plainText(shown(step))}`.toLowerCase()));
  const withoutTargets = source
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^\[[^\]]+\]: .*$/gm, '');
  return words(withoutTargets.toLowerCase()).filter((word) => !there.has(word) && !LABELS.has(word));
}

test('the corpus holds files of many conventions', () => {
  const rules = new Set(corpus.map(({ file, bytes }) => readRunbook(file, bytes).rule));
  assert.deepEqual([...rules].sort(), [1, 2, 3, 4, 5, 6]);
  assert.ok(corpus.length >= 20);
});

for (const { file, bytes } of corpus) {
  test(`${file} opens, can be followed, and loses no line`, () => {
    const runbook = readRunbook(file, bytes);
    assert.ok(runbook.steps.length > 0);
    assertCovered(runbook);
    for (const step of runbook.steps) {
      assert.deepEqual(lostWords(step, runbook.text.slice(step.range.from, step.range.to)), [], step.id);
    }
    for (const { title, markdown, range } of runbook.references) {
      const there = new Set(words(`${title ?? ''} ${markdown}`));
      const lost = words(runbook.text.slice(range.from, range.to)).filter((word) => !there.has(word));
      assert.deepEqual(lost, [], title ?? 'untitled');
    }
    const { title, introduction, useWhen = '', notFor = '' } = runbook;
    const top = [title, introduction, useWhen, notFor, ...runbook.exitCriteria.map(({ text }) => text)];
    const { from, to } = runbook.source.ranges.head;
    const known = new Set(words(`${top.join(' ')} done when use this when not for`.toLowerCase()));
    assert.deepEqual(
      words(runbook.text.slice(from, to).toLowerCase()).filter((word) => !known.has(word) && word !== 'amp'),
      [],
    );
    assert.equal(new Set(runbook.steps.map(({ id }) => id)).size, runbook.steps.length);
  });
}

test('the test for lost words sees one', () => {
  const [step] = readRunbook('a.md', '1. Look around. Then wait.').steps;
  assert.ok(step);
  assert.deepEqual(lostWords(step, 'Look around. Then wait. Forgotten!'), ['forgotten']);
});

test('no cut through a file of the corpus loses a line or breaks the reading', () => {
  const cut = fc.record({
    file: fc.constantFrom(...corpus),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(cut, ({ file: { file, bytes }, from, to }) => {
      const [start, end] = [from, to].map((part) => Math.round(part * bytes.length)).sort((a, b) => a - b);
      const runbook = readRunbook(file, bytes.subarray(start, end));
      assertCovered(runbook);
      assert.ok(runbook.steps.length > 0);
    }),
    { numRuns: 1500 },
  );
});

test('no splice of two files of the corpus loses a line', () => {
  const lines = corpus.flatMap(({ bytes }) => new TextDecoder().decode(bytes).split('\n'));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 40 }), (chosen) => {
      const runbook = readRunbook('spliced.md', chosen.join('\n'));
      assertCovered(runbook);
      assert.equal(new Set(runbook.steps.map(({ id }) => id)).size, runbook.steps.length);
    }),
    { numRuns: 1000 },
  );
});

test('any bytes can be read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      assertCovered(readRunbook('any.md', bytes));
    }),
    { numRuns: 500 },
  );
});
