/** Whoever goes by keys sees where they are: each stop of Tab has a ring, and nothing lies over it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let page: Page;
before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('ben'));
});
after(() => site.end());

/** What is wrong with what has the focus: no ring, or something else stands where its middle is. */
const AT_STOP = `(() => {
  const stop = document.activeElement;
  if (stop === null || stop === document.body) return { end: true };
  const name = stop.localName + ' ' + (stop.name || stop.textContent.trim()).slice(0, 40);
  // A box that is drawn by its label has its ring there.
  const drawn = stop.matches('input') && stop.getBoundingClientRect().width < 2 ? stop.closest('label') : stop;
  const ringed = [stop, drawn].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  if (!ringed) return { fault: 'no ring: ' + name };
  const { left, right, top, bottom } = drawn.getClientRects()[0] ?? drawn.getBoundingClientRect();
  const x = (left + right) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const over = document.elementFromPoint(x, y);
  const shows = over !== null && (drawn.contains(over) || over.contains(drawn));
  return shows ? {} : { fault: 'covered by ' + (over?.className || over?.localName) + ': ' + name };
})()`;

/** Goes through all the stops of a page, and says what is wrong at any of them. */
async function faultsAlong(of: Page): Promise<{ stops: number; faults: string[] }> {
  const faults: string[] = [];
  for (let stops = 0; stops < 400; stops += 1) {
    await of.keyboard.press('Tab');
    const { end, fault } = await of.evaluate<{ end?: true; fault?: string }>(AT_STOP);
    if (end) return { stops, faults };
    if (fault !== undefined) faults.push(fault);
  }
  throw new Error('There is no end of stops');
}

const PAGES = [
  ['the board', () => '/'],
  ['the declaration', () => '/incidents/new'],
  ['the run page', () => `/incidents/${String(site.told.search)}`],
  ['the timeline', () => `/incidents/${String(site.told.search)}/timeline`],
  ['resolving', () => `/incidents/${String(site.told.search)}/resolve`],
] as const;

for (const width of [360, 1280]) {
  describe(`with Tab, ${String(width)} px wide`, () => {
    for (const [name, path] of PAGES) {
      test(`each stop of ${name} has a ring, and nothing lies over it`, async (context) => {
        await page.setViewportSize({ width, height: 740 });
        await page.goto(site.origin + path());
        await page.evaluate('document.activeElement.blur()');
        const { stops, faults } = await faultsAlong(page);
        context.diagnostic(`${String(stops)} stops`);
        assert.ok(stops > 10, `${String(stops)} stops`);
        assert.deepEqual(faults, []);
      });
    }
  });
}

test('a ring that was taken away, and a strip that covers its stop, are found', async () => {
  await page.goto(`${site.origin}/incidents/new`);
  await page.evaluate(`(() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('a:focus-visible { outline: none !important; } .cover { position: fixed; inset: 0; }');
    document.adoptedStyleSheets = [sheet];
    const cover = document.createElement('div');
    cover.className = 'cover';
    document.body.append(cover);
    document.activeElement.blur(); })()`);
  const { faults } = await faultsAlong(page);
  assert.ok(faults.some((fault) => fault.startsWith('no ring: a ')));
  assert.ok(faults.some((fault) => fault.startsWith('covered by cover: ')));
});
