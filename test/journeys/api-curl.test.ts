import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { readConfig } from '../../server/config.ts';
import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { insertAccount } from '../../server/identity/account-store.ts';
import { createToken } from '../../server/identity/token-actions.ts';
import { start, type Running } from '../../server/main.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';

/** The way of the help page, with the real program against a real server on a database in a file. */
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'muster-curl-'));
let server: Running;
let token: string;

before(async () => {
  const config = readConfig({ MUSTER_DATA: folder, MUSTER_PORT: '0', MUSTER_LOG_LEVEL: 'silent' });
  token = await tokenIn(config.database);
  server = await start(config, systemClock);
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function tokenIn(database: string): Promise<string> {
  const store = await openStore(database);
  await migrate(store, systemClock.now());
  const people = { db: store.db, clock: systemClock, ids: ulids(systemClock) };
  const id = people.ids.next();
  const at = systemClock.now();
  await insertAccount(store.db, {
    id,
    name: 'Ana Ruiz',
    email: 'ana@example.org',
    role: 'responder',
    password: 'none',
    at,
  });
  const scopes = ['incidents:read', 'incidents:write'];
  const made = await createToken(
    people,
    { accountId: id, name: 'curl', scopes, expiresAt: undefined },
    COMMAND_LINE,
  );
  await store.close();
  return made.token;
}

/** What curl prints, and the status on a line of its own behind it. */
async function curl(
  path: string,
  ...options: string[]
): Promise<{ status: number; body: unknown; text: string }> {
  const auth = ['-H', `Authorization: Bearer ${token}`];
  const wanted = ['-sS', '--max-time', '20', '-w', '\n%{http_code}', ...auth, ...options];
  const { stdout } = await run('curl', [...wanted, server.address + path]);
  const [, text = '', status = ''] = /^([\s\S]*)\n(\d{3})$/.exec(stdout) ?? [];
  return { status: Number(status), text, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/** `curl --json` writes the body and both headers; older ones do not have it, so they are written out. */
function sends(fields: object): string[] {
  return ['-H', 'Content-Type: application/json', '-d', JSON.stringify(fields)];
}

type Made = { incident: string; entries: { kind: string; seq: number; sentence: string }[] };

test('curl declares an incident, appends a note once, reads it, and is told what is wrong', async () => {
  const declared = await curl(
    '/api/v1/incidents',
    ...sends({
      title: 'Checkout is slow',
      severity: 'SEV-2',
      take_command: true,
      runbook: 'cache-miss-storm',
    }),
  );
  assert.equal(declared.status, 201, declared.text);
  assert.equal((declared.body as Made).incident, 'INC-1');

  const note = ['-H', 'Idempotency-Key: deploy-118', ...sends({ text: 'Release 118 is out', at: '-5m' })];
  const first = await curl('/api/v1/incidents/INC-1/notes', ...note);
  const again = await curl('/api/v1/incidents/INC-1/notes', ...note);
  assert.deepEqual([first.status, again.status], [201, 201]);
  assert.deepEqual(again.body, first.body);

  const read = await curl('/api/v1/incidents/INC-1');
  const { key, status, runs } = read.body as { key: string; status: string; runs: { runbook: string }[] };
  assert.deepEqual([key, status, runs[0]?.runbook], ['INC-1', 'triage', 'cache-miss-storm']);
  const entries = await curl('/api/v1/incidents/INC-1/entries?limit=200');
  const notes = (entries.body as { data: Made['entries'] }).data.filter(({ kind }) => kind === 'note-added');
  assert.equal(notes.length, 1);

  const form = await curl('/api/v1/incidents/INC-1/notes', '-d', 'text=hello');
  assert.equal(form.status, 415, 'without a content type curl sends a form');
  const wrong = await curl('/api/v1/incidents/INC-1/notes', ...sends({ txet: 'hello' }));
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /"pointer":"\/txet"/);
  const scope = await curl('/api/v1/runbooks');
  assert.equal(scope.status, 403);
  assert.match(scope.text, /runbooks:read/);
  const stranger = await run('curl', ['-sS', `${server.address}/api/v1/incidents`]);
  assert.match(stranger.stdout, /"status":401/);
});

test('curl streams a body without a length, sends none, and asks with what it knows', async () => {
  const chunked = ['-H', 'Transfer-Encoding: chunked', ...sends({ text: 'In pieces' })];
  assert.equal((await curl('/api/v1/incidents/1/notes', ...chunked)).status, 201);
  assert.equal(
    (await curl('/api/v1/incidents/1/responders', '-X', 'POST')).status,
    200,
    'Ana is there already',
  );
  const tag = await run('curl', [
    ...['-sS', '-o', '/dev/null', '-D', '-', '-H', `Authorization: Bearer ${token}`],
    `${server.address}/api/v1/incidents/1`,
  ]);
  const [, etag = ''] = /^etag: (\S+)/im.exec(tag.stdout) ?? [];
  assert.equal((await curl('/api/v1/incidents/1', '-H', `If-None-Match: ${etag}`)).status, 304);
  assert.equal((await curl('/openapi.json')).status, 200);
});
