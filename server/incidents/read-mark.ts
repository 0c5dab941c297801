import type { Instant } from '../core/clock.ts';

/** Up to which entry somebody has read, and when they said so. */
export type ReadMark = { seq: number; at: Instant };
