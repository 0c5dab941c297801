/** What a device shows of Muster when the network is slow or gone: copies, and only to whom they belong. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD } from '../../db/demo/cast.ts';
import { CAST, enter, PASSWORD as OWN_PASSWORD } from '../support/cast.ts';
import { served } from '../support/served.ts';
import { device, untilKept } from '../support/device.ts';
import { demoSite, type Site } from '../support/site.ts';
import { world } from '../support/world.ts';

let site: Site;
let run: string;
before(async () => {
  site = await demoSite();
  run = `${site.origin}/incidents/${String(site.told.search)}`;
});
after(() => site.end());

/** The addresses of the copies, below the root, by the caches that hold them. */
function copies(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(`(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('muster-pages'));
    const held = names.map(async (name) => [name, (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)]);
    return Object.fromEntries(await Promise.all(held));
  })()`);
}

/** The names of the caches, and all accounts that their copies belong to. */
const WHOSE = `(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('muster-pages'));
  const copies = [];
  for (const name of names) copies.push(...(await (await caches.open(name)).matchAll()));
  return [...names, ...new Set(copies.map(({ headers }) => headers.get('Muster-Reader')))];
})()`;

async function kept(page: Page): Promise<string[]> {
  return Object.values(await copies(page)).flat();
}

const banner = (page: Page) => page.locator('.offline-copy');

describe('without network', () => {
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    ({ context, page } = await device(site, 'cy'));
    await page.goto(run);
    await untilKept(page, `${run}/people`);
    await untilKept(page, '/offline');
    await untilKept(page, (await runbook().getAttribute('href')) ?? '');
    await context.setOffline(true);
  });
  after(() => context.close());

  const runbook = () => page.locator('h2[id^=run-] > a').first();

  test('a run that was opened is there, with its runbook and its people, and says of when it is', async () => {
    await page.goto(run);
    await banner(page).waitFor();
    assert.match(
      await banner(page).innerText(),
      /^Offline copy from (?:2026-11-23 )?17:30Z\. Muster does not answer/,
    );
    await runbook().click();
    await banner(page).waitFor();
    await page.goto(`${run}/people`);
    await banner(page).waitFor();
    assert.equal(await page.getByRole('heading', { level: 2, name: 'People' }).count(), 1);
  });

  test('its forms are others than those that it came with, so that none is sent twice under one name', async () => {
    const ids = (): Promise<string[]> =>
      page.evaluate(`[...document.querySelectorAll('[name=op_id]')].map(({ value }) => value)`);
    await page.goto(run);
    const first = await ids();
    await page.reload();
    const second = await ids();
    assert.ok(first.length > 3);
    assert.deepEqual(
      first.filter((id) => second.includes(id)),
      [],
    );
  });

  test('a page that was never here says so, and what this device keeps', async () => {
    await page.goto(`${site.origin}/postmortems`);
    await page.getByText('This device keeps no copy of the page you asked for').waitFor();
    await page.locator('#kept-pages a').first().waitFor();
    const names = await page.locator('#kept-pages a').allInnerTexts();
    assert.ok(names.some((name) => name.startsWith('INC-')));
    assert.equal(await banner(page).count(), 0);
  });

  test('what belongs to the account alone is never kept', async () => {
    await context.setOffline(false);
    for (const path of ['/me', '/admin', '/login', '/admin/people']) await page.goto(site.origin + path);
    await page.goto(`${site.origin}/help`);
    await untilKept(page, '/help');
    const paths = await kept(page);
    assert.deepEqual(
      paths.filter((path) => /^\/(?:me|admin|login)/.test(path)),
      [],
    );
    assert.ok(paths.includes('/incidents/new'));
  });
});

describe('a network that is slow', () => {
  test('gives the copy after 2.5 s, which goes on from there once Muster answers', async () => {
    const { context, page } = await device(site, 'gus');
    await page.goto(run);
    await untilKept(page, run);
    const letGo = site.hold();
    const began = performance.now();
    // Nothing else can come as long as it is held. How late it is on a busy machine says nothing; ten seconds are too late.
    await page.goto(run, { waitUntil: 'commit' });
    const took = performance.now() - began;
    assert.ok(took >= 2_400, `${String(took)} ms`);
    await banner(page).waitFor();
    letGo();
    await page.locator('#live[data-state=live]').waitFor();
    await banner(page).waitFor({ state: 'hidden' });
    await context.close();
  });

  test('is waited for where there is no copy', async () => {
    const { context, page } = await device(site, 'gus');
    const letGo = site.hold();
    const asked = page.waitForRequest(`${site.origin}/runbooks`);
    const arrived = page.goto(`${site.origin}/runbooks`);
    await asked;
    letGo();
    await arrived;
    assert.equal(await page.locator('h1').innerText(), 'Runbooks');
    assert.equal(await banner(page).count(), 0);
    await context.close();
  });
});

