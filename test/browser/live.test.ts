import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CAST } from '../../db/demo/cast.ts';
import { aSecond } from '../support/busy.ts';
import { follow as followPage, isLive, until } from '../support/following.ts';
import { demoSite, type Site, type Tab } from '../support/site.ts';

let site: Site;
let ben: Tab;
let ana: Tab;
const run = () => `${site.origin}/incidents/${String(site.told.search)}`;

before(async () => {
  site = await demoSite();
  ben = await site.tab('ben');
  ana = await site.tab('ana');
});
after(() => site.end());

const follow = ({ page }: Tab, address = run()): Promise<void> => followPage(page, address);

const composer = (page: Page) => page.locator('.composer textarea');
const entry = (page: Page, text: string) => page.locator('.timeline .entry', { hasText: text });

/** What Ana does meanwhile, in a browser of her own. */
async function anaNotes(text: string): Promise<void> {
  await ana.page.goto(run());
  await composer(ana.page).fill(text);
  await ana.page.getByRole('button', { name: 'Add note' }).click();
  await entry(ana.page, text).waitFor();
}

async function anaSets(severity: string, reason: string): Promise<void> {
  const { page } = ana;
  await page.goto(run());
  await page.locator('summary', { hasText: 'Change severity or status' }).click();
  const form = page.locator('form[action$="/severity"]');
  await form.getByLabel(severity).check();
  await form.locator('input[name=reason]').fill(reason);
  await form.getByRole('button').click();
  await page.locator(`#region-strip[data-severity=${severity}]`).waitFor();
}

/** Puts somebody to work: a selection in the note, half a text elsewhere, a choice, something opened, scrolled down. */
async function goToWork(page: Page): Promise<void> {
  await page.locator('.panel summary', { hasText: 'Note something for later' }).click();
  await page.locator('#region-steps summary', { hasText: 'Something is wrong with this runbook' }).click();
  await page.locator('#region-panels form[action$="/follow-ups"] textarea').fill('Half a thought');
  await page.locator('#region-steps form[action$="/result"] input[type=radio][value=no]').check();
  await composer(page).fill('The replica lags behind by four minutes');
  await page.evaluate(`
    window.note = document.querySelector('.composer textarea');
    window.half = document.querySelector('#region-panels form[action$="/follow-ups"] textarea');
    window.choice = document.querySelector('#region-steps form[action$="/result"] input[type=radio][value=no]');
    window.opened = [...document.querySelectorAll('#region-steps details')].find((one) => one.open && /Something is wrong/.test(one.firstElementChild.textContent));
    window.note.setSelectionRange(4, 11);
    window.scrollTo(0, 200);
  `);
}

const atWork = (page: Page) =>
  page.evaluate<Record<string, unknown>>(`(() => ({
    note: note.isConnected && note.value, from: note.selectionStart, to: note.selectionEnd,
    hasFocus: document.activeElement === note,
    half: half.isConnected && half.value,
    choice: choice.isConnected && choice.checked,
    isOpen: opened.isConnected && opened.open,
    sameAsOnPage: half === document.getElementById(half.id),
    // In steps of four, since a line above may be a fraction of a pixel higher.
    choiceAt: Math.round(choice.getBoundingClientRect().top / 4),
    halfAt: Math.round(half.getBoundingClientRect().top / 4),
  }))()`);

test("another person's entry is on screen within a second and takes nothing from who is at work", async () => {
  const { page } = ben;
  await ben.look({ width: 1280, scheme: 'light' });
  await follow(ben);
  await goToWork(page);
  const before = await atWork(page);
  assert.deepEqual(
    { note: before.note, from: before.from, half: before.half, choice: before.choice, isOpen: before.isOpen },
    {
      note: 'The replica lags behind by four minutes',
      from: 4,
      half: 'Half a thought',
      choice: true,
      isOpen: true,
    },
  );
  await ana.page.goto(run());
  await composer(ana.page).fill('Ana looked at the shards');
  const began = performance.now();
  await ana.page.getByRole('button', { name: 'Add note' }).click();
  await entry(page, 'Ana looked at the shards').waitFor();
  const took = performance.now() - began;
  assert.ok(took < aSecond(), `on screen after ${String(Math.round(took))} ms`);
  await entry(ana.page, 'Ana looked at the shards').waitFor();
  await isLive(page);
  assert.deepEqual(await atWork(page), before);
  assert.deepEqual(ben.complaints(), []);
});

