import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';

/** Wrong passwords that were counted for one subject: an account, a device of an account, or a network address. */
export type Wrongs = { failures: number; firstAt: Instant; lastAt: Instant };

/** `until` says when the next try is taken; without it only a new password opens the account again. */
export type Verdict = { may: true } | { may: false; until: Instant | undefined };

export type Rule = 'account' | 'address';

const MINUTE = 60;
const HOUR = 3600;

/** Tries that cost nothing but the try, then one a minute, then none. */
const FREE_TRIES = 10;
const TRIES_IN_ALL = 100;
const TRIES_AN_HOUR = 100;

/** May there be another try? Known devices are judged by the rule of accounts, with a count of their own. */
export function verdict(rule: Rule, wrongs: Wrongs | undefined, now: Instant): Verdict {
  if (wrongs === undefined) return { may: true };
  switch (rule) {
    case 'account':
      return accountVerdict(wrongs, now);
    case 'address':
      return addressVerdict(wrongs, now);
  }
}

function accountVerdict({ failures, lastAt }: Wrongs, now: Instant): Verdict {
  if (failures >= TRIES_IN_ALL) return { may: false, until: undefined };
  const until = plusSeconds(lastAt, MINUTE);
  return failures < FREE_TRIES || now >= until ? { may: true } : { may: false, until };
}

function addressVerdict({ failures, firstAt }: Wrongs, now: Instant): Verdict {
  const until = plusSeconds(firstAt, HOUR);
  return failures < TRIES_AN_HOUR || now >= until ? { may: true } : { may: false, until };
}

/** The count after one more wrong try. That of an address begins anew each hour. */
export function counted(rule: Rule, wrongs: Wrongs | undefined, now: Instant): Wrongs {
  const begins = wrongs === undefined || (rule === 'address' && now >= plusSeconds(wrongs.firstAt, HOUR));
  return begins
    ? { failures: 1, firstAt: now, lastAt: now }
    : { failures: wrongs.failures + 1, firstAt: wrongs.firstAt, lastAt: now };
}

/**
 * What is counted as one address: an IPv4 address, or the /64 of an IPv6 one, since a single customer usually holds
 * the whole of it. An IPv4 address that is mapped into IPv6 is itself.
 */
export function countedAddress(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain) ?? [];
  if (mapped !== undefined) return mapped;
  if (!plain.includes(':')) return plain;
  return `${expanded(plain).slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
}
