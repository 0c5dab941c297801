import type { Instant } from '../core/clock.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { AlertRow } from '../store/schema.ts';
import type { Known } from './incoming.ts';

/** An alert with what it is found by. */
export type KnownAlert = Known & { keyId: string; hash: string; groupHash: string; name: string };

export type Group = { keyId: string; hash: string; text: string; incidentNumber: number; pagedAt: Instant };

export async function groupOf(db: Db, keyId: string, hash: string): Promise<Group | undefined> {
  const row = await db
    .selectFrom('alert_group')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('group_hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { group_key: text, incident_number: incidentNumber, paged_at: pagedAt } = row;
  return { keyId, hash, text, incidentNumber, pagedAt };
}

/** @throws SeqTaken when another server wrote the group at the same moment; the transaction is then run again */
export async function insertGroup(db: Db, group: Group): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('alert_group')
    .values({
      key_id: group.keyId,
      group_hash: group.hash,
      group_key: group.text,
      incident_number: group.incidentNumber,
      paged_at: group.pagedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(numInsertedOrUpdatedRows ?? 0n) !== 1) throw new SeqTaken();
}

/** @param before where it was; @throws SeqTaken when another server moved it in the meantime */
export async function updateGroup(db: Db, group: Group, before: Group): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('alert_group')
    .set({ incident_number: group.incidentNumber, paged_at: group.pagedAt })
    .where('key_id', '=', group.keyId)
    .where('group_hash', '=', group.hash)
    .where('incident_number', '=', before.incidentNumber)
    .where('paged_at', '=', before.pagedAt)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new SeqTaken();
}

export async function alertBy(db: Db, keyId: string, hash: string): Promise<KnownAlert | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('alert_hash', '=', hash)
    .executeTakeFirst();
  return row && knownOf(row);
}

export async function alertById(db: Db, id: string): Promise<KnownAlert | undefined> {
  const row = await db.selectFrom('alert').selectAll().where('alert_id', '=', id).executeTakeFirst();
  return row && knownOf(row);
}

/** @throws SeqTaken when another server heard of it at the same moment */
export async function insertAlert(db: Db, alert: KnownAlert): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('alert')
    .values(rowOf(alert, undefined))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(numInsertedOrUpdatedRows ?? 0n) !== 1) throw new SeqTaken();
}

/**
 * Writes an alert anew.
 * @param tellAt when a count that the timeline does not have yet is told; undefined when it has it
 * @throws SeqTaken when another server counted in the meantime
 */
export async function updateAlert(
  db: Db,
  alert: KnownAlert,
  before: Known,
  tellAt: Instant | undefined,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('alert')
    .set(rowOf(alert, tellAt))
    .where('alert_id', '=', alert.id)
    .where('count', '=', before.count)
    .where('told_count', '=', before.toldCount)
    .where('cleared_at', before.clearedAt === undefined ? 'is' : '=', before.clearedAt ?? null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new SeqTaken();
}

/** Alerts of which the timeline knows fewer than came, and whose minute is over. */
export async function untoldAlerts(db: Db, now: Instant): Promise<KnownAlert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('tell_at', '<=', now)
    .orderBy('tell_at')
    .limit(200)
    .execute();
  return rows.map(knownOf);
}

function knownOf(row: AlertRow): KnownAlert {
  return {
    id: row.alert_id,
    keyId: row.key_id,
    hash: row.alert_hash,
    groupHash: row.group_hash,
    name: row.name,
    incidentNumber: row.incident_number ?? undefined,
    count: row.count,
    toldCount: row.told_count,
    toldAt: row.told_at ?? undefined,
    firedAt: row.fired_at ?? undefined,
    clearedAt: row.cleared_at ?? undefined,
  };
}

function rowOf(alert: KnownAlert, tellAt: Instant | undefined): AlertRow {
  return {
    alert_id: alert.id,
    key_id: alert.keyId,
    alert_hash: alert.hash,
    group_hash: alert.groupHash,
    name: alert.name,
    incident_number: alert.incidentNumber ?? null,
    count: alert.count,
    told_count: alert.toldCount,
    told_at: alert.toldAt ?? null,
    tell_at: tellAt ?? null,
    fired_at: alert.firedAt ?? null,
    cleared_at: alert.clearedAt ?? null,
  };
}
