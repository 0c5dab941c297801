/** The other pages of an incident follow along as the run page does, and say aloud what concerns whoever reads. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { aSecond } from '../support/busy.ts';
import { follow, isLive, until } from '../support/following.ts';
import { demoSite, type Site, type Tab } from '../support/site.ts';

let site: Site;
let ben: Tab;
let ana: Tab;
const room = (name = '') => `${site.origin}/incidents/${String(site.told.search)}${name}`;

/** Waits until it is said aloud at once. What is said comes a little after what is shown. */
async function isWarned(page: Page, words: RegExp): Promise<void> {
  await until(page, `${String(words)}.test(document.querySelector('#live [role=alert]').textContent)`);
}

before(async () => {
  site = await demoSite();
  ben = await site.tab('ben');
  ana = await site.tab('ana');
  await ben.look({ width: 1280, scheme: 'light' });
});
after(() => site.end());

/** Another person's click is on the page within a second. */
async function soon(click: () => Promise<void>, seen: Locator): Promise<void> {
  const began = performance.now();
  await click();
  await seen.waitFor();
  const took = performance.now() - began;
  assert.ok(took < aSecond(), `on screen after ${String(Math.round(took))} ms`);
}

/** Once the page is there that follows what Ana sent last. */
let hasArrived: Promise<unknown> | undefined;

/** Ana fills in a form of a page; what is given back sends it. */
async function anaFills(page: string, form: string, values: Record<string, string>) {
  await hasArrived;
  await ana.page.goto(room(page));
  const filled = ana.page.locator(form).first();
  for (const [name, value] of Object.entries(values)) {
    const choice = filled.locator(`select[name=${name}]`);
    if ((await choice.count()) > 0) await choice.selectOption({ label: value });
    else await filled.locator(`[name=${name}]`).fill(value);
  }
  return async () => {
    hasArrived = ana.page.waitForEvent('load');
    await filled.locator('button[type=submit]').first().click();
  };
}

const noting = (text: string) => anaFills('', '.composer', { text });

/** Puts somebody to work in a form: words with a selection, something opened, scrolled down a little. */
async function goToWork(page: Page, field: string, summary: string): Promise<void> {
  await page.locator('summary', { hasText: summary }).first().click();
  await page.locator(field).fill('Four words and more');
  await page.evaluate(`
    window.field = document.querySelector(${JSON.stringify(field)});
    window.opened = [...document.querySelectorAll('main details')].find((one) => one.open && one.firstElementChild.textContent.includes(${JSON.stringify(summary)}));
    window.field.setSelectionRange(5, 5);
    window.scrollTo(0, 60);`);
}

const atWork = (page: Page) =>
  page.evaluate<Record<string, unknown>>(`({
    text: field.isConnected && field.value, caret: field.selectionStart, hasFocus: document.activeElement === field,
    isOpen: opened.isConnected && opened.open, at: Math.round(field.getBoundingClientRect().top),
  })`);

test('the page of people shows who is asked to come, and takes nothing from who is at work in it', async () => {
  const { page } = ben;
  await follow(page, room('/people'));
  await goToWork(page, 'form[action$="/escalations"] input[name=reason]', 'Change who sees it');
  const before = await atWork(page);
  assert.deepEqual([before.text, before.caret, before.isOpen], ['Four words and more', 5, true]);
  const ask = await anaFills('/people', 'form[action$="/escalations"]', {
    to: 'Fay Lind',
    reason: 'The index is hers',
  });
  await soon(ask, page.locator('#region-people .item', { hasText: 'The index is hers' }));
  await isLive(page);
  assert.deepEqual(await atWork(page), before);
  await until(page, `document.querySelector('#live [role=status]').textContent !== ''`);
  assert.match(await page.locator('#live [role=status]').innerText(), /^Ana Ruiz .*Fay Lind/);
  assert.deepEqual(ben.complaints(), []);
});

test('the page of updates shows what was sent, and keeps what somebody writes meanwhile', async () => {
  const { page } = ben;
  await follow(page, room('/updates'));
  await goToWork(page, 'form[action$="/updates"] textarea[name=we_do]', 'Promise the next update');
  const before = await atWork(page);
  const send = await anaFills('/updates', 'form[action$="/updates"]', {
    changed: 'The index answers half of the searches in time',
  });
  await soon(send, page.locator('.panel', { hasText: 'half of the searches in time' }));
  await isLive(page);
  const { at: _, ...now } = await atWork(page);
  const { at: __, ...then } = before;
  assert.deepEqual(now, then);
  assert.deepEqual(ben.complaints(), []);
});

