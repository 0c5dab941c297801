import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { passwordProblem } from '../../server/identity/password-rules.ts';

const ana = { email: 'ana.ruiz@example.org', name: 'Ana Ruiz' };

describe('a new password', () => {
  const taken = [
    'violet anchors under quiet trams',
    'fünf müde Dackel lesen Zeitung',
    'k7#Qv!x2Lp9@wTz4',
    '%8$2!K9@7#3^x&4',
    '  blanks belong to it, at both ends  ',
    '930615274801659',
    '日本語の長い合言葉をここに書いておきます',
  ];
  for (const password of taken) {
    test(`is taken: ${password}`, () => {
      assert.equal(passwordProblem(password, ana), undefined);
    });
  }

  const refused: [string, RegExp][] = [
    ['fourteen chars', /at least 15 characters/],
    ['', /at least 15 characters/],
    ['x'.repeat(257), /at most 256/],
    ['abababababababab', /repeats a few/],
    ['passwordpassword', /tried first/],
    ['Password-Password-1!', /tried first/],
    ['correct horse battery staple', /tried first/],
    ['wombat wombat wombat', /tried first/],
    ['Ruiz-blorp-Ana-blorp-Ruiz', /tried first/],
    ['MusterMusterMuster2026', /tried first/],
    ['incident response 911', /tried first/],
    ['Ana.Ruiz.Ana.Ruiz.1990', /tried first/],
    ['ana.ruiz@example.org', /tried first/],
    ['123456789012345', /tried first/],
    ['135791357913579', /repeats a few/],
    ['qwertyuiopasdfghjkl', /tried first/],
    ['1q2w3e4r5t6y7u8i9o0p', /tried first/],
    ['Summer2024!Winter2025!', /tried first/],
    ['!!!!!!!!!!@@@@@@@@@@####', /repeats a few/],
    ['<>?:"{}|+_)(*&^%$#@!', /tried first/],
  ];
  for (const [password, sentence] of refused) {
    test(`is refused: ${password.slice(0, 40)}`, () => {
      assert.match(passwordProblem(password, ana) ?? 'taken', sentence);
    });
  }

  test('is counted in characters, not in what they take to store', () => {
    assert.equal(passwordProblem('ab🦊cd🦉ef🐢gh', ana)?.slice(0, 12), 'Use at least');
    assert.equal(passwordProblem('🦊'.repeat(5) + 'wandering quietly', ana), undefined);
  });

  test('is refused for the words of its own owner only', () => {
    const password = 'okafor benedikta 44';
    assert.equal(passwordProblem(password, ana), undefined);
    assert.match(
      passwordProblem(password, { email: 'benedikta@example.org', name: 'Benedikta Okafor' }) ?? '',
      /your own name/,
    );
  });
});
