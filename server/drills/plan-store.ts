/** Drills that were agreed, and the places in them. */
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { DrillPersonRow, DrillPlanRow } from '../store/schema.ts';

export async function insertPlan(
  db: Db,
  plan: DrillPlanRow,
  people: readonly DrillPersonRow[],
): Promise<void> {
  await db.insertInto('drill_plan').values(plan).execute();
  await db
    .insertInto('drill_person')
    .values([...people])
    .execute();
}

export async function planOf(db: Db, number: number): Promise<DrillPlanRow | undefined> {
  return db.selectFrom('drill_plan').selectAll().where('number', '=', number).executeTakeFirst();
}

/** The places of a drill; none of one that is played alone. */
export async function placesOf(db: Db, number: number): Promise<DrillPersonRow[]> {
  return db
    .selectFrom('drill_person')
    .selectAll()
    .where('number', '=', number)
    .orderBy('role')
    .orderBy('name')
    .execute();
}

/** What was agreed with somebody, or by them, and has not begun; the next first. */
export async function plansOf(db: Db, accountId: string): Promise<DrillPlanRow[]> {
  return db
    .selectFrom('drill_plan')
    .selectAll()
    .where('began_at', 'is', null)
    .where('called_off_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('facilitator_id', '=', accountId),
        eb.exists(
          eb
            .selectFrom('drill_person')
            .select('drill_person.number')
            .whereRef('drill_person.number', '=', 'drill_plan.number')
            .where('drill_person.account_id', '=', accountId),
        ),
      ]),
    )
    .orderBy('agreed_at')
    .limit(50)
    .execute();
}

/** Says that it began or was called off, unless one of the two was said before. Whether it was so. */
export async function settlePlan(
  db: Db,
  number: number,
  how: 'began_at' | 'called_off_at',
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('drill_plan')
    .set({ [how]: at })
    .where('number', '=', number)
    .where('began_at', 'is', null)
    .where('called_off_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Names the real incident for which a drill was broken off. */
export async function brokenOffFor(db: Db, number: number, real: number): Promise<void> {
  await db.updateTable('drill_plan').set({ real_number: real }).where('number', '=', number).execute();
}

/** Says where somebody is. Whether that is news. */
export async function isAt(
  db: Db,
  { number, accountId, page, at }: { number: number; accountId: string; page: string; at: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('drill_person')
    .set({ page, page_at: at })
    .where('number', '=', number)
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('page', 'is', null), eb('page', '<>', page)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
