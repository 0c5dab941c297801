/** Merging: an incident that is the same as another ends in it, and both say so. */
import type { Actor } from './entry-fields.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';
import { isLive } from './status-order.ts';
import { promisesEnded } from './updates.ts';

/** Where an incident went, or which one came. */
export type Merge = {
  key: string;
  title: string | undefined;
  reason: string | undefined;
  by: Actor;
  at: Moment;
};

export const MERGE_LINES: Lines<'merged-into' | 'merge-received'> = {
  'merged-into': (state, entry) => {
    if (!mayMerge(state)) return loose(state, entry);
    const { key, title, reason } = entry.body;
    const at = momentOf(entry);
    const spell = { status: 'merged', from: at, reason, overridden: [], watchSeconds: undefined } as const;
    const named = { relation: 'duplicate-of', target: key, title, endedAt: undefined } as const;
    const link = { ...named, by: entry.actor, seq: entry.seq };
    const others = state.links.filter((one) => one.relation !== 'duplicate-of' || one.target !== key);
    const merged: State = {
      ...state,
      status: 'merged',
      statuses: [...state.statuses, spell],
      links: [...others, link],
      mergedInto: mergeOf(entry),
    };
    return promisesEnded(stampFirst(merged, 'mergedAt', at), at.at);
  },
  'merge-received': (state, entry) => ({
    ...state,
    mergesReceived: [...state.mergesReceived, mergeOf(entry)],
  }),
};

function mergeOf(entry: Effective<'merged-into' | 'merge-received'>): Merge {
  const { key, title, reason } = entry.body;
  return { key, title, reason, by: entry.actor, at: momentOf(entry) };
}

/** From any status before the review. */
export function mayMerge({ status }: State): boolean {
  return isLive(status) || status === 'resolved';
}
