import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoSite, type Site } from '../support/site.ts';
import { doneUnanswered } from '../support/unanswered.ts';

/** Words that were typed and not sent survive the page, the tab and the sign-in, and go once they are recorded. */
let site: Site;
before(async () => {
  site = await demoSite();
});
after(() => site.end());

const RUN = '/incidents/3';
const NOTE = '.composer textarea';
const WORDS = 'Node 4 was restarted by hand at 09:21.';
/** What is typed is kept once the modules have come. */
const ready = (page: Page): Promise<void> => page.locator('html[data-enhanced]').waitFor();

const STORE = `Object.keys(localStorage).filter((key) => key.startsWith('muster-draft '))`;

test('are there again after the page was left, marked as not sent', async () => {
  const { page, complaints } = await site.tab('gus');
  await page.goto(site.origin + RUN);
  await ready(page);
  await page.locator(NOTE).fill(WORDS);
  await page.goto(`${site.origin}/`);
  await page.goto(site.origin + RUN);
  await ready(page);
  await page.getByText(/Not sent yet, kept since/).waitFor();
  assert.equal(await page.locator(NOTE).inputValue(), WORDS);
  assert.deepEqual(complaints(), []);
});

test('are not called unsent when the page was left before the answer to them came', async () => {
  const { page } = await site.tab('gus');
  await page.locator(NOTE).fill('Node 5 was drained.');
  const { promise: isDone, resolve: done } = Promise.withResolvers<undefined>();
  await page.route('**/notes', async (route) => {
    await doneUnanswered(route, () => page.goto(`${site.origin}/`)).catch(() => undefined);
    done(undefined);
  });
  await page.getByRole('button', { name: 'Add note' }).click();
  await isDone;
  await page.unroute('**/notes');
  await page.goto(site.origin + RUN);
  await ready(page);
  await page.locator('.timeline').getByText('Node 5 was drained.').waitFor();
  assert.equal(await page.getByText(/Not sent yet/).count(), 0);
  await page.locator(NOTE).fill(WORDS);
});

test('go once they are on the timeline', async () => {
  const { page } = await site.tab('gus');
  // They are on the timeline before the page comes anew.
  const anew = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Add note' }).click();
  await anew;
  await page.locator('.timeline').getByText(WORDS).waitFor();
  await ready(page);
  assert.equal(await page.locator(NOTE).inputValue(), '');
  assert.deepEqual(await page.evaluate(STORE), []);
});

/** A form that never waits on the device: others act upon it. */
const UPDATES = `${RUN}/updates`;
const CHANGED = 'textarea[name=changed]';

test('survive a session that ended while somebody typed', async () => {
  const { page } = await site.tab('gus');
  await page.goto(site.origin + UPDATES);
  await ready(page);
  await page.locator('[name=users_see]').fill('Search is slow');
  await page.locator('[name=we_do]').fill('We rebuild the index');
  await page.locator(CHANGED).fill(WORDS);
  await page.context().clearCookies({ name: 'muster' });
  await page.getByRole('button', { name: 'Send the update' }).click();
  await page.getByText('You are signed out. Sign in, then send it again.').waitFor();
  await site.signIn(page, 'gus');
  await page.goto(site.origin + UPDATES);
  await ready(page);
  await page
    .getByText(/Not sent yet, kept since/)
    .first()
    .waitFor();
  assert.equal(await page.locator(CHANGED).inputValue(), WORDS);
  await page.getByRole('button', { name: 'Discard it' }).last().click();
  assert.equal(await page.locator(CHANGED).inputValue(), '');
  await page.goto(site.origin + RUN);
  await ready(page);
});

test('are thrown away when somebody says so, and when they sign out', async () => {
  const { page } = await site.tab('gus');
  await page.locator(NOTE).fill('Never mind.');
  await page.reload();
  await ready(page);
  await page.getByRole('button', { name: 'Discard it' }).click();
  assert.equal(await page.locator(NOTE).inputValue(), '');
  assert.deepEqual(await page.evaluate(STORE), []);
  await page.locator(NOTE).fill('Words of Gus.');
  await page.goto(`${site.origin}/me`);
  await ready(page);
  await page.locator('form[action$="/logout"] button').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/me'));
  assert.deepEqual(await page.evaluate(STORE), []);
});
