import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { runDoctor } from '../../server/admin/doctor-command.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { holdFolder } from '../../server/store/lock.ts';

const NOW = '2026-11-23T10:20:30.400Z';

let folder: string;
let settings: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-doctor-'));
  mkdirSync(join(folder, 'data'));
  settings = { MUSTER_DATA: join(folder, 'data'), MUSTER_RUNBOOKS: '' };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Looked = { checks: { name: string; fine: boolean; found: string; todo: string | null }[] };

async function check(name: string, more: Record<string, string> = {}) {
  const { json, failed } = await runDoctor(NOW, { ...settings, ...more });
  const found = (json as Looked).checks.find((one) => one.name === name);
  assert.ok(found !== undefined, `the doctor looks at ${name}`);
  assert.equal(found.todo === null, found.fine, 'a problem says what to do, and nothing else does');
  return { ...found, failed };
}

async function migrated(script = ''): Promise<void> {
  const store = await openStore(join(folder, 'data', 'muster.db'));
  await migrate(store, NOW);
  if (script !== '') await store.runScript(script, async () => true);
  await store.close();
}

const ENTRY = `INSERT INTO incident VALUES ('i1', 1, 'INC-1', 'incident', 't', 'triage', NULL, NULL, NULL, 'all', '${NOW}', NULL, '${NOW}', SEQ, 'h', NULL, NULL, NULL, NULL, NULL, 1, 0, NULL, NULL);
INSERT INTO entry VALUES ('e1', 'i1', 1, 'k', '{}', 'b', 'AT', 'AT', 'exact', 'system', 'm', 'M', 'live', '', 'p', 'h');`;

test('an installation that never ran is fine, and is told what the first start makes', async () => {
  const { json, failed } = await runDoctor(NOW, settings);
  assert.equal(failed, false);
  assert.match(JSON.stringify(json), /the first start makes it/);
});

test('an installation that ran is fine', async () => {
  await migrated(ENTRY.replace('SEQ', '1').replaceAll('AT', NOW));
  const { words, failed } = await runDoctor(NOW, settings);
  assert.equal(failed, false, words);
  assert.match(words, /journal_mode=wal, synchronous=FULL/);
  assert.match(words, /Everything is fine\.$/);
});

test('a secret that others can read is a problem with its command', async () => {
  writeFileSync(join(folder, 'data', 'secret'), `${'s'.repeat(43)}\n`);
  chmodSync(join(folder, 'data', 'secret'), 0o644);
  const { fine, found, todo, failed } = await check('secret');
  assert.deepEqual([fine, failed], [false, true]);
  assert.match(found, /mode 644/);
  assert.match(todo ?? '', /^chmod 600 /);
});

test('a clock that went back, a row that names another end and older tables are problems', async () => {
  await migrated(ENTRY.replace('SEQ', '2').replaceAll('AT', '2027-01-01T00:00:00.000Z'));
  assert.match((await check('clock')).found, /an entry was recorded at 2027-01-01/);
  assert.match((await check('chains')).found, /^INC-1 end/);
  const store = await openStore(join(folder, 'data', 'muster.db'));
  await store.db.deleteFrom('migration').where('name', 'like', '0006%').execute();
  await store.close();
  assert.match((await check('tables')).found, /1 migration to come: 0006-/);
});

test('tables of a newer Muster are a problem', async () => {
  await migrated(`INSERT INTO migration VALUES ('9999-later', 'x', '${NOW}')`);
  const { fine, todo } = await check('tables');
  assert.equal(fine, false);
  assert.match(todo ?? '', /that version/);
});

test('a file that is no database, and a page that was overwritten, are problems', async () => {
  const file = join(folder, 'data', 'muster.db');
  writeFileSync(file, 'this is no database'.repeat(500));
  assert.equal((await check('database')).fine, false);
});

test('a wrong setting is told with the others that can be judged without it', async () => {
  const { found, failed } = await check('settings', { MUSTER_PORT: 'eighty' });
  assert.match(found, /MUSTER_PORT is "eighty"/);
  assert.equal(failed, true);
  assert.equal((await check('Node', { MUSTER_PORT: 'eighty' })).fine, true);
});

test('runbooks that cannot be read are a problem, and a server that runs is told', async () => {
  assert.match(
    (await check('runbooks', { MUSTER_RUNBOOKS: join(folder, 'nowhere') })).found,
    /it is not there/,
  );
  assert.match((await check('data folder')).found, /no server runs on it/);
  const lock = holdFolder(join(folder, 'data'));
  assert.match((await check('data folder')).found, /a server runs on it/);
  lock.release();
});

test('secrets in settings are not shown', async () => {
  const { words, json } = await runDoctor(NOW, { ...settings, MUSTER_SECRET: 'hidden '.repeat(6) });
  assert.doesNotMatch(words + JSON.stringify(json), /hidden/);
});
