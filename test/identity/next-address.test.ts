import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ownAddress } from '../../server/identity/next-address.ts';

const OWN = 'https://muster.example.org';

describe('after signing in, one goes', () => {
  for (const next of [
    '/',
    '/me',
    '/incidents/42?tab=people#e14',
    '/search?q=a%2Fb',
    '/a//b',
    '/@evil.example',
    '/.//x',
  ]) {
    test(`to ${next}`, () => {
      assert.equal(ownAddress(next), next);
    });
  }
  const others = [
    ...['//evil.example', '///evil.example', '/\\evil.example', '\\/evil.example', '/\\/evil.example'],
    ...[
      'https://evil.example',
      'HTTPS:evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'evil.example',
    ],
    ...[
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r\nLocation: //evil.example',
      '/\u0000',
      '/a b',
      '\u0009//evil.example',
    ],
    ...[' //evil.example', '', '?x', '#x', '@evil.example', '/é', `/${'a'.repeat(2000)}`, '/a\\..\\b'],
  ];
  for (const next of others) {
    test(`never to ${JSON.stringify(next).slice(0, 40)}`, () => {
      assert.equal(ownAddress(next), undefined);
    });
  }
  test('nowhere in particular without an address', () => {
    assert.equal(ownAddress(undefined), undefined);
  });
});

test('whatever is let through stays on our host, with and without a base path', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    '@',
    ':',
    '\t',
    '\n',
    '%2f',
    '%5c',
    'evil.example',
    'http:',
    '?',
    '#',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const next = ownAddress(pieces.join('')) ?? '/';
      for (const base of ['', '/ops']) {
        assert.equal(new URL(base + next, `${OWN}/login`).origin, OWN);
      }
    }),
    { numRuns: 5000 },
  );
});
