import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { counted, countedAddress, verdict, type Rule, type Wrongs } from '../../server/identity/throttle.ts';

const wrongs = (failures: number, firstAt: string, lastAt: string): Wrongs => ({
  failures,
  firstAt: `2026-11-02T${firstAt}.000Z`,
  lastAt: `2026-11-02T${lastAt}.000Z`,
});

describe('another try is taken or not', () => {
  const rows: [string, Rule, Wrongs | undefined, string, string][] = [
    ['the first of an account', 'account', undefined, '09:00:00', 'taken'],
    ['the tenth, at once', 'account', wrongs(9, '09:00:00', '09:00:01'), '09:00:01', 'taken'],
    ['the eleventh, at once', 'account', wrongs(10, '09:00:00', '09:00:01'), '09:00:02', '09:01:01'],
    [
      'the eleventh, just before its minute',
      'account',
      wrongs(10, '09:00:00', '09:00:01'),
      '09:01:00',
      '09:01:01',
    ],
    ['the eleventh, after a minute', 'account', wrongs(10, '09:00:00', '09:00:01'), '09:01:01', 'taken'],
    ['the hundredth, after a minute', 'account', wrongs(99, '09:00:00', '10:30:00'), '10:31:00', 'taken'],
    ['the hundred and first, next day', 'account', wrongs(100, '09:00:00', '10:31:00'), '23:59:59', 'never'],
    ['the first from an address', 'address', undefined, '09:00:00', 'taken'],
    ['the hundredth from an address', 'address', wrongs(99, '09:00:00', '09:30:00'), '09:30:00', 'taken'],
    [
      'the hundred and first in the hour',
      'address',
      wrongs(100, '09:00:00', '09:30:00'),
      '09:59:59',
      '10:00:00',
    ],
    [
      'the hundred and first in the next hour',
      'address',
      wrongs(100, '09:00:00', '09:30:00'),
      '10:00:00',
      'taken',
    ],
  ];
  for (const [name, rule, before, at, expected] of rows) {
    test(`${name}: ${expected}`, () => {
      const judged = verdict(rule, before, `2026-11-02T${at}.000Z`);
      const answer = judged.may ? 'taken' : (judged.until?.slice(11, 19) ?? 'never');
      assert.equal(answer, expected);
    });
  }
});

test('an account counts on for ever, an address begins anew each hour', () => {
  const before = wrongs(7, '09:00:00', '09:59:00');
  const later = '2026-11-02T10:00:00.000Z';
  assert.equal(counted('account', before, later).failures, 8);
  assert.deepEqual(counted('address', before, later), { failures: 1, firstAt: later, lastAt: later });
  assert.deepEqual(counted('address', before, '2026-11-02T09:59:59.000Z').failures, 8);
});

describe('an address is counted as', () => {
  const rows: [string, string][] = [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['', ''],
  ];
  for (const [address, expected] of rows) {
    test(`${address} is ${expected}`, () => {
      assert.equal(countedAddress(address), expected);
    });
  }
});
