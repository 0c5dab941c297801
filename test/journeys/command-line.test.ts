import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { readConfig } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import { start, type Running } from '../../server/main.ts';
import { muster, musterGoing } from '../support/muster.ts';

/** The whole command as people run it; each start costs a third of a second, so each does what it can. */

let folder: string;
let settings: Record<string, string>;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-line-'));
  settings = { MUSTER_DATA: join(folder, 'data'), MUSTER_LOG_LEVEL: 'silent', MUSTER_PORT: '0' };
});
after(() => {
  rmSync(folder, { recursive: true });
});

test('a file that is not there, or is a folder, is said in a sentence', async () => {
  const ran = await Promise.all([
    muster(['postmortem', 'lint', join(folder, 'gone.md')]),
    muster(['incident', 'import', folder]),
  ]);
  assert.deepEqual(
    ran.map(({ code, out }) => [code, out]),
    [
      [1, ''],
      [1, ''],
    ],
  );
  assert.match(ran[0]?.err ?? '', /^There is no file .*gone\.md\. Check its name\.$/m);
  assert.match(ran[1]?.err ?? '', /is a folder\. Name the files in it\.$/m);
});

test('wrong commands and options end with 2 and name the nearest', async () => {
  const ran = await Promise.all([
    muster(['verfy']),
    muster(['user', 'ad', 'ana@example.org']),
    muster(['migrate', '--dryrun']),
    muster(['restore']),
    muster(['serve'], { MUSTER_PROT: '1' }),
  ]);
  assert.deepEqual(
    ran.map(({ code, out }) => [code, out]),
    ran.map(() => [2, '']),
  );
  const says = [
    /no command "verfy"\. Did you mean "verify"/,
    /Did you mean "user add"/,
    /no option --dryrun\. Did you mean --dry-run/,
    /missing\.\nIt is used so: muster restore FILE/,
    /MUSTER_PROT is not a setting of Muster\. Did you mean MUSTER_PORT/,
  ];
  says.forEach((pattern, index) => assert.match(ran[index]?.err ?? '', pattern));
});

test('help and version are results', async () => {
  const [help, version] = await Promise.all([muster(['--help']), muster(['--version'])]);
  assert.deepEqual([help.code, version.code, help.err, version.err], [0, 0, '', '']);
  assert.match(help.out, /backup FILE \[--force\]/);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

test('an account comes before the first server; a program gets a token and loses it', async () => {
  const none = await muster(['verify'], settings);
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(none.err, /There is no database/);

  const added = await muster(
    ['user', 'add', 'ana@example.org', '--name', 'Ana Ruiz', '--role', 'admin'],
    settings,
  );
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /^http:\/\/localhost:0\/invite\/\S{43}\n$/);
  assert.match(added.err, /Send this link to Ana Ruiz/);

  const team = await muster(['team', 'add', 'web', '--name', 'Web team', '--json', '--quiet'], settings);
  assert.equal((JSON.parse(team.out) as { slug: string }).slug, 'web');
  assert.equal(team.err, '');
  const service = await muster(
    ['service', 'add', 'shop', '--name', 'Shop', '--team', 'web', '--runbook', 'disk-full'],
    settings,
  );
  assert.equal(service.code, 0, service.err);
});

test('an incident that is not there, a file that is none, and a zip without a place for it are told in words', async () => {
  const missing = await muster(['incident', 'export', 'INC-7', '--format', 'md'], settings);
  assert.equal(missing.code, 1);
  assert.match(missing.err, /There is no incident INC-7/);
  const nowhere = await muster(['incident', 'export', 'INC-7'], settings);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.err, /say where it goes with --out FILE/);
  const none = await muster(['incident', 'import', 'README.md', '--dry-run'], settings);
  assert.equal(none.code, 1);
  assert.match(none.err, /cannot be read as a zip file/);
  const absent = await muster(['incident', 'import', join(folder, 'no-such.zip')], settings);
  assert.equal(absent.code, 1);
  assert.match(absent.err, /no-such\.zip/);
});

