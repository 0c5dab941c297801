/** A time in which a service is worked on: its alerts are recorded, and nobody is asked for them until it ends. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';

export type Maintenance = {
  id: string;
  serviceId: string;
  startsAt: Instant;
  endsAt: Instant;
  reason: string;
  owner: { id: string; name: string };
};

/** Hours after which a window ends at the latest, unless somebody extends it. */
export const MOST_HOURS = 24;

/** When a window ends. @throws Refused for one that would end before now, or hold for longer than a day */
export function endOf(startsAt: Instant, hours: number, now: Instant): Instant {
  if (hours < 1 || hours > MOST_HOURS)
    throw new Refused(
      'too-long',
      `Choose 1 to ${String(MOST_HOURS)} hours: a window can be extended while it is open.`,
      { field: 'hours' },
    );
  const endsAt = plusSeconds(startsAt, hours * 3600);
  if (endsAt > now) return endsAt;
  throw new Refused('over', 'Let it end later than now.', { field: 'hours' });
}

export function isInForce({ startsAt, endsAt }: Maintenance, now: Instant): boolean {
  return startsAt <= now && now < endsAt;
}
