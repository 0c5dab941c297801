import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../server/core/canonical.ts';

test('equal values have equal bytes, in the order of RFC 8785', () => {
  assert.equal(
    canonicalJson({ b: 1, a: 'ü', A: [true, null], skipped: undefined }),
    '{"A":[true,null],"a":"ü","b":1}',
  );
  assert.equal(canonicalJson({ n: 1e21, m: 0.1, z: -0 }), '{"m":0.1,"n":1e+21,"z":0}');
});

test('what JSON cannot hold is a defect, not a quiet change', () => {
  assert.throws(() => canonicalJson({ n: Number.NaN }));
  assert.throws(() => canonicalJson({ text: 'half a \ud800 pair' }));
});

test('the hash is the one of the standard', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
