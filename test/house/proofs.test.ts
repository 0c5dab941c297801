import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** What the interface promises, and which tests hold it: test/browser/README.md names tests that exist. */
const FOLDER = new URL('../browser/', import.meta.url);
const IDS = Array.from({ length: 16 }, (_, index) => `U${String(index + 1)}`);

type Proof = { id: string; file: string; name: string; isFed: boolean };

function proofsIn(table: string): Proof[] {
  return [...table.matchAll(/^\| (U\d+) \|[^|]*\|(.*)\|$/gm)].flatMap(([, id = '', tests = '']) =>
    [...tests.matchAll(/`([\w./-]+)`: ((?:"[^"]+"(?: \*)?(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"( \*)?/g)].map(([, name = '', star]) => ({
        id,
        file,
        name,
        isFed: star !== undefined,
      })),
    ),
  );
}

function faultsOf(table: string): string[] {
  const proofs = proofsIn(table);
  const gone = proofs.flatMap(({ id, file, name }) => {
    const path = new URL(file, FOLDER);
    if (!existsSync(path)) return [`${id}: there is no file ${file}.`];
    // A name may stand in a template, whose holes are left out in the table, and in quotes of either kind.
    const text = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    return text.includes(name) ? [] : [`${id}: ${file} has no test "${name}".`];
  });
  const unproven = IDS.flatMap((id) => {
    const own = proofs.filter((proof) => proof.id === id);
    return own.some(({ file }) => !file.startsWith('../')) ? [] : [`${id} is proven by no browser.`];
  });
  return [...gone, ...unproven];
}

const TABLE = readFileSync(new URL('README.md', FOLDER), 'utf8');

test('each promise of the interface names tests that exist', () => {
  assert.ok(proofsIn(TABLE).length > 50);
  assert.deepEqual(faultsOf(TABLE), []);
});

test('a file or a test that is gone, and a promise without a browser, are found', () => {
  const planted = TABLE.replace('`push.test.ts`: "says key,', '`pushed.test.ts`: "says key,')
    .replace('"is worked by clicks where no script runs"', '"is worked by nobody"')
    .replace(/^\| U6 .*\n/m, '');
  const faults = faultsOf(planted).join('\n');
  for (const found of [/no file pushed/, /no test "is worked by nobody"/, /U6 is proven by no browser/])
    assert.match(faults, found);
});
