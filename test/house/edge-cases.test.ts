import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EDGE_CASES } from '../escalation/edge-cases.ts';
import { sourcesIn, type Source } from './tree.ts';

/** A test by its name, in quotes of either kind. */
const TEST = /^ *test\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")/gm;

function namesIn({ text }: Source): string[] {
  return [...text.matchAll(TEST)].map(([, single, double]) =>
    (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** An edge case begins with a capital or a figure, as the other tests of escalation do not. */
const looksLikeOne = (name: string): boolean => /^[A-Z0-9]/.test(name);

function faults(cases: readonly string[], sources: readonly Source[]): string[] {
  const known = new Set(cases);
  const names = sources.flatMap(namesIn);
  const missing = cases.filter((name) => !names.includes(name));
  const twice = cases.filter((name) => names.filter((one) => one === name).length > 1);
  const extra = sources
    .filter(({ path }) => path.startsWith('test/escalation/'))
    .flatMap(namesIn)
    .filter((name) => looksLikeOne(name) && !known.has(name));
  return [
    ...missing.map((name) => `"${name}" has no test of this name.`),
    ...twice.map((name) => `"${name}" has two tests: which of them answers?`),
    ...extra.map((name) => `"${name}" is no edge case: add it to the list, or begin it with a small letter.`),
  ];
}

test('each edge case of escalation has one test of its name', () => {
  assert.deepEqual(faults(EDGE_CASES, sourcesIn('test', '.test.ts')), []);
});

test('a case without a test, with two, and a test without a case are found', () => {
  const path = 'test/escalation/planted.test.ts';
  const planted = { path, text: "test('Alert flaps', () => {});\ntest(\n  'Bells', async () => {});" };
  assert.deepEqual(
    faults(['Alert flaps', 'Merged'], [planted, { ...planted, text: "test('Alert flaps'," }]),
    [
      '"Merged" has no test of this name.',
      '"Alert flaps" has two tests: which of them answers?',
      '"Bells" is no edge case: add it to the list, or begin it with a small letter.',
    ],
  );
});
