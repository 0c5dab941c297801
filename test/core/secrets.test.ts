import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretIn } from '../../server/core/secrets.ts';

const ROWS: [string, number | undefined][] = [
  ['password: hunter2hunter', 0],
  ['then DB_PASSWORD=correct-horse9', 5],
  ['the api_key is "abc123def456"', 4],
  ['Authorization: Bearer abcdefghij0123456789xyz', 15],
  [`key AKIAABCDEFGHIJKLMNOP`, 4],
  ['-----BEGIN RSA PRIVATE KEY-----', 0],
  ['postgres://app:s3cretword@db.example/shop', 0],
  ['password: $DB_PASSWORD', undefined],
  ['password: <from the vault>', undefined],
  ['password=********', undefined],
  ['The password is kept in the vault', undefined],
  ['token: see the vault', undefined],
  ['Bearer $TOKEN', undefined],
  ['postgres://app@db.example/shop', undefined],
  ['https://wiki.example/a:b', undefined],
  ['secrets that were changed today', undefined],
];
for (const [text, at] of ROWS) {
  test(`"${text.slice(0, 40)}" ${at === undefined ? 'holds no secret' : `looks like one from ${at}`}`, () => {
    assert.equal(secretIn(text), at);
  });
}
