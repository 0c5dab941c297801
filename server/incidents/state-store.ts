import { LRUCache } from 'lru-cache';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import { afterCommit } from '../store/transaction.ts';
import type { StoredEntry } from './entry.ts';
import { fold, foldOn } from './fold.ts';
import type { State } from './state.ts';
import { entriesAfter } from './store.ts';

/** Where an incident stands by its row: the number of its last entry, and the hash of that. */
export type Head = Pick<IncidentRow, 'incident_id' | 'seq' | 'head_hash'>;

/**
 * Folded states, kept in memory by incident and head. Entries never change but for a redaction, which is an entry of its
 * own; so a state is true for its head, and a newer one is folded on from an older. What a transaction reads is its own
 * until it is written: after a rollback somebody else's entry takes the same number. Limited by bytes, the least used go
 * first.
 */
export type StateStore = {
  /** The state of an incident at exactly that head. */
  stateAt(db: Db, head: Head): Promise<State>;
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
  /** What transactions that may still be rolled back have read, by their handle. */
  const unwritten = new WeakMap<Db, Map<string, State>>();
  const forgetters: (() => void)[] = [];
  const forgetWords = (): void => {
    for (const forget of forgetters) forget();
  };
  const keep = (state: State): void => {
    const known = kept.peek(state.incidentId);
    if (known === undefined || isNewer(state, known)) kept.set(state.incidentId, state);
  };
  const knownIn = (db: Db, incidentId: string): State | undefined =>
    unwritten.get(db)?.get(incidentId) ?? kept.get(incidentId);
  const keepIn = (db: Db, state: State): void => {
    if (!db.isTransaction) {
      keep(state);
      return;
    }
    const own = unwritten.get(db) ?? new Map<string, State>();
    unwritten.set(db, own.set(state.incidentId, state));
    afterCommit(db, () => {
      keep(state);
    });
  };
  return {
    forgetWords,
    whenWordsAreForgotten: (forget) => {
      forgetters.push(forget);
    },
    size: () => ({ count: kept.size, bytes: kept.calculatedSize }),
    keep,
    stateAt: async (db, head) => {
      const known = knownIn(db, head.incident_id);
      if (known?.seq === head.seq && known.headHash === head.head_hash) return known;
      const from = known !== undefined && known.seq < head.seq ? known : undefined;
      const state = await foldedAt(db, head, from, forgetWords);
      keepIn(db, state);
      return state;
    },
  };
}

/** The state at a head, folded on from an older one where that still holds. */
async function foldedAt(
  db: Db,
  { incident_id: incidentId, seq }: Head,
  from: State | undefined,
  forgetWords: () => void,
): Promise<State> {
  const upTo = (entries: StoredEntry[]): StoredEntry[] => entries.filter((entry) => entry.seq <= seq);
  const more = await entriesAfter(db, incidentId, from?.seq ?? 0);
  if (from === undefined) return fold(upTo(more));
  // Another server blanked something: what is known of it from before is not true any more.
  const isBlanked = more.some(({ kind }) => kind === 'entry-redacted');
  if (isBlanked) forgetWords();
  // An older state that the chain does not go on from is one that was never written.
  if (!isBlanked && more[0]?.previousHash === from.headHash) return foldOn(from, upTo(more));
  return fold(upTo(await entriesAfter(db, incidentId, 0)));
}

/** With the same number and another hash, the one that comes later was read from what is written. */
function isNewer(state: State, known: State): boolean {
  return known.seq < state.seq || (known.seq === state.seq && known.headHash !== state.headHash);
}
