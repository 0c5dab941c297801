/** The colours as a browser reckons them: those of tokens.css and no other, told apart by whoever reads them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contrast } from '../house/contrast.ts';
import { DRAWN, WRITTEN } from '../house/pairs.ts';
import { apart, SIGHTS } from '../support/sight.ts';
import { demoSite, type Scheme, type Site } from '../support/site.ts';

let site: Site;
let page: Page;
before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('gus'));
});
after(() => site.end());

const SCHEMES = ['light', 'dark'] as const;
const run = () => `/incidents/${String(site.told.search)}`;

async function open(path: string, scheme: Scheme): Promise<Record<string, string>> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(site.origin + path);
  return page.evaluate(TOKENS);
}

/** The tokens that are colours, as the browser reckons them: `{ ink: '#101a1b' }`. */
const TOKENS = `(() => {
  const names = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .flatMap(function rules(rule) { return rule.cssRules ? [rule, ...[...rule.cssRules].flatMap(rules)] : [rule]; })
    .filter((rule) => rule.selectorText === ':root')
    .flatMap(({ style }) => [...style]).filter((name) => name.startsWith('--'));
  const probe = document.body.appendChild(document.createElement('i'));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  const colours = {};
  for (const name of new Set(names)) {
    sheet.replaceSync('body > i:last-child { color: rgb(1 2 3); } body > i:last-child { color: var(' + name + ', rgb(1 2 3)) !important; }');
    const found = /^rgb\\((\\d+), (\\d+), (\\d+)\\)$/.exec(getComputedStyle(probe).color);
    const isColour = CSS.supports('color', getComputedStyle(document.documentElement).getPropertyValue(name));
    if (found && isColour) colours[name.slice(2)] = '#' + found.slice(1).map((one) => Number(one).toString(16).padStart(2, '0')).join('');
  }
  probe.remove();
  document.adoptedStyleSheets = [];
  return colours;
})()`;

function weak(tokens: Readonly<Record<string, string>>, pairs: typeof WRITTEN, least: number): string[] {
  return pairs.flatMap(([fronts, backs]) =>
    fronts.flatMap((front) =>
      backs.flatMap((back) => {
        const [ink, ground] = [tokens[front], tokens[back]];
        if (ink === undefined || ground === undefined) return [`${front} on ${back}: no such token`];
        const ratio = contrast(ink, ground);
        return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : [];
      }),
    ),
  );
}

for (const scheme of SCHEMES) {
  test(`each pair of colours has its contrast as the browser reckons it, ${scheme}`, async () => {
    const tokens = await open('/help/parts', scheme);
    assert.ok(Object.keys(tokens).length > 30, Object.keys(tokens).join());
    assert.deepEqual(weak(tokens, WRITTEN, 4.5), []);
    assert.deepEqual(weak(tokens, DRAWN, 3), []);
    assert.equal(weak({ ...tokens, ink3: tokens.edge ?? '' }, WRITTEN, 4.5).length > 0, true, 'found');
  });

  test(`severities are told apart by colour by most, and by shape by everybody, ${scheme}`, async () => {
    const tokens = await open('/help/parts', scheme);
    const alike: string[] = [];
    for (const sight of SIGHTS) {
      for (const [one, other] of PAIRS) {
        const [here, there] = [tokens[one] ?? assert.fail(one), tokens[other] ?? assert.fail(other)];
        if (apart(here, there, sight) < 0.1) alike.push(`${one} ${other} ${sight}`);
      }
    }
    // These two are near each other for some, which is why each has a shape of its own.
    assert.deepEqual(
      alike.filter((pair) => !pair.startsWith('sev3 sev4 ')),
      [],
    );
    const shapes = await page.evaluate<string[]>(
      `['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'].map((word) =>
        document.querySelector('.severity[data-severity="' + word + '"] svg').innerHTML.trim())`,
    );
    assert.equal(new Set(shapes).size, 4);
    assert.ok(apart('#b3261a', '#b3271a', 'usual') < 0.1, 'two that are alike are found');
  });

  test(`nothing on a page has a colour that is no token, ${scheme}`, async () => {
    for (const path of ['/', run(), '/help/parts']) {
      const tokens = new Set(Object.values(await open(path, scheme)));
      assert.deepEqual(await strangeColours(tokens), [], path);
    }
    await page.evaluate(`(() => { const sheet = new CSSStyleSheet();
      sheet.replaceSync('h1 { color: #123456; }'); document.adoptedStyleSheets = [sheet]; })()`);
    const tokens = new Set(Object.values(await page.evaluate<Record<string, string>>(TOKENS)));
    assert.deepEqual(await strangeColours(tokens), []);
    await page.evaluate(`(() => { const sheet = new CSSStyleSheet();
      sheet.replaceSync('h1 { color: #123456; }'); document.adoptedStyleSheets = [sheet]; })()`);
    assert.deepEqual(await strangeColours(tokens), ['#123456 color h1']);
  });
}

const PAIRS = ['sev1', 'sev2', 'sev3', 'sev4'].flatMap((one, index, all) =>
  all.slice(index + 1).map((other) => [one, other] as const),
);

/** Colours in use that are none of these, each with the property and the first element that has it. */
async function strangeColours(tokens: ReadonlySet<string>): Promise<string[]> {
  const used = await page.evaluate<[string, string][]>(`[...document.querySelectorAll('body, body *')]
    .filter((element) => element.checkVisibility() && !element.matches('option, optgroup'))
    .flatMap((element) => {
      const style = getComputedStyle(element);
      const drawn = ['Top', 'Right', 'Bottom', 'Left'].filter((side) => style['border' + side + 'Width'] !== '0px')
        .map((side) => 'border' + side + 'Color');
      return ['color', 'backgroundColor', ...drawn].map((property) =>
        [style[property], property + ' ' + element.localName + (element.classList.length ? '.' + element.classList[0] : '')]);
    })`);
  const strange = new Map<string, string>();
  for (const [colour, where] of used) {
    const [, red, green, blue, alpha] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour) ?? [];
    if (alpha === '0') continue;
    const hex =
      red === undefined
        ? colour
        : `#${[red, green, blue].map((one) => Number(one).toString(16).padStart(2, '0')).join('')}`;
    const word = where.replace(/^([a-z]+)Color/, '$1');
    if (!tokens.has(hex) && !strange.has(hex)) strange.set(hex, `${hex} ${word}`);
  }
  return [...strange.values()];
}
