import { seenBy } from '../incidents/seeing-actions.ts';
import type { Db } from '../store/open.ts';

export type Remindable = { actionId: string; number: number; remindedDay: string | null };

/** Accepted items that are due until a day, with when their owner was last reminded. */
export async function dueItems(db: Db, until: string): Promise<Remindable[]> {
  const rows = await db
    .selectFrom('action_item')
    .select(['action_id', 'number', 'reminded_day'])
    .where('state', '=', 'accepted')
    .where('due_day', '<=', until)
    .orderBy('due_day')
    .execute();
  return rows.map((row) => ({ actionId: row.action_id, number: row.number, remindedDay: row.reminded_day }));
}

/** Marks a reminder as given; false when another server was faster. */
export async function markReminded(
  db: Db,
  { actionId, remindedDay }: Remindable,
  day: string,
): Promise<boolean> {
  const query = db.updateTable('action_item').set({ reminded_day: day }).where('action_id', '=', actionId);
  const result = await (
    remindedDay === null
      ? query.where('reminded_day', 'is', null)
      : query.where('reminded_day', '=', remindedDay)
  ).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The numbers of incidents whose review goes on. */
export async function incidentsInReview(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('incident')
    .select('number')
    .where('status', '=', 'review')
    .where('kind', '=', 'incident')
    .where(seenBy(undefined))
    .execute();
  return rows.map(({ number }) => number);
}
