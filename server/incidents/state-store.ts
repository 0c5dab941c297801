import { LRUCache } from 'lru-cache';
import type { Db } from '../store/open.ts';
import { fold, foldOn } from './fold.ts';
import type { State } from './state.ts';
import { entriesAfter } from './store.ts';

/**
 * Folded states, kept in memory by incident and sequence number. Entries never change but for a redaction, which is an
 * entry of its own; so a state is true for its number, and a newer one is folded on from an older. Limited by bytes, the
 * least used go first.
 */
export type StateStore = {
  /** The state of an incident at exactly that sequence number. */
  stateAt(db: Db, incidentId: string, seq: number): Promise<State>;
  /** Remembers the state after an append that has been committed. */
  keep(state: State): void;
  /** Forgets every rendered word: something was redacted. */
  forgetWords(): void;
  /** Whoever keeps words in memory is told to forget them. */
  whenWordsAreForgotten(forget: () => void): void;
  /** How many states are kept, and what they take in memory. */
  size(): { count: number; bytes: number };
};

const MOST_BYTES = 96 * 1024 * 1024;
/** What an entry costs in memory: itself, and what the fold makes of it. Measured with 20,000 entries. */
const BYTES_AN_ENTRY = 2_500;

export function makeStateStore(): StateStore {
  const kept = new LRUCache<string, State>({
    maxSize: MOST_BYTES,
    sizeCalculation: (state) => 4_000 + state.seq * BYTES_AN_ENTRY,
  });
  const forgetters: (() => void)[] = [];
  const forgetWords = (): void => {
    for (const forget of forgetters) forget();
  };
  return {
    forgetWords,
    whenWordsAreForgotten: (forget) => {
      forgetters.push(forget);
    },
    size: () => ({ count: kept.size, bytes: kept.calculatedSize }),
    keep: (state) => {
      const known = kept.peek(state.incidentId);
      if (known === undefined || known.seq < state.seq) kept.set(state.incidentId, state);
    },
    stateAt: async (db, incidentId, seq) => {
      const known = kept.get(incidentId);
      if (known?.seq === seq) return known;
      const usable = known !== undefined && known.seq < seq ? known : undefined;
      const more = await entriesAfter(db, incidentId, usable?.seq ?? 0);
      // Another server blanked something: what is known of it from before is not true any more.
      const isBlanked = usable !== undefined && more.some(({ kind }) => kind === 'entry-redacted');
      if (isBlanked) forgetWords();
      const entries = isBlanked ? await entriesAfter(db, incidentId, 0) : more;
      const upTo = entries.filter((entry) => entry.seq <= seq);
      const state = usable === undefined || isBlanked ? fold(upTo) : foldOn(usable, upTo);
      if (known === undefined || known.seq < seq) kept.set(incidentId, state);
      return state;
    },
  };
}
