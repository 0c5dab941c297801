/** Status: where an incident is in its life, and what has to be true before it moves on. */
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';
import type { Status } from './entry-fields.ts';
import { openIntervals } from './impact.ts';
import { momentOf, stamp, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';
import { isQuiet } from './status-order.ts';
import { firstPromises, promisesEnded } from './updates.ts';

export type StatusSpell = {
  status: Status;
  from: Moment;
  reason: string | undefined;
  /** What was not met and why it went on nevertheless. */
  overridden: readonly { check: string; reason: string }[];
  watchSeconds: number | undefined;
};

export const REOPEN_SECONDS = 24 * 3600;

export const STATUS_LINES: Lines<'status-changed'> = {
  'status-changed': (state, entry) => {
    const { from, to, reason, overridden, watchSeconds } = entry.body;
    if (from !== state.status) return loose(state, entry);
    if (isQuiet(to) && openIntervals(state).length > 0) return loose(state, entry);
    const moment = momentOf(entry);
    const spell: StatusSpell = { status: to, from: moment, reason, overridden, watchSeconds };
    return entered({ ...state, status: to, statuses: [...state.statuses, spell] }, from, to, moment);
  },
};

function entered(state: State, from: Status, to: Status, moment: Moment): State {
  switch (to) {
    case 'triage':
      return firstPromises(stampFirst(state, 'declaredAt', moment), moment.at);
    case 'investigating':
      return from === 'resolved' ? firstPromises(state, moment.at) : state;
    case 'resolved':
      return promisesEnded(stamp(state, 'resolvedAt', moment), moment.at);
    case 'closed':
      return stampFirst(state, 'closedAt', moment);
    case 'cancelled':
      return promisesEnded(stampFirst(state, 'cancelledAt', moment), moment.at);
    case 'merged':
      return promisesEnded(stampFirst(state, 'mergedAt', moment), moment.at);
    case 'detected':
    case 'mitigating':
    case 'monitoring':
    case 'review':
      return state;
  }
}

/** Whether a resolved incident may still be opened again; later a new one is declared that follows it. */
export function mayReopen(state: State, now: Instant): boolean {
  const resolved = state.stamps.resolvedAt;
  return (
    state.status === 'resolved' &&
    resolved !== undefined &&
    secondsBetween(resolved.at, now) <= REOPEN_SECONDS
  );
}

/** When the present status began. */
export function statusSince(state: State): Moment | undefined {
  return state.statuses.at(-1)?.from;
}
