import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayGive, mayMakePasswordLink, rolesToGive } from '../../server/identity/account.ts';
import { browserName } from '../../server/identity/browser-name.ts';
import { isScope, SCOPE_MEANINGS, scopesOf, scopesText, SCOPES } from '../../server/identity/token.ts';
import { ROLES } from '../../server/identity/permissions.ts';
import { deviceMark, knownDevice } from '../../server/web/device.ts';

test('nobody gives a role above their own', () => {
  assert.deepEqual(rolesToGive('manager'), ['viewer', 'trainee', 'responder', 'manager']);
  assert.deepEqual(rolesToGive('admin'), [...ROLES]);
  assert.equal(mayGive('manager', 'admin'), false);
  assert.equal(mayGive('responder', 'responder'), true);
});

describe('a password link', () => {
  const makers: Record<string, readonly string[]> = {
    viewer: [],
    trainee: [],
    responder: [],
    manager: ['viewer', 'trainee', 'responder'],
    admin: [...ROLES],
  };
  for (const maker of ROLES) {
    test(`made by a ${maker} is for ${makers[maker]?.join(', ') ?? ''}`, () => {
      assert.deepEqual(
        ROLES.filter((target) => mayMakePasswordLink(maker, target)),
        makers[maker],
      );
    });
  }
});

describe('a browser is called', () => {
  const rows: [string | undefined, string][] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.5.0', 'A browser'],
    [undefined, 'A browser'],
  ];
  for (const [agent, name] of rows) {
    test(name, () => {
      assert.equal(browserName(agent), name);
    });
  }
});

test('the mark of a device is worth something for its own account and installation only', () => {
  const mark = deviceMark('a secret', 'ana');
  const [random] = mark.split('.');
  assert.equal(knownDevice('a secret', 'ana', mark), random);
  assert.equal(knownDevice('a secret', 'ben', mark), undefined);
  assert.equal(knownDevice('another secret', 'ana', mark), undefined);
  for (const made of [undefined, '', '.', 'x', `${mark}x`, `x${mark}`, `${String(random)}.`]) {
    assert.equal(knownDevice('a secret', 'ana', made), undefined);
  }
});

test('every scope says what it is for, and survives its row', () => {
  assert.deepEqual(Object.keys(SCOPE_MEANINGS), [...SCOPES]);
  assert.deepEqual(scopesOf(scopesText(SCOPES)), [...SCOPES]);
  assert.deepEqual(scopesOf(''), []);
  assert.equal(isScope('incidents:*'), false);
});
