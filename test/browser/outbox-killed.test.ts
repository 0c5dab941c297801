/** The server dies while it takes what waited on a device: nothing is lost, and nothing is there twice. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../server/store/open.ts';
import { openChromium } from '../support/chromium.ts';
import { declare, incidentKit } from '../support/incident-kit.ts';
import { makeInstallation } from '../support/installation.ts';
import { startMuster, type MusterProcess } from '../support/muster-process.ts';

const NOTES = ['First in the dark', 'Second in the dark', 'Third in the dark', 'Fourth in the dark'];

test('a server that is killed in the middle of it, after writing and before answering', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-outbox-'));
  const [member] = await makeInstallation(folder, 1);
  const beside = await openStore(join(folder, 'muster.db'));
  await declare(incidentKit(beside), 'The queue grows');
  const start = (port: string): Promise<MusterProcess> =>
    startMuster({
      dataFolder: folder,
      settings: { MUSTER_LOG_LEVEL: 'error', MUSTER_PORT: port, MUSTER_URL: 'http://127.0.0.1:0' },
    });
  let server = await start('0');
  const { port } = new URL(server.address);
  const browser = await openChromium();
  t.after(async () => {
    await browser.close();
    await server.stop();
    await beside.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const page = await browser.newPage();
  await page.goto(`${server.address}/login`);
  await page.getByLabel('E-mail').fill(member?.email ?? '');
  await page.getByLabel('Password').fill(member?.password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${server.address}/`);
  await page.goto(`${server.address}/incidents/1`);
  await page.locator('html[data-enhanced]').waitFor();
  // From now on the device has what it takes to keep things.
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
  const queued = page.locator('#outbox [data-state=queued]');

  await server.kill();
  for (const [index, text] of NOTES.entries()) {
    await page.locator('.composer textarea').fill(text);
    await page.getByRole('button', { name: 'Add note' }).click();
    await queued.nth(index).waitFor({ state: 'attached' });
  }

  let sent = 0;
  const { promise: died, resolve: tellDied } = Promise.withResolvers<undefined>();
  await page.route('**/incidents/1/notes', async (route) => {
    sent += 1;
    if (sent !== 2) return route.continue();
    await route.fetch();
    await server.kill();
    await route.abort();
    tellDied(undefined);
  });
  server = await start(port);
  await page.locator('#outbox summary').click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await died;
  server = await start(port);
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.locator('#outbox').waitFor();
  await page.locator('#outbox [data-state=sent]').nth(3).waitFor({ state: 'attached' });
  assert.equal(await queued.count(), 0);
  const rows = await beside.db.selectFrom('entry').select('body').orderBy('seq').execute();
  const told = rows
    .map(({ body }) => NOTES.find((text) => body.includes(text)))
    .filter((text) => text !== undefined);
  assert.deepEqual(told, NOTES);
});
