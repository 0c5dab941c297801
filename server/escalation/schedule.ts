/** Who is on call: layers of rotations, and overrides on top of them. */
import type { Instant } from '../core/clock.ts';
import { hoursAt, type Hours } from './hours.ts';
import { attendance, turnAt, type Rotation } from './rotation.ts';

/** A rotation with the hours and the time in which it holds. Those that stand first win. */
export type Layer = {
  name: string;
  rotation: Rotation;
  hours?: Hours | undefined;
  validFrom?: Instant | undefined;
  validTo?: Instant | undefined;
};

/** Somebody instead of somebody, or instead of whoever is on. */
export type Override = {
  id: string;
  from: Instant;
  to: Instant;
  personId: string;
  insteadOf?: string | undefined;
  reason: string;
  madeBy: string;
  madeAt: Instant;
};

/** The layers as they hold from an instant on. The past is never computed anew, so what held before is kept. */
export type Version = { number: number; inForceAt: Instant; layers: readonly Layer[] };

export type Schedule = {
  id: string;
  name: string;
  zone: string;
  versions: readonly Version[];
  overrides: readonly Override[];
  /** Those who can no longer be asked: their turns are gaps, and nobody else's turn moves. */
  inactive?: ReadonlySet<string> | undefined;
};

/** Why somebody is on call, or nobody. */
export type Why =
  | { kind: 'override'; override: Override }
  | { kind: 'layer'; layer: string; from: Instant; to: Instant }
  | { kind: 'left'; layer: string; personId: string }
  | { kind: 'nobody' };

export type OnCall = { personId: string | undefined; why: Why; until: Instant | undefined };

/** For so many changes it is looked ahead for the end of a shift; who is on for ever has none. */
const MOST_CHANGES = 400;

/**
 * Who is on call at an instant, why, and until when. The pager, the pages, the calendars, the prediction and the tests
 * all ask this one function.
 */
export function onCall(schedule: Schedule, instant: Instant): OnCall {
  const now = resolved(schedule, instant);
  let { until } = now;
  for (let change = 0; until !== undefined && change < MOST_CHANGES; change += 1) {
    const then = resolved(schedule, until);
    if (then.personId !== now.personId || sourceOf(then.why) !== sourceOf(now.why)) break;
    until = then.until;
  }
  return { ...now, until };
}

export type Span = { from: Instant; to: Instant; personId: string | undefined; why: Why };

/** Who is on call from one instant to another, without a hole: where nobody is, a span says so. */
export function spans(schedule: Schedule, from: Instant, to: Instant): Span[] {
  const found: Span[] = [];
  for (let at = from; at < to;) {
    const { personId, why, until } = resolved(schedule, at);
    const end = until === undefined || until > to ? to : until;
    const last = found.at(-1);
    if (last?.personId === personId && last !== undefined && sourceOf(last.why) === sourceOf(why))
      last.to = end;
    else found.push({ from: at, to: end, personId, why });
    at = end;
  }
  return found;
}

/** The layers in force: of the versions that have begun, the newest. */
export function versionAt(schedule: Schedule, instant: Instant): Version | undefined {
  let found: Version | undefined;
  for (const version of schedule.versions) {
    const holds = version.inForceAt <= instant;
    if (holds && (found === undefined || version.number > found.number)) found = version;
  }
  return found;
}

type Resolved = { personId: string | undefined; why: Why; until: Instant | undefined };

function resolved(schedule: Schedule, instant: Instant): Resolved {
  const latestFirst = schedule.overrides.toSorted((a, b) =>
    a.madeAt === b.madeAt ? (a.id < b.id ? 1 : -1) : a.madeAt < b.madeAt ? 1 : -1,
  );
  const edges = schedule.overrides.flatMap(({ from, to }) => [from, to]);
  const begins = schedule.versions.map(({ inForceAt }) => inForceAt);
  const found = under(schedule, latestFirst, 0, instant);
  return { ...found, until: earliest(instant, [found.until, ...edges, ...begins]) };
}

/** What holds under the first so many overrides. */
function under(
  schedule: Schedule,
  overrides: readonly Override[],
  index: number,
  instant: Instant,
): Resolved {
  const override = overrides[index];
  if (override === undefined) return layered(schedule, instant);
  const below = under(schedule, overrides, index + 1, instant);
  const holds =
    override.from <= instant &&
    instant < override.to &&
    schedule.inactive?.has(override.personId) !== true &&
    (override.insteadOf === undefined || override.insteadOf === below.personId);
  return holds
    ? { personId: override.personId, why: { kind: 'override', override }, until: below.until }
    : below;
}

function layered(schedule: Schedule, instant: Instant): Resolved {
  const layers = versionAt(schedule, instant)?.layers ?? [];
  const edges: (Instant | undefined)[] = [];
  let missing: Why = { kind: 'nobody' };
  for (const layer of layers) {
    const there = ofLayer(layer, instant);
    edges.push(there.until);
    if (there.personId === undefined) continue;
    if (schedule.inactive?.has(there.personId) !== true)
      return { personId: there.personId, why: there.why, until: earliest(instant, edges) };
    if (missing.kind === 'nobody') missing = { kind: 'left', layer: layer.name, personId: there.personId };
  }
  return { personId: undefined, why: missing, until: earliest(instant, edges) };
}

function ofLayer(layer: Layer, instant: Instant): Resolved {
  const nobody = (until: Instant | undefined): Resolved => ({
    personId: undefined,
    why: { kind: 'nobody' },
    until,
  });
  const { rotation, validFrom, validTo } = layer;
  if (validFrom !== undefined && instant < validFrom) return nobody(validFrom);
  if (validTo !== undefined && instant >= validTo) return nobody(undefined);
  const hours = layer.hours && hoursAt(layer.hours, rotation.zone, instant);
  if (hours?.isInside === false) return nobody(hours.until);
  const turn = turnAt(rotation, instant);
  const there = turn.member && attendance(turn.member, instant, rotation.zone);
  const until = earliest(instant, [validTo, hours?.until, turn.to, there?.until]);
  if (turn.member === undefined || there?.isThere !== true) return nobody(until);
  const why = { kind: 'layer', layer: layer.name, from: turn.from, to: turn.to } as const;
  return { personId: turn.member.personId, why, until };
}

/** The earliest of the instants that come after one. */
function earliest(after: Instant, instants: readonly (Instant | undefined)[]): Instant | undefined {
  let found: Instant | undefined;
  for (const instant of instants)
    if (instant !== undefined && instant > after && (found === undefined || instant < found)) found = instant;
  return found;
}

/** Two spans belong together when the same turn or the same override puts the person on. */
function sourceOf(why: Why): string {
  switch (why.kind) {
    case 'override':
      return why.override.id;
    case 'layer':
      return why.from;
    case 'left':
      return why.personId;
    case 'nobody':
      return '';
  }
}
