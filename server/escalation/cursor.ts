import type { Instant } from '../core/clock.ts';

/** How far a run has come. It is kept with the run, and nothing else is remembered. */
export type Cursor = {
  /** Which policy of the chain. */
  policy: number;
  loop: number;
  /** The level in force, from 1; 0 before the first, one more than there are for the fallback. */
  level: number;
  loopBeganAt: Instant;
  /** Whom the last level that told anybody told. */
  told: readonly string[];
  /** Who said "not me" since this loop began. */
  declined: readonly string[];
  /** Whether anybody was told in this loop. */
  isSent: boolean;
  /** Whom the levels that ask in turn asked last in this run, by policy and level. */
  turns: Readonly<Record<string, string>>;
};

export function beginning(at: Instant): Cursor {
  return { policy: 0, loop: 1, level: 0, loopBeganAt: at, told: [], declined: [], isSent: false, turns: {} };
}
