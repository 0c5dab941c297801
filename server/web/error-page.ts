import type { Problem } from './problem.ts';

/** The model of the page that tells an error. */
export type ErrorPage = {
  heading: string;
  sentence: string;
  problems: readonly Problem[];
  /** Leads an administrator to the cause in the log; only for what is broken in Muster itself. */
  errorId: string | undefined;
  /** What the person had typed, so that it can be copied. */
  typed: readonly { name: string; value: string }[];
};
