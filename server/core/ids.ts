import { randomBytes, randomFillSync } from 'node:crypto';
import { decodeTime, monotonicFactory } from 'ulid';
import type { Clock, Instant } from './clock.ts';

/** Makes ids: text, unique, and sorting by the time at which they were made. */
export interface Ids {
  next(): string;
}

/** ULIDs on the injected clock: 26 characters, 48 bits of time and 80 of chance, rising within one millisecond. */
export function ulids(clock: Clock): Ids {
  const next = monotonicFactory(() => chanceBytes(4).readUInt32LE() / 2 ** 32);
  return { next: () => next(Date.parse(clock.now())) };
}

/** When an id was made. @throws for what is no id of ours */
export function madeAt(id: string): Instant {
  return new Date(decodeTime(id)).toISOString();
}

/** A secret for links, sessions and tokens: 256 random bits as 43 URL-safe characters. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

const RESERVE = 4096;
const reserve = Buffer.alloc(RESERVE);
let used = RESERVE;

/**
 * Random bytes for what every page needs some of. They come from a reserve, as asking the system for a few bytes costs
 * more than all that is done with them; no byte is given out twice. Secrets that last ask the system themselves.
 * @param count at most 4,096
 */
export function chanceBytes(count: number): Buffer {
  if (used + count > RESERVE) {
    randomFillSync(reserve);
    used = 0;
  }
  const bytes = Buffer.from(reserve.subarray(used, used + count));
  reserve.fill(0, used, used + count);
  used += count;
  return bytes;
}
