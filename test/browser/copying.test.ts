import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoSite, type Site } from '../support/site.ts';

/** The copy button of a step: the clipboard gets the text, the timeline the fact, and a form stands in when it fails. */
let site: Site;
before(async () => {
  site = await demoSite();
  const { page } = await site.tab('ben');
  await page.goto(site.origin + RUN);
  // A step behind us that has a command becomes the current one again.
  await page.evaluate(
    `document.querySelector('.step:has(.command-well) form[action$="/reopening"]').requestSubmit()`,
  );
  await page.locator(WELL).first().waitFor();
});
after(() => site.end());

const RUN = '/incidents/3';
const WELL = '.step[data-state="current"] .command:has(form)';

test('copies, says when, and writes it on the timeline', async () => {
  const { page, complaints } = await site.tab('ben');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(site.origin + RUN);
  await page.locator('html[data-enhanced]').waitFor();
  const well = page.locator(WELL).first();
  assert.equal(await well.locator('form').isVisible(), false);
  const answered = page.waitForResponse(
    (response) => response.url().endsWith('/copies') && response.status() === 303,
  );
  await well.locator('.command-copy').click();
  await answered;
  await well.getByText(/^Copied \d\d:\d\d:\d\dZ$/).waitFor();
  const text = (await well.locator('pre').innerText()).trim();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), text);
  await page.goto(`${site.origin}${RUN}/timeline`);
  await page
    .getByText(/copied command 1 of step/)
    .first()
    .waitFor();
  assert.deepEqual(complaints(), []);
});

test('offers the form again where the server cannot be reached', async () => {
  const { page } = await site.tab('ben');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(site.origin + RUN);
  await page.locator('html[data-enhanced]').waitFor();
  const well = page.locator(WELL).first();
  await page.context().setOffline(true);
  await well.locator('.command-copy').click();
  await well.getByRole('button', { name: 'Note that I copied it' }).waitFor();
  await page.context().setOffline(false);
});
