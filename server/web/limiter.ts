import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock.ts';
import { counted, type Counted, type Quota, type RateWindow } from './rate-window.ts';

/** Counts requests by their sender, in memory: a restart begins anew, which harms nobody. */
export type Limiter = {
  quota: Quota;
  count(sender: string): Counted;
};

/** What a person's token may ask. */
export const TOKEN_QUOTA: Quota = { requests: 600, seconds: 60 };

const MOST_SENDERS = 10_000;

export function makeLimiter(clock: Clock, quota: Quota = TOKEN_QUOTA): Limiter {
  const windows = new LRUCache<string, RateWindow>({ max: MOST_SENDERS });
  return {
    quota,
    count: (sender) => {
      const told = counted(windows.get(sender), quota, clock.now());
      windows.set(sender, told.window);
      return told;
    },
  };
}
