/**
 * Measures: how long things took, each with its ends. They come from instants, never from texts. What is missing says
 * why; it is never zero, and what would be negative is a finding and no number.
 */
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';
import { endsOf, rolesAtDeclaring, type Ends } from './measure-ends.ts';
import { effort, impactDuration, onlyWrong, updateDebt } from './measure-sums.ts';
import type { MaybeEnd, Measure, MeasureName } from './measure.ts';
import type { State } from './state.ts';

/** All measures of an incident as it stands. */
export function measuresOf(state: State, now: Instant): readonly Measure[] {
  const ends = endsOf(state);
  return [
    between('time-to-detect', ends.t0, ends.t1, aboutNote(ends.t0)),
    between('time-to-notify', ends.t1, ends.tn, 'How long Muster itself took, and whoever asked for help.'),
    acknowledging(ends),
    between('time-to-declare', ends.t1, ends.td),
    between('time-to-assemble', ends.td, ends.tr, rolesNote(state)),
    between('time-to-first-update', ends.td, ends.tu),
    between('time-to-identify', ends.t1, ends.ti),
    between('time-to-mitigate', ends.t1, ends.t3, 'From detection.'),
    impactDuration(state, ends, now),
    between('time-to-resolve', ends.t1, ends.t4, 'From detection.'),
    ...recovering(state, ends),
    updateDebt(state, now),
    onlyWrong(state, now),
    effort(state, now),
  ];
}

/** Why the measures of an incident stay out of every comparison; undefined when they count. */
export function notComparable(state: State): string | undefined {
  if (state.kind !== 'incident') return `It is a ${state.kind}.`;
  if (state.origin !== undefined)
    return `It is a copy of ${state.origin.key}, which counts where it happened.`;
  if (state.backfilled) return 'It was written down afterwards.';
  if (state.mergedInto !== undefined) return `It goes on in ${state.mergedInto.key}, where it counts.`;
  return state.status === 'cancelled' ? 'It was cancelled.' : undefined;
}

function rolesNote(state: State): string | undefined {
  const roles = rolesAtDeclaring(state);
  return roles.length === 0 ? undefined : `Required when it was declared: ${roles.join(', ')}.`;
}

function between(name: MeasureName, from: MaybeEnd, to: MaybeEnd, note?: string): Measure {
  const ends = [from, to].filter((end) => typeof end !== 'string');
  const missing = [from, to].filter((end) => typeof end === 'string');
  const made = { name, ends, note };
  if (typeof from === 'string' || typeof to === 'string') {
    return { ...made, result: { missing: missing.join(', and ') } };
  }
  const seconds = secondsBetween(from.moment.at, to.moment.at);
  if (seconds < 0) {
    const finding = `${to.what} (#${String(to.moment.seq)}) stands before ${from.what} (#${String(from.moment.seq)})`;
    return {
      ...made,
      result: { finding: `${finding}: one of the two times is wrong, or it did not go this way` },
    };
  }
  return { ...made, result: { seconds, soFar: false } };
}

/** Only where a link says what caused it: most incidents were caused by no change that anybody knows. */
function recovering({ links }: State, { cause, t3 }: Ends): Measure[] {
  if (!links.some(({ relation }) => relation === 'caused-by')) return [];
  return [between('failed-change-recovery', cause, t3, 'From the end of what caused it.')];
}

/** Whoever declares by hand has looked already, and asks for others afterwards: nobody was waited for then. */
function acknowledging({ tn, t2 }: Ends): Measure {
  const isFirst = typeof tn !== 'string' && typeof t2 !== 'string' && t2.moment.at < tn.moment.at;
  const why = 'somebody had looked at it before anybody was notified';
  return between('time-to-acknowledge', isFirst ? why : tn, t2);
}

function aboutNote(end: MaybeEnd): string | undefined {
  if (typeof end === 'string') return undefined;
  const { precision, provenance } = end.moment;
  return precision === 'about' || provenance === 'typed'
    ? 'About: the beginning was said afterwards.'
    : undefined;
}
