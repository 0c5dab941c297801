/** A device of somebody's own, on which the worker keeps pages and what waits to be sent. */
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import type { Who } from '../../db/demo/cast.ts';
import type { Site } from './site.ts';

/** A browser of its own in which somebody is signed in, and the worker is at work. */
export async function device(site: Site, who: Who): Promise<{ context: BrowserContext; page: Page }> {
  const context = await site.browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await site.signIn(page, who);
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
  return { context, page };
}

/** Waits until the device has a copy of an address; after some twenty seconds it says which is missing. */
export async function untilKept(page: Page, path: string): Promise<void> {
  const kept = await page.evaluate(`new Promise((resolve) => {
    const look = async (left) => {
      if ((await caches.match(${JSON.stringify(path)}, { ignoreVary: true })) !== undefined) resolve(true);
      else if (left === 0) resolve(false);
      else setTimeout(look, 20, left - 1);
    };
    look(1000);
  })`);
  assert.ok(kept, `The device never got a copy of ${path}.`);
}
