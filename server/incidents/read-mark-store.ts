import type { Db } from '../store/open.ts';
import type { ReadMark } from './read-mark.ts';

export async function readMark(db: Db, incidentId: string, accountId: string): Promise<ReadMark | undefined> {
  const row = await db
    .selectFrom('read_mark')
    .select(['seq', 'marked_at'])
    .where('incident_id', '=', incidentId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row && { seq: row.seq, at: row.marked_at };
}

/** Moves a mark on. It never moves back: what was read in another window stays read. */
export async function advanceMark(
  db: Db,
  incidentId: string,
  accountId: string,
  { seq, at }: ReadMark,
): Promise<void> {
  await db
    .insertInto('read_mark')
    .values({ incident_id: incidentId, account_id: accountId, seq, marked_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['incident_id', 'account_id'])
        .doUpdateSet({ seq, marked_at: at })
        .where('read_mark.seq', '<', seq),
    )
    .execute();
}
