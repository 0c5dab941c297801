import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { slugOf } from '../../server/core/slug.ts';

describe('the short name of', () => {
  const rows: [string, string][] = [
    ['Web shop', 'web-shop'],
    ['Zahlungen & Bücher', 'zahlungen-bucher'],
    ['  --SRE--  ', 'sre'],
    ['v2.1 (beta)', 'v2-1-beta'],
    ['支払い', ''],
    ['', ''],
  ];
  for (const [name, slug] of rows) {
    test(`"${name}" is "${slug}"`, () => {
      assert.equal(slugOf(name), slug);
    });
  }
});

test('whatever the name, the short one stands in an address as it is, and is its own short name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const slug = slugOf(name);
      assert.match(slug, /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
      assert.ok(slug.length <= 60);
      assert.equal(slugOf(slug), slug);
    }),
  );
});
