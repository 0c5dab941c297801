/** What people write in a debrief: how they see themselves, and what they found. */
import type { Competence } from './scenario.ts';

export const LISTS = ['keep', 'us', 'tool'] as const;
/** To keep, to change in how we work, to change in a runbook or a tool. */
export type FindingList = (typeof LISTS)[number];

/** What somebody says of one competence of their own; absent where they say nothing. */
export type Ratings = Readonly<Partial<Record<Competence, number>>>;

/** How one of several rates themselves; `words` stand where there is nothing to show. */
export type Rated = {
  name: string;
  role: string;
  ratings: Ratings | undefined;
  words: string;
  hadRead: boolean;
};
