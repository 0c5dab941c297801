import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SafeHtml } from '../../server/core/html.ts';
import { keepParts } from '../../server/web/kept-parts.ts';
import type { Chrome } from '../../server/web/render.ts';

/** A partial with two forms, which counts how often it is made. */
function twoForms() {
  let made = 0;
  const kept = keepParts((_name, value) => {
    made += 1;
    const { chrome, word } = value as { chrome: Chrome; word: string };
    return `${word}<${chrome.csrf} ${chrome.newOpId()}><${chrome.csrf} ${chrome.newOpId()}>` as SafeHtml;
  });
  return { kept, made: () => made };
}

function chromeOf(csrf: string, filled?: Chrome['filled']): Chrome {
  let forms = 0;
  return {
    csrf,
    filled,
    newOpId: () => {
      forms += 1;
      return `${csrf}-${String(forms)}`;
    },
  } as Chrome;
}

test('a part is made once for its key, and each page puts its own proofs into its forms', () => {
  const { kept, made } = twoForms();
  const key = {};
  assert.equal(kept('step', key, { chrome: chromeOf('a'), word: 'x' }), 'x<a a-1><a a-2>');
  assert.equal(kept('step', key, { chrome: chromeOf('b'), word: 'x' }), 'x<b b-1><b b-2>');
  assert.equal(made(), 1);
  assert.equal(kept('step', {}, { chrome: chromeOf('c'), word: 'y' }), 'y<c c-1><c c-2>');
  assert.equal(kept('other', key, { chrome: chromeOf('d'), word: 'z' }), 'z<d d-1><d d-2>');
  assert.equal(made(), 3);
});

test('a page on which a form came back is made anew, and leaves nothing behind', () => {
  const { kept, made } = twoForms();
  const key = {};
  const filled = { action: '/a', values: {}, problems: [] };
  assert.equal(kept('step', key, { chrome: chromeOf('a', filled), word: 'typed' }), 'typed<a a-1><a a-2>');
  assert.equal(kept('step', key, { chrome: chromeOf('b'), word: 'x' }), 'x<b b-1><b b-2>');
  assert.equal(made(), 2);
});
