/** What live updates leave alone besides text: boxes that were ticked, dialogs, what is in focus when it is gone, and peace. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Command } from '../../server/incidents/incident.ts';
import { actAs } from '../support/acting.ts';
import { follow, isLive, until } from '../support/following.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let page: Page;
before(async () => {
  site = await demoSite();
  // Its clock goes on, since how often a page speaks is a matter of seconds.
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  await site.signIn(page, 'ben');
});
after(() => site.end());

const run = () => `${site.origin}/incidents/${String(site.told.search)}`;

/** Ana acts, elsewhere. */
const ana = (...commands: Command[]) => actAs(site.world, 'Ana Ruiz', site.told.search, commands);

let acts = 0;

/** An act that touches every part of the page; done once it is there. */
async function everythingChanges(): Promise<void> {
  acts += 1;
  const to = acts % 2 === 1 ? 'SEV-1' : 'SEV-2';
  await ana({ type: 'set-severity', to, reason: `Reading ${String(acts)}` });
  await page.locator(`#region-strip[data-severity=${to}]`).waitFor();
  await page
    .locator('.timeline .entry', { hasText: `Reading ${String(acts)}` })
    .waitFor({ state: 'attached' });
  await isLive(page);
}

test('a box that is ticked and not sent stays ticked, in the form that stays open', async () => {
  await follow(page, run());
  await page.evaluate(`(() => {
    const box = [...document.querySelectorAll('#region-panels input[type=checkbox]:not(:checked)')][0];
    for (let at = box.parentElement; at !== null; at = at.parentElement) if (at.localName === 'details') at.open = true;
    window.box = box;
    box.click();
    window.folds = [...document.querySelectorAll('main details')];
    window.before = folds.map(({ open }) => open).join();
  })()`);
  await everythingChanges();
  assert.deepEqual(
    await page.evaluate(`[box.isConnected, box.checked, before === folds.map(({ open }) => open).join()]`),
    [true, true, true],
  );
});

test('a dialog stays open above what changes below it, with what was typed in it', async () => {
  await follow(page, run());
  await page.keyboard.press('.');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.type('sev');
  await page.evaluate(
    `window.typing = document.activeElement; window.dialog = document.querySelector('dialog')`,
  );
  await everythingChanges();
  assert.deepEqual(
    await page.evaluate(
      `[dialog.isConnected, dialog.open, document.activeElement === typing, typing.value, typing.selectionStart]`,
    ),
    [true, true, true, 'sev', 3],
  );
  await page.keyboard.press('Escape');
});

test('a step in focus that is taken off the page stays, says so, and leaves with the focus', async () => {
  await follow(page, run());
  await page.evaluate(`(() => {
    const row = document.querySelector('.step:not([aria-current]) > details > summary');
    for (let at = row.parentElement.parentElement; at !== null; at = at.parentElement) if (at.localName === 'details') at.open = true;
    row.focus();
    window.row = row;
    window.words = row.textContent;
  })()`);
  const steps = await page.locator('.step').count();
  assert.ok(steps > 3);
  await ana({ type: 'detach-runbook', runId: 1, reason: 'It is none of what it is for' });
  await page.locator('.left-behind').first().waitFor();
  assert.ok((await page.locator('.step').count()) < steps, 'the others are gone');
  assert.deepEqual(
    await page.evaluate(
      `[row.isConnected, document.activeElement === row, row.textContent === words, row.checkVisibility()]`,
    ),
    [true, true, true, true],
  );
  await page.evaluate('row.blur()');
  await page.locator('.left-behind').first().waitFor({ state: 'detached' });
  assert.equal(await page.evaluate('row.isConnected'), false);
});

/** Waits until the page has been told of so many things, and gives the times at which it spoke, in milliseconds. */
async function spokenAt(during: () => Promise<void>): Promise<{ at: number; words: string }[]> {
  await page.evaluate(`(() => {
    window.spoken = [];
    const place = document.querySelector('#live [role=status]');
    new MutationObserver(() => spoken.push({ at: performance.now(), words: place.textContent }))
      .observe(place, { childList: true, characterData: true, subtree: true });
  })()`);
  await during();
  return page.evaluate('spoken');
}

test('it speaks once in five seconds at most, and leaves nothing out', async () => {
  await follow(page, run());
  const spoken = await spokenAt(async () => {
    for (let at = 1; at <= 5; at += 1) {
      await ana({ type: 'add-note', text: `A word of peace ${String(at)}`, flavour: 'note' });
      await page.locator('.timeline .entry', { hasText: `A word of peace ${String(at)}` }).waitFor();
    }
    // On a busy machine the five come over more than five seconds.
    await until(
      page,
      `spoken.length >= 2 && spoken.reduce((sum, { words }) =>
      sum + Number(/added (\\d+) entries/.exec(words)?.[1] ?? 1), 0) >= 5`,
    );
  });
  assert.deepEqual(tooOften(spoken), []);
  const counted = spoken.map(({ words }) => Number(/added (\d+) entries/.exec(words)?.[1] ?? 1));
  assert.equal(
    counted.reduce((sum, count) => sum + count, 0),
    5,
    JSON.stringify(spoken),
  );
});

function tooOften(spoken: readonly { at: number }[]): number[] {
  // What is said is seen when the work around it is done, which on a busy machine is a while later.
  return spoken.slice(1).flatMap(({ at }, index) => {
    const gap = at - (spoken[index]?.at ?? 0);
    return gap < 4_500 ? [gap] : [];
  });
}

test('a place that speaks too often is found', async () => {
  const spoken = await spokenAt(async () => {
    await page.evaluate(`for (const word of ['one', 'two'])
      setTimeout(() => (document.querySelector('#live [role=status]').textContent = word), word === 'one' ? 0 : 100)`);
    await until(page, 'spoken.length >= 2');
  });
  assert.equal(tooOften(spoken).length, 1);
});

test('these tests would find a page that is put in place anew', async () => {
  await follow(page, run());
  await page.evaluate(`(() => {
    window.box = document.querySelector('#region-panels input[type=checkbox]');
    const region = document.getElementById('region-panels');
    region.innerHTML = region.innerHTML;
  })()`);
  assert.equal(await page.evaluate('box.isConnected'), false);
});