test('an act that touches every part of the page takes nothing either', async () => {
  const { page } = ben;
  const before = await atWork(page);
  await anaSets('SEV-1', '');
  await page.locator('#region-strip[data-severity=SEV-1]').waitFor();
  await entry(page, 'SEV-1').first().waitFor();
  await isLive(page);
  assert.deepEqual(await atWork(page), before);
  await anaSets('SEV-2', 'Fewer users than we thought');
  await page.locator('#region-strip[data-severity=SEV-2]').waitFor();
  await isLive(page);
  assert.deepEqual(await atWork(page), before);
  assert.deepEqual(ben.complaints(), []);
});

test('these tests would find a page that is simply written anew', async () => {
  const { page } = ben;
  const before = await atWork(page);
  await page.evaluate(`for (const id of ['region-steps', 'region-panels']) {
    const region = document.getElementById(id);
    region.innerHTML = region.innerHTML;
  }`);
  const after = await atWork(page);
  assert.notDeepEqual(after, before);
  assert.equal(after.half, false);
});

test('whoever types a result keeps their form when somebody else was faster', async () => {
  const { page } = ben;
  await follow(ben);
  const field = page.locator('#region-steps form[action$="/result"] input[name=observed]').first();
  await field.fill('41 % of the shards');
  await page.evaluate(
    `window.field = document.querySelector('#region-steps form[action$="/result"] input[name=observed]'); window.field.setSelectionRange(3, 3);`,
  );
  await ana.page.goto(run());
  const form = ana.page.locator('#region-steps form[action$="/result"]').first();
  await form.locator('input[name=observed]').fill('39 %, seen by Ana');
  await form.locator('button[type=submit]').first().click();
  await ana.page.locator('.step-fact', { hasText: 'seen by Ana' }).first().waitFor({ state: 'attached' });
  await page.locator('.step-fact', { hasText: 'seen by Ana' }).first().waitFor({ state: 'attached' });
  await isLive(page);
  assert.deepEqual(
    await page.evaluate(
      `[window.field.isConnected, field.value, document.activeElement === field, field.selectionStart, field.checkVisibility()]`,
    ),
    [true, '41 % of the shards', true, 3, true],
  );
  assert.deepEqual(ben.complaints(), []);
});

test('a form that came back keeps what was typed, which the server now takes for its own', async () => {
  const { page } = ben;
  await follow(ben);
  const fold = page.locator('summary', { hasText: 'Change severity or status' });
  await fold.click();
  const form = page.locator('form[action$="/severity"]');
  await form.getByLabel('SEV-4').check();
  await form.getByRole('button').click();
  await page.locator('.problems').waitFor();
  await isLive(page);
  await anaSets('SEV-1', '');
  await page.locator('#region-strip[data-severity=SEV-1]').waitFor();
  await isLive(page);
  assert.ok(await form.getByLabel('SEV-4').isChecked());
  assert.ok(await form.locator('.field-error').isVisible());
  assert.deepEqual(ben.complaints(), []);
});

test('what somebody selects stays as it is until they are done', async () => {
  const { page } = ben;
  await follow(ben);
  await page.evaluate(`getSelection().selectAllChildren(document.querySelector('.timeline .entry-text'))`);
  const selected = await page.evaluate('String(getSelection())');
  const pulled = page.waitForResponse((answer) => answer.url().includes('parts/timeline'));
  await anaNotes('While Ben copies a line');
  await (await pulled).finished();
  await isLive(page);
  assert.equal(await entry(page, 'While Ben copies a line').count(), 0);
  assert.equal(await page.evaluate('String(getSelection())'), selected);
  await page.evaluate('getSelection().removeAllRanges()');
  await entry(page, 'While Ben copies a line').waitFor();
});

