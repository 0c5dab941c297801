import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newestDeed } from '../../server/audit/actions.ts';
import { runBackup } from '../../server/admin/backup-actions.ts';
import { scheduledBackups } from '../../server/admin/backup-due.ts';
import { backupsCheck } from '../../server/admin/doctor-machine-actions.ts';
import { runRestore } from '../../server/admin/restore-command.ts';
import { readConfig, type Config } from '../../server/config.ts';
import { WoundClock } from '../../server/core/clock.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { installationSecret } from '../../server/secret.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore, type Store } from '../../server/store/open.ts';
import { declare, incidentKit } from '../support/incident-kit.ts';

const NOW = '2026-11-23T10:20:30.400Z';
const WRITER = join(import.meta.dirname, '../support/busy-writer.ts');
const EVERYTHING = { force: false, withSecret: true };

let folder: string;
let config: Config;
let store: Store;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-backup-'));
  config = readConfig({ MUSTER_DATA: join(folder, 'data'), MUSTER_RUNBOOKS: '' });
  mkdirSync(config.dataFolder);
  installationSecret(config.secret, config.dataFolder);
  store = await openStore(config.database);
  await migrate(store, NOW);
  await declare(incidentKit(store), 'Checkout fails');
});

after(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** The incidents and entries of a database file, after walking its chains. */
async function holds(file: string): Promise<{ broken: number; entries: number }> {
  const copy = await openStore(file);
  const walked = await walkChains(copy.db);
  await copy.close();
  return {
    broken: walked.filter(({ broken }) => broken !== undefined).length,
    entries: walked.reduce((sum, { entries }) => sum + entries, 0),
  };
}

/** Another process that writes without a pause, as a server may; resolves once it does. */
async function busyWriter(): Promise<ChildProcess> {
  const writer = spawn(process.execPath, [WRITER, config.database], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout, 'data');
  return writer;
}

test('a backup taken while a server writes is whole, and restores to a Muster that verifies', async () => {
  const writer = await busyWriter();
  const file = join(folder, 'busy.db');
  const before = await holds(config.database);
  await runBackup(config, file, NOW, EVERYTHING);
  const ended = once(writer, 'exit');
  writer.kill('SIGKILL');
  assert.deepEqual(
    await ended,
    [null, 'SIGKILL'],
    'the writer was never refused, and went on until it was killed',
  );

  const into = join(folder, 'restored');
  await runRestore(config, file, into);
  const restored = await holds(join(into, 'muster.db'));
  const afterwards = await holds(config.database);
  assert.deepEqual([restored.broken, afterwards.broken], [0, 0]);
  assert.ok(before.entries <= restored.entries, 'nothing that was there before is missing');
  assert.ok(restored.entries < afterwards.entries, 'it was written to all the while');
  assert.equal(
    readFileSync(join(into, 'secret'), 'utf8'),
    readFileSync(join(config.dataFolder, 'secret'), 'utf8'),
  );
});

test('a backup is one file that only its owner reads, with the secret beside it', async () => {
  const to = join(folder, 'into-a-folder');
  mkdirSync(to);
  const { words } = await runBackup(config, to, NOW, EVERYTHING);
  const told = await newestDeed(store.db, 'backup-made');
  assert.deepEqual(told?.details, { file: words, bytes: statSync(words).size });
  assert.deepEqual(readdirSync(to).sort(), [
    'muster-20261123T102030Z.db',
    'muster-20261123T102030Z.db.secret',
  ]);
  for (const file of [words, `${words}.secret`]) assert.equal(statSync(file).mode & 0o777, 0o600, file);
});

test('a backup writes over nothing without --force', async () => {
  const file = join(folder, 'taken.db');
  writeFileSync(file, 'somebody else');
  await assert.rejects(runBackup(config, file, NOW, EVERYTHING), { code: 'backup-taken' });
  assert.equal(readFileSync(file, 'utf8'), 'somebody else');
  await runBackup(config, file, NOW, { force: true, withSecret: false });
  assert.equal((await holds(file)).broken, 0);
  assert.ok(!existsSync(`${file}.secret`), 'no secret was asked for');
});

test('a database whose record was changed is not called a backup', async () => {
  const tampered = await copied('tampered');
  const other = await openStore(tampered.database);
  await other.runScript(
    `DROP TRIGGER entry_is_never_changed; UPDATE entry SET body = replace(body, 'Checkout', 'Nothing') WHERE seq = 1;`,
    async () => true,
  );
  await other.close();
  const file = join(folder, 'never.db');
  await assert.rejects(runBackup(tampered, file, NOW, EVERYTHING), {
    code: 'copy-unusable',
    message: /Entry 1 of INC-1 does not say what it said/,
  });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('never')),
    [],
  );
});

