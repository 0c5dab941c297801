import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourTokens, contrast, type Token } from './contrast.ts';
import { found, source, sourcesIn, type Source } from './tree.ts';

const TOKENS = 'static/css/tokens.css';

/** Figures of the design: the contrast on the floor, light and dark, to one decimal. */
const DESIGNED: readonly [token: string, on: string, light: number, dark: number][] = [
  ['ink', 'bg', 16.2, 15.6],
  ['ink2', 'bg', 8.2, 10.4],
  ['ink3', 'bg', 5.5, 7.2],
  ['accent', 'bg', 6.7, 9.5],
  ['focus', 'bg', 7.2, 12.4],
];

const FLOORS = ['bg', 'surface'];
const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4', 'drill'];

/** WCAG 2.2: text 4.5 to 1 (1.4.3), borders of controls and shapes that carry meaning 3 to 1 (1.4.11). */
const TEXT = 4.5;
const SHAPE = 3;

type Pair = readonly [token: string, on: string];

const TEXT_PAIRS: readonly Pair[] = [
  ...['ink', 'ink2', 'ink3', 'accent', 'ok', 'danger'].flatMap((token) =>
    FLOORS.map((on) => [token, on] as const),
  ),
  ...['ink', 'ink2'].flatMap((token) =>
    ['inset', 'accent-tint', 'ok-tint'].map((on) => [token, on] as const),
  ),
  ['accent-on', 'accent'],
  ['accent', 'accent-tint'],
  ['ok', 'ok-tint'],
  ...SEVERITIES.flatMap((severity) => [
    [`${severity}-on`, severity] as const,
    [`${severity}-text`, `${severity}-tint`] as const,
    ['ink', `${severity}-tint`] as const,
    ...FLOORS.map((on) => [`${severity}-text`, on] as const),
  ]),
];

const SHAPE_PAIRS: readonly Pair[] = [
  ...['edge', 'focus', ...SEVERITIES.filter((severity) => severity !== 'sev2'), 'sev2-text'].flatMap(
    (token) => FLOORS.map((on) => [token, on] as const),
  ),
];

const THEMES = ['light', 'dark'] as const;

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

const COLOUR = new RegExp(
  '(?<=:[^;{}]*)(?:#[0-9a-f]{3,8}\\b|\\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\\((?!var\\()' +
    '|(?<![-\\w])(?:white|black|red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|silver|navy|teal|maroon)(?![-\\w]))',
  'gi',
);

function colourFaults(sheets: readonly Source[]): string[] {
  return sheets.flatMap(({ path, text }) => {
    const plain = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
    return found(
      { path, text: plain },
      COLOUR,
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
const tokens = colourTokens(source(TOKENS).text);

test('the tokens have the contrast that they were designed with', () => {
  const figures = DESIGNED.map(([token, on]) => {
    const [ink, ground] = [tokens.get(token), tokens.get(on)];
    assert.ok(ink !== undefined && ground !== undefined);
    return [token, on, ...THEMES.map((theme) => Number(contrast(ink[theme], ground[theme]).toFixed(1)))];
  });
  assert.deepEqual(figures, DESIGNED);
});

test('text and shapes can be told from their ground in both themes', () => {
  assert.deepEqual(contrastFaults(tokens, TEXT_PAIRS, TEXT), []);
  assert.deepEqual(contrastFaults(tokens, SHAPE_PAIRS, SHAPE), []);
  const pairs = sheets
    .flatMap(({ text }) => usedPairs(text))
    .filter((pair) => pair.every((name) => tokens.has(name)));
  assert.deepEqual(contrastFaults(tokens, pairs, TEXT), []);
});

test('no colour is written outside of tokens.css, in sheets and in views', () => {
  assert.deepEqual(colourFaults(sheets.filter(({ path }) => path !== TOKENS)), []);
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

test('a weak pair, a colour on the side and a name that is set nowhere are found', () => {
  const weak = colourTokens('--ink: light-dark(#777777, #888888);\n--bg: light-dark(#808080, #000000);');
  assert.equal(contrastFaults(weak, [['ink', 'bg']], TEXT).length, 1);
  assert.deepEqual(contrastFaults(weak, [['ink', 'floor']], TEXT), ['There is no token --floor.']);
  assert.equal(contrast('#ffffff', '#000000'), 21);
  assert.deepEqual(
    usedPairs('.a {\n  border-color: var(--edge);\n  color: var(--ink);\n  background: var(--bg);\n}'),
    [['ink', 'bg']],
  );
  const sheet = (text: string): Source[] => [{ path: 'static/css/planted.css', text }];
  for (const value of [
    '#fff',
    'rgb(0 0 0 / 0.2)',
    '1px solid red',
    'oklch(50% 0 0)',
    'light-dark(#fff, #000)',
  ]) {
    assert.ok(colourFaults(sheet(`.a {\n  border: ${value};\n}`)).length > 0, value);
  }
  assert.deepEqual(
    colourFaults(sheet('#red .white-space { white-space: pre; color: light-dark(var(--ink), var(--bg)); }')),
    [],
  );
  assert.match(unknownNames(sheet('.a { color: var(--nowhere); }')).join(), /--nowhere is set nowhere/);
});
