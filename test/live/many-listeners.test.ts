/** Many follow one incident. Some lose their line, the server is killed under all of them, and each hears each act once. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore, type Store } from '../../server/store/open.ts';
import { emptyPostgres } from '../support/database.ts';
import { declare, incidentKit, note } from '../support/incident-kit.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import { figure } from '../support/large.ts';
import { listen, type Listening } from '../support/listening.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';
import { signIn } from '../support/wire.ts';

const PEOPLE = figure(4, 20);
const PAGES_EACH = figure(5, 10);
const ACTS = figure(4, 15);

const agent = new Agent({ keepAlive: false });
const folder = mkdtempSync(join(tmpdir(), 'muster-many-'));
let database: Awaited<ReturnType<typeof emptyPostgres>>;
let members: Member[];
let beside: Store;
let server: MusterProcess;

before(async () => {
  database = await emptyPostgres();
  members = await makeInstallation(folder, PEOPLE, database?.address);
  beside = await openStore(database?.address ?? join(folder, 'muster.db'));
  server = await start('0');
  await declare(incidentKit(beside), 'The queue grows');
});
after(async () => {
  for (const one of pages) one.line?.close();
  await server.stop();
  await beside.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

function start(port: string): Promise<MusterProcess> {
  const settings = {
    MUSTER_LOG_LEVEL: 'error',
    MUSTER_SECRET: 'a secret that outlives the server, long enough',
    MUSTER_PORT: port,
    MUSTER_LIVE_STREAMS: '300',
    ...(database !== undefined && { MUSTER_DATABASE: database.address }),
  };
  return startMuster({ dataFolder: folder, settings });
}

/** A page: what it heard over all its lines, and the line that it has. */
type Page = { cookie: string; heard: string[]; line: Listening | undefined };
const pages: Page[] = [];

const idsOf = (line: Listening) => line.events.flatMap(({ id }) => (id === undefined ? [] : [id]));

/** Gives the page a line, which goes on after what it heard last, as a browser does. */
async function connect(page: Page, after: string): Promise<void> {
  const lastId = page.heard.at(-1) ?? after;
  page.line = await listen(`${server.address}/incidents/1/live`, { cookie: page.cookie, lastId });
  assert.equal(page.line.status, 200);
  await page.line.until(() => page.line?.text().includes('retry') === true);
}

/** Takes the line away; what it heard stays heard. */
function disconnect(page: Page): void {
  if (page.line === undefined) return;
  page.heard.push(...idsOf(page.line));
  page.line.close();
  page.line = undefined;
}

async function write(text: string): Promise<string> {
  return String((await note(incidentKit(beside), 1, text)).lastSeq);
}

/** Acts that a page never heard of, or heard of twice, or in another order. One that was away hears the last of several. */
function faultsOf(heard: readonly string[], last: string): string[] {
  const numbers = heard.map(Number);
  return [
    ...numbers.flatMap((seq, index) =>
      index > 0 && seq <= (numbers[index - 1] ?? 0) ? [`${String(seq)} again`] : [],
    ),
    ...(heard.at(-1) === last ? [] : [`ends with ${heard.at(-1) ?? 'nothing'} and not with ${last}`]),
  ];
}

test('each of them hears each act once and in order, whoever goes away and whichever server answers', async () => {
  const began = await write('Before anybody listens');
  for (const member of members) {
    const { cookie } = await signIn(server.address, agent, member);
    for (let at = 0; at < PAGES_EACH; at += 1) pages.push({ cookie, heard: [], line: undefined });
  }
  for (const page of pages) await connect(page, began);
  const written: string[] = [];
  const allHear = async (): Promise<void> => {
    for (const { line, heard } of pages)
      await line?.until(() => (line.lastId() ?? heard.at(-1)) === written.at(-1));
  };
  for (let act = 0; act < ACTS; act += 1) {
    // A third of them lose their line, and the act is done while they are away.
    const away = pages.filter((_, index) => index % 3 === act % 3);
    for (const page of away) disconnect(page);
    written.push(await write(`Act ${String(act)}`));
    for (const page of away) await connect(page, began);
    await allHear();
  }
  const { port } = new URL(server.address);
  await server.kill();
  for (const { line } of pages) await line?.untilOver();
  for (const page of pages) disconnect(page);
  written.push(await write('While there was no server'));
  server = await start(port);
  for (const page of pages) await connect(page, began);
  await allHear();
  for (const page of pages) disconnect(page);
  for (const { heard } of pages) {
    assert.deepEqual(heard, written);
    assert.deepEqual(faultsOf(heard, written.at(-1) ?? ''), []);
  }
});

test('a listener who misses one, or hears one twice, is found', () => {
  assert.deepEqual(faultsOf(['3', '4', '4'], '4'), ['4 again']);
  assert.deepEqual(faultsOf(['3', '5', '4'], '5'), ['4 again', 'ends with 4 and not with 5']);
  assert.deepEqual(faultsOf(['3'], '4'), ['ends with 3 and not with 4']);
});
