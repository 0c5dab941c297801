import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { loadAssets } from '../../server/web/assets.ts';
import { colourTokens, contrast } from './contrast.ts';
import { DRAWN, WRITTEN } from './pairs.ts';

const FOLDER = new URL('../../static/css/', import.meta.url);
const STYLES = new Map(
  readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const),
);

/** Colours by value: `#fff`, `rgb(…)`. Names of the system's own colours are for forced colours and for paper. */
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i;

function coloursIn(css: string): string[] {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => COLOUR.test(line))
    .map((line) => line.trim());
}

function weakPairs(
  css: string,
  pairs: readonly [readonly string[], readonly string[]][],
  least: number,
): string[] {
  const tokens = colourTokens(css);
  return pairs.flatMap(([fronts, backs]) =>
    fronts.flatMap((front) =>
      backs.flatMap((back) =>
        (['light', 'dark'] as const).flatMap((theme) => {
          const ratio = contrast(tokens.get(front)?.[theme] ?? '', tokens.get(back)?.[theme] ?? '');
          return ratio >= least ? [] : [`${front} on ${back}, ${theme}: ${ratio.toFixed(2)}`];
        }),
      ),
    ),
  );
}

const TOKENS = STYLES.get('tokens.css') ?? '';

describe('the style sheets', () => {
  test('name a colour in tokens.css only', () => {
    const others = [...STYLES].filter(([name]) => name !== 'tokens.css');
    assert.ok(others.length > 10);
    assert.deepEqual(
      others.flatMap(([name, css]) => coloursIn(css).map((line) => `${name}: ${line}`)),
      [],
    );
    assert.deepEqual(coloursIn('a { color: #0b5f66; }\n/* #fff */ b { fill: rgb(0 0 0 / 0.2) }').length, 2);
  });

  test('write on nothing that reads below 4.5 to 1', () => {
    assert.deepEqual(weakPairs(TOKENS, WRITTEN, 4.5), []);
  });

  test('draw nothing that is seen below 3 to 1', () => {
    assert.deepEqual(weakPairs(TOKENS, DRAWN, 3), []);
  });

  test('would be caught with a pale ink, or with a token that is gone', () => {
    const pale = TOKENS.replace(/--ink3: light-dark\(#\w+/, '--ink3: light-dark(#aaaaaa');
    assert.match(weakPairs(pale, WRITTEN, 4.5).join('\n'), /ink3 on bg, light: 2\.\d/);
    assert.match(weakPairs(TOKENS.replace('--focus:', '--ring:'), DRAWN, 3).join('\n'), /focus on bg/);
  });

  test('reckon contrast as the standard does', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  });

  test('arrive in less than 10 KB, each font under its hashed address', () => {
    const assets = loadAssets('/ops');
    const css = assets.find(assets.url('app.css').replace('/static/', ''))?.bytes ?? Buffer.alloc(0);
    const bytes = brotliCompressSync(css).length;
    assert.ok(bytes > 4_000 && bytes < 10_240, `${String(bytes)} bytes`);
    assert.doesNotMatch(css.toString(), /asset:|\/\*/);
    assert.match(css.toString(), /url\("\/ops\/static\/b612-400\.[0-9a-f]{16}\.woff2"\)/);
  });
});