test('the timeline shows a new entry at once to who is at its top, and offers it to who reads below', async () => {
  const { page } = ben;
  await follow(page, room('/timeline'));
  await soon(await noting('Seen from the top'), page.locator('.entry', { hasText: 'Seen from the top' }));
  await page.evaluate(`document.querySelectorAll('.timeline .entry')[9].scrollIntoView()`);
  const scroll = await page.evaluate('scrollY');
  const first = await page.evaluate(
    `document.querySelectorAll('.timeline .entry')[9].getBoundingClientRect().top`,
  );
  await soon(await noting('Seen from below'), page.getByRole('button', { name: '1 new' }));
  assert.equal(await page.evaluate('scrollY'), scroll);
  assert.equal(
    await page.evaluate(`document.querySelectorAll('.timeline .entry')[9].getBoundingClientRect().top`),
    first,
  );
  await page.getByRole('button', { name: '1 new' }).click();
  await page.locator('.entry', { hasText: 'Seen from below' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Timeline');
  assert.deepEqual(ben.complaints(), []);
});

test('a part of the timeline stays that part', async () => {
  const { page } = ben;
  await follow(page, room('/timeline?show=people'));
  const shown = await page.locator('.entry').count();
  const pulled = page.waitForResponse((answer) => answer.url().includes('parts/entries'));
  const note = await noting('Not about people');
  await note();
  await page.locator('#read-mark', { hasText: 'not marked' }).waitFor();
  await (await pulled).finished();
  await isLive(page);
  assert.equal(await page.locator('.entry').count(), shown);
});

test('whoever is asked, and whoever works on what became worse, is told at once wherever they are', async () => {
  const { page } = ben;
  await follow(page, room('/updates'));
  const ask = await anaFills('/people', 'form[action$="/escalations"]', {
    to: 'Ben Sato',
    reason: 'You know the index',
  });
  await soon(ask, page.locator('.call', { hasText: 'Ana Ruiz asked you to come' }));
  await isWarned(page, /^Ana Ruiz asked you to come .*: You know the index$/);
  await ana.page.goto(room());
  await ana.page.locator('summary', { hasText: 'Change severity or status' }).click();
  await ana.page.locator('form[action$="/severity"]').getByLabel('SEV-1').check();
  await ana.page.getByRole('button', { name: 'Set the severity' }).click();
  await page.locator('#region-strip[data-severity=SEV-1]').waitFor();
  await isWarned(page, /^The severity rose to SEV-1\.$/);
});

test('what somebody has in focus stays when it is gone, says so, and leaves with the focus', async () => {
  const { page } = ben;
  const accept = page.locator('.call').getByRole('button', { name: 'Accept' });
  await accept.focus();
  await ana.page.goto(room('/people'));
  const withdrawing = ana.page.locator('details', { hasText: 'Withdraw the request' }).last();
  await withdrawing.locator('summary').click();
  await withdrawing.locator('[name=reason]').fill('Solved without him');
  await withdrawing.getByRole('button').click();
  const left = page.locator('.left-behind');
  await left.waitFor();
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Accept');
  assert.match(
    await page.evaluate<string>(
      `getComputedStyle(document.querySelector('.left-behind'), '::before').content`,
    ),
    /No longer on the page/,
  );
  await page.keyboard.press('Shift+Tab');
  await left.waitFor({ state: 'detached' });
  assert.deepEqual(ben.complaints(), []);
});

test('the board says aloud what is new on it and what became worse', async () => {
  const { page } = ben;
  await follow(page, `${site.origin}/`);
  await ana.page.goto(`${site.origin}/incidents/new`);
  await ana.page.locator('input[name=title]').fill('Nobody can pay');
  await ana.page.locator('main').getByRole('button', { name: 'Declare', exact: true }).click();
  await page.locator('.board-row', { hasText: 'Nobody can pay' }).waitFor();
  await isWarned(page, /^New on the board: INC-\d+ Nobody can pay, SEV-2\.$/);
});

test('each page that follows along has two places from which it speaks, and no more', async () => {
  const { page } = ben;
  const speaking = (): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live], output')].map((one) => one.getAttribute('role'))`,
    );
  for (const path of ['', '/timeline', '/people', '/updates']) {
    await follow(page, room(path));
    assert.deepEqual(await speaking(), ['status', 'alert']);
  }
  await page.evaluate(`document.querySelector('main').append(document.createElement('output'))`);
  assert.notDeepEqual(await speaking(), ['status', 'alert'], 'a third is found');
});
