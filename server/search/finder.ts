import type { Instant } from '../core/clock.ts';
import type { Viewer } from '../web/viewer.ts';

/** One thing that was found: where it stands, and what is said of it. */
export type Found = {
  href: string;
  title: string;
  facts: string;
  /** Where the words stand, when they stand in a text. */
  excerpt?: readonly { text: string; isMatch: boolean }[];
};

/** Whoever searches, when, and the zone of their times. */
export type Searching = { viewer: Viewer; now: Instant; zone: string };

/** What a feature gives to the one box: at most so many things that have all the words, and that this person may see. */
export type Finder = {
  /** "Incidents". */
  heading: string;
  find(words: readonly string[], searching: Searching, most: number): Promise<readonly Found[]>;
};
