/**
 * The pages that are looked at most, and every component, at three widths and on paper: nothing lies on anything else, no
 * words are cut off, and what comes first stands first.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { layoutFaults, overlaps } from '../support/layout.ts';
import { figure } from '../support/large.ts';
import { sightsOf, type Sight } from '../support/sights.ts';
import { demoSite, type Look, type Site } from '../support/site.ts';

const KEY_PAGES = [
  'board',
  'incidents',
  'incidents-new',
  'incidents-number',
  'incidents-number-timeline',
  'incidents-number-people',
  'incidents-number-updates',
  'incidents-number-resolve',
  'runbooks-slug',
  'postmortems-number',
  'escalation',
  'status',
  'help-parts',
];
const LOOKS: readonly Look[] = [360, 768, 1280].flatMap((width) =>
  (figure(0, 1) === 1 ? (['light', 'dark'] as const) : (['light'] as const)).map((scheme) => ({
    width,
    scheme,
  })),
);
const PAPER = new URL('../../test-output/paper/', import.meta.url);

let site: Site;
let sights: readonly Sight[];
before(async () => {
  mkdirSync(PAPER, { recursive: true });
  site = await demoSite();
  const all = await sightsOf(site);
  sights = KEY_PAGES.map((name) => {
    const sight = all.find((one) => one.name === name);
    assert.ok(sight, `${name} is a page`);
    return sight;
  });
});
after(() => site.end());

async function open(sight: Sight, look: Look): Promise<Page> {
  const tab = await site.tab(sight.who);
  await tab.page.emulateMedia({ media: 'screen' });
  await tab.look(look);
  await tab.page.goto(site.origin + sight.path);
  return tab.page;
}

describe('the pages that are looked at most', () => {
  for (const look of LOOKS) {
    test(`have no words cut off or lying on others at ${String(look.width)} px, ${look.scheme}`, async (context) => {
      for (const sight of sights) {
        await context.test(sight.name, async () => {
          const page = await open(sight, look);
          assert.deepEqual(await layoutFaults(page), []);
          assert.deepEqual(await overlaps(page), []);
        });
      }
    });
  }

  test('are whole on paper, in black on white', async (context) => {
    for (const sight of sights) {
      await context.test(sight.name, async () => {
        const page = await open(sight, { width: 720, scheme: 'dark' });
        await page.emulateMedia({ media: 'print' });
        assert.deepEqual(await layoutFaults(page), []);
        assert.deepEqual(await overlaps(page), []);
        assert.deepEqual(await inkFaults(page), []);
        writeFileSync(new URL(`${sight.name}.pdf`, PAPER), await page.pdf({ format: 'A4' }));
      });
    }
  });
});

/** Ink that is not dark, or ground that is not white. */
async function inkFaults(page: Page): Promise<string[]> {
  const [ink, ...grounds] = await page.evaluate<[string, string, string]>(
    `[getComputedStyle(document.querySelector('main')).color,
      ...[document.body, document.documentElement].map((ground) => getComputedStyle(ground).backgroundColor)]`,
  );
  const coloured = grounds.filter((ground) => !/^rgba?\((?:255, 255, 255|0, 0, 0, 0)\)?/.test(ground));
  return [...coloured.map((ground) => `on ${ground}`), ...(darkness(ink) > 0.8 ? [] : [`in ${ink}`])];
}

/** How dark an `rgb(…)` is: 0 is white, 1 is black. */
function darkness(colour: string): number {
  const parts = (/\((.*)\)/.exec(colour)?.[1] ?? '255,255,255').split(',').slice(0, 3).map(Number);
  return 1 - Math.max(...parts) / 255;
}

/** Where something stands, in CSS pixels of the whole page. */
type Box = { left: number; right: number; top: number; bottom: number };

function boxesOf(page: Page, named: readonly string[]): Promise<Box[]> {
  return page.evaluate(
    `${JSON.stringify(named)}.map((name) => {
      const { left, right, top, bottom } = document.querySelector(name).getBoundingClientRect();
      return { left, right, top: top + scrollY, bottom: bottom + scrollY };
    })`,
  );
}

const PARTS = ['.strip', '.tabs', '.rail', '#region-steps', '.run-side', '.composer'] as const;

describe('the parts of the run page', () => {
  // As whoever works on it sees it: somebody who was asked to come answers that first, above everything else.
  const runPage = (width: number): Promise<Page> => {
    const sight = sights.find(({ name }) => name === 'incidents-number');
    assert.ok(sight);
    return open({ ...sight, who: 'gus' }, { width, scheme: 'light' });
  };

  test('stand below each other on a phone, the current step before what is beside it', async () => {
    const page = await runPage(360);
    const [strip, , , steps, side] = (await boxesOf(page, PARTS)) as [Box, Box, Box, Box, Box, Box];
    const [current] = (await boxesOf(page, ['.step[aria-current="step"]'])) as [Box];
    assert.ok(strip.bottom <= steps.top && steps.bottom <= side.top);
    assert.ok(current.top < 640, `the current step begins at ${String(current.top)} px`);
    assert.ok(side.right - side.left > 320);
  });

  test('stand beside each other on a desk: rail, steps, people', async () => {
    const page = await runPage(1280);
    const [strip, tabs, rail, steps, side] = (await boxesOf(page, PARTS)) as [Box, Box, Box, Box, Box, Box];
    assert.ok(strip.top <= tabs.top && tabs.bottom <= steps.top);
    assert.ok(rail.right <= steps.left && steps.right <= side.left);
    assert.ok(steps.right - steps.left > side.right - side.left, 'the steps have the most room');
    assert.ok(steps.right - steps.left > 560);
  });

  test('leave the composer within reach at any width, and half of the screen to the steps', async () => {
    for (const width of [360, 768, 1280]) {
      const page = await runPage(width);
      const { top, bottom, height } = await page.evaluate<{ top: number; bottom: number; height: number }>(
        `(() => { const { top, bottom } = document.querySelector('.composer').getBoundingClientRect();
          return { top, bottom, height: innerHeight }; })()`,
      );
      assert.ok(
        bottom <= height && top > height / 2,
        `${String(width)} px: ${String(top)} to ${String(bottom)}`,
      );
    }
  });
});

test('words that were laid on others, and words that were cut off, are found', async () => {
  const [board] = sights;
  assert.ok(board);
  const page = await open(board, { width: 1280, scheme: 'light' });
  await page.evaluate(`(() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('h1, h2 { height: 0 !important; margin: 0 !important; } .button { max-width: 40px; overflow: hidden; white-space: nowrap; padding: 0 !important; }');
    document.adoptedStyleSheets = [sheet]; })()`);
  assert.notDeepEqual(await overlaps(page), []);
  assert.notDeepEqual(await layoutFaults(page), []);
});

test('a paper in the colours of the screen is found', async () => {
  const [board] = sights;
  assert.ok(board);
  const page = await open(board, { width: 720, scheme: 'dark' });
  assert.equal((await inkFaults(page)).length, 2);
});
