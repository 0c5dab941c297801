/** What is done without network waits on the device, and comes in once, in order, with the time at which it was done. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD, type Who } from '../../db/demo/cast.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let run: string;
before(async () => {
  site = await demoSite();
  run = `${site.origin}/incidents/${String(site.told.search)}`;
});
after(() => site.end());

async function device(who: Who): Promise<{ context: BrowserContext; page: Page }> {
  const context = await site.browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await site.signIn(page, who);
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
  return { context, page };
}

async function untilKept(page: Page, path: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = async () => {
      if ((await caches.match(${JSON.stringify(path)}, { ignoreVary: true })) !== undefined) resolve();
      else setTimeout(look, 20);
    };
    look();
  })`);
}

const enhanced = (page: Page): Promise<void> => page.locator('html[data-enhanced]').waitFor();
const rows = (page: Page, state: string) => page.locator(`#outbox [data-state=${state}]`);

type Row = { kind: string; body: string; occurred_at: string; recorded_at: string; source: string };

async function entries(text: string): Promise<Row[]> {
  const all = await site.world.store.db
    .selectFrom('entry')
    .select(['kind', 'body', 'occurred_at', 'recorded_at', 'source'])
    .orderBy('seq')
    .execute();
  return all.filter(({ body }) => body.includes(text)) as Row[];
}

test('a note without network is hatched, survives the page, and is one entry of the time at which it was sent', async () => {
  const { context, page } = await device('gus');
  await page.goto(run);
  await enhanced(page);
  await untilKept(page, run);
  await context.setOffline(true);
  await page.locator('.composer textarea').fill('Node 4 was restarted by hand');
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').waitFor();
  assert.match(await page.locator('#outbox').innerText(), /1 thing waits on this device/);
  assert.equal(await page.locator('.composer textarea').inputValue(), '');
  await page.reload();
  await rows(page, 'queued').waitFor();
  assert.match(await rows(page, 'queued').innerText(), /Note: Node 4 was restarted by hand/);
  site.world.clock.wind(600);
  await context.setOffline(false);
  await rows(page, 'sent').waitFor();
  await page.locator('.timeline').getByText('Node 4 was restarted by hand').waitFor();
  const [note, ...others] = await entries('Node 4 was restarted');
  assert.deepEqual(others, []);
  assert.equal(note?.source, 'offline');
  // The clock of the server stood still for the page; the device's, days ahead of it, went on by seconds.
  assert.match(note.occurred_at, /^2026-11-23T17:30:/);
  assert.equal(note.recorded_at, '2026-11-23T17:40:00.000Z');
  await context.close();
});
