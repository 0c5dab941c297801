/** How requests are counted: in windows of a fixed length, each of which begins with the first request in it. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';

/** So many requests in so many seconds. */
export type Quota = { requests: number; seconds: number };

export type RateWindow = { from: Instant; requests: number };

/** What one more request means: the window after it, and what its sender is told. */
export type Counted = {
  window: RateWindow;
  /** False when the quota was used up before; such a request is not counted. */
  isWithin: boolean;
  remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds: number;
};

/** Counts a request. A window that begins after `now` comes from a clock that was put back, and ends. */
export function counted(before: RateWindow | undefined, quota: Quota, now: Instant): Counted {
  const goesOn = before !== undefined && before.from <= now && now < plusSeconds(before.from, quota.seconds);
  const window = goesOn ? before : { from: now, requests: 0 };
  const isWithin = window.requests < quota.requests;
  const after = isWithin ? { ...window, requests: window.requests + 1 } : window;
  return {
    window: after,
    isWithin,
    remaining: quota.requests - after.requests,
    resetSeconds: Math.max(1, Math.ceil(quota.seconds - secondsBetween(window.from, now))),
  };
}

/**
 * The headers that tell a client how much it may still ask.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateHeaders(quota: Quota, told: Counted): Record<string, string> {
  return {
    'RateLimit-Policy': `"requests";q=${String(quota.requests)};w=${String(quota.seconds)}`,
    RateLimit: `"requests";r=${String(told.remaining)};t=${String(told.resetSeconds)}`,
  };
}