test('new entries wait for whoever reads older ones, and are said once in five seconds', async () => {
  const { page } = ben;
  await ben.look({ width: 360, scheme: 'light' });
  await follow(ben);
  await page.evaluate(`document.querySelectorAll('.timeline .entry')[5].scrollIntoView()`);
  const scroll = await page.evaluate('scrollY');
  await anaNotes('The first of two');
  const pill = page.getByRole('button', { name: '1 new' });
  await pill.waitFor();
  await anaNotes('The second of two');
  await page.getByRole('button', { name: '2 new' }).waitFor();
  assert.equal(await page.evaluate('scrollY'), scroll);
  const covered = `(() => {
    const { left, top, width, height } = document.querySelector('.news button').getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2).textContent;
  })()`;
  assert.equal(await page.evaluate(covered), '2 new', 'nothing lies over it');
  assert.equal(await entry(page, 'The first of two').count(), 0);
  await page.getByRole('button', { name: '2 new' }).click();
  await entry(page, 'The second of two').waitFor();
  assert.equal(await page.getByRole('button', { name: /new$/ }).count(), 0);
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Timeline');
  await until(page, `document.querySelector('#live [role=status]').textContent !== ''`);
  assert.equal(await page.locator('#live [role=status]').innerText(), 'Ana Ruiz added 2 entries');
  await ben.look({ width: 1280, scheme: 'light' });
});

test('following can be paused, and catches up', async () => {
  const { page } = ben;
  await follow(ben);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await anaNotes('Nobody hears of it yet');
  assert.equal(await page.locator('.live-word').innerText(), 'Paused');
  assert.equal(await entry(page, 'Nobody hears of it yet').count(), 0);
  await page.getByRole('button', { name: 'Go on with updates' }).click();
  await entry(page, 'Nobody hears of it yet').waitFor();
  await isLive(page);
});

test('the title counts what came while somebody looked elsewhere', async () => {
  const { page } = ben;
  await follow(ben);
  const title = await page.title();
  await page.evaluate('document.hasFocus = () => false');
  await anaNotes('Ben looks at a dashboard');
  await until(page, `document.title.startsWith('(1) ')`);
  await page.evaluate(`document.hasFocus = () => true; dispatchEvent(new Event('focus'))`);
  await until(page, `document.title === ${JSON.stringify(title)}`);
});

test('a page says who else is there', async () => {
  await follow(ben);
  await follow(ana);
  await ben.page.locator('.presence', { hasText: 'Ana Ruiz and Ben' }).waitFor();
  await ana.page.locator('.presence', { hasText: 'are here' }).waitFor();
});

test('the board shows a new incident by itself, and counts in its title', async () => {
  const { page } = ben;
  await follow(ben, `${site.origin}/`);
  const count = await page.locator('#region-board').getAttribute('data-count');
  await ana.page.goto(`${site.origin}/incidents/new`);
  await ana.page
    .getByLabel('Title')
    .or(ana.page.locator('input[name=title]'))
    .first()
    .fill('Images do not load');
  await ana.page.locator('main').getByRole('button', { name: 'Declare', exact: true }).click();
  await page.locator('.board-row', { hasText: 'Images do not load' }).waitFor();
  await until(page, `document.title.startsWith('(${String(Number(count) + 1)}) Board')`);
  assert.deepEqual(ben.complaints(), []);
});

test('whoever signs out elsewhere is told so', async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await site.signIn(page, 'cy');
  await page.goto(run());
  await isLive(page);
  await site.world.store.db
    .deleteFrom('session')
    .where('account_id', 'in', (eb) =>
      eb.selectFrom('account').select('account_id').where('email', '=', CAST.cy.email),
    )
    .execute();
  await anaNotes('Cy is not there any more');
  await page.locator('#live[data-state=signed-out]').waitFor();
  assert.equal(await page.locator('.live-word').innerText(), 'Signed out');
  assert.equal(await entry(page, 'Cy is not there any more').count(), 0);
  await context.close();
});

test('where no script runs, the board is loaded anew by itself unless told otherwise, and a run never is', async () => {
  const cookies = await ben.page.context().storageState();
  const context = await site.browser.newContext({ javaScriptEnabled: false, storageState: cookies });
  const page = await context.newPage();
  const anew = page.locator('meta[http-equiv=refresh]');
  await page.goto(`${site.origin}/`);
  assert.equal(await anew.getAttribute('content'), '30');
  await page.getByRole('link', { name: 'Leave it as it is' }).click();
  assert.equal(await anew.count(), 0);
  await page.getByRole('link', { name: 'Load it anew every 30 s' }).waitFor();
  await page.goto(run());
  assert.equal(await anew.count(), 0);
  await page.getByRole('link', { name: /^Refresh \(updated \d\d:\d\d:\d\dZ\)$/ }).click();
  assert.equal(page.url(), run());
  await context.close();
});
