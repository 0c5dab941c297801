import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { setupLink } from '../../server/identity/first-run.ts';
import { complaintsOf, openChromium } from '../support/chromium.ts';
import { served } from '../support/served.ts';
import type { Walker } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';
import { afterwards, readBack } from './storm-afterwards.ts';
import { comeIn, declare, findTheCause, putItBack, resolve } from './storm-walk.ts';

let browser: Browser;
before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

for (const { basePath, javaScript } of [
  { basePath: '', javaScript: true },
  { basePath: '/ops', javaScript: false },
]) {
  const how = `${javaScript ? 'with' : 'without'} JavaScript${basePath === '' ? '' : `, mounted under ${basePath}/`}`;
  test(`two people go from the set-up link to the published postmortem of a storm ${how}`, async () => {
    const here = await world(
      {
        MUSTER_RUNBOOKS: 'runbooks',
        MUSTER_HOME_ZONE: 'America/Los_Angeles',
        MUSTER_URL: `http://localhost:3000${basePath}/`,
      },
      '2026-06-12T17:10:00.000Z',
    );
    const site = await served(here);
    try {
      await walk(here, site.origin + basePath, javaScript);
    } finally {
      await site.end();
      await here.end();
    }
  });
}

/** Both only click and type: two addresses are opened, the link on the console and the one of the invitation. */
async function walk(here: World, root: string, javaScript: boolean): Promise<void> {
  const complaints: string[] = [];
  const somebody = async (): Promise<Walker> => {
    const context = await browser.newContext({
      javaScriptEnabled: javaScript,
      viewport: { width: 1280, height: 900 },
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    complaints.push(...complaintsOf(page, new URL(root).origin));
    return { context, page };
  };
  const storm = { here, root, ana: await somebody(), fay: await somebody() };
  await storm.ana.page.goto(root + ((await setupLink(here.store.db, here.clock)) ?? ''));
  await comeIn(storm);
  await declare(storm);
  await findTheCause(storm);
  await putItBack(storm);
  await resolve(storm);
  await afterwards(storm);
  await readBack(storm);
  assert.deepEqual(complaints, []);
  await Promise.all([storm.ana.context.close(), storm.fay.context.close()]);
}
