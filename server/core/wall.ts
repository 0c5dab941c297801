/**
 * Wall time of what recurs. Turns of a rota begin at a wall time in a zone; a clock change must neither make a hole
 * nor put two people on at once, so a time that does not exist means the first valid instant, and one that comes twice
 * means the first of the two.
 */
import type { Instant } from './clock.ts';
import { instantOf, msOf, offsetMinutes, resolveWall } from './time.ts';

/** What clock and calendar show, as milliseconds that read like UTC: they are added to and never compared with UTC. */
export type WallMs = number;

/** The wall time of a date and a time of day: `2026-03-29` and `02:30`. */
export function wallOf(date: string, time: string): WallMs {
  return Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`);
}

/** What clock and calendar show at an instant. */
export function wallAt(instant: Instant, zone: string): WallMs {
  const ms = msOf(instant);
  return ms + offsetMinutes(ms, zone) * 60_000;
}

/** `2026-03-29` */
export function dateOf(wall: WallMs): string {
  return instantOf(wall).slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(wall: WallMs): number {
  return ((Math.floor(wall / DAY_MS) + 3) % 7) + 1;
}

/** The instant at which clock and calendar first show a wall time, or would have. */
export function instantAtWall(wall: WallMs, zone: string): Instant {
  const text = instantOf(wall);
  const resolved = resolveWall(text.slice(0, 10), text.slice(11, 19), zone);
  if ('one' in resolved) return resolved.one;
  return 'gap' in resolved ? resolved.gap.firstValid : resolved.overlap[0];
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
