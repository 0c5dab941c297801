import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '../../server/core/canonical.ts';
import { unzipped, zipped, UnreadableZip } from '../../server/core/zip.ts';
import { entryLines, FORMAT, keptFiles, manifestOf, PATHS } from '../../server/exchange/export.ts';
import { exportText } from '../../server/exchange/export-text.ts';
import { checkedExport, contentWords } from '../../server/exchange/import.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { PIXEL } from '../support/files.ts';
import { declared, type Told } from '../support/told.ts';

const HASH = sha256Hex(PIXEL);
const NOW = '2023-06-12T18:00:00.000Z';
const HERE = { now: NOW, installation: 'https://muster.example.org' };

function story(): Told {
  const told = declared();
  const file = { name: 'graph.png', mediaType: 'image/png', bytes: PIXEL.length, sha256: HASH };
  told.act('ben', { type: 'attach-file', ...file, caption: 'errors [per minute]' });
  told.act('ben', { type: 'add-note', text: 'The password is tulip', flavour: 'note' });
  told.act('ada', {
    type: 'redact-entry',
    seq: told.last('note-added'),
    fields: ['text'],
    reason: 'a password',
  });
  return told;
}

/** The files of an export as Muster makes them. */
function files(told = story(), file = PIXEL): Map<string, Buffer> {
  const { state } = told;
  const members = [
    { path: PATHS.text, bytes: Buffer.from(exportText(state)) },
    { path: PATHS.entries, bytes: Buffer.from(entryLines(state.entries)) },
    ...keptFiles(state.entries).map(({ sha256 }) => ({ path: PATHS.evidence(sha256), bytes: file })),
  ];
  const manifest = Buffer.from(JSON.stringify(manifestOf(state, members, HERE)));
  return new Map([[PATHS.manifest, manifest], ...members.map(({ path, bytes }) => [path, bytes] as const)]);
}

type Change = (files: Map<string, Buffer>) => void;

/** Changes one file and lets the manifest say that it should be so, as a forger would. */
function forge(path: string, become: (text: string) => string): Change {
  return (all) => {
    const bytes = Buffer.from(become(all.get(path)?.toString('utf8') ?? ''));
    all.set(path, bytes);
    const manifest = JSON.parse(all.get(PATHS.manifest)?.toString() ?? '') as {
      files: { path: string; bytes: number; sha256: string }[];
    };
    for (const file of manifest.files)
      if (file.path === path) Object.assign(file, { bytes: bytes.length, sha256: sha256Hex(bytes) });
    all.set(PATHS.manifest, Buffer.from(JSON.stringify(manifest)));
  };
}

const inManifest =
  (become: (manifest: Record<string, unknown>) => void): Change =>
  (all) => {
    const manifest = JSON.parse(all.get(PATHS.manifest)?.toString() ?? '') as Record<string, unknown>;
    become(manifest);
    all.set(PATHS.manifest, Buffer.from(JSON.stringify(manifest)));
  };

test('what Muster exports is brought in whole, blanked words included', () => {
  const told = story();
  const checked = checkedExport(files(told));
  assert.deepEqual(checked.entries, told.entries);
  assert.equal(contentWords(checked), '8 entries whose chain holds, 1 file, 0 runbooks');
  assert.doesNotMatch(files(told).get(PATHS.entries)?.toString() ?? '', /tulip/);
});

test('a file whose name was blanked is brought in, though the name alone told its kind', () => {
  const told = declared();
  const bytes = Buffer.from('mail,order\nana@example.org,7\n');
  const kept = { mediaType: 'text/csv', bytes: bytes.length, sha256: sha256Hex(bytes) };
  told.act('ben', { type: 'attach-file', name: 'orders of Ana.csv', ...kept });
  const seq = told.last('attachment-added');
  told.act('ada', { type: 'redact-entry', seq, fields: ['name'], reason: 'the name of a customer' });
  const all = files(told, bytes);
  assert.deepEqual(
    checkedExport(all).evidence.map(({ sha256 }) => sha256),
    [kept.sha256],
  );
});

