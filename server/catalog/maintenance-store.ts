import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { MaintenanceRow } from '../store/schema.ts';
import type { Maintenance } from './maintenance.ts';

export async function insertMaintenance(db: Db, window: Maintenance, at: Instant): Promise<void> {
  const { id, serviceId, startsAt, endsAt, reason, owner } = window;
  await db
    .insertInto('maintenance')
    .values({
      maintenance_id: id,
      service_id: serviceId,
      starts_at: startsAt,
      ends_at: endsAt,
      reason,
      owner_id: owner.id,
      owner_name: owner.name,
      made_at: at,
    })
    .execute();
}

/** Lets a window end at another time; false when it is over already. */
export async function moveEnd(db: Db, id: string, endsAt: Instant, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('maintenance')
    .set({ ends_at: endsAt })
    .where('maintenance_id', '=', id)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The windows of these services that are not over, by their start. */
export async function windowsOf(db: Db, serviceIds: readonly string[], now: Instant): Promise<Maintenance[]> {
  if (serviceIds.length === 0) return [];
  const rows = await db
    .selectFrom('maintenance')
    .selectAll()
    .where('service_id', 'in', serviceIds)
    .where('ends_at', '>', now)
    .orderBy('starts_at')
    .orderBy('maintenance_id')
    .execute();
  return rows.map(windowOf);
}

function windowOf(row: MaintenanceRow): Maintenance {
  return {
    id: row.maintenance_id,
    serviceId: row.service_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    reason: row.reason,
    owner: { id: row.owner_id, name: row.owner_name },
  };
}
