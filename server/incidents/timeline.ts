/** The timeline as it is read: every entry in the order in which things happened, with what was corrected about it. */
import { secondsBetween } from '../core/time.ts';
import { effective } from './corrections.ts';
import type { Correction } from './corrections.ts';
import type { StoredEntry } from './entry.ts';
import type { State } from './state.ts';

/** An entry recorded later than this after it happened says so. */
const LATE_SECONDS = 120;

export type TimelineEntry = {
  /** As it counts: with corrected time and words. */
  entry: StoredEntry;
  /** As it was recorded; the very same when nothing was corrected. */
  recorded: StoredEntry;
  corrections: readonly Correction[];
  struck: boolean;
  /** Seconds between happening and recording when that is worth saying. A drill's clock runs apart, so never there. */
  lateSeconds: number | undefined;
};

/** By the time at which things happened, then by number; struck entries and kinds that we do not know included. */
export function timelineOf(state: State): TimelineEntry[] {
  const counting = new Map(effective(state.entries).map((entry) => [entry.seq, entry]));
  const corrections = Map.groupBy(state.corrections, ({ seq }) => seq);
  const lines = state.entries.map((recorded): TimelineEntry => {
    const entry = counting.get(recorded.seq) ?? recorded;
    const about = corrections.get(recorded.seq) ?? [];
    const struck = about.some(({ what }) => what === 'struck');
    return { entry, recorded, corrections: about, struck, lateSeconds: lateness(state, entry) };
  });
  return lines.toSorted((a, b) => inOrder(a.entry, b.entry));
}

function lateness(state: State, entry: StoredEntry): number | undefined {
  if (state.kind === 'drill') return undefined;
  const seconds = secondsBetween(entry.occurredAt, entry.recordedAt);
  return seconds > LATE_SECONDS ? seconds : undefined;
}

function inOrder(a: StoredEntry, b: StoredEntry): number {
  if (a.occurredAt === b.occurredAt) return a.seq - b.seq;
  return a.occurredAt < b.occurredAt ? -1 : 1;
}
