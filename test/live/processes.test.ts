/** The server as a process of its own, with others that write to the same database. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openStore, type Store } from '../../server/store/open.ts';
import { emptyPostgres, engine } from '../support/database.ts';
import { declare, incidentKit, note } from '../support/incident-kit.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { listen, type Listening } from '../support/listening.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';
import { ask, signIn } from '../support/wire.ts';

const agent = new Agent({ keepAlive: false });
const folder = mkdtempSync(join(tmpdir(), 'muster-live-'));
const SECRET = 'a secret that both servers have, long enough';

let database: Awaited<ReturnType<typeof emptyPostgres>>;
let members: Member[];
let beside: Store;
let server: MusterProcess;
const open: Listening[] = [];

before(async () => {
  database = await emptyPostgres();
  members = await makeInstallation(folder, 2, database?.address);
  beside = await openStore(database?.address ?? join(folder, 'muster.db'));
  server = await start();
  await declare(incidentKit(beside), 'The queue grows');
});
after(async () => {
  for (const one of open) one.close();
  await server.stop();
  await beside.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

function start(name = 'one', port = '0'): Promise<MusterProcess> {
  const settings = {
    MUSTER_LOG_LEVEL: 'error',
    MUSTER_SECRET: SECRET,
    MUSTER_PORT: port,
    ...(database !== undefined && { MUSTER_DATABASE: database.address }),
  };
  // On PostgreSQL each server has a folder of its own; on SQLite the one folder takes one server.
  return startMuster({ dataFolder: name === 'one' ? folder : join(folder, name), settings });
}

async function follow({ address }: MusterProcess, who = 0, lastId?: string): Promise<Listening> {
  const { cookie } = await signIn(address, agent, members[who] ?? assert.fail());
  const heard = await listen(`${address}/incidents/1/live`, {
    cookie,
    ...(lastId !== undefined && { lastId }),
  });
  assert.equal(heard.status, 200);
  open.push(heard);
  return heard;
}

async function write(text: string): Promise<string> {
  const { lastSeq } = await note(incidentKit(beside), 1, text);
  return String(lastSeq);
}

async function head(): Promise<string> {
  const { seq } = await beside.db.selectFrom('incident').select('seq').executeTakeFirstOrThrow();
  return String(seq);
}

const ids = (heard: Listening) => heard.events.flatMap(({ id }) => (id === undefined ? [] : [id]));

test('what a program beside the server writes is heard', async () => {
  const heard = await follow(server, 0, '1');
  await heard.until(() => ids(heard).length === 1);
  const began = performance.now();
  const id = await write('Written by a command');
  await heard.until(() => heard.lastId() === id);
  const took = performance.now() - began;
  assert.ok(took < (database === undefined ? 3_000 : 1_000), `${String(took)} ms`);
});

test('whoever comes back after the server was killed has missed nothing', async () => {
  const heard = await follow(server);
  await heard.until(() => heard.text().includes('retry'));
  const id = await write('Before the end');
  await heard.until(() => heard.lastId() === id);
  const { port } = new URL(server.address);
  await server.kill();
  await heard.untilOver();
  const last = await write('While there was no server');
  server = await start('one', port);
  const again = await follow(server, 0, id);
  await again.until(() => again.lastId() === last);
  assert.deepEqual(ids(again), [last]);
});

test('a server that is asked to end tells its pages so', async () => {
  const heard = await follow(server);
  const { port } = new URL(server.address);
  await server.stop();
  await heard.untilOver();
  assert.match(heard.text(), /retry: 1000\n\n$/);
  server = await start('one', port);
});

// One folder takes one server, so on SQLite there are no others to hear.
if (engine === 'postgres') {
  test('two servers on one database hear of each other, in order and once', async () => {
    const other = await start('two');
    try {
      const began = await head();
      const here = await follow(server, 0, began);
      const there = await follow(other, 1, began);
      for (const one of [here, there]) await one.until(() => one.text().includes('retry'));
      const { cookie, csrf } = await signIn(other.address, agent, members[1] ?? assert.fail());
      const expected: string[] = [];
      for (let act = 0; act < 10; act += 1) {
        const form = { _csrf: csrf, op_id: `act-${String(act)}`, text: `Act ${String(act)}`, at: '' };
        const answer = await ask(`${other.address}/incidents/1/notes`, { agent, cookie, form });
        assert.equal(answer.status, 303);
        expected.push(await head());
      }
      for (const one of [here, there]) {
        await one.until(() => one.lastId() === expected.at(-1));
        assert.deepEqual(ids(one), expected);
      }
      await here.until((events) => events.some(({ event, data }) => event === 'presence' && data === '2'));
      const page = await ask(`${server.address}/incidents/1`, { agent, cookie });
      assert.match(page.body, />Responder 1 and Responder 2 are here</);
    } finally {
      await other.stop();
    }
  });

  test('a server whose ear to the others is cut off gets another, and nothing is missed', async () => {
    const heard = await follow(server);
    await heard.until(() => heard.text().includes('retry'));
    const client = new pg.Client({ connectionString: database?.address });
    await client.connect();
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    );
    await client.end();
    assert.equal(rowCount, 1);
    const first = await write('While nobody listened');
    await heard.until(() => heard.lastId() === first);
    const second = await write('And after that');
    await heard.until(() => heard.lastId() === second);
  });
}
