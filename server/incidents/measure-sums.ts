/** Measures that add up many spells, and so lie between no two instants. */
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { onlyWrongSeconds } from './hypotheses.ts';
import { countedIntervals, impactSeconds } from './impact.ts';
import type { Ends } from './measure-ends.ts';
import type { Measure } from './measure.ts';
import { unionSeconds, until } from './spans.ts';
import type { State } from './state.ts';
import { overdueSeconds } from './updates.ts';

/** From the first beginning to the last end, without the quiet time between. */
export function impactDuration(state: State, { t0, t3 }: Ends, now: Instant): Measure {
  const intervals = countedIntervals(state);
  const soFar = intervals.some(({ to }) => to === undefined);
  return {
    name: 'impact-duration',
    result:
      intervals.length === 0
        ? { missing: 'no impact was recorded' }
        : { seconds: impactSeconds(state, now), soFar },
    ends: [t0, t3].filter((end) => typeof end !== 'string'),
    note: 'The union of the impact intervals: the quiet time between them is not in it.',
  };
}

export function updateDebt(state: State, now: Instant): Measure {
  const byAudience = Map.groupBy(state.brokenPromises, ({ audience }) => audience);
  const parts = [...byAudience].map(
    ([audience, broken]) => `${audience} ${String(Math.round(overdueSeconds(broken, now) / 60))} min`,
  );
  return {
    name: 'update-debt',
    result: {
      seconds: overdueSeconds(state.brokenPromises, now),
      soFar: state.brokenPromises.some(({ keptAt }) => keptAt === undefined),
    },
    ends: [],
    note: parts.length > 0 ? `Overdue: ${parts.join(', ')}.` : 'Every update came when it was promised.',
  };
}

export function onlyWrong(state: State, now: Instant): Measure {
  if (state.hypotheses.length === 0) {
    const result = { missing: 'no suspected cause was recorded' };
    return { name: 'only-wrong-minutes', result, ends: [], note: undefined };
  }
  return {
    name: 'only-wrong-minutes',
    result: {
      seconds: onlyWrongSeconds(state, now),
      soFar: state.hypotheses.some(({ spells }) => spells.some(({ to }) => to === undefined)),
    },
    ends: [],
    note: `Time in which no path followed was confirmed later${state.stamps.identifiedAt === undefined ? '; no cause is confirmed' : ''}.`,
  };
}

/** Person-minutes: each person's own time counts, also where two were in at once. */
export function effort(state: State, now: Instant): Measure {
  const { stamps } = state;
  const end = stamps.resolvedAt?.at ?? stamps.cancelledAt?.at ?? stamps.mergedAt?.at;
  const seconds = state.people.reduce((sum, { spells }) => sum + unionSeconds(until(end ?? now, spells)), 0);
  return {
    name: 'response-effort',
    result: state.people.length === 0 ? { missing: 'nobody joined' } : { seconds, soFar: end === undefined },
    ends: [],
    note: `Time between joining and leaving, summed over ${counted(state.people.length, 'person', 'people')}.`,
  };
}
