import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { isInside, readFolder } from '../../server/runbooks/folder.ts';

const base = mkdtempSync(join(tmpdir(), 'library-'));
after(() => {
  rmSync(base, { recursive: true, force: true });
});

let count = 0;

/** A new folder with these files. */
function folderWith(files: Record<string, string | Uint8Array>): string {
  const root = join(base, `library-${(count += 1)}`);
  mkdirSync(root);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

const filesOf = async (root: string): Promise<string[]> =>
  (await readFolder(root)).runbooks.map(({ file }) => file);

test('runbooks are found in every folder, in the order of their paths, and other files are not', async () => {
  const root = folderWith({
    'b.md': '# B',
    'a.markdown': '# A',
    'db/deep/x.rst': 'x',
    'n.txt': 'n',
    'm.adoc': 'm',
    'p.png': 'p',
    '.git/x.md': 'x',
    'z.MD': 'z',
  });
  assert.deepEqual(await filesOf(root), ['a.markdown', 'b.md', 'db/deep/x.rst', 'm.adoc', 'n.txt', 'z.MD']);
});

test('a file is known by the hash of its bytes', async () => {
  const bytes = new TextEncoder().encode('\ufeff# A\r\n');
  const { runbooks } = await readFolder(folderWith({ 'a.md': bytes }));
  assert.equal(runbooks[0]?.hash, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(runbooks[0].runbook.title, 'A');
  assert.deepEqual(Buffer.from(runbooks[0].bytes), Buffer.from(bytes));
});

test('drills are not read, not even through a link', async () => {
  const root = folderWith({ 'a.md': '# A', 'drills/secret.md': '# Secret', 'team/drills/b.md': '# B' });
  symlinkSync(join(root, 'drills/secret.md'), join(root, 'open.md'));
  symlinkSync(join(root, 'drills'), join(root, 'also'));
  assert.deepEqual(await filesOf(root), ['a.md', 'team/drills/b.md']);
});

test('links inside the folder are followed, those out of it are a problem, circles end', async () => {
  const outside = folderWith({ 'out.md': '# Out', 'more/out.md': '# Out' });
  const root = folderWith({ 'a.md': '# A', 'sub/b.md': '# B' });
  symlinkSync(join(root, 'a.md'), join(root, 'c.md'));
  symlinkSync(join(outside, 'out.md'), join(root, 'd.md'));
  symlinkSync(join(outside, 'more'), join(root, 'e'));
  symlinkSync('..', join(root, 'sub/up'));
  symlinkSync(join(root, 'gone.md'), join(root, 'f.md'));
  const { runbooks, problems } = await readFolder(root);
  assert.deepEqual(
    runbooks.map(({ file }) => file),
    ['a.md', 'c.md', 'sub/b.md'],
  );
  assert.deepEqual(
    problems.map(({ file, reason }) => [file, reason.slice(0, 40)]),
    [
      ['d.md', 'It is a link that leads out of the folde'],
      ['e', 'It is a link that leads out of the folde'],
      ['f.md', 'It cannot be read: it is not there'],
    ],
  );
});

test('a broken file is listed with its line, and the others load', async () => {
  const root = folderWith({
    'a.md': '---\nid: a\nowner: "x\n---\n# A',
    'b.md': '# B',
    'c.md': Uint8Array.from([0x23, 0x20, 0xff]),
    'd.md': 'x'.repeat(1024 * 1024 + 1),
    'e.md': new Uint8Array(8 * 1024 * 1024 + 1),
  });
  const { runbooks, problems } = await readFolder(root);
  assert.deepEqual(
    runbooks.map(({ file }) => file),
    ['a.md', 'b.md', 'c.md', 'd.md'],
  );
  assert.deepEqual(
    problems.map(({ file, line }) => [file, line]),
    [
      ['a.md', 4],
      ['c.md', undefined],
      ['d.md', undefined],
      ['e.md', undefined],
    ],
  );
  assert.match(problems[0]?.reason ?? '', /front matter cannot be read: missing closing "quote/i);
});

test('a file that cannot be read is a problem, and the others load', async () => {
  const root = folderWith({ 'b.md': '# B' });
  symlinkSync('c.md', join(root, 'a.md'));
  symlinkSync('a.md', join(root, 'c.md'));
  const { runbooks, problems } = await readFolder(root);
  assert.deepEqual(
    runbooks.map(({ file }) => file),
    ['b.md'],
  );
  assert.deepEqual(problems, [
    { file: 'a.md', reason: 'It cannot be read: its links go round in a circle' },
    { file: 'c.md', reason: 'It cannot be read: its links go round in a circle' },
  ]);
});

test('a folder that is not there is a problem and no defect', async () => {
  const { runbooks, problems } = await readFolder(join(base, 'nowhere'));
  assert.deepEqual(runbooks, []);
  assert.match(problems[0]?.reason ?? '', /cannot be read: it is not there/);
});

test('inside is below, not beside', () => {
  assert.ok(isInside('/a/b', '/a/b/c') && isInside('/a/b', '/a/b') && isInside('/a/b', '/a/b/..c'));
  assert.ok(!isInside('/a/b', '/a/bc') && !isInside('/a/b', '/a') && !isInside('/a/b', '/'));
});
