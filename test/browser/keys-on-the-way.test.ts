/** Keys that are pressed while a note is on its way, or while it brings its page anew. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let page: Page;
let run: string;
before(async () => {
  site = await demoSite();
  run = `${site.origin}/incidents/${String(site.told.search)}`;
  // What the worker fetches cannot be held back from here.
  const context = await site.browser.newContext({ serviceWorkers: 'block' });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  await site.signIn(page, 'ben');
});
after(() => site.end());
beforeEach(async () => {
  await page.goto(run);
  await ready();
});

const ready = (): Promise<void> => page.locator('html[data-enhanced]').waitFor();

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function note(words: string): Promise<void> {
  await press('n');
  await page.keyboard.type(words);
  await press('Control+Enter');
}

test('a key cuts off neither the page that a note brings anew nor what that page says', async () => {
  let isCame = false;
  await page.route(run, async (route) => {
    isCame = true;
    const answer = await route.fetch();
    // The server has said it by now: whoever leaves here never reads it, and finds the note in its field again.
    await press('Escape', 'g', 'i');
    await route.fulfill({ response: answer });
  });
  await note('Node 5 is quiet too.');
  await page.locator('html[data-done$="/notes"]').waitFor();
  await page.unroute(run);
  await ready();
  assert.ok(isCame, 'the keys were pressed');
  assert.equal(page.url().replace(/#.*/, ''), run);
  assert.equal(await page.locator('.composer textarea').inputValue(), '');
});

test('a key that is pressed before the answer leads where it leads, and the note is kept', async () => {
  const { promise: isLeft, resolve: left } = Promise.withResolvers<undefined>();
  const { promise: isNoted, resolve: noted } = Promise.withResolvers<undefined>();
  await page.route('**/notes', async (route) => {
    await press('Escape', 'g', 'i');
    await isLeft;
    await route.continue();
    noted(undefined);
  });
  await page.route('**/incidents', async (route) => {
    left(undefined);
    await isNoted;
    await route.continue();
  });
  await note('Node 6 as well.');
  await page.waitForURL(/\/incidents$/);
  await page.unroute('**/notes');
  await page.unroute('**/incidents');
  await ready();
  await page.goto(run);
  await ready();
  await page.getByText('Node 6 as well.').first().waitFor();
});
