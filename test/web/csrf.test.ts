import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formToken, isFormToken } from '../../server/web/csrf.ts';

const SECRET = 'a secret of this test, long enough';
const HOLDER = 'session:one';

test('the token of a form is another one on each page, and each is good', () => {
  const tokens = Array.from({ length: 20 }, () => formToken(SECRET, HOLDER));
  assert.equal(new Set(tokens).size, 20);
  assert.ok(tokens.every((token) => isFormToken(SECRET, HOLDER, token)));
});

test('no sign of a token stays the same from page to page', () => {
  const [first = '', ...others] = Array.from({ length: 40 }, () => formToken(SECRET, HOLDER));
  const fixed = [...first].filter((sign, place) => others.every((other) => other[place] === sign));
  assert.deepEqual(fixed, []);
});

test('a token of somebody else, of another installation, cut or turned round is none', () => {
  const token = formToken(SECRET, HOLDER);
  const bytes = Buffer.from(token, 'base64url');
  const half = bytes.length / 2;
  const wrong: unknown[] = [
    formToken(SECRET, 'session:two'),
    formToken('another secret, also long enough', HOLDER),
    token.slice(0, -4),
    `${token}AAAA`,
    bytes.subarray(0, half).toString('base64url'),
    Buffer.alloc(bytes.length).toString('base64url'),
    Buffer.concat([bytes.subarray(0, half), bytes.subarray(0, half)]).toString('base64url'),
    '',
    undefined,
    [token],
  ];
  for (const one of wrong) assert.equal(isFormToken(SECRET, HOLDER, one), false, String(one));
});
