import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { CalendarFeedRow } from '../store/schema.ts';

/** What a calendar is of: shifts, or the days on which its owner promised something. */
export const FEED_KINDS = ['shifts', 'actions'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** Which calendar of somebody: all their shifts, those of one schedule, or something else of theirs. */
export type FeedSubject = { kind: FeedKind; scheduleId: string | undefined };

/** A calendar with a secret address. */
export type Feed = FeedSubject & {
  id: string;
  ownerId: string;
  madeAt: Instant;
  revokedAt: Instant | undefined;
};

export async function insertFeed(db: Db, feed: Omit<Feed, 'revokedAt'>): Promise<void> {
  await db
    .insertInto('calendar_feed')
    .values({
      feed_id: feed.id,
      account_id: feed.ownerId,
      kind: feed.kind,
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
  { kind, scheduleId }: FeedSubject,
  at: Instant,
): Promise<void> {
  const query = db
    .updateTable('calendar_feed')
    .set({ revoked_at: at })
    .where('account_id', '=', ownerId)
    .where('kind', '=', kind)
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
    kind: row.kind as FeedKind,
    scheduleId: row.schedule_id ?? undefined,
    madeAt: row.made_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
