/** The end of a postmortem: by itself, when nothing that was promised is open, or because a manager says so. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { Invalid } from '../web/problem.ts';

/** That a manager closed it, for the version that was published then. */
export type Closing = { id: string; rev: number; why: string; at: Instant; by: string };

/** A text as far as its end is concerned. */
export type Ending = {
  publishedRev: number | undefined;
  /** The last closing that nobody took back. */
  closing: Closing | undefined;
  /** Action items that are open, and all that were promised. */
  open: number;
  promised: number;
};

/** The closing that holds: what was published since has not been closed by anybody. */
export function closingInForce({ publishedRev, closing }: Ending): Closing | undefined {
  return closing !== undefined && closing.rev === publishedRev ? closing : undefined;
}

export function isClosed(ending: Ending): boolean {
  const isAllDone = ending.publishedRev !== undefined && ending.promised > 0 && ending.open === 0;
  return isAllDone || closingInForce(ending) !== undefined;
}

/**
 * The version for which it is closed.
 * @throws Refused when it is not published or is closed already, Invalid without a reason
 */
export function closedBy(ending: Ending, why: string | undefined): { rev: number; why: string } {
  const { publishedRev } = ending;
  if (publishedRev === undefined) {
    throw new Refused('not-published', 'Nobody can read it yet, so it cannot be closed. Publish it first.');
  }
  const before = closingInForce(ending);
  if (before !== undefined) throw new Refused('closed', `${before.by} has closed it already: ${before.why}`);
  if (isClosed(ending))
    throw new Refused('closed', 'All that was promised is done, so it is closed already.');
  if (why === undefined) {
    const sentence = 'Say why it is closed, and what becomes of what is open. The reason is shown.';
    throw new Invalid([{ field: 'reason', sentence }]);
  }
  return { rev: publishedRev, why };
}
