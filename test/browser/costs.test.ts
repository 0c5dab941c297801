/** What an act costs: the keys of each act that is done under stress are counted, and are as few as promised. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { longSite, type Long } from '../support/long-incidents.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let page: Page;
let run: string;
before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('ben'));
  run = `${site.origin}/incidents/${String(site.told.search)}`;
});
after(() => site.end());

const ready = (of: Page = page): Promise<void> => of.locator('html[data-enhanced]').waitFor();

async function at(address: string, of: Page = page): Promise<void> {
  await of.goto(address);
  await ready(of);
}

/** Presses keys one by one, and waits for the page that one of them leads to; words that are typed are no keys. */
function counting(of: Page = page) {
  let count = 0;
  return {
    press: async (key: string) => {
      count += 1;
      await of.keyboard.press(key);
    },
    type: (words: string) => of.keyboard.type(words),
    count: () => count,
  };
}

test('declaring: one key, a title, and the key that sends', async () => {
  await at(site.origin);
  const keys = counting();
  await keys.press('c');
  await page.waitForURL(/\/incidents\/new$/);
  await ready();
  await keys.type('Nobody can sign in');
  await keys.press('Control+Enter');
  await page.waitForURL(/\/incidents\/\d+$/);
  await page.getByText('Nobody can sign in').first().waitFor();
  assert.equal(keys.count(), 2);
});

test('accepting what one is asked: one key', async () => {
  const cy = (await site.tab('cy')).page;
  await at(site.origin, cy);
  const keys = counting(cy);
  await keys.press('A');
  await cy.getByText(/asked you to come/).waitFor({ state: 'detached' });
  assert.equal(keys.count(), 1);
});

test('a note: one key, the words, and the key that sends', async () => {
  await at(run);
  const keys = counting();
  await keys.press('n');
  await keys.type('The queue is empty.');
  // It is on the timeline before the page comes anew, and what is pressed in between is lost.
  const anew = page.waitForEvent('load');
  await keys.press('Control+Enter');
  await anew;
  await page.locator('#region-timeline').getByText('The queue is empty.').waitFor();
  await ready();
  assert.equal(keys.count(), 2);
});

test('taking it back: one key', async () => {
  const keys = counting();
  await keys.press('z');
  await page.getByText(/^Taken back: /).waitFor();
  assert.equal(keys.count(), 1);
});

describe('on the current step', () => {
  let long: Site<Long>;
  let ben: Page;
  before(async () => {
    long = await longSite();
    ben = (await long.tab('ben')).page;
    await ben.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await at(`${long.origin}/incidents/${String(long.told.short)}`, ben);
  });
  after(() => long.end());

  const current = () => ben.locator('.step[aria-current="step"]');

  /** What an act did is seen before its page comes anew, and what is pressed in between is lost. */
  const bringsAnew = async (act: () => Promise<void>): Promise<void> => {
    const anew = ben.waitForEvent('load');
    await act();
    await anew;
    await ready(ben);
  };

  test('copying its command: one key', async () => {
    const keys = counting(ben);
    await keys.press('y');
    await current()
      .getByText(/^Copied/)
      .waitFor();
    assert.match(await ben.evaluate('navigator.clipboard.readText()'), /^statctl figure/);
    assert.equal(keys.count(), 1);
  });

  test('claiming it: one key', async () => {
    const keys = counting(ben);
    await bringsAnew(() => keys.press('m'));
    await current().locator('.step-who', { hasText: 'Ben' }).waitFor();
    assert.equal(keys.count(), 1);
  });

  test('ticking its box: one key; then the same key asks what was seen', async () => {
    const box = current().locator('button.check');
    assert.equal(await box.getAttribute('aria-pressed'), 'false');
    const keys = counting(ben);
    await bringsAnew(() => keys.press('x'));
    await current().locator('button.check[aria-pressed=true]').waitFor();
    assert.equal(keys.count(), 1);
    await keys.press('x');
    assert.equal(await ben.evaluate('document.activeElement.name'), 'observed');
  });

  test('recording a result: the key, the words, and the key that sends', async () => {
    const before = await current().getAttribute('id');
    await ben.keyboard.press('Escape');
    const keys = counting(ben);
    await keys.press('x');
    await keys.type('1 %');
    await keys.press('Control+Enter');
    // It has several ways on: which one is meant is for people to say.
    await bringsAnew(() => keys.press('Enter'));
    await ben.locator(`.step#${String(before)}[data-state=done]`).waitFor();
    assert.equal(keys.count(), 3);
  });

  test('then what comes next is on the screen, below the strip', async () => {
    const [top, strip, height] = await ben.evaluate<[number, number, number]>(
      `[document.querySelector(location.hash).getBoundingClientRect().top,
        document.querySelector('.strip').getBoundingClientRect().bottom, innerHeight]`,
    );
    assert.ok(top >= strip - 1 && top < height / 3, `${String(top)} of ${String(height)} px`);
  });
});

test('changing the severity: the key, its number, and Enter', async () => {
  await at(run);
  const keys = counting();
  await keys.press('v');
  await keys.press('1');
  await keys.press('Enter');
  await page.locator('.strip[data-severity="SEV-1"]').waitFor();
  assert.equal(keys.count(), 3);
});

test('asking the next ones: the key, and Enter', async () => {
  await at(run);
  const keys = counting();
  await keys.press('e');
  await page.waitForURL(/people\?ask=on/);
  await ready();
  await keys.press('Enter');
  await page
    .getByText(/asked at .* by Ben/)
    .first()
    .waitFor();
  assert.equal(keys.count(), 2);
});

test('resolving: one key leads from the run page to its button', async () => {
  await at(`${site.origin}/incidents/new`);
  await page.keyboard.type('A disk is full');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/incidents\/\d+$/);
  await ready();
  const keys = counting();
  await keys.press(']');
  await page.waitForURL(/\/resolve$|#r1-triage$/);
  assert.equal(keys.count(), 1);
});
