/** What a page fetches only when somebody needs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { longSite, type Long } from '../support/long-incidents.ts';
import type { Site, Tab } from '../support/site.ts';

let site: Site<Long>;
let ben: Tab;
before(async () => {
  site = await longSite();
  ben = await site.tab('ben');
});
after(() => site.end());

test('a link to an entry that the run page does not show leads to it on the timeline', async () => {
  const { page } = ben;
  await page.goto(`${site.origin}/incidents/${String(site.told.longest)}#e3`);
  await page.waitForURL(/\/timeline\?entry=3#e3$/);
  await page.locator('#e3').waitFor();
  assert.deepEqual(ben.complaints(), []);
});

test('a picture that is pasted anywhere is attached, and the line below asks what it shows', async () => {
  const { page } = ben;
  await page.goto(`${site.origin}/incidents/${String(site.told.usual)}`);
  await page.locator('html[data-enhanced]').waitFor();
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['a picture'], 'shards.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  })()`);
  await page.locator('form[data-takes-paste] input[name=caption]:focus').waitFor();
  assert.equal(
    await page.evaluate(`document.querySelector('form[data-takes-paste] input[type=file]').files[0].name`),
    'shards.png',
  );
  assert.deepEqual(ben.complaints(), []);
});
