/** What a page that follows along does when it is not looked at, and when its server goes away. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openStore, type Store } from '../../server/store/open.ts';
import { openChromium } from '../support/chromium.ts';
import { declare, incidentKit, note } from '../support/incident-kit.ts';
import { makeInstallation, type Member } from '../support/installation.ts';
import type { MusterProcess } from '../support/muster-process.ts';
import { signInAt, startOn } from '../support/own-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-connection-'));
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
  // What the worker keeps would answer in place of what is missing here.
  page = await browser.newPage({ serviceWorkers: 'block' });
  await page.clock.install();
  await signInAt(page, server.address, member ?? assert.fail());
  await page.goto(`${server.address}/incidents/1`);
  await is('live');
});
after(async () => {
  await browser.close();
  await server.stop();
  await beside.close();
  rmSync(folder, { recursive: true, force: true });
});

async function is(state: string): Promise<void> {
  await page.locator(`#live[data-state=${state}]`).waitFor();
}

const write = (text: string) => note(incidentKit(beside), 1, text);
const entry = (text: string) => page.locator('.timeline .entry', { hasText: text });

/** Lets the time of the page pass, three minutes at most. */
async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  for (let second = 0; second < 180; second += 1) {
    if (await isSo()) return;
    await page.clock.runFor(1_000);
  }
  assert.fail('It did not come in three minutes.');
}

/** The browser as if another tab lay over it. */
function hide(isHidden: boolean): Promise<void> {
  return page.evaluate(`
    Object.defineProperty(document, 'hidden', { get: () => ${String(isHidden)}, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);
}

test('a page that nobody looks at gives its stream back, counts in its title, and catches up', async () => {
  const title = await page.title();
  await write('Read before anybody went away');
  await entry('Read before anybody went away').waitFor();
  await hide(true);
  await write('Nobody looks');
  await untilSo(async () => (await page.title()).startsWith('(1) '));
  assert.match((await page.locator('link[rel=icon]').getAttribute('href')) ?? '', /icon-new/);
  assert.equal(await entry('Nobody looks').count(), 0);
  await hide(false);
  await entry('Nobody looks').waitFor();
  await is('live');
  assert.equal(await page.title(), title);
  assert.doesNotMatch((await page.locator('link[rel=icon]').getAttribute('href')) ?? '', /icon-new/);
});

test('a page says when its server is away, goes on by itself, and has missed nothing', async () => {
  const { port } = new URL(server.address);
  const says = (state: string, words: string) =>
    page.locator(`#live[data-state=${state}] .live-word`, { hasText: words }).waitFor();
  await page.locator('.composer textarea').fill('Half a note');
  await server.kill();
  await says('catching', 'Catching up');
  await page.clock.fastForward(5_000);
  await says('offline', 'Offline');
  assert.ok(await page.getByRole('link', { name: /^Refresh/ }).isVisible());
  await write('Written while there was no server');
  server = await startOn(folder, port);
  await entry('Written while there was no server').waitFor();
  await is('live');
  assert.equal(await page.locator('.composer textarea').inputValue(), 'Half a note');
});

test('what stands between and answers in place of the server is asked again, later and later', async () => {
  await page.route('**/live?*', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
  await page.reload();
  await is('catching');
  const tried: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/live?')) tried.push(request.url());
  });
  for (let second = 0; second < 60; second += 1) await page.clock.runFor(1_000);
  assert.ok(tried.length >= 2 && tried.length < 12, `${String(tried.length)} tries in a minute`);
  await page.unroute('**/live?*');
  const isLive = page.locator('#live[data-state=live]');
  await untilSo(() => isLive.isVisible());
});

test('a page whose modules a newer server does not have says so, and can be loaded anew', async () => {
  await page.route('**/static/morph.*', (route) => route.fulfill({ status: 404, body: 'No such file' }));
  await page.reload();
  await is('live');
  await write('Written by a newer server');
  const isOlder = page.locator('#live[data-state=older]');
  await untilSo(() => isOlder.isVisible());
  assert.match(await page.locator('.live-word').innerText(), /older than the server/);
  await page.unroute('**/static/morph.*');
  await page.getByRole('link', { name: /^Refresh/ }).click();
  await entry('Written by a newer server').waitFor();
  await is('live');
});
