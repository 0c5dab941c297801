/** A device of somebody's own, on which the worker keeps pages and what waits to be sent. */
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

/** Waits until the device has a copy of an address. */
export async function untilKept(page: Page, path: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = async () => {
      if ((await caches.match(${JSON.stringify(path)}, { ignoreVary: true })) !== undefined) resolve();
      else setTimeout(look, 20);
    };
    look();
  })`);
}
