/** The server dies while it takes what waited on a device: nothing is lost, and nothing is there twice. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openStore, type Store } from '../../server/store/open.ts';
import { openChromium } from '../support/chromium.ts';
import { declare, incidentKit } from '../support/incident-kit.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import type { MusterProcess } from '../support/muster-process.ts';
import { signInAt, startOn } from '../support/own-server.ts';
import { doneUnanswered } from '../support/unanswered.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-outbox-'));
let member: Member | undefined;
let beside: Store;
let server: MusterProcess;
let browser: Browser;
let page: Page;
before(async () => {
  [member] = await makeInstallation(folder, 1);
  beside = await openStore(join(folder, 'muster.db'));
  await declare(incidentKit(beside), 'The queue grows');
  server = await startOn(folder, '0');
  browser = await openChromium();
  page = await browser.newPage();
  await signInAt(page, server.address, member ?? assert.fail());
  await page.goto(`${server.address}/incidents/1`);
  await page.locator('html[data-enhanced]').waitFor();
  // From now on the device has what it takes to keep things.
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
});
after(async () => {
  await browser.close();
  await server.stop();
  await beside.close();
  rmSync(folder, { recursive: true, force: true });
});

const waiting = (state: string) => page.locator(`#outbox [data-state=${state}]`);

/** Which of some notes came in, in their order. */
async function cameIn(notes: readonly string[]): Promise<string[]> {
  const rows = await beside.db.selectFrom('entry').select('body').orderBy('seq').execute();
  return rows
    .map(({ body }) => notes.find((text) => body.includes(text)))
    .filter((text) => text !== undefined);
}

/**
 * Writes notes while there is no server, and sends them to one that is killed: once it has written the second, before a
 * byte of its answer has reached the browser. The next server gets what the browser sends then.
 * @param between what is done while there is no server
 */
async function sendThroughDeath(notes: readonly string[], between: () => Promise<unknown>): Promise<void> {
  await page.goto(`${server.address}/incidents/1`);
  await page.locator('html[data-enhanced]').waitFor();
  const { port } = new URL(server.address);
  await server.kill();
  for (const [index, text] of notes.entries()) {
    await page.locator('.composer textarea').fill(text);
    await page.getByRole('button', { name: 'Add note' }).click();
    await waiting('queued').nth(index).waitFor({ state: 'attached' });
  }
  let isThere = false;
  let sent = 0;
  const { promise: died, resolve: tellDied } = Promise.withResolvers<undefined>();
  await page.route('**/incidents/1/notes', async (route) => {
    // The page tries by itself now and then.
    if (!isThere) return route.abort();
    sent += 1;
    if (sent !== 2) return route.continue();
    isThere = false;
    await doneUnanswered(route, () => server.kill());
    tellDied(undefined);
  });
  const startAndSend = async (): Promise<void> => {
    server = await startOn(folder, port);
    isThere = true;
    await page.evaluate(`dispatchEvent(new Event('online'))`);
  };
  await startAndSend();
  await died;
  assert.deepEqual(await cameIn(notes), notes.slice(0, 2), 'the second was written before the server died');
  await between();
  await startAndSend();
  await waiting('sent')
    .nth(notes.length - 1)
    .waitFor({ state: 'attached' });
  assert.equal(await waiting('queued').count(), 0);
  await page.unroute('**/incidents/1/notes');
}

test('a server that is killed in the middle of it, after writing and before answering', async () => {
  const notes = ['First in the dark', 'Second in the dark', 'Third in the dark', 'Fourth in the dark'];
  await sendThroughDeath(notes, () => Promise.resolve());
  assert.deepEqual(await cameIn(notes), notes);
});

test('a server that has forgotten what it wrote before it died is found', async () => {
  const notes = ['First of the forgotten', 'Second of the forgotten'];
  await sendThroughDeath(notes, () => beside.db.deleteFrom('operation').execute());
  assert.deepEqual(await cameIn(notes), [...notes, 'Second of the forgotten']);
});
