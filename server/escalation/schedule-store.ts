import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ScheduleOverrideRow, ScheduleRow, ScheduleVersionRow } from '../store/schema.ts';
import type { Layer, Override, Schedule, Version } from './schedule.ts';

/** A schedule as it is kept: with the name in addresses, and the change that a form is made upon. */
export type StoredSchedule = Schedule & { slug: string; rev: number };

/** Adds a schedule; false when its slug is taken. */
export async function insertSchedule(
  db: Db,
  schedule: Pick<StoredSchedule, 'id' | 'slug' | 'name' | 'zone'>,
  at: Instant,
): Promise<boolean> {
  const { id, slug, name, zone } = schedule;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('schedule')
    .values({ schedule_id: id, slug, name, zone, created_at: at, rev: 1 })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Moves a schedule to its next change; false when somebody else changed it first. */
export async function touchSchedule(db: Db, id: string, rev: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('schedule')
    .set({ rev: rev + 1 })
    .where('schedule_id', '=', id)
    .where('rev', '=', rev)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whoever decides on the shifts of a schedule waits for others who do; what they read after this holds to their commit. */
export async function lockSchedule(db: Db, slug: string): Promise<void> {
  await db
    .updateTable('schedule')
    .set((is) => ({ rev: is.ref('rev') }))
    .where('slug', '=', slug)
    .execute();
}

export async function insertVersion(
  db: Db,
  scheduleId: string,
  version: Version,
  made: { by: string; at: Instant },
): Promise<void> {
  await db
    .insertInto('schedule_version')
    .values({
      schedule_id: scheduleId,
      number: version.number,
      in_force_at: version.inForceAt,
      layers: JSON.stringify(version.layers),
      made_by: made.by,
      made_at: made.at,
    })
    .execute();
}

export async function insertOverride(db: Db, scheduleId: string, override: Override): Promise<void> {
  await db
    .insertInto('schedule_override')
    .values({
      override_id: override.id,
      schedule_id: scheduleId,
      account_id: override.personId,
      instead_of: override.insteadOf ?? null,
      begins_at: override.from,
      ends_at: override.to,
      reason: override.reason,
      made_by: override.madeBy,
      made_at: override.madeAt,
      withdrawn_at: null,
    })
    .execute();
}

/** Ends an override: at once when it has begun, altogether when it has not. What it was until then stays. */
export async function endOverride(db: Db, scheduleId: string, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('schedule_override')
    .set({ ends_at: at, withdrawn_at: at })
    .where('override_id', '=', id)
    .where('schedule_id', '=', scheduleId)
    .where('ends_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Every schedule with all of its past, by name. */
export async function allSchedules(db: Db): Promise<StoredSchedule[]> {
  const rows = await db.selectFrom('schedule').selectAll().orderBy('name').orderBy('slug').execute();
  const versions = await db.selectFrom('schedule_version').selectAll().orderBy('number').execute();
  const overrides = await db.selectFrom('schedule_override').selectAll().orderBy('override_id').execute();
  const gone = await db
    .selectFrom('account')
    .select('account_id')
    .where('disabled_at', 'is not', null)
    .execute();
  const inactive = new Set(gone.map(({ account_id }) => account_id));
  return rows.map((row) => scheduleOf(row, versions, overrides, inactive));
}

export async function scheduleBySlug(db: Db, slug: string): Promise<StoredSchedule | undefined> {
  return (await allSchedules(db)).find((schedule) => schedule.slug === slug);
}

function scheduleOf(
  row: ScheduleRow,
  versions: readonly ScheduleVersionRow[],
  overrides: readonly ScheduleOverrideRow[],
  inactive: ReadonlySet<string>,
): StoredSchedule {
  const { schedule_id: id, slug, name, zone, rev } = row;
  return {
    id,
    slug,
    name,
    zone,
    rev,
    inactive,
    versions: versions
      .filter((version) => version.schedule_id === id)
      .map(({ number, in_force_at, layers }) => ({
        number,
        inForceAt: in_force_at,
        layers: JSON.parse(layers) as Layer[],
      })),
    overrides: overrides
      // One that was taken back before it began never held.
      .filter((override) => override.schedule_id === id && override.ends_at > override.begins_at)
      .map(overrideOf),
  };
}

function overrideOf(row: ScheduleOverrideRow): Override {
  return {
    id: row.override_id,
    from: row.begins_at,
    to: row.ends_at,
    personId: row.account_id,
    insteadOf: row.instead_of ?? undefined,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at,
  };
}
