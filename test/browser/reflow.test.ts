import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { layoutFaults } from '../support/layout.ts';
import { sightsOf, type Sight } from '../support/sights.ts';
import { demoSite, type Site, type Tab } from '../support/site.ts';

/**
 * Pages as people set their browsers up: a narrow window, large letters, wide spacing, the system's own colours, no
 * motion.
 */
let site: Site;
let sights: readonly Sight[];
before(async () => {
  site = await demoSite();
  sights = await sightsOf(site);
});
after(() => site.end());

const NARROW = { width: 320, scheme: 'light' } as const;

async function open(sight: Pick<Sight, 'path' | 'who' | 'status' | 'then'>, width: number): Promise<Tab> {
  const tab = await site.tab(sight.who);
  await tab.look({ ...NARROW, width });
  const answer = await tab.page.goto(site.origin + sight.path);
  assert.equal(answer?.status(), sight.status);
  await sight.then?.(tab);
  return tab;
}

async function dressed(page: Page, css: string): Promise<void> {
  await page.evaluate(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(css)});
    document.adoptedStyleSheets = [sheet];
  }`);
}

/** @see https://www.w3.org/WAI/WCAG22/Understanding/text-spacing.html */
const WIDE = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** Controls that nothing but a colour of ours would show, and marks that have no edge. */
const EDGELESS = `[...document.querySelectorAll('.button, .button-quiet, .button-danger, .severity, .badge, input:not([type="hidden"]), select, textarea, .step-mark, .phase-mark')]
  .filter((element) => element.checkVisibility())
  .filter((element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
    return element.type !== 'radio' && element.type !== 'checkbox' && (borderTopStyle === 'none' || borderTopWidth === '0px');
  }).map(({ localName, className }) => localName + '.' + className)`;

const MOVING = `document.getAnimations().map(() => 'an animation runs').concat(
  [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(', ').some((one) => one !== '0s');
  }).map(({ localName, className }) => localName + '.' + className))`;

async function lettersOf(page: Page, size: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  await session.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: (size * 13) / 16 } });
  await session.detach();
}

/** In a window of 320 px, with its own spacing and with a wide one, for somebody who wants nothing to move. */
async function narrow(page: Page): Promise<void> {
  assert.deepEqual(await layoutFaults(page), []);
  await dressed(page, WIDE);
  assert.deepEqual(await layoutFaults(page), [], 'with wide spacing');
  await dressed(page, '');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  assert.deepEqual(await page.evaluate(MOVING), []);
  await page.emulateMedia({ reducedMotion: null });
}

async function inTheColoursOfTheSystem(page: Page): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' });
  assert.deepEqual(await page.evaluate(EDGELESS), []);
  await page.emulateMedia({ forcedColors: 'none' });
}

async function inLargeLetters({ page, look }: Tab): Promise<void> {
  await look({ ...NARROW, width: 640 });
  const before = await page.evaluate<string>('getComputedStyle(document.body).fontSize');
  await lettersOf(page, 32);
  try {
    const size = await page.evaluate<string>('getComputedStyle(document.body).fontSize');
    assert.ok(parseFloat(size) >= parseFloat(before) * 2, 'the letters are twice as large');
    assert.deepEqual(await layoutFaults(page), [], 'in letters of twice the size');
  } finally {
    await lettersOf(page, 16);
  }
}

test('each page can be read as people set their browsers up', async (context) => {
  for (const sight of sights) {
    await context.test(sight.name, async () => {
      const tab = await open(sight, 320);
      await narrow(tab.page);
      await inTheColoursOfTheSystem(tab.page);
      await inLargeLetters(tab);
    });
  }
});

describe('a page that is at fault is found', () => {
  const login = { path: '/login', who: undefined, status: 200 } as const;

  test('words that stick out or are cut off', async () => {
    const { page } = await open(login, 320);
    await dressed(page, 'h1 { width: 400px } .hint { height: 8px; overflow: hidden }');
    assert.match((await layoutFaults(page)).join('\n'), /sideways[\s\S]*cuts words off: p\.hint/);
  });

  test('letters that do not grow', async () => {
    const { page } = await open(login, 640);
    await dressed(page, 'html { font-size: 15px }');
    await lettersOf(page, 32);
    assert.equal(await page.evaluate('getComputedStyle(document.body).fontSize'), '15px');
    await lettersOf(page, 16);
  });

  test('a button that is a patch of colour, and one that moves', async () => {
    const { page } = await open(login, 360);
    await dressed(page, '.button { border: 0; transition: color 1s }');
    await page.emulateMedia({ forcedColors: 'active' });
    assert.deepEqual(await page.evaluate(EDGELESS), ['button.button']);
    assert.match((await page.evaluate<string[]>(MOVING)).join('\n'), /^button\.button$/m);
    await page.emulateMedia({ forcedColors: 'none' });
  });
});
