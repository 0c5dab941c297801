import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { complaintsOf, openChromium, sidewaysScroll } from '../support/chromium.ts';
import { served } from '../support/served.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let site: Awaited<ReturnType<typeof served>>;
let browser: Browser;
before(async () => {
  here = await world();
  site = await served(here);
  browser = await openChromium();
});
after(async () => {
  await browser.close();
  await site.end();
  await here.end();
});

test('the page of an unknown address fits a narrow phone and nothing goes wrong in it', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const complaints = complaintsOf(page, site.origin);
  const answer = await page.goto(`${site.origin}/${'a-long-word-without-a-break'.repeat(4)}`);
  assert.equal(answer?.status(), 404);
  assert.equal(await page.locator('h1').innerText(), 'There is nothing here');
  assert.equal(await sidewaysScroll(page), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a page that scrolls sideways, fails, or asks elsewhere would be found', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${site.origin}/nowhere`);
  const complaints = complaintsOf(page, site.origin);
  const isFound = Promise.all([
    page.waitForEvent('pageerror'),
    page.waitForEvent('console', (message) => message.text().includes('Content Security Policy')),
  ]);
  await page.evaluate(`{
    document.body.style.minWidth = '500px';
    const foreign = document.createElement('img');
    foreign.src = 'http://127.0.0.1:9/elsewhere.png';
    document.body.append(foreign);
    setTimeout(() => { throw new Error('planted'); });
  }`);
  await isFound;
  assert.ok((await sidewaysScroll(page)) > 0);
  assert.match(complaints.join('\n'), /exception: planted/);
  assert.match(complaints.join('\n'), /console: .*Content Security Policy/);
  await page.close();
});
