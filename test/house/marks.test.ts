import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, source, sourcesIn, type Source } from './tree.ts';

/** Marks of work that is not done, and of checks that are switched off. */
const MARKS =
  /\b(?:TODO|FIXME|XXX|HACK)\b|eslint-disable|prettier-ignore|@ts-(?:ignore|nocheck|expect-error)|\b(?:test|it|suite|describe)\.(?:only|skip|todo)\b|\b(?:skip|todo|only): true\b|\.skip\(/g;

const ENDINGS = ['.ts', '.js', '.cjs', '.ejs', '.css', '.sql', '.md', '.json', '.jsonc', '.svg'];
const ROOT_FILES = [
  'eslint.config.js',
  'knip.jsonc',
  'package.json',
  'tsconfig.json',
  'STYLE.md',
  'DECISIONS.md',
];

/** This file, which names the marks. */
const ITSELF = 'test/house/marks.test.ts';

/** Runbooks are written by people for people; what stands in them is not about this code. */
function allTexts(): Source[] {
  const folders = ['server', 'views', 'static', 'db', 'test'].flatMap((folder) =>
    sourcesIn(folder, ...ENDINGS),
  );
  const ours = folders.filter(
    ({ path }) => !path.includes('/corpus/') && !path.startsWith('db/data/') && path !== ITSELF,
  );
  return [...ours, ...ROOT_FILES.map(source)];
}

function markFaults(sources: readonly Source[]): string[] {
  return sources.flatMap((file) =>
    found(file, MARKS, ([mark]) => `"${mark}": finish it, or mend what it hides.`),
  );
}

test('nothing is left for later and no check is switched off', () => {
  assert.deepEqual(markFaults(allTexts()), []);
});

test('each mark is found', () => {
  const planted = [
    '// TODO: later',
    '<%# FIXME %>',
    '// eslint-disable-next-line',
    '/* @ts-expect-error */',
    "test.skip('later', () => {});",
    "test('later', { todo: true }, () => {});",
    'context.skip();',
  ];
  for (const text of planted) assert.equal(markFaults([{ path: 'server/a.ts', text }]).length, 1, text);
  const right = "a mastodon, a 'skip' link, step.skipped, list.only, { skip: reason }";
  assert.deepEqual(markFaults([{ path: 'server/a.ts', text: right }]), []);
});
