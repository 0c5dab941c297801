/** When whoever owns an action item is reminded, and when one that nobody speaks of ends. */
import { plusDays } from '../core/time.ts';
import { daysBetween, type Item } from './item.ts';

const WEEK = 7;
const DAYS_UNTIL_EXPIRY = 30;

/**
 * The day whose reminder is due: a week before, on the day, then weekly.
 * @returns undefined while the first one lies ahead
 */
export function reminderDay(due: string, today: string): string | undefined {
  const late = daysBetween(due, today);
  if (late < -WEEK) return undefined;
  if (late < 0) return plusDays(due, -WEEK);
  return plusDays(due, Math.floor(late / WEEK) * WEEK);
}

/** Whether nobody said a word of it for thirty days after it was due. */
export function isExpired(
  { due, changedAt, state }: Pick<Item, 'due' | 'changedAt' | 'state'>,
  today: string,
): boolean {
  if (state !== 'accepted' || due === undefined) return false;
  const word = changedAt.slice(0, 10);
  return daysBetween(word > due ? word : due, today) >= DAYS_UNTIL_EXPIRY;
}
