/** Exit criteria: what must be true, and for how long, before the incident may be called resolved. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { plusSeconds } from '../core/time.ts';
import { demandOf } from './demands.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';
import { statusSince } from './status.ts';

export type Criterion = {
  id: string;
  text: string;
  holds: boolean;
  /** Since when it holds, or since when it no longer does; undefined while nobody has said. */
  since: Instant | undefined;
  value: string | undefined;
  seq: number | undefined;
};

export type ExitCriteria = {
  criteria: readonly Criterion[];
  watchSeconds: number;
  from: 'runbook' | 'typed';
  seq: number;
};

export const EXIT_CRITERIA_LINES: Lines<'exit-criteria-set' | 'exit-criterion-changed'> = {
  'exit-criteria-set': (state, entry) => {
    const { watchSeconds, from } = entry.body;
    const known = state.exitCriteria?.criteria ?? [];
    const criteria = entry.body.criteria.map(({ id, text }) => {
      const same = known.find((criterion) => criterion.id === id && criterion.text === text);
      return same ?? { id, text, holds: false, since: undefined, value: undefined, seq: undefined };
    });
    return { ...state, exitCriteria: { criteria, watchSeconds, from, seq: entry.seq } };
  },
  'exit-criterion-changed': (state, entry) => {
    const { criterionId, holds, value } = entry.body;
    const set = state.exitCriteria;
    if (!set?.criteria.some(({ id }) => id === criterionId)) return loose(state, entry);
    const criteria = replaced(
      set.criteria,
      ({ id }) => id === criterionId,
      ({ id, text }) => ({ id, text, holds, since: entry.occurredAt, value, seq: entry.seq }),
    );
    return { ...state, exitCriteria: { ...set, criteria } };
  },
};

/** How long the criteria must hold: what the severity asks for, or more when the criteria say more. */
export function watchSeconds(state: State): number {
  const bySeverity = demandOf(state)?.watch ?? 0;
  return Math.max(bySeverity, state.exitCriteria?.watchSeconds ?? 0);
}

/**
 * The watch in monitoring: it begins when the last criterion came true, or with monitoring itself, and begins anew
 * when one no longer holds. Undefined outside monitoring and while a criterion does not hold.
 */
export function watch(state: State): { from: Instant; endsAt: Instant } | undefined {
  const since = statusSince(state);
  const criteria = state.exitCriteria?.criteria ?? [];
  if (state.status !== 'monitoring' || !since || criteria.some(({ holds }) => !holds)) return undefined;
  const from = criteria.reduce((last, criterion) => later(last, criterion.since ?? last), since.at);
  return { from, endsAt: plusSeconds(from, watchSeconds(state)) };
}

function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
