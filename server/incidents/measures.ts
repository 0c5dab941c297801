/**
 * Measures: how long things took, each with its ends. They come from instants, never from texts. What is missing says
 * why; it is never zero, and what would be negative is a finding and no number.
 */
import type { Instant } from '../core/clock.ts';
import { counted as countedWord } from '../core/text.ts';
import { durationText, secondsBetween } from '../core/time.ts';
import type { Role } from './entry-fields.ts';
import { onlyWrongSeconds } from './hypotheses.ts';
import { countedIntervals, impactSeconds } from './impact.ts';
import { DEMANDS } from './severity-table.ts';
import { severityAt } from './severity.ts';
import { unionSeconds, until } from './spans.ts';
import { earliest, latest, type Moment } from './stamps.ts';
import type { State } from './state.ts';

export const MEASURES = {
  'time-to-detect': 'Time to detect',
  'time-to-notify': 'Time to notify',
  'time-to-acknowledge': 'Time to acknowledge',
  'time-to-declare': 'Time to declare',
  'time-to-assemble': 'Time to assemble',
  'time-to-first-update': 'Time to first update',
  'time-to-identify': 'Time to identify',
  'time-to-mitigate': 'Time to mitigate',
  'impact-duration': 'Impact duration',
  'time-to-resolve': 'Time to resolve',
  'update-debt': 'Update debt',
  'only-wrong-minutes': 'Only-wrong minutes',
  'response-effort': 'Response effort',
} as const;
export type MeasureName = keyof typeof MEASURES;

/** One end of a measure: what happened then. A sum of many spells has no ends of its own. */
export type End = { what: string; moment: Moment };

export type Measure = {
  name: MeasureName;
  /** Whole seconds. `soFar` when it still grows. */
  result: { seconds: number; soFar: boolean } | { missing: string } | { finding: string };
  ends: readonly End[];
  /** What to know when reading it. */
  note: string | undefined;
};

/** An end, or why there is none. */
type MaybeEnd = End | string;

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
    impactDuration(state, now),
    between('time-to-resolve', ends.t1, ends.t4, 'From detection.'),
    updateDebt(state, now),
    onlyWrong(state, now),
    effort(state, now),
  ];
}

/** "10 min", "about 12 min so far", "missing: no public update was sent". */
export function valueText({ result, ends }: Measure): string {
  if ('missing' in result) return `missing: ${result.missing}`;
  if ('finding' in result) return `no figure: ${result.finding}`;
  if (result.seconds === 0 && ends.length === 0) return 'none';
  const isAbout = ends.some(({ moment }) => moment.precision === 'about');
  const words = durationText(result.seconds, isAbout ? 'about' : undefined);
  return result.soFar ? `${words} so far` : words;
}

/** Why the measures of an incident stay out of every comparison; undefined when they count. */
export function notComparable(state: State): string | undefined {
  if (state.kind !== 'incident') return `It is a ${state.kind}.`;
  if (state.backfilled) return 'It was written down afterwards.';
  if (state.mergedInto !== undefined) return `It goes on in ${state.mergedInto.key}, where it counts.`;
  return state.status === 'cancelled' ? 'It was cancelled.' : undefined;
}

type Ends = Record<'t0' | 't1' | 'tn' | 't2' | 'td' | 'tr' | 'tu' | 'ti' | 't3' | 't4', MaybeEnd>;

function endsOf(state: State): Ends {
  const { stamps } = state;
  const end = (what: string, moment: Moment | undefined, missing: string): MaybeEnd =>
    moment === undefined ? missing : { what, moment };
  return {
    t0: end('impact began', stamps.impactBeganAt, 'nobody said when impact began'),
    t1: end('detected', stamps.detectedAt ?? stamps.reportedAt, 'nobody said when it was noticed'),
    tn: end('first notification', firstNotified(state), 'no notification is recorded'),
    t2: end('acknowledged', stamps.acknowledgedAt, 'nobody acknowledged it'),
    td: end('declared', stamps.declaredAt, 'it was never declared'),
    tr: assembled(state),
    tu: end('first public update', firstPublicUpdate(state), 'no public update was sent'),
    ti: end('cause confirmed', stamps.identifiedAt, 'no cause was confirmed'),
    t3: mitigated(state),
    t4: end('resolved', stamps.resolvedAt, 'it is not resolved'),
  };
}

