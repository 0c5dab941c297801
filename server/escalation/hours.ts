/** Hours of the week in local time: when a layer is worked, when a level is asked, when somebody sleeps. */
import type { Instant } from '../core/clock.ts';
import { DAY_MS, dateOf, instantAtWall, wallAt, wallOf, weekdayOf } from '../core/wall.ts';

/** From a wall time to another, on the weekdays on which it begins (1 is Monday). Until no later than it began: over midnight. */
export type Hours = { weekdays: readonly number[]; from: string; to: string };

export const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** Whether the hours hold at an instant, and until when that stays so; undefined when it always does. */
export function hoursAt(
  hours: Hours,
  zone: string,
  instant: Instant,
): { isInside: boolean; until: Instant | undefined } {
  const today = wallOf(dateOf(wallAt(instant, zone)), '00:00');
  let next: Instant | undefined;
  for (let day = -1; day <= 8; day += 1) {
    const midnight = today + day * DAY_MS;
    if (!hours.weekdays.includes(weekdayOf(midnight))) continue;
    const from = instantAtWall(midnight + minutesOf(hours.from) * 60_000, zone);
    const to = instantAtWall(midnight + lastMinuteOf(hours) * 60_000, zone);
    if (from <= instant && instant < to) return { isInside: true, until: to };
    if (from > instant && from < to && (next === undefined || from < next)) next = from;
  }
  return { isInside: false, until: next };
}

/** Minutes of a wall time since midnight. */
function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

function lastMinuteOf({ from, to }: Hours): number {
  const [first, last] = [minutesOf(from), minutesOf(to)];
  return last <= first ? last + 24 * 60 : last;
}
