import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { WoundClock } from '../../server/core/clock.ts';
import { Refused } from '../../server/core/refused.ts';
import { openLibrary, type Library } from '../../server/runbooks/actions.ts';
import { addRunbook, changeRunbook, runbookRow } from '../../server/runbooks/store.ts';
import { makeSearch } from '../../server/search/search.ts';
import { SeqTaken } from '../../server/store/failures.ts';
import type { Store } from '../../server/store/open.ts';
import type { RunbookRow } from '../../server/store/schema.ts';
import { atOnce } from '../support/at-once.ts';
import { freshStore } from '../support/database.ts';

/** A folder with one runbook, and the store of one or more servers that read it. */
let store: Store;
let folder: string;
let library: Library;

beforeEach(async () => {
  store = await freshStore();
  folder = mkdtempSync(join(tmpdir(), 'current-'));
  library = server();
  write('# Cache\n');
  await library.refresh();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const server = (): Library => {
  const { db, engine } = store;
  return openLibrary({
    db,
    clock: new WoundClock('2026-11-02T09:00:00.000Z'),
    search: makeSearch(engine),
    folder,
  });
};
const write = (text: string): void => {
  writeFileSync(join(folder, 'cache.md'), text);
};
const current = async (): Promise<RunbookRow> => {
  const row = await runbookRow(store.db, 'cache');
  assert.ok(row);
  return row;
};
const save = async (text: string, baseHash: string): Promise<{ hash: string }> =>
  library.save({ slug: 'cache', baseHash, text, author: 'Max Orwell', reason: 'a better text' });

test('of two texts saved upon one version at the same moment one is current and the other is refused', async () => {
  const { content_hash: base } = await current();
  const saves = await atOnce(
    store,
    'runbook',
    ['# One\n', '# Two\n'].map((text) => () => save(text, base)),
  );
  const [kept, ...more] = saves.flatMap((one) => (one.status === 'fulfilled' ? [one.value.hash] : []));
  assert.deepEqual(more, []);
  assert.equal((await current()).content_hash, kept);
  for (const one of saves)
    if (one.status === 'rejected')
      assert.ok(one.reason instanceof Refused && one.reason.code === 'stale-text');
});

test('a runbook that is not as it was read stays as it is, whatever of it is another', async () => {
  const read = await current();
  const { hash } = await save('# One\n', read.content_hash);
  await assert.rejects(changeRunbook(store.db, read, { removed_at: '2026-11-02T09:00:00.000Z' }), SeqTaken);
  const parted = await current();
  write('# Another file\n');
  await library.refresh();
  await assert.rejects(changeRunbook(store.db, parted, { parted_hash: null }), SeqTaken);
  const rival = await current();
  assert.equal(rival.content_hash, hash);
  await library.pick('cache', 'here', 'Max Orwell');
  await assert.rejects(changeRunbook(store.db, rival, { content_hash: 'other' }), SeqTaken);
  assert.equal((await current()).content_hash, hash);
});

test('a runbook that is there is not put there once more, and one that was gone comes back', async () => {
  const read = await current();
  await assert.rejects(addRunbook(store.db, { ...read, title: 'Other' }), SeqTaken);
  assert.equal((await current()).title, 'Cache');
  rmSync(join(folder, 'cache.md'));
  await library.refresh();
  assert.notEqual((await current()).removed_at, null);
  write('# Cache\n');
  await library.refresh();
  assert.equal((await current()).removed_at, null);
});

test('servers that read a folder at the same moment put the same on the shelf', async () => {
  write('# Cache, again\n');
  writeFileSync(join(folder, 'queue.md'), '# Queue\n');
  await Promise.all([server().refresh(), server().refresh(), library.refresh()]);
  assert.deepEqual(
    (await library.list()).map(({ row }) => [row.runbook_id, row.title]),
    [
      ['cache', 'Cache, again'],
      ['queue', 'Queue'],
    ],
  );
});
