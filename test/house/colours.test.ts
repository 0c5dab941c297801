import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourTokens, contrast, THEMES, type Token } from './contrast.ts';
import { found, source, sourcesIn, type Source } from './tree.ts';

/** Figures of the design: the contrast on the floor, light and dark, to one decimal. */
const DESIGNED: readonly [token: string, on: string, light: number, dark: number][] = [
  ['ink', 'bg', 16.2, 15.6],
  ['ink2', 'bg', 8.2, 10.4],
  ['ink3', 'bg', 5.5, 7.2],
  ['accent', 'bg', 6.7, 9.5],
  ['focus', 'bg', 7.2, 12.4],
];

/** WCAG 2.2, 1.4.3: text is told from its ground at 4.5 to 1. */
const TEXT = 4.5;

type Pair = readonly [token: string, on: string];

function contrastFaults(tokens: ReadonlyMap<string, Token>, pairs: readonly Pair[], least: number): string[] {
  return pairs.flatMap(([token, on]) => {
    const [ink, ground] = [tokens.get(token), tokens.get(on)];
    if (ink === undefined || ground === undefined)
      return [`There is no token --${ink === undefined ? token : on}.`];
    return THEMES.flatMap((theme) => {
      const ratio = contrast(ink[theme], ground[theme]);
      const told = `--${token} on --${on} is ${ratio.toFixed(2)} in the ${theme} theme, less than ${String(least)}.`;
      return ratio < least ? [told] : [];
    });
  });
}

/** Pairs that a rule of a style sheet itself puts on each other. */
function usedPairs(sheet: string): Pair[] {
  return [...sheet.matchAll(/\{([^{}]*)\}/g)].flatMap(([, body = '']) => {
    const [, ink] = /(?:^|[;\s])color:\s*var\(--([a-z0-9-]+)\)/.exec(body) ?? [];
    const [, ground] = /(?:^|[;\s])background(?:-color)?:\s*var\(--([a-z0-9-]+)\)/.exec(body) ?? [];
    return ink === undefined || ground === undefined ? [] : [[ink, ground] as const];
  });
}

/** Names of colours, which are colours on the side as much as `#fff` is. */
const NAMED =
  /(?<=:[^;{}]*)(?<![-\w])(?:white|black|red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|silver|navy|teal|maroon)(?![-\w])/gi;

function namedColours(sheets: readonly Source[]): string[] {
  return sheets.flatMap(({ path, text }) => {
    const plain = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
    return found(
      { path, text: plain },
      NAMED,
      ([colour]) => `The colour ${colour} is written outside of tokens.css.`,
    );
  });
}

function unknownNames(sheets: readonly Source[]): string[] {
  const known = new Set(
    sheets.flatMap(({ text }) => [...text.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name)),
  );
  return sheets.flatMap((sheet) =>
    found(sheet, /var\((--[a-z0-9-]+)/g, ([, name]) =>
      known.has(name) ? undefined : `${String(name)} is set nowhere.`,
    ),
  );
}

const sheets = sourcesIn('static/css', '.css');
const tokens = colourTokens(source('static/css/tokens.css').text);

test('the tokens have the contrast that they were designed with', () => {
  const figures = DESIGNED.map(([token, on]) => {
    const [ink, ground] = [tokens.get(token), tokens.get(on)];
    assert.ok(ink !== undefined && ground !== undefined);
    return [token, on, ...THEMES.map((theme) => Number(contrast(ink[theme], ground[theme]).toFixed(1)))];
  });
  assert.deepEqual(figures, DESIGNED);
});

test('what a rule itself writes on what reads at 4.5 to 1 in both themes', () => {
  const pairs = sheets
    .flatMap(({ text }) => usedPairs(text))
    .filter((pair) => pair.every((name) => tokens.has(name)));
  assert.ok(pairs.length > 5);
  assert.deepEqual(contrastFaults(tokens, pairs, TEXT), []);
});

test('no colour is called by its name, and none is written in a view', () => {
  assert.deepEqual(namedColours(sheets), []);
  const drawn = sourcesIn('views', '.ejs').flatMap((view) =>
    found(
      view,
      /\b(?:fill|stroke|color|bgcolor|stop-color)="(?!none|currentColor|<%)([^"]+)"/gi,
      ([, colour = '']) => `The colour ${colour} is written in a view.`,
    ),
  );
  assert.deepEqual(drawn, []);
});

test('every custom property that is used is set', () => {
  assert.deepEqual(unknownNames(sheets), []);
});

test('a weak pair, a colour by its name and a token that is set nowhere are found', () => {
  const weak = colourTokens('--ink: light-dark(#777777, #888888);\n--bg: light-dark(#808080, #000000);');
  assert.equal(contrastFaults(weak, [['ink', 'bg']], TEXT).length, 1);
  assert.deepEqual(contrastFaults(weak, [['ink', 'floor']], TEXT), ['There is no token --floor.']);
  const rule = '.a {\n  border-color: var(--edge);\n  color: var(--ink);\n  background: var(--bg);\n}';
  assert.deepEqual(usedPairs(rule), [['ink', 'bg']]);
  const sheet = (text: string): Source[] => [{ path: 'static/css/planted.css', text }];
  assert.equal(namedColours(sheet('.a {\n  border: 1px solid red;\n}')).length, 1);
  assert.deepEqual(namedColours(sheet('#red .white-space { white-space: pre; }')), []);
  assert.match(unknownNames(sheet('.a { color: var(--nowhere); }')).join(), /--nowhere is set nowhere/);
});
