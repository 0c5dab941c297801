/** Looking ahead: what the state would be if some entries were appended. */
import { Refused } from '../core/refused.ts';
import { NO_HASH } from './chain.ts';
import type { NewEntry, StoredEntry } from './entry.ts';
import { foldOn } from './fold.ts';
import type { State } from './state.ts';

/** The state with entries that have no place in the chain yet. */
export function after(state: State, entries: readonly NewEntry[]): State {
  const placed = entries.map((entry, index): StoredEntry => {
    const seq = state.seq + index + 1;
    const chain = { previousHash: NO_HASH, hash: NO_HASH };
    const { incidentId } = state;
    return { ...entry, ...chain, id: '', incidentId, seq, recordedAt: entry.occurredAt, opId: '' };
  });
  return foldOn(state, placed);
}

/** Makes entries one part after the other, each part from the state that the parts before have made. */
export function inTurn(state: State, ...parts: ((state: State) => NewEntry[])[]): NewEntry[] {
  return parts.reduce<NewEntry[]>((made, part) => [...made, ...part(after(state, made))], []);
}

/** Numbers of the entries that would find nothing to act upon. */
export function looseAfter(state: State, entries: readonly NewEntry[]): number[] {
  return after(state, entries).loose.filter((seq) => !state.loose.includes(seq));
}

/** @throws Refused when the time of an entry does not fit what it is about. */
export function mustFit(state: State, entries: readonly NewEntry[]): void {
  if (looseAfter(state, entries).length === 0) return;
  throw new Refused(
    'time-does-not-fit',
    'That time does not fit: it lies before what it is about began, or after it ended. Check the time.',
    { field: 'at' },
  );
}