test('the text is read without Muster', () => {
  const text = exportText(story().state);
  assert.match(text, /^# INC-42 Checkout fails\n/);
  assert.match(text, /### Monday 12 June 2023\n\n- 10:15 PDT Ana Ruiz declared INC-42: Checkout fails #1/);
  assert.match(text, new RegExp(`- \\[graph\\.png\\]\\(evidence/${HASH}\\): errors \\\\\\[per minute\\]`));
});

test('a kind that is not known yet is kept as it is', () => {
  const told = story();
  const [first] = told.entries;
  assert.ok(first);
  const line = JSON.parse(entryLines([first])) as StoredEntry;
  assert.deepEqual(line, first);
});

const BAD: readonly [string, RegExp, Change][] = [
  ['no manifest', /holds no manifest\.json/, (all) => all.delete(PATHS.manifest)],
  [
    'a manifest that is no JSON',
    /manifest\.json cannot be read/,
    (all) => all.set(PATHS.manifest, Buffer.from('{')),
  ],
  ['a newer format', /newer Muster \(version 2/, inManifest((manifest) => (manifest.version = 2))],
  [
    'another format',
    /not as it should be at "format"/,
    inManifest((manifest) => (manifest.format = `${FORMAT}s`)),
  ],
  [
    'an installation that is a script',
    /not as it should be at "installation"/,
    inManifest((manifest) => (manifest.installation = 'javascript:alert(1)')),
  ],
  ['a file that is missing', /evidence\/\w+ is missing/, (all) => all.delete(PATHS.evidence(HASH))],
  ['a file that was changed', /incident\.md is not the file/, (all) => all.set(PATHS.text, Buffer.from('x'))],
  ['a file that nobody named', /holds extra\.txt, which/, (all) => all.set('extra.txt', Buffer.from('x'))],
  [
    'a changed word',
    /chain of its entries breaks at entry 1/,
    forge(PATHS.entries, (text) => text.replace('Checkout fails', 'Nothing')),
  ],
  [
    'a missing entry',
    /chain of its entries breaks at entry 3/,
    forge(PATHS.entries, (text) => text.replace(/\n[^\n]*"seq":3,[^\n]*/, '')),
  ],
  [
    'entries that end too early',
    /breaks at entry 7/,
    forge(PATHS.entries, (text) => text.replace(/[^\n]*\n$/, '')),
  ],
  ['a line that ends in its middle', /ends in the middle/, forge(PATHS.entries, (text) => text.slice(0, -5))],
  [
    'a line that is no entry',
    /Line 2 of entries\.jsonl is no entry: "kind"/,
    forge(PATHS.entries, (text) => text.replace(/"kind":"acknowledged",/, '')),
  ],
  [
    'another incident',
    /belongs to another incident/,
    inManifest((manifest) => Object.assign(manifest.incident as object, { id: 'x' })),
  ],
  [
    'another key',
    /names another key/,
    inManifest((manifest) => Object.assign(manifest.incident as object, { key: 'INC-7' })),
  ],
  [
    'evidence of another content',
    /evidence\/\w+ is not what an entry attached as "graph\.png"/,
    forge(PATHS.evidence(HASH), () => '<script>alert(1)</script>'),
  ],
];

for (const [name, sentence, change] of BAD) {
  test(`refused, with its name: ${name}`, () => {
    const all = files();
    change(all);
    assert.throws(
      () => checkedExport(all),
      (error: Error) => sentence.test(error.message) && error.message.includes('Nothing was brought in'),
    );
  });
}

const LIMITS = { members: 3, bytes: 100_000 };
const zip = (...paths: string[]) =>
  zipped(
    paths.map((path) => ({ path, bytes: Buffer.alloc(10) })),
    NOW,
  );
/** Gives a member another name of the same length, which no tool for zip files would write. */
const renamed = async (from: string, to: string): Promise<Buffer> =>
  Buffer.from((await zip(from)).toString('latin1').replaceAll(from, to), 'latin1');

test('a zip file is read back', async () => {
  const found = await unzipped(await zip('a', 'b/c'), LIMITS);
  assert.deepEqual([...found.keys()], ['a', 'b/c']);
});

const ZIPS: readonly [string, RegExp, () => Promise<Buffer>][] = [
  ['no zip file at all', /cannot be read as a zip file/, async () => Promise.resolve(Buffer.from('hello'))],
  ['one that was cut off', /cannot be read as a zip file/, async () => (await zip('a')).subarray(0, -30)],
  ['too many files', /holds 4 files; 3 are allowed/, () => zip('a', 'b', 'c', 'd')],
  ['a name that leads out', /cannot be read as a zip file/, () => renamed('xx/x', '../x')],
  ['an absolute name', /cannot be read as a zip file/, () => renamed('xx', '/x')],
  ['a name with a backslash', /cannot be read as a zip file/, () => renamed('a-b', 'a\\b')],
  [
    'a name that comes twice',
    /holds aa twice/,
    async () => Buffer.from((await zip('aa', 'ab')).toString('latin1').replaceAll('ab', 'aa'), 'latin1'),
  ],
  [
    'what is small packed and large unpacked',
    /larger than what may be brought in/,
    () => zipped([{ path: 'bomb', bytes: Buffer.alloc(10_000_000) }], NOW),
  ],
];

for (const [name, sentence, make] of ZIPS) {
  test(`no zip file for us: ${name}`, async () => {
    const bytes = await make();
    await assert.rejects(unzipped(bytes, LIMITS), (error: Error) => {
      return error instanceof UnreadableZip && sentence.test(error.message);
    });
  });
}
