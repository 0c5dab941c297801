import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';

/** A browser in which somebody is signed in. */
export type SignedInBrowser = {
  /** Hash of the session's id; the id itself is known to the browser alone. */
  hash: string;
  /** "Firefox on Linux". */
  device: string | undefined;
  createdAt: Instant;
  seenAt: Instant;
};

/** The sessions of an account that still open something, the one used last first. */
export async function sessionsOf(
  db: Db,
  accountId: string,
  { now, idleSince }: { now: Instant; idleSince: Instant },
): Promise<SignedInBrowser[]> {
  const rows = await db
    .selectFrom('session')
    .select(['session_hash', 'device', 'created_at', 'seen_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('seen_at', '>=', idleSince)
    .orderBy('seen_at', 'desc')
    .orderBy('session_hash')
    .execute();
  return rows.map((row) => ({
    hash: row.session_hash,
    device: row.device ?? undefined,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }));
}

/** Whether the session with that hash still opens something for an account. */
export async function isOpenSession(
  db: Db,
  accountId: string,
  hash: string,
  { now, idleSince }: { now: Instant; idleSince: Instant },
): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .select('session_hash')
    .where('session_hash', '=', hash)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('seen_at', '>=', idleSince)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends one session of an account; false when there is none of that hash. */
export async function endSession(db: Db, accountId: string, hash: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('session_hash', '=', hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends every session of an account, but for one when its hash is given. */
export async function endSessions(db: Db, accountId: string, exceptHash?: string): Promise<void> {
  let ended = db.deleteFrom('session').where('account_id', '=', accountId);
  if (exceptHash !== undefined) ended = ended.where('session_hash', '!=', exceptHash);
  await ended.execute();
}

/** Forgets sessions that no longer open anything. */
export async function forgetSessions(db: Db, now: Instant, idleSince: Instant): Promise<void> {
  await db
    .deleteFrom('session')
    .where(({ eb, or }) => or([eb('expires_at', '<=', now), eb('seen_at', '<', idleSince)]))
    .execute();
}
