import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { barriersOf } from '../support/barriers.ts';
import { sidewaysScroll, unroll } from '../support/chromium.ts';
import { unjudged, writeJudged } from '../support/judged.ts';
import { figure } from '../support/large.ts';
import { sightsOf, type Sight } from '../support/sights.ts';
import { demoSite, type Look, type Site, type Tab } from '../support/site.ts';

/**
 * Every page is looked at: by axe-core, by the browser's own complaints, by its layout; and with TEST_PICTURES=1, as in
 * the large run, a picture of it is left in test-output/pictures for people.
 */
const USUAL: readonly Look[] = [
  { width: 360, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
];
const ALL: readonly Look[] = [360, 768, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);
const LOOKS = figure(USUAL, ALL);
const HAS_PICTURES = figure(process.env.TEST_PICTURES === '1', true);

const PICTURES = new URL('../../test-output/pictures/', import.meta.url);

let site: Site;
let sights: readonly Sight[];
const unsure = new Set<string>();

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await demoSite();
  sights = await sightsOf(site);
});
after(() => site.end());

async function open(sight: Sight, look: Look): Promise<Tab> {
  const tab = await site.tab(sight.who);
  await tab.look(look);
  const answer = await tab.page.goto(site.origin + sight.path);
  assert.equal(answer?.status(), sight.status, `${sight.path} answers`);
  await sight.then?.(tab);
  await unroll(tab.page);
  return tab;
}

/** What the content policy would not let through, and still stands in the page. */
const INLINE = `[...document.querySelectorAll('*')].flatMap((element) =>
  element.getAttributeNames().filter((name) => name === 'style' || name.startsWith('on')).map((name) =>
    element.localName + ' ' + name))
  .concat([...document.querySelectorAll('script:not([src]), style')].map(({ localName }) => localName + ' inside'))`;

async function findings({ page, complaints }: Tab): Promise<string[]> {
  const { violations, unsure: toJudge } = await barriersOf(page);
  for (const one of toJudge) unsure.add(one);
  const wide = await sidewaysScroll(page);
  return [
    ...violations,
    ...complaints(),
    ...(await page.evaluate<string[]>(INLINE)).map((found) => `inline: ${found}`),
    ...(wide === 0 ? [] : [`scrolls sideways by ${String(wide)} px`]),
  ];
}

async function picture({ page }: Tab, name: string, { width, scheme }: Look): Promise<void> {
  const path = new URL(`${name}-${String(width)}-${scheme}.png`, PICTURES).pathname;
  // Hiding the caret would write a style into each field, which the next look would find.
  await page.screenshot({ path, fullPage: true, caret: 'initial' });
}

describe('every page', () => {
  test('has no barrier, no complaint and no sideways scroll, in each look', async (context) => {
    for (const sight of sights) {
      await context.test(sight.name, async () => {
        const tab = await open(sight, LOOKS[0] ?? assert.fail());
        for (const look of LOOKS) {
          await tab.look(look);
          await unroll(tab.page);
          assert.deepEqual(await findings(tab), [], `${String(look.width)} px, ${look.scheme}`);
          if (HAS_PICTURES) await picture(tab, sight.name, look);
        }
      });
    }
  });

  test('leaves to people what axe-core cannot decide, and no more than they have judged', () => {
    // `node test/browser/pages.test.ts --write` makes the file anew.
    if (process.argv.includes('--write')) writeJudged(unsure);
    assert.deepEqual(unjudged(unsure), []);
  });
});

describe('a page that is at fault is found', () => {
  const planted: readonly [what: string, script: string, found: RegExp][] = [
    ['a field without a label', `document.querySelector('label').remove()`, /^label: /m],
    [
      'pale words',
      `document.adoptedStyleSheets = [(() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync('.hint { color: #bbb !important; }'); return sheet; })()]`,
      /^color-contrast: /m,
    ],
    [
      'a style of its own',
      `document.querySelector('h1').setAttribute('style', 'color: red')`,
      /^inline: h1 style/m,
    ],
    [
      'a breach of the content policy',
      `document.querySelector('h1').setAttribute('style', 'color: red')`,
      /^console: /m,
    ],
    ['a handler', `document.querySelector('h1').setAttribute('onclick', 'go()')`, /^inline: h1 onclick/m],
    [
      'words that stick out',
      `document.querySelector('h1').textContent = 'x'.repeat(300);
      document.querySelector('h1').className = 'key'`,
      /^scrolls sideways/m,
    ],
    ['an error', `queueMicrotask(() => { throw new Error('planted'); })`, /^exception: planted/m],
  ];
  for (const [what, script, found] of planted) {
    test(what, async () => {
      const tab = await open(
        { name: 'login', path: '/login', who: undefined, status: 200 },
        USUAL[0] ?? assert.fail(),
      );
      await tab.page.evaluate(script);
      assert.match((await findings(tab)).join('\n'), found);
    });
  }

  test('words on a ground that axe-core cannot reckon', async () => {
    const { page } = await open(
      { name: 'login', path: '/login', who: undefined, status: 200 },
      USUAL[0] ?? assert.fail(),
    );
    await page.evaluate(`document.adoptedStyleSheets = [(() => { const sheet = new CSSStyleSheet();
      sheet.replaceSync('h1 { background: linear-gradient(red, white) }'); return sheet; })()]`);
    assert.deepEqual(unjudged((await barriersOf(page)).unsure), ['color-contrast h1']);
  });
});