test('restore refuses a data folder that is in use, and a file that is no backup', async () => {
  const file = join(folder, 'good.db');
  await runBackup(config, file, NOW, EVERYTHING);
  await assert.rejects(runRestore(config, file, undefined), { code: 'restore-taken' });

  const strange = join(folder, 'strange');
  mkdirSync(strange);
  writeFileSync(join(strange, 'secret'), `${'another secret '.repeat(3)}\n`);
  await assert.rejects(runRestore(config, file, strange), { code: 'restore-secret' });
  assert.deepEqual(readdirSync(strange), ['secret']);

  const text = join(folder, 'text.db');
  writeFileSync(text, 'this is no database at all, whatever it is called'.repeat(100));
  await assert.rejects(runRestore(config, text, join(folder, 'nowhere')), {
    code: 'not-copied',
    message: /file is not a database/,
  });
  assert.ok(!existsSync(join(folder, 'nowhere', 'muster.db')));
});

test('on PostgreSQL a backup is made with its own tools', async () => {
  const onPostgres = { ...config, database: 'postgres://muster@localhost/muster' };
  await assert.rejects(runBackup(onPostgres, join(folder, 'x.db'), NOW, EVERYTHING), { message: /pg_dump/ });
  await assert.rejects(runRestore(onPostgres, join(folder, 'busy.db'), undefined), { message: /pg_restore/ });
});

async function copied(name: string): Promise<Config> {
  const file = join(folder, `${name}-source.db`);
  await runBackup(config, file, NOW, { force: true, withSecret: false });
  return { ...config, database: file };
}

test('backups are made by themselves, the oldest go, and one of them restores', async () => {
  const to = join(folder, 'scheduled');
  const clock = new WoundClock(NOW);
  const scheduled = { ...config, backupFolder: to, backupEverySeconds: 86_400, backupKeep: 2 };
  const backups = scheduledBackups({ config: scheduled, clock });
  const pass = async (): Promise<string[]> => {
    await backups.pass();
    await backups.settled();
    return existsSync(to) ? readdirSync(to).sort() : [];
  };

  assert.deepEqual(await pass(), []);
  assert.match(backups.plan()?.failure?.words ?? '', /There is no folder .*scheduled\. Make it first\./);
  assert.match(backupsCheck(scheduled, clock.now()).todo ?? '', /make it/);

  mkdirSync(to);
  writeFileSync(join(to, 'notes.txt'), 'of somebody else');
  assert.deepEqual(await pass(), ['notes.txt'], 'not each second after one that failed');
  clock.wind(600);
  const first = 'muster-20261123T103030Z.db';
  assert.deepEqual(await pass(), [first, `${first}.secret`, 'notes.txt']);
  assert.equal(backups.plan()?.failure, undefined);
  assert.match(backupsCheck(scheduled, clock.now()).found, /the newest is 0 s old/);
  assert.deepEqual((await newestDeed(store.db, 'backup-made'))?.by.name, 'The schedule');

  clock.wind(86_399);
  assert.equal((await pass()).length, 3, 'not before its time');
  clock.wind(1);
  await pass();
  clock.wind(86_400);
  const names = ['muster-20261124T103030Z.db', 'muster-20261125T103030Z.db'];
  assert.deepEqual(await pass(), [...names.flatMap((name) => [name, `${name}.secret`]), 'notes.txt']);

  clock.wind(2 * 86_400 + 1);
  assert.match(backupsCheck(scheduled, clock.now()).todo ?? '', /see that a server runs/);
  const into = join(folder, 'from-the-schedule');
  await runRestore(config, join(to, names[1] ?? ''), into);
  assert.deepEqual(await holds(join(into, 'muster.db')), await holds(config.database));
});
