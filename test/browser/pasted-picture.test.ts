/** A picture that is pasted on the page of a postmortem goes into its text. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { beginPostmortem } from '../../server/postmortems/actions.ts';
import { PIXEL } from '../support/files.ts';
import { until } from '../support/following.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
before(async () => {
  site = await demoSite();
  await beginPostmortem(site.world.kit.postmortems, undefined, site.told.search);
});
after(() => site.end());

test('it is taken, its words are asked for, and it stands in its section', async () => {
  const { page, complaints } = await site.tab('ana');
  await page.goto(`${site.origin}/postmortems/${String(site.told.search)}`);
  await page.locator('html[data-enhanced]').waitFor();
  await page.evaluate(`(() => {
    const bytes = Uint8Array.from(atob('${PIXEL.toString('base64')}'), (sign) => sign.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'rate.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  })()`);
  const form = page.locator('form[data-takes-paste]');
  await form.locator('input[name=alt]:focus').waitFor();
  await page.keyboard.type('the hit rate falls');
  await form.locator('select[name=section]').selectOption('Timeline');
  await form.getByRole('button', { name: 'Put it in' }).click();
  await page.getByText('The picture stands in version').waitFor();
  await page.getByAltText('the hit rate falls').scrollIntoViewIfNeeded();
  await until(page, `document.querySelector('article img[alt="the hit rate falls"]')?.naturalWidth === 1`);
  assert.deepEqual(complaints(), []);
});