/** Whoever is asked by name is shown the request at once; a level of a policy when the engine says so. */
function firstNotified(state: State): Moment | undefined {
  return earliest(
    state.escalations.flatMap(({ policyId, requested, calls }) => [
      ...(policyId === 'person' ? [requested] : []),
      ...calls.map(({ at }) => at),
    ]),
  );
}

function firstPublicUpdate({ messages }: State): Moment | undefined {
  return earliest(messages.filter(({ audience }) => audience === 'public').map(({ sent }) => sent));
}

/** When the last role was filled that the severity at declaring asks for. */
function assembled(state: State): MaybeEnd {
  const roles = rolesAtDeclaring(state);
  if (roles.length === 0) return 'it was never declared';
  const filled = roles.map((role) =>
    earliest(state.tenures.filter((tenure) => tenure.role === role).map(({ from }) => from)),
  );
  const vacant = roles.filter((_, index) => filled[index] === undefined);
  if (vacant.length > 0) return `nobody held ${vacant.join(', ')}`;
  const last = latest(filled.flatMap((moment) => moment ?? []));
  return last === undefined
    ? 'nobody held a role'
    : { what: 'last required role', moment: notBefore(last, state) };
}

/** A role that was held before declaring was there from the start. */
function notBefore(moment: Moment, { stamps }: State): Moment {
  const declared = stamps.declaredAt;
  return declared !== undefined && moment.at < declared.at ? { ...declared, seq: moment.seq } : moment;
}

function rolesAtDeclaring(state: State): readonly Role[] {
  const declared = state.stamps.declaredAt;
  if (declared === undefined) return [];
  const severity = severityAt(state, declared.at);
  return severity === undefined ? [] : DEMANDS[severity].roles;
}

function rolesNote(state: State): string | undefined {
  const roles = rolesAtDeclaring(state);
  return roles.length === 0 ? undefined : `Required when it was declared: ${roles.join(', ')}.`;
}

function mitigated(state: State): MaybeEnd {
  const counted = countedIntervals(state);
  if (counted.length === 0) return 'no impact was recorded';
  const open = counted.filter(({ to }) => to === undefined);
  if (open.length > 0) return 'impact has not ended';
  const last = latest(counted.flatMap(({ to }) => to ?? []));
  return last === undefined ? 'impact has not ended' : { what: 'impact ended', moment: last };
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

function impactDuration(state: State, now: Instant): Measure {
  const counted = countedIntervals(state);
  const soFar = counted.some(({ to }) => to === undefined);
  const first = earliest(counted.map(({ from }) => from));
  const last = latest(counted.flatMap(({ to }) => to ?? []));
  const ends: End[] = [];
  if (first !== undefined) ends.push({ what: 'impact began', moment: first });
  if (last !== undefined && !soFar) ends.push({ what: 'impact ended', moment: last });
  return {
    name: 'impact-duration',
    result:
      counted.length === 0
        ? { missing: 'no impact was recorded' }
        : { seconds: impactSeconds(state, now), soFar },
    ends,
    note: 'The union of the impact intervals: the quiet time between them is not in it.',
  };
}

function updateDebt(state: State, now: Instant): Measure {
  const late = (one: State['brokenPromises'][number]): number =>
    Math.max(0, secondsBetween(one.dueAt, one.keptAt ?? now));
  const byAudience = Map.groupBy(state.brokenPromises, ({ audience }) => audience);
  const parts = [...byAudience].map(
    ([audience, broken]) => `${audience} ${String(Math.round(sum(broken.map(late)) / 60))} min`,
  );
  return {
    name: 'update-debt',
    result: {
      seconds: sum(state.brokenPromises.map(late)),
      soFar: state.brokenPromises.some(({ keptAt }) => keptAt === undefined),
    },
    ends: [],
    note: parts.length > 0 ? `Overdue: ${parts.join(', ')}.` : 'Every update came when it was promised.',
  };
}

function onlyWrong(state: State, now: Instant): Measure {
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
function effort(state: State, now: Instant): Measure {
  const { stamps } = state;
  const end = stamps.resolvedAt?.at ?? stamps.cancelledAt?.at ?? stamps.mergedAt?.at;
  const seconds = state.people.map(({ spells }) => unionSeconds(until(end ?? now, spells)));
  return {
    name: 'response-effort',
    result:
      state.people.length === 0
        ? { missing: 'nobody joined' }
        : { seconds: sum(seconds), soFar: end === undefined },
    ends: [],
    note: `Time between joining and leaving, summed over ${countedWord(state.people.length, 'person', 'people')}.`,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
