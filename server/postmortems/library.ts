/** The library of postmortems: what somebody looks for, and where each text stands. */
import { isDay } from '../core/duration.ts';
import { counted } from '../core/text.ts';
import { closingInForce, type Closing } from './closing.ts';
import { STANDING_WORDS, standingOf, type Standing } from './approval.ts';

/** What somebody looks for; what is undefined is not asked. */
export type Sought = {
  /** Words of the text, each or its beginning. */
  words: readonly string[];
  /** A service by its slug. */
  service: string | undefined;
  /** Words of what was confirmed to be the cause. */
  cause: readonly string[];
  severity: string | undefined;
  /** The year in which the incident was opened. */
  year: number | undefined;
};

export const NOTHING_SOUGHT: Sought = {
  words: [],
  service: undefined,
  cause: [],
  severity: undefined,
  year: undefined,
};

export function isAnythingSought({ words, service, cause, severity, year }: Sought): boolean {
  return words.length + cause.length > 0 || [service, severity, year].some((one) => one !== undefined);
}

/** A text as far as its state is concerned. */
export type Shelf = {
  rev: number;
  publishedRev: number | undefined;
  /** Undefined while no review was asked for. */
  review: { reviewedRev: number | undefined; isSentBack: boolean } | undefined;
  /** Action items of its incident that nobody has closed yet, and all of them. */
  open: number;
  promised: number;
  /** The last closing by a manager that nobody took back. */
  closing: Closing | undefined;
};

/**
 * In which state a text is: "In review"; "Published, 2 tasks open"; "Closed", when nothing that was promised is open or a
 * manager said so;
 * "Version 3 published, version 4 in review".
 * @param isWriter whoever only reads knows nothing of later versions
 */
export function shelfWords(shelf: Shelf, isWriter: boolean): string {
  const standing = standingOnShelf(shelf);
  const { rev, publishedRev, open, promised } = shelf;
  if (publishedRev === undefined) return STANDING_WORDS[standing];
  if (isWriter && rev > publishedRev) {
    const later = STANDING_WORDS[standing].toLowerCase();
    return `Version ${String(publishedRev)} published, version ${String(rev)} ${standing === 'draft' ? 'is a draft' : later}`;
  }
  const closing = closingInForce(shelf);
  if (closing !== undefined) return `Closed by ${closing.by}: ${closing.why}`;
  if (promised === 0) return 'Published';
  return open === 0 ? 'Closed: all that was promised is done' : `Published, ${counted(open, 'task')} open`;
}

export function standingOnShelf({ rev, publishedRev, review }: Shelf): Standing {
  const sentBack = { by: '', at: '', why: '' };
  return standingOf({
    rev,
    publishedRev,
    round: review && {
      reviewedRev: review.reviewedRev,
      sentBack: review.isSentBack ? sentBack : undefined,
    },
  });
}

/** How far back "on this day" looks. */
const YEARS_BACK = 5;

/** The same day of the years before, the nearest first. The 29th of February has no such day in most years. */
export function sameDayBefore(today: string): { years: number; day: string }[] {
  return Array.from({ length: YEARS_BACK }, (_, index) => index + 1)
    .map((years) => ({ years, day: `${String(Number(today.slice(0, 4)) - years)}${today.slice(4)}` }))
    .filter(({ day }) => isDay(day));
}

/** "A year ago today", "3 years ago today". */
export function yearsAgoWords(years: number): string {
  return years === 1 ? 'A year ago today' : `${String(years)} years ago today`;
}
