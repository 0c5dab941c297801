/** Impact: the intervals in which users were hurt. Intermittent is the rule, so there may be many. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { secondsBetween } from '../core/time.ts';
import { unionSeconds, until } from './spans.ts';
import type { Span } from './spans.ts';
import { earliest, latest, momentOf, stamp } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';

/** The size of the impact from an instant on. A percentage or number that is not known is absent. */
export type ImpactStep = {
  at: Instant;
  percent: number | undefined;
  users: number | undefined;
  statement: string;
  seq: number;
};

export type Interval = {
  id: string;
  service: string | undefined;
  journey: string | undefined;
  /** What showed that it began. */
  signal: string | undefined;
  from: Moment;
  to: Moment | undefined;
  /** What showed that it ended, with its value. */
  ending: { signal: string; value: string | undefined } | undefined;
  /** At least one, in order of time; the first begins with the interval. */
  steps: readonly ImpactStep[];
  withdrawn: { reason: string; seq: number } | undefined;
};

export const IMPACT_LINES: Lines<'impact-opened' | 'impact-changed' | 'impact-closed' | 'impact-withdrawn'> =
  {
    'impact-opened': (state, entry) => {
      const { intervalId, service, journey, percent, users, statement, signal } = entry.body;
      const from = momentOf(entry);
      const first = { at: from.at, percent, users, statement, seq: entry.seq };
      const interval: Interval = {
        id: intervalId,
        service,
        journey,
        signal,
        from,
        to: undefined,
        ending: undefined,
        steps: [first],
        withdrawn: undefined,
      };
      return stamped({ ...state, impact: [...state.impact, interval] });
    },
    'impact-changed': (state, entry) => {
      const interval = intervalOf(state, entry.body.intervalId);
      const at = entry.occurredAt;
      if (!interval || interval.withdrawn || at < interval.from.at) return loose(state, entry);
      if (interval.to && at > interval.to.at) return loose(state, entry);
      const before = interval.steps.findLast((step) => step.at <= at) ?? interval.steps[0];
      const step: ImpactStep = {
        at,
        percent: entry.body.percent ?? before?.percent,
        users: entry.body.users ?? before?.users,
        statement: entry.body.statement ?? before?.statement ?? '',
        seq: entry.seq,
      };
      const steps = [...interval.steps, step].toSorted((a, b) =>
        a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1,
      );
      return withInterval(state, { ...interval, steps });
    },
    'impact-closed': (state, entry) => {
      const interval = intervalOf(state, entry.body.intervalId);
      if (!interval || interval.to || interval.withdrawn) return loose(state, entry);
      if (entry.occurredAt < (interval.steps.at(-1)?.at ?? interval.from.at)) return loose(state, entry);
      const { signal, value } = entry.body;
      return stamped(withInterval(state, { ...interval, to: momentOf(entry), ending: { signal, value } }));
    },
    'impact-withdrawn': (state, entry) => {
      const interval = intervalOf(state, entry.body.intervalId);
      if (!interval || interval.withdrawn) return loose(state, entry);
      const withdrawn = { reason: entry.body.reason, seq: entry.seq };
      return stamped(withInterval(state, { ...interval, withdrawn }));
    },
  };

function withInterval(state: State, interval: Interval): State {
  return {
    ...state,
    impact: replaced(
      state.impact,
      ({ id }) => id === interval.id,
      () => interval,
    ),
  };
}

/** Impact began with the earliest interval; it was mitigated when the last one ended and none is open. */
function stamped(state: State): State {
  const counted = countedIntervals(state);
  const began = stamp(state, 'impactBeganAt', earliest(counted.map(({ from }) => from)));
  const ends = counted.flatMap(({ to }) => to ?? []);
  return ends.length < counted.length ? began : stamp(began, 'mitigatedAt', latest(ends));
}

export function intervalOf(state: State, id: string): Interval | undefined {
  return state.impact.find((interval) => interval.id === id);
}

/** The intervals that were not withdrawn. */
export function countedIntervals(state: State): readonly Interval[] {
  return state.impact.filter(({ withdrawn }) => !withdrawn);
}

/** The intervals in which users are hurt now. */
export function openIntervals(state: State): readonly Interval[] {
  return countedIntervals(state).filter(({ to }) => !to);
}

function spansOf(intervals: readonly Interval[], now: Instant): Span[] {
  return until(
    now,
    intervals.map(({ from, to }) => ({ from: from.at, to: to?.at })),
  );
}

/** Impact duration in seconds: the union of the intervals, those still open counted up to now. */
export function impactSeconds(state: State, now: Instant): number {
  return unionSeconds(spansOf(countedIntervals(state), now));
}

/** Impact span in seconds: from the first beginning to the last end, the quiet times between included. */
export function impactSpanSeconds(state: State, now: Instant): number {
  const spans = spansOf(countedIntervals(state), now);
  const starts = spans.map(({ from }) => from).toSorted();
  const ends = spans.map(({ to }) => to).toSorted();
  const [first, last] = [starts[0], ends.at(-1)];
  return first === undefined || last === undefined ? 0 : secondsBetween(first, last);
}

/**
 * Sum of percent × minutes over the steps of an interval, the size that the curve encloses; steps whose
 * percentage is not known are left out and counted in `unknownSeconds`.
 */
export function percentMinutes(
  interval: Interval,
  now: Instant,
): { percentMinutes: number; unknownSeconds: number } {
  const end = interval.to?.at ?? now;
  return interval.steps.reduce(
    (sum, step, index) => {
      const seconds = Math.max(0, secondsBetween(step.at, interval.steps[index + 1]?.at ?? end));
      if (step.percent === undefined) return { ...sum, unknownSeconds: sum.unknownSeconds + seconds };
      return { ...sum, percentMinutes: sum.percentMinutes + (step.percent * seconds) / 60 };
    },
    { percentMinutes: 0, unknownSeconds: 0 },
  );
}
