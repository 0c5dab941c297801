import type { Problem } from './problem.ts';

/** Somebody to call by hand: why it is them, and the number where they gave one. */
export type ToCall = { name: string; why: string; number: string | undefined };

/** The model of the page that tells an error. */
export type ErrorPage = {
  heading: string;
  sentence: string;
  problems: readonly Problem[];
  /** Leads an administrator to the cause in the log; only for what is broken in Muster itself. */
  errorId: string | undefined;
  /** Only while nothing can be written. */
  toCall: readonly ToCall[];
  /** What the person had typed, so that it can be copied. */
  typed: readonly { name: string; value: string }[];
};
