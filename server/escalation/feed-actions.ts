/** Secret addresses of calendars: made, given up, read. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotFound } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { contactables } from '../identity/directory-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { calendarShifts, calendarText } from './calendar.ts';
import { feedById, insertFeed, revokeFeeds, type Feed } from './feed-store.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export { feedsOf } from './feed-store.ts';

/** The part of an address that nobody can guess. It follows from the id, so no row opens a calendar. */
export function feedToken(kit: EscalationKit, feedId: string): string {
  return `${feedId}-${proof(kit.notify.secret, feedId)}`;
}

function proof(secret: string, feedId: string): string {
  return createHmac('sha256', secret).update(`calendar:${feedId}`).digest('base64url');
}

/** Makes an address for somebody; the one before stops working, as it may be known to others. */
export async function makeFeed(
  kit: EscalationKit,
  ownerId: string,
  scheduleId: string | undefined,
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const now = kit.clock.now();
    await revokeFeeds(db, ownerId, scheduleId, now);
    await insertFeed(db, { id: kit.ids.next(), ownerId, scheduleId, madeAt: now });
  });
}

export async function endFeed(
  kit: EscalationKit,
  ownerId: string,
  scheduleId: string | undefined,
): Promise<void> {
  await revokeFeeds(kit.db, ownerId, scheduleId, kit.clock.now());
}

const DAY = 86_400;
const BEHIND_DAYS = 14;
const AHEAD_DAYS = 90;

/**
 * A calendar by its secret address.
 * @throws NotFound for one that was never made, that was given up, or whose owner may not sign in any more
 */
export async function readFeed(kit: EscalationKit, token: string, host: string): Promise<string> {
  const feed = await feedBehind(kit, token);
  const people = new Map((await contactables(kit.db)).map((person) => [person.id, person]));
  const owner = feed === undefined ? undefined : people.get(feed.ownerId);
  if (feed === undefined || owner?.isActive !== true)
    throw new NotFound('There is no such calendar, or its address was given up.');
  const schedules = (await allSchedules(kit.db)).filter(
    ({ id }) => feed.scheduleId === undefined || id === feed.scheduleId,
  );
  const now = kit.clock.now();
  const shifts = calendarShifts({
    schedules,
    personId: feed.scheduleId === undefined ? feed.ownerId : undefined,
    from: plusSeconds(now, -BEHIND_DAYS * DAY),
    to: plusSeconds(now, AHEAD_DAYS * DAY),
    nameOf: (id) => people.get(id)?.name ?? 'somebody who is gone',
    host,
  });
  const name =
    feed.scheduleId === undefined
      ? `On call: ${owner.name}`
      : `On call: ${schedules[0]?.name ?? 'a schedule that is gone'}`;
  return calendarText(name, shifts);
}

async function feedBehind(kit: EscalationKit, token: string): Promise<Feed | undefined> {
  const cut = token.indexOf('-');
  const id = token.slice(0, cut);
  const expected = Buffer.from(proof(kit.notify.secret, id));
  const given = Buffer.from(token.slice(cut + 1));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const feed = await feedById(kit.db, id);
  return feed?.revokedAt === undefined ? feed : undefined;
}
