import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openChromium, sidewaysScroll } from '../support/chromium.ts';
import { served } from '../support/served.ts';
import { world, type World } from '../support/world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

/** What axe-core finds wrong: the rule, and the first element that breaks it. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe
    .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
}

describe('the specimen page', () => {
  for (const [width, colorScheme] of [
    [320, 'dark'],
    [360, 'light'],
    [768, 'light'],
    [1280, 'dark'],
  ] as const) {
    test(`has no barrier, no sideways scroll and no complaint at ${String(width)} px, ${colorScheme}`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 740 }, colorScheme });
      const complaints = complaintsOf(page, site.origin);
      await page.goto(`${site.origin}/help/parts`);
      assert.deepEqual(await barriers(page), []);
      assert.equal(await sidewaysScroll(page), 0);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  test('would be caught with a field that nobody labelled', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/help/parts`);
    await page.evaluate(`document.querySelector('label[for="field-notes"]').remove()`);
    assert.match((await barriers(page)).join('\n'), /^label: <textarea/m);
    await page.close();
  });

  test('copies a command and says when, to whoever has a script', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`${site.origin}/help/parts`);
    const button = page.locator('#r1-hit-rate .command-copy');
    await button.click();
    await page.getByText(/^Copied \d\d:\d\d:\d\dZ$/).waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    assert.equal(copied, await page.locator('#r1-hit-rate .command pre').first().innerText());
    await context.close();
  });

  test('offers no copy button without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.origin}/help/parts`);
    assert.equal(await page.locator('#r1-hit-rate .command-copy').isVisible(), false);
    assert.equal(await page.locator('#r1-hit-rate pre').isVisible(), true);
    await context.close();
  });

  test('shows its links on a desk, and folds them on a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(`${site.origin}/help/parts`);
    await page.evaluate(`document.querySelector('.bar').innerHTML =
      '<details class="bar-menu"><summary>Menu</summary><nav><ul class="bar-links"><li><a href="/">Board</a></li></ul></nav></details>'`);
    const link = page.getByRole('link', { name: 'Board', exact: true });
    assert.equal(await link.isVisible(), false);
    await page.getByText('Menu').click();
    assert.equal(await link.isVisible(), true);
    await page.getByText('Menu').click();
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.equal(await link.isVisible(), true);
    assert.equal(await page.getByText('Menu').isVisible(), false);
    await page.close();
  });
});