describe('copies belong to one account', () => {
  test('whoever signs in on the same device sees none of the other, however slow the network is', async () => {
    const { context, page } = await device(site, 'cy');
    await page.goto(run);
    await untilKept(page, run);
    await context.clearCookies({ name: 'muster' });
    await page.goto(`${site.origin}/login`);
    await page.getByLabel('E-mail').fill('gus@shop.example');
    await page.getByLabel('Password').fill(PASSWORD);
    // The answer to the sign-in itself comes; what follows is slow.
    const letGo = site.hold((path) => path !== '/login');
    await page.getByLabel('Password').press('Enter', { noWaitAfter: true });
    await assert.rejects(banner(page).waitFor({ timeout: 3_500 }), /Timeout/);
    letGo();
    await page.waitForURL(`${site.origin}/`);
    await untilKept(page, '/');
    const reader = await page.locator('html').getAttribute('data-reader');
    assert.deepEqual(await page.evaluate(WHOSE), [`muster-pages ${reader ?? ''}`, reader]);
    await context.close();
  });

  test('signing out takes them from the device', async () => {
    const { context, page } = await device(site, 'cy');
    await page.goto(run);
    await untilKept(page, run);
    await page.goto(`${site.origin}/me`);
    await page.locator('form[action$="/logout"] button').click();
    await page.waitForURL(`${site.origin}/login`);
    assert.deepEqual(await copies(page), {});
    await context.setOffline(true);
    await page.goto(run).catch(() => undefined);
    assert.doesNotMatch(await page.locator('body').innerText(), /Offline copy|INC-/);
    await context.close();
  });
});

test('below an address of its own the worker is that part of the site, and nothing beside it', async (t) => {
  const here = await world({ MUSTER_URL: 'http://127.0.0.1/ops/' });
  const { origin, end } = await served(here);
  t.after(async () => {
    await end();
    await here.end();
  });
  await enter(here, 'ana');
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/ops/login`);
  await page.getByLabel('E-mail').fill(CAST.ana.email);
  await page.getByLabel('Password').fill(OWN_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${origin}/ops/`);
  const scope = await page.evaluate('navigator.serviceWorker.ready.then(({ scope }) => scope)');
  assert.equal(scope, `${origin}/ops/`);
  await untilKept(page, '/ops/incidents/new');
  await context.setOffline(true);
  await page.goto(`${origin}/ops/incidents/new`);
  await banner(page).waitFor();
  await page.goto(`${origin}/ops/runbooks`);
  await page.getByText('This device keeps no copy').waitFor();
  await context.close();
});

/**
 * What of a manifest keeps a page from being installed. A browser without a profile of its own judges none, so the icons
 * are drawn here, and what else is asked for is looked up.
 * @see https://web.dev/articles/install-criteria
 */
function hindrances(page: Page, manifest: string): Promise<string[]> {
  return page.evaluate(`(async ({ name, start_url, scope, display, icons }) => {
    const drawn = await Promise.all(icons.map(async ({ src, sizes, purpose }) => {
      const image = Object.assign(new Image(), { src });
      await image.decode().catch(() => undefined);
      return { src, purpose, sizes, is: image.naturalWidth + 'x' + image.naturalHeight };
    }));
    const usual = drawn.filter(({ purpose }) => purpose === 'any').map(({ is }) => is);
    return [
      ...(name ? [] : ['no name']),
      ...(start_url.startsWith(scope) && location.pathname.startsWith(scope) ? [] : ['beside its scope']),
      ...(display === 'standalone' ? [] : ['no window of its own']),
      ...drawn.filter(({ sizes, is }) => sizes !== is).map(({ src, is }) => src + ' is ' + is),
      ...['192x192', '512x512'].filter((size) => !usual.includes(size)).map((size) => 'no icon of ' + size),
    ];
  })(${manifest})`);
}

test('an app that can be installed: its manifest names icons that are there', async () => {
  const { context, page } = await device(site, 'cy');
  const session = await context.newCDPSession(page);
  const { errors, url, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(url, `${site.origin}/manifest.webmanifest`);
  assert.ok(data !== undefined);
  assert.deepEqual(await hindrances(page, data), []);
  const planted = data.replace(/[^"]+icon-512[^"]+/, '/gone.png').replace('standalone', 'browser');
  assert.deepEqual(
    await hindrances(page, planted),
    ['no window of its own', '/gone.png is 0x0', 'no icon of 512x512'],
    'an icon that is gone is found',
  );
  await context.close();
});

test('the worker takes at most 3 KB, and the list of what it keeps one more at most', async () => {
  const text = await (await fetch(`${site.origin}/worker.js`)).text();
  const modules = [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => path ?? '');
  const texts = await Promise.all(modules.map(async (path) => (await fetch(site.origin + path)).text()));
  assert.equal(texts.length, 2);
  // Modules are packed each for itself, as they are served.
  const packed = (all: readonly (string | Buffer)[]): number =>
    all.map((one) => brotliCompressSync(one).length).reduce((sum, length) => sum + length, 0);
  assert.ok(packed(texts) <= 3 * 1024, `${String(packed(texts))} bytes`);
  assert.ok(packed([...texts, randomBytes(3 * 1024)]) > 3 * 1024, 'more would be found');
  assert.ok(brotliCompressSync(text).length <= 1024);
});
