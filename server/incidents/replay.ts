/** Replay: an incident as it was known at a moment, from the first part of its entries. */
import type { Instant } from '../core/clock.ts';
import { placedAs } from './copies.ts';
import { fold } from './fold.ts';
import type { State } from './state.ts';

/** A moment of the record: the number of the last entry that was there, or a time. */
export type Then = { seq: number } | { at: Instant };

/** What was known then. `now` is what the clocks of the page stand at; `seq` the last entry that was there. */
export type Known = { state: State; now: Instant; seq: number };

/**
 * The state as it was known at a moment: what was recorded later is left out, a correction of an earlier time too. By
 * time it is the time of recording that counts. Before the first entry there is the first alone.
 */
export function knownAt(state: State, moment: Then): Known {
  const seq = Math.min(state.seq, Math.max(1, seqOf(state, moment)));
  const entries = state.entries.slice(0, seq);
  const last = entries.at(-1);
  const recorded = last?.recordedAt ?? '';
  const now = 'at' in moment && moment.at > recorded ? moment.at : recorded;
  return { state: placedAs(state, fold(entries)), now, seq };
}

function seqOf(state: State, moment: Then): number {
  if ('seq' in moment) return moment.seq;
  return state.entries.findLast(({ recordedAt }) => recordedAt <= moment.at)?.seq ?? 1;
}