test('backup beside a running server, restore, and the restored one serves who signed in before', async () => {
  const running = await start(readConfig(settings), systemClock);
  const file = join(folder, 'copy.db');
  try {
    const address = await acceptInvitation(running);
    assert.equal(address.status, 303, 'Ana chose a password');
    const backup = await muster(['backup', file], settings);
    assert.equal(backup.code, 0, backup.err);
    assert.equal(backup.out, `${file}\n`);
    assert.match(backup.err, /every chain holds/);
  } finally {
    await running.stop();
  }
  const into = join(folder, 'restored');
  const restored = await muster(['restore', file, '--into', into], settings);
  assert.equal(restored.code, 0, restored.err);
  assert.deepEqual(readdirSync(into).sort(), ['muster.db', 'secret']);
  const there = { ...settings, MUSTER_DATA: into };
  const token = await muster(
    ['token', 'create', 'pipeline', '--email', 'ana@example.org', '--scope', 'incidents:read', '--json'],
    there,
  );
  assert.equal(token.code, 0, token.err);
  const { id } = JSON.parse(token.out) as { id: string };
  const [listed, doctor, verified] = await Promise.all([
    muster(['token', 'list'], there),
    muster(['doctor', '--json'], there),
    muster(['verify', '--json'], there),
  ]);
  assert.match(
    listed.out,
    new RegExp(`^${id}  pipeline  ana@example\\.org  incidents:read  until .*  used never\n$`),
  );
  assert.equal(doctor.code, 0, doctor.out);
  const { audit, ...incidents } = JSON.parse(verified.out) as { audit: { deeds: number; broken: null } };
  assert.deepEqual(incidents, { incidents: 0, entries: 0, broken: [] });
  assert.ok(audit.deeds > 2, 'links, accounts and tokens are told');
  assert.equal(audit.broken, null);
  const revoked = await muster(['token', 'revoke', id], there);
  assert.equal(revoked.code, 0);
});

/** Opens a fresh link for Ana on the running server and chooses a password there, without a browser. */
async function acceptInvitation(running: Running): Promise<{ status: number }> {
  const again = await muster(
    ['user', 'add', 'ana@example.org', '--name', 'Ana Ruiz', '--role', 'admin'],
    settings,
  );
  const path = new URL(again.out).pathname;
  const page = await fetch(running.address + path);
  const html = await page.text();
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const body = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]));
  body.set('name', 'Ana Ruiz');
  body.set('password', 'quiet otters fold wide maps');
  return fetch(running.address + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: cookiesOf(page) },
  });
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('the demo says where it is and who may sign in, and leaves nothing behind', async () => {
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const demo = await musterGoing(['demo', '--port', '0'], { TMPDIR: temporary });
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(demo.said) ?? [];
  assert.match(demo.said, /cy@shop\.example {4}a responder\./);
  assert.equal((await fetch(`${address}readyz`)).status, 200);
  assert.equal(readdirSync(temporary).length, 1);
  const ended = await demo.stop();
  assert.deepEqual([ended.code, ended.err], [0, '']);
  assert.deepEqual(readdirSync(temporary), []);
});

test('a runbook is linted and shown without a database', async () => {
  const file = join(folder, 'poor.md');
  writeFileSync(file, '# Poor\n\nDo something.\n');
  const nowhere = { MUSTER_DATA: join(folder, 'never-made') };
  const [lint, json, show] = await Promise.all([
    muster(['runbook', 'lint', file, '--strict'], nowhere),
    muster(['runbook', 'lint', '--json'], nowhere),
    muster(['runbook', 'show', resolve(import.meta.dirname, '../../runbooks/disk-full.md')], nowhere),
  ]);
  assert.equal(lint.code, 1);
  assert.match(lint.out, /1 file: /);
  assert.equal((JSON.parse(json.out) as { counts: { errors: number } }).counts.errors, 0);
  assert.match(show.out, /^Disk full\n/);
  assert.ok(!readdirSync(folder).includes('never-made'));
});

test('an older Node says in one sentence what to do, and ends with 2', () => {
  const preload = join(folder, 'older.cjs');
  writeFileSync(preload, "Object.defineProperty(process.versions, 'node', { value: '20.11.1' });\n");
  const preflight = resolve(import.meta.dirname, '../../server/preflight.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', preload, preflight, 'serve'], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^Muster needs Node 24\.7 or newer, and this is 20\.11\.1\. [^\n]*npm ci[^\n]*\n$/);
});
