/** Marks of a time axis: instants at which a clock in a zone shows a round time, and their short words. */
import type { Instant } from './clock.ts';
import { instantOf, localDate, msOf, offsetMinutes } from './time.ts';

/**
 * The instants from one to another at which the clock on the wall shows a whole multiple of a step since midnight; of
 * a step of days those midnights. A time that the clocks jump over is left out, one that comes twice counts once.
 */
export function clockMarks(from: Instant, to: Instant, stepSeconds: number, zone: string): Instant[] {
  const step = stepSeconds * 1000;
  const [first, last] = [msOf(from), msOf(to)];
  const marks: Instant[] = [];
  for (let wall = Math.ceil((first + ahead(first, zone)) / step) * step; ; wall += step) {
    const guess = wall - ahead(wall - ahead(wall, zone), zone);
    const at = wall - ahead(guess, zone);
    if (at > last) return marks;
    if (at >= first && at + ahead(at, zone) === wall) marks.push(instantOf(at));
  }
}

function ahead(ms: number, zone: string): number {
  return offsetMinutes(ms, zone) * 60_000;
}

/** `10:15`, for an axis whose zone is named once. */
export function wallClock(instant: Instant, zone: string): string {
  const ms = msOf(instant);
  return instantOf(ms + ahead(ms, zone)).slice(11, 16);
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `12 June`. */
export function dayText(instant: Instant, zone: string): string {
  const [, month, day] = localDate(instant, zone).split('-').map(Number);
  return `${String(day ?? 0)} ${MONTHS[(month ?? 1) - 1] ?? ''}`;
}
