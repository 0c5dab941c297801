/** What a signal means for what is known: whether it is new, comes again, ends, and to which incident it belongs. */
import type { Instant } from '../core/clock.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { mayReopen } from '../incidents/status.ts';
import { isLive } from '../incidents/status-order.ts';
import type { State } from '../incidents/state.ts';
import type { Signal } from './signal.ts';

/** An alert as its row has it. */
export type Known = {
  id: string;
  /** Without one, all that came was its end. */
  incidentNumber: number | undefined;
  count: number;
  /** Of these, how many the timeline tells, and since when. */
  toldCount: number;
  toldAt: Instant | undefined;
  firedAt: Instant | undefined;
  clearedAt: Instant | undefined;
};

/**
 * received: it is new here. again: it goes on. anew: it had ended and fires again. late: it is older than the end that is
 * known, and only counts. cleared: it ended. early: its end came before its beginning. over: its end is known, so it
 * began and ended before it was heard of. known: its end came twice.
 */
export type Meaning = 'received' | 'again' | 'anew' | 'late' | 'cleared' | 'early' | 'over' | 'known';

/** An end that came first is remembered for so long. */
export const EARLY_SECONDS = 600;

export function meaningOf(known: Known | undefined, signal: Signal, now: Instant): Meaning {
  if (signal.state === 'resolved') {
    if (known === undefined || (known.count === 0 && isForgotten(known, now))) return 'early';
    return known.clearedAt === undefined ? 'cleared' : 'known';
  }
  if (known === undefined) return 'received';
  if (known.count === 0) return isForgotten(known, now) ? 'received' : 'over';
  if (known.clearedAt === undefined) return 'again';
  return signal.toldAt !== undefined && signal.toldAt < known.clearedAt ? 'late' : 'anew';
}

function isForgotten({ clearedAt }: Known, now: Instant): boolean {
  return clearedAt === undefined || secondsBetween(clearedAt, now) > EARLY_SECONDS;
}

/** The same alert is written into the timeline once in so long, however often it comes. */
const TOLD_EVERY_SECONDS = 60;

/** When a repeat is told: at once, or when the minute since the last one is over. */
export function tellAt({ toldAt }: Pick<Known, 'toldAt'>, now: Instant): Instant {
  const next = toldAt === undefined ? now : plusSeconds(toldAt, TOLD_EVERY_SECONDS);
  return next > now ? next : now;
}

/** Where a group belongs, by the incident that it had. */
export type Place =
  | { kind: 'new'; follows: string | undefined }
  | { kind: 'here' }
  /** It was resolved a while ago: whoever had it is asked to open it again. */
  | { kind: 'reopen' }
  | { kind: 'elsewhere'; key: string };

export function placeOf(state: State | undefined, now: Instant): Place {
  if (state === undefined) return { kind: 'new', follows: undefined };
  if (isLive(state.status)) return { kind: 'here' };
  if (state.mergedInto !== undefined) return { kind: 'elsewhere', key: state.mergedInto.key };
  if (mayReopen(state, now)) return { kind: 'reopen' };
  return { kind: 'new', follows: state.key };
}

/** Within this time after the last page a group that comes and goes asks nobody again. */
const QUIET_SECONDS = 900;

export function isQuietStill(pagedAt: Instant, now: Instant): boolean {
  return secondsBetween(pagedAt, now) < QUIET_SECONDS;
}
