import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { CalendarFeedRow } from '../store/schema.ts';

/** A calendar with a secret address: of all shifts of its owner, or of one schedule. */
export type Feed = {
  id: string;
  ownerId: string;
  scheduleId: string | undefined;
  madeAt: Instant;
  revokedAt: Instant | undefined;
};

export async function insertFeed(db: Db, feed: Omit<Feed, 'revokedAt'>): Promise<void> {
  await db
    .insertInto('calendar_feed')
    .values({
      feed_id: feed.id,
      account_id: feed.ownerId,
      schedule_id: feed.scheduleId ?? null,
      made_at: feed.madeAt,
      revoked_at: null,
    })
    .execute();
}

/** The addresses of somebody that work. */
export async function feedsOf(db: Db, ownerId: string): Promise<Feed[]> {
  const rows = await db
    .selectFrom('calendar_feed')
    .selectAll()
    .where('account_id', '=', ownerId)
    .where('revoked_at', 'is', null)
    .orderBy('feed_id')
    .execute();
  return rows.map(feedOf);
}

export async function feedById(db: Db, id: string): Promise<Feed | undefined> {
  const row = await db.selectFrom('calendar_feed').selectAll().where('feed_id', '=', id).executeTakeFirst();
  return row && feedOf(row);
}

/** Ends the addresses of one calendar of somebody. */
export async function revokeFeeds(
  db: Db,
  ownerId: string,
  scheduleId: string | undefined,
  at: Instant,
): Promise<void> {
  const query = db
    .updateTable('calendar_feed')
    .set({ revoked_at: at })
    .where('account_id', '=', ownerId)
    .where('revoked_at', 'is', null);
  await (
    scheduleId === undefined
      ? query.where('schedule_id', 'is', null)
      : query.where('schedule_id', '=', scheduleId)
  ).execute();
}

function feedOf(row: CalendarFeedRow): Feed {
  return {
    id: row.feed_id,
    ownerId: row.account_id,
    scheduleId: row.schedule_id ?? undefined,
    madeAt: row.made_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
