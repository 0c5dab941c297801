/** What anybody may read: small, without a script, and without a trace of who reads. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { complaintsOf } from '../support/chromium.ts';
import { demoSite, type Site } from '../support/site.ts';

const MOST_BYTES = 15 * 1024;

let site: Site;
let context: BrowserContext;
let page: Page;
let complaints: string[];
const requests: string[] = [];
before(async () => {
  site = await demoSite();
  context = await site.browser.newContext();
  page = await context.newPage();
  complaints = complaintsOf(page, site.origin);
  page.on('request', (request) => requests.push(request.resourceType()));
});
after(() => site.end());

/** What is wrong with a page for everybody, unpacked as it is; the style sheet is kept for a year and not counted. */
async function faultsOf(path: string): Promise<string[]> {
  requests.length = 0;
  const answer = await page.goto(site.origin + path);
  assert.equal(answer?.status(), 200, path);
  const bytes = (await answer?.body())?.length ?? Infinity;
  const scripts = await page.evaluate<number>(`document.querySelectorAll('script').length`);
  return [
    ...(bytes > MOST_BYTES ? [`${String(bytes)} bytes`] : []),
    ...(scripts > 0 || requests.includes('script') ? ['a script'] : []),
    ...(await context.cookies()).map(({ name }) => `cookie ${name}`),
    ...((await page.evaluate<number>('localStorage.length + sessionStorage.length')) > 0 ? ['a store'] : []),
    ...(/max-age=15\b/.test(answer?.headers()['cache-control'] ?? '') ? [] : ['not kept for 15 s']),
    ...complaints.splice(0),
  ];
}

const pages = () => ['/status', `/status/${String(site.told.caching)}`];

test('the status pages are below 15 KB, have no script, and leave nothing behind', async () => {
  for (const path of pages()) assert.deepEqual(await faultsOf(path), [], path);
});

test('the sign-in page has no script either', async () => {
  requests.length = 0;
  await page.goto(`${site.origin}/login`);
  assert.equal(await page.evaluate<number>(`document.querySelectorAll('script').length`), 0);
  assert.ok(!requests.includes('script'));
});

test('a status page that is too large, has a script, sets a cookie and is not kept is found', async () => {
  await page.route('**/status', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      '</main>',
      `${'<p>more</p>'.repeat(2_000)}<script></script></main>`,
    );
    const headers = { ...answer.headers(), 'cache-control': 'no-store', 'set-cookie': 'who=you' };
    await route.fulfill({ response: answer, body, headers });
  });
  const faults = (await faultsOf('/status')).join('\n');
  for (const found of [/bytes/, /a script/, /cookie who/, /not kept/]) assert.match(faults, found);
});
