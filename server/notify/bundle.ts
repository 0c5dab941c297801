/**
 * Nobody reads 300 pages in a minute. One way to one person carries a page now and then; what comes faster waits and goes
 * along in one message. It changes when somebody reads of something, and never who is asked or how long they have.
 */
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';

/** Seconds between two messages with pages, by channel. Channels that are not here carry each by itself. */
export const APART_SECONDS: Readonly<Record<string, number>> = { push: 60, mail: 120 };

/** What is this urgent waits for nothing: 1 is SEV-1. */
export const NEVER_WAITS = 1;

/** A page that is due. */
export type Waiting = { id: string; subject: string; urgency: number; dueAt: Instant };

/** What went to the same person by the same way a moment ago, or is on its way. */
export type Lately = { at: Instant; urgency: number; subject: string };

/** Some wait; or the first goes, and the others with it. */
export type Plan =
  | { kind: 'wait'; ids: readonly string[]; until: Instant }
  | { kind: 'together'; leader: string; ids: readonly string[] };

/**
 * What becomes of the pages that wait for one person by one way.
 * @param waiting those that may wait at all
 * @param lately what went less than the channel's time ago
 */
export function planFor(channel: string, waiting: readonly Waiting[], lately: readonly Lately[]): Plan[] {
  const apart = APART_SECONDS[channel] ?? 0;
  const ordered = inOrder(waiting, lately);
  const last = lately
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  if (last === undefined) return together(ordered);
  // Whoever sleeps through something small is still told at once of something worse.
  const worst = Math.min(...lately.map(({ urgency }) => urgency));
  const others = ordered.filter(({ urgency }) => urgency >= worst).map(({ id }) => id);
  return [
    ...together(ordered.filter(({ urgency }) => urgency < worst)),
    ...(others.length === 0 ? [] : [{ kind: 'wait', ids: others, until: plusSeconds(last, apart) } as const]),
  ];
}

/** The worst first; then what they have not heard of before what they have; then the oldest. */
function inOrder(waiting: readonly Waiting[], lately: readonly Lately[]): Waiting[] {
  const heard = new Set(lately.map(({ subject }) => subject));
  const rank = ({ urgency, subject, dueAt, id }: Waiting): string =>
    `${String(urgency)} ${heard.has(subject) ? '1' : '0'} ${dueAt} ${id}`;
  return waiting.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function together([first, ...rest]: readonly Waiting[]): Plan[] {
  return first === undefined ? [] : [{ kind: 'together', leader: first.id, ids: rest.map(({ id }) => id) }];
}
