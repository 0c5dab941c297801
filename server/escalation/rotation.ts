/** People in turn. A turn begins at a wall time, counted from the first one, so that a clock change moves no later one. */
import type { Instant } from '../core/clock.ts';
import { DAY_MS, dateOf, HOUR_MS, instantAtWall, wallAt, wallOf } from '../core/wall.ts';

/** One of those who take turns; the days are local, and both are worked. */
export type Member = { personId: string; from?: string | undefined; to?: string | undefined };

export type Rotation = {
  zone: string;
  /** Local date and wall time at which the first of the members begins. */
  firstDate: string;
  firstTime: string;
  length: number;
  unit: 'hours' | 'days' | 'weeks';
  /** In their order. Somebody who has left stays in it: else everybody's turns would move. */
  members: readonly Member[];
};

/** One turn: `number` counts from 0 for the first. `from` is the same as `to` where a clock change swallowed it. */
export type Turn = { number: number; from: Instant; to: Instant; member: Member | undefined };

const UNIT_MS = { hours: HOUR_MS, days: DAY_MS, weeks: 7 * DAY_MS } as const;

/** Turning wall time into an instant is the dear part, and the same turns are asked about again and again. */
const starts = new WeakMap<Rotation, Map<number, Instant>>();

/** When a turn begins. */
export function turnStart(rotation: Rotation, number: number): Instant {
  const known = starts.get(rotation) ?? new Map<number, Instant>();
  starts.set(rotation, known);
  const kept = known.get(number);
  if (kept !== undefined) return kept;
  const first = wallOf(rotation.firstDate, rotation.firstTime);
  const made = instantAtWall(first + number * stepMs(rotation), rotation.zone);
  known.set(number, made);
  return made;
}

/** The turn in force; before the first one nobody has it. */
export function turnAt(rotation: Rotation, instant: Instant): Turn {
  const first = wallOf(rotation.firstDate, rotation.firstTime);
  let number = Math.floor((wallAt(instant, rotation.zone) - first) / stepMs(rotation));
  while (turnStart(rotation, number) > instant) number -= 1;
  while (turnStart(rotation, number + 1) <= instant) number += 1;
  if (number < 0) return { number: -1, from: instant, to: turnStart(rotation, 0), member: undefined };
  const { members } = rotation;
  const [from, to] = [turnStart(rotation, number), turnStart(rotation, number + 1)];
  return { number, from, to, member: members[number % Math.max(1, members.length)] };
}

/** The next turn that begins after an instant: when a change of the rotation usually takes effect. */
export function nextTurnStart(rotation: Rotation, instant: Instant): Instant {
  return turnAt(rotation, instant).to;
}

/** Whether somebody works on the local day of an instant, and until when that holds. */
export function attendance(
  member: Member,
  instant: Instant,
  zone: string,
): { isThere: boolean; until: Instant | undefined } {
  const date = dateOf(wallAt(instant, zone));
  const midnight = (day: string, plus: number): Instant =>
    instantAtWall(wallOf(day, '00:00') + plus * DAY_MS, zone);
  if (member.from !== undefined && date < member.from)
    return { isThere: false, until: midnight(member.from, 0) };
  if (member.to === undefined) return { isThere: true, until: undefined };
  return date <= member.to
    ? { isThere: true, until: midnight(member.to, 1) }
    : { isThere: false, until: undefined };
}

function stepMs({ length, unit }: Rotation): number {
  return length * UNIT_MS[unit];
}
