/** Secret addresses of calendars: made, given up, read. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotFound } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { contactables } from '../identity/directory-actions.ts';
import type { NotifyKit } from '../notify/deliver-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { calendarShifts, calendarText } from './calendar.ts';
import {
  feedById,
  insertFeed,
  revokeFeeds,
  type Feed,
  type FeedKind,
  type FeedSubject,
} from './feed-store.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

export { FEED_KINDS, feedsOf, type FeedKind, type FeedSubject } from './feed-store.ts';

/** What reading an address needs. */
export type FeedReading = { db: Db; notify: Pick<NotifyKit, 'secret'> };

/** The part of an address that nobody can guess. It follows from the id, so no row opens a calendar. */
export function feedToken(kit: EscalationKit, feedId: string): string {
  return `${feedId}-${proof(kit.notify.secret, feedId)}`;
}

function proof(secret: string, feedId: string): string {
  return createHmac('sha256', secret).update(`calendar:${feedId}`).digest('base64url');
}

/** Makes an address for somebody; the one before stops working, as it may be known to others. */
export async function makeFeed(kit: EscalationKit, ownerId: string, subject: FeedSubject): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const now = kit.clock.now();
    await revokeFeeds(db, ownerId, subject, now);
    await insertFeed(db, { ...subject, id: kit.ids.next(), ownerId, madeAt: now });
  });
}

export async function endFeed(kit: EscalationKit, ownerId: string, subject: FeedSubject): Promise<void> {
  await revokeFeeds(kit.db, ownerId, subject, kit.clock.now());
}

const DAY = 86_400;
const BEHIND_DAYS = 14;
const AHEAD_DAYS = 90;

/**
 * Whose calendar it is, by its secret address, for what other features put into it.
 * @returns the id of an account, which may be closed by now; undefined for an address that does not work
 */
export async function ownerOfFeed(
  kit: FeedReading,
  token: string,
  kind: FeedKind,
): Promise<string | undefined> {
  return (await feedBehind(kit, token, kind))?.ownerId;
}

/**
 * A calendar of shifts by its secret address.
 * @throws NotFound for one that was never made, that was given up, or whose owner may not sign in any more
 */
export async function readFeed(kit: EscalationKit, token: string, host: string): Promise<string> {
  const feed = await feedBehind(kit, token, 'shifts');
  const people = new Map((await contactables(kit.db)).map((person) => [person.id, person]));
  const owner = feed === undefined ? undefined : people.get(feed.ownerId);
  if (feed === undefined || owner?.isActive !== true) throw noSuchCalendar();
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

/** One answer for an address that never was, and for one that was given up. */
export function noSuchCalendar(): NotFound {
  return new NotFound('There is no such calendar, or its address was given up.');
}

async function feedBehind(kit: FeedReading, token: string, kind: FeedKind): Promise<Feed | undefined> {
  const cut = token.indexOf('-');
  const id = token.slice(0, cut);
  const expected = Buffer.from(proof(kit.notify.secret, id));
  const given = Buffer.from(token.slice(cut + 1));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const feed = await feedById(kit.db, id);
  return feed?.revokedAt === undefined && feed?.kind === kind ? feed : undefined;
}
