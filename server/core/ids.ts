import { randomBytes, randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.ts';

/** Makes ids: text, unique, and sorting by the time at which they were made. */
export interface Ids {
  next(): string;
}

/** ULIDs on the injected clock: 26 characters, 48 bits of time and 80 of chance, rising within one millisecond. */
export function ulids(clock: Clock): Ids {
  const next = monotonicFactory(() => randomInt(0, 2 ** 32) / 2 ** 32);
  return { next: () => next(Date.parse(clock.now())) };
}

/** A secret for links, sessions and tokens: 256 random bits as 43 URL-safe characters. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}
