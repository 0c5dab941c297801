import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoSite, type Site } from '../support/site.ts';

/** What is done often is done by keys alone: no mouse is touched in here. */
let site: Site;
let page: Page;
before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('ben'));
  await page.goto(site.origin);
  await ready();
});
after(() => site.end());

/** Keys act once their module has come. */
const ready = (): Promise<void> => page.locator('html[data-enhanced]').waitFor();

const focused = (what: string): Promise<unknown> => page.evaluate(`document.activeElement?.${what}`);

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Sends what was typed. It is on the timeline before the page comes anew, and what is pressed in between is lost. */
async function sends(): Promise<void> {
  const anew = page.waitForEvent('load');
  await press('Control+Enter');
  await anew;
  await ready();
}

test('leads to the incident that is open, by the list', async () => {
  await press('g', 'i');
  await page.waitForURL(/\/incidents$/);
  await ready();
  await press('j', 'j', 'k', 'Enter');
  await page.waitForURL(/\/incidents\/\d+$/);
  await page.goto(`${site.origin}/incidents/3`);
  await ready();
});

test('focuses the answer of the current step, and a field takes letters as letters', async () => {
  await press('x');
  assert.equal(await focused('name'), 'observed');
  await page.keyboard.type('nc');
  assert.equal(await focused('value'), 'nc');
  await press('Enter');
  assert.equal(await focused('name'), 'branch', 'which way it leads is for people to say');
  await press('x', 'Escape');
  assert.equal(await focused('tagName'), 'BODY');
});

test('writes a note with n, words, and Control with Enter', async () => {
  await press('n');
  await page.keyboard.type('The disks of node 3 are quiet again.');
  await sends();
  await page.getByText('The disks of node 3 are quiet again.').first().waitFor();
});

test('goes along the steps and opens one', async () => {
  await press('j');
  assert.equal(await focused('id'), 'current');
  await press('j', 'Enter');
  assert.equal(await focused('parentElement.open'), true);
});

test('goes to the phase after, and accepts what is asked on the board', async () => {
  await press(']');
  await page.waitForURL(/#r\d+-resolve$/);
  const cy = await site.tab('cy');
  await cy.page.goto(site.origin);
  await cy.page.locator('html[data-enhanced]').waitFor();
  await cy.page.keyboard.press('A');
  await cy.page.getByText(/asked you to come/).waitFor({ state: 'detached' });
  assert.deepEqual(cy.complaints(), []);
});

test('says seen with a, which takes nothing on, and goes on asking', async () => {
  const run = `/incidents/${String(site.told.search)}`;
  await page.goto(`${site.origin}${run}/people?ask=on`);
  await ready();
  const whom = page.getByLabel('Whom do you ask to come?');
  await whom.selectOption({ label: 'Cy Novak' });
  await whom.focus();
  await press('Control+Enter');
  await page
    .getByText(/Cy .*asked at/)
    .first()
    .waitFor();
  const cy = await site.tab('cy');
  await cy.page.goto(site.origin);
  await cy.page.locator('html[data-enhanced]').waitFor();
  await cy.page.keyboard.press('a');
  await cy.page.getByText(/You have seen it at .*the time goes on until you accept/).waitFor();
  assert.deepEqual(cy.complaints(), []);
  await page.goto(`${site.origin}${run}`);
  await ready();
});

test('takes back what was done last with z, and says what it was', async () => {
  await press('n');
  await page.keyboard.type('A word too many.');
  await sends();
  await page.locator('#region-timeline').getByText('A word too many.').waitFor();
  await press('z');
  await page.getByText(/^Taken back: .*A word too many/).waitFor();
  await ready();
  await press('z');
  await page
    .getByText(/You took that back already/)
    .first()
    .waitFor();
});

test('goes along the timeline, pins an entry with *, and finds the filter with f', async () => {
  await page.goto(`${site.origin}/incidents/${String(site.told.search)}/timeline`);
  await ready();
  await press('j', 'j');
  const pinned = String(await focused('closest(".entry").id'));
  await press('*');
  await page.waitForURL(new RegExp(`#${pinned}$`));
  await page.locator(`#${pinned} .badge`, { hasText: 'pinned' }).waitFor();
  await ready();
  await press('f');
  assert.equal(await focused('textContent'), 'All');
  await press('Tab', 'Enter');
  await page.waitForURL(/show=/);
});

test('opens the palette with a dot, finds in it, and leaves it where it came from', async () => {
  await page.goto(`${site.origin}/incidents/${String(site.told.search)}`);
  await ready();
  await press('j', '.');
  const palette = page.locator('dialog.palette');
  await palette.getByRole('link', { name: 'INC-3: Ask somebody to come' }).waitFor();
  await press('Escape');
  await palette.waitFor({ state: 'detached' });
  assert.equal(await focused('id'), 'current', 'the focus is back');
  await press('Control+k');
  await palette.waitFor();
  const height = (await palette.getByRole('searchbox').boundingBox())?.height ?? 0;
  assert.ok(height >= 44, `its field is ${String(height)} px high`);
  await page.keyboard.type('hand');
  await palette.getByRole('link', { name: 'INC-3: Hand over' }).waitFor();
  await palette.getByRole('link', { name: /Timeline/ }).waitFor({ state: 'detached' });
  await press('Tab', 'Shift+Tab', 'ArrowDown');
  assert.match(String(await focused('textContent')), /Hand over/);
  await press('ArrowUp', 'Enter');
  await page.waitForURL(/\/handover$/);
  await ready();
});

test('finds everything with a slash', async () => {
  await press('/');
  await page.waitForURL(/\/search$/);
  await ready();
  await page.keyboard.type('cache');
  await press('Enter');
  await page.getByRole('heading', { name: 'Runbooks' }).waitFor();
  await ready();
  await press('j');
  assert.equal(await focused('tagName'), 'A');
});

test('declares with c, a title, and Control with Enter', async () => {
  await press('c');
  await page.waitForURL(/\/incidents\/new$/);
  await ready();
  await page.keyboard.type('Nobody can pay');
  await press('Escape', '1', 'Shift+Tab');
  await page.locator('[name=title]').focus();
  await press('Control+Enter');
  await page.waitForURL(/\/incidents\/\d+$/);
  await page.getByText('Nobody can pay').first().waitFor();
  await ready();
  assert.match(await page.locator('.strip').innerText(), /SEV-1/);
});

test('shows all keys under the question mark', async () => {
  await press('?');
  await page.waitForURL(/\/help\/keys$/);
  assert.deepEqual((await site.tab('ben')).complaints(), []);
});

test('does nothing where they are switched off', async () => {
  await page.goto(`${site.origin}/me`);
  await page.locator('[name=keys][value=off]').check();
  await page.locator('form[action$="/me/keys"] button').click();
  await page.getByText('Saved in this browser.').waitFor();
  await ready();
  await page.evaluate(`window.left = [];
    navigation.addEventListener('navigate', ({ destination }) => left.push(new URL(destination.url).pathname))`);
  await press('c');
  assert.deepEqual(await page.evaluate('left'), []);
  const planted = `document.querySelector('a[data-key=c]').click(), left`;
  assert.deepEqual(await page.evaluate(planted), ['/incidents/new'], 'leaving would be found');
});
