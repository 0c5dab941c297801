/** Stamps: the instants that measures are made of, each with where it came from. */
import type { Instant } from '../core/clock.ts';
import type { Precision } from './entry-fields.ts';
import type { Effective, State } from './state.ts';

export type Provenance = 'auto' | 'typed' | 'imported' | 'corrected';

/** An instant with how exactly it is known, how it came in, and the entry that says so. */
export type Moment = { at: Instant; precision: Precision; provenance: Provenance; seq: number };

export const STAMPS = [
  'impactBeganAt',
  'reportedAt',
  'detectedAt',
  'acknowledgedAt',
  'declaredAt',
  'severityAt',
  'commanderAt',
  'identifiedAt',
  'firstChangeAt',
  'firstUpdateAt',
  'mitigatedAt',
  'resolvedAt',
  'reviewDueAt',
  'publishedAt',
  'closedAt',
  'cancelledAt',
  'mergedAt',
] as const;
export type StampName = (typeof STAMPS)[number];

/** A stamp that is missing has not happened, or nobody said when. */
export type Stamps = Readonly<Partial<Record<StampName, Moment>>>;

function provenanceOf(entry: Effective): Provenance {
  if (entry.timeCorrected) return 'corrected';
  switch (entry.source) {
    case 'live':
    case 'alert':
    case 'clockwork':
    case 'director':
      return 'auto';
    case 'typed':
    case 'offline':
      return 'typed';
    case 'imported':
      return 'imported';
  }
}

/** When an entry happened. */
export function momentOf(entry: Effective): Moment {
  return {
    at: entry.occurredAt,
    precision: entry.precision,
    provenance: provenanceOf(entry),
    seq: entry.seq,
  };
}

/** Sets a stamp that means the first time: an earlier instant wins over a later one. */
export function stampFirst(state: State, name: StampName, moment: Moment): State {
  const known = state.stamps[name];
  if (known && known.at <= moment.at) return state;
  return { ...state, stamps: { ...state.stamps, [name]: moment } };
}

/** Sets a stamp that means the last time; without a moment the stamp is taken away. */
export function stamp(state: State, name: StampName, moment: Moment | undefined): State {
  const { [name]: _, ...others } = state.stamps;
  return { ...state, stamps: moment ? { ...others, [name]: moment } : others };
}

/** The earliest of some moments; of equal ones the first said. */
export function earliest(moments: readonly Moment[]): Moment | undefined {
  return moments.reduce<Moment | undefined>(
    (first, moment) => (first && first.at <= moment.at ? first : moment),
    undefined,
  );
}

/** The latest of some moments; of equal ones the first said. */
export function latest(moments: readonly Moment[]): Moment | undefined {
  return moments.reduce<Moment | undefined>(
    (last, moment) => (last && last.at >= moment.at ? last : moment),
    undefined,
  );
}
