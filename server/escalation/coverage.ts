/** When nobody would come: the gaps of a schedule, and what a policy would do over a long time. */
import type { Instant } from '../core/clock.ts';
import { offsetMinutes, msOf, plusSeconds, secondsBetween } from '../core/time.ts';
import {
  DAY_MS,
  HOUR_MS,
  dateOf,
  instantAtWall,
  wallAt,
  wallOf,
  weekdayOf,
  type WallMs,
} from '../core/wall.ts';
import { ladder } from './ladder.ts';
import type { Setting } from './level.ts';
import { spans, type Schedule, type Why } from './schedule.ts';

const DAY_SECONDS = 86_400;

/** For so long gaps are shown ahead. */
export const GAP_DAYS = 90;

export type Gap = { from: Instant; to: Instant; why: Why };

/** When nobody is on call, from an instant on. */
export function gaps(schedule: Schedule, from: Instant, days = GAP_DAYS): Gap[] {
  return spans(schedule, from, plusSeconds(from, days * DAY_SECONDS)).flatMap(({ personId, why, ...span }) =>
    personId === undefined ? [{ from: span.from, to: span.to, why }] : [],
  );
}

/** How much of the time somebody carries, for balance and not for ranking. */
export type Load = {
  personId: string;
  shifts: number;
  seconds: number;
  /** Local days on which they have 03:00, and Saturdays and Sundays on which they have noon. */
  nights: number;
  weekendDays: number;
};

const NIGHT = '03:00';
const NOON = '12:00';
const SATURDAY = 6;

export function loads(schedule: Schedule, from: Instant, days: number): Load[] {
  const found = new Map<string, Load>();
  const to = plusSeconds(from, days * DAY_SECONDS);
  for (const span of spans(schedule, from, to)) {
    const { personId } = span;
    if (personId === undefined) continue;
    const load = found.get(personId) ?? { personId, shifts: 0, seconds: 0, nights: 0, weekendDays: 0 };
    load.shifts += 1;
    load.seconds += secondsBetween(span.from, span.to);
    load.nights += daysWith(NIGHT, span, schedule.zone).length;
    load.weekendDays += daysWith(NOON, span, schedule.zone).filter(
      (day) => weekdayOf(day) >= SATURDAY,
    ).length;
    found.set(personId, load);
  }
  return [...found.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
}

/** The local days, as their midnight, on which a span holds a wall time. */
function daysWith(time: string, { from, to }: { from: Instant; to: Instant }, zone: string): WallMs[] {
  const found: WallMs[] = [];
  const first = wallOf(dateOf(wallAt(from, zone)), '00:00');
  const offset = wallOf('2000-01-01', time) - wallOf('2000-01-01', '00:00');
  for (let day = first; ; day += DAY_MS) {
    const at = instantAtWall(day + offset, zone);
    if (at >= to) return found;
    if (at >= from) found.push(day);
  }
}

/** How many of these instants lie between ten in the evening and seven in the morning. */
export function atNight(instants: readonly Instant[], zone: string): number {
  return instants.filter((at) => {
    const hour = Math.floor((((wallAt(at, zone) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
    return hour >= 22 || hour < 7;
  }).length;
}

/** A level that would be left out, or a fallback reached at once, in a stretch of time. */
export type Weakness = { from: Instant; to: Instant; level: number; why: string };

/**
 * A year of a policy: what its levels would lack if something happened at any half hour, and at each change of who is
 * on call. Neighbouring times with the same lack are one stretch.
 */
export function weaknesses(setting: Setting, from: Instant, days = 366): Weakness[] {
  const to = plusSeconds(from, days * DAY_SECONDS);
  const found: Weakness[] = [];
  const open = new Map<string, Weakness>();
  for (const [at, end] of instants(setting, from, to)) {
    const now = new Set<string>();
    for (const step of ladder(setting, at)) {
      // The first round tells it all; a condition that does not hold is meant so.
      if (step.kind !== 'skipped' || step.loop > 1 || step.why === 'condition') continue;
      const key = `${String(step.level)} ${step.why}`;
      now.add(key);
      const known = open.get(key);
      if (known?.to === at) known.to = end;
      else {
        const weakness = { from: at, to: end, level: step.level, why: step.why };
        open.set(key, weakness);
        found.push(weakness);
      }
    }
    for (const key of open.keys()) if (!now.has(key)) open.delete(key);
  }
  return found;
}

/** Where somebody's turn begins or ends, and every half hour, each with the one after it. */
function instants(setting: Setting, from: Instant, to: Instant): [Instant, Instant][] {
  const marks = new Set<Instant>([to]);
  for (let at = from; at < to; at = plusSeconds(at, 1800)) marks.add(at);
  for (const schedule of setting.schedules.values())
    for (const span of spans(schedule, from, to)) marks.add(span.from);
  const sorted = [...marks].sort();
  return sorted.slice(0, -1).map((at, index) => [at, sorted[index + 1] ?? to]);
}

/** Stretches that were found piece by piece, with those joined that touch. */
export function joined(found: readonly Weakness[]): Weakness[] {
  const all: Weakness[] = [];
  for (const one of found) {
    const before = all.findLast(({ level, why }) => level === one.level && why === one.why);
    if (before?.to === one.from) before.to = one.to;
    else all.push({ ...one });
  }
  return all;
}

/** When the clocks of a zone are changed, from an instant on. */
export function clockChanges(zone: string, from: Instant, days = 366): Instant[] {
  const found: Instant[] = [];
  const offsetAt = (at: Instant): number => offsetMinutes(msOf(at), zone);
  for (let day = 0; day < days; day += 1) {
    const begin = plusSeconds(from, day * DAY_SECONDS);
    const before = offsetAt(begin);
    if (before === offsetAt(plusSeconds(begin, DAY_SECONDS))) continue;
    for (let half = 1; half <= 48; half += 1) {
      const at = plusSeconds(begin, half * 1800);
      if (offsetAt(at) === before) continue;
      found.push(at);
      break;
    }
  }
  return found;
}
