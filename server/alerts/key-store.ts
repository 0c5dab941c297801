import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { AlertKeyRow } from '../store/schema.ts';

/** What a sender holds: it may tell alerts of one service, and nothing else. */
export type AlertKey = {
  id: string;
  serviceId: string;
  /** The sender as people call it; it stands on the timeline. */
  name: string;
  /** Another group of alerts joins an incident of the service that is open, where it would else open its own. */
  joinsOpen: boolean;
  madeBy: string;
  createdAt: Instant;
};

export async function insertKey(db: Db, key: AlertKey & { hash: string }): Promise<void> {
  await db
    .insertInto('alert_key')
    .values({
      key_id: key.id,
      service_id: key.serviceId,
      name: key.name,
      key_hash: key.hash,
      join_open: key.joinsOpen ? 1 : 0,
      made_by: key.madeBy,
      created_at: key.createdAt,
      revoked_at: null,
    })
    .execute();
}

/** The key with that hash, unless it was revoked. */
export async function keyByHash(db: Db, hash: string): Promise<AlertKey | undefined> {
  const row = await db
    .selectFrom('alert_key')
    .selectAll()
    .where('key_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && keyOf(row);
}

/** A key that works, by its id. */
export async function keyById(db: Db, id: string): Promise<AlertKey | undefined> {
  const row = await db
    .selectFrom('alert_key')
    .selectAll()
    .where('key_id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && keyOf(row);
}

/** The keys that work, the newest first. */
export async function workingKeys(db: Db): Promise<AlertKey[]> {
  const rows = await db
    .selectFrom('alert_key')
    .selectAll()
    .where('revoked_at', 'is', null)
    .orderBy('key_id', 'desc')
    .execute();
  return rows.map(keyOf);
}

/** Ends a key; false when there is none that works. */
export async function revokeKeyRow(db: Db, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('alert_key')
    .set({ revoked_at: at })
    .where('key_id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function setJoinsOpen(db: Db, id: string, joinsOpen: boolean): Promise<void> {
  await db
    .updateTable('alert_key')
    .set({ join_open: joinsOpen ? 1 : 0 })
    .where('key_id', '=', id)
    .execute();
}

function keyOf(row: AlertKeyRow): AlertKey {
  return {
    id: row.key_id,
    serviceId: row.service_id,
    name: row.name,
    joinsOpen: row.join_open === 1,
    madeBy: row.made_by,
    createdAt: row.created_at,
  };
}

export async function keyNameOf(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('alert_key').select('name').where('key_id', '=', id).executeTakeFirst();
  return row?.name;
}
