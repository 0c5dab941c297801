import type { Instant } from '../core/clock.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { Wrongs } from './throttle.ts';

export async function wrongsOf(db: Db, subject: string): Promise<Wrongs | undefined> {
  const row = await db
    .selectFrom('sign_in_failure')
    .selectAll()
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row && { failures: row.failures, firstAt: row.first_at, lastAt: row.last_at };
}

/**
 * Writes a count if it still is what was read.
 * @throws SeqTaken when somebody else counted in the meantime, so that the transaction runs again
 */
export async function keepCount(
  db: Db,
  subject: string,
  before: Wrongs | undefined,
  after: Wrongs,
): Promise<void> {
  const values = { failures: after.failures, first_at: after.firstAt, last_at: after.lastAt };
  const written =
    before === undefined
      ? (
          await db
            .insertInto('sign_in_failure')
            .values({ subject, ...values })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst()
        ).numInsertedOrUpdatedRows
      : (
          await db
            .updateTable('sign_in_failure')
            .set(values)
            .where('subject', '=', subject)
            .where('failures', '=', before.failures)
            .where('first_at', '=', before.firstAt)
            .executeTakeFirst()
        ).numUpdatedRows;
  if (written !== 1n) throw new SeqTaken();
}

/** The password was right after all: the try no longer counts against the address. */
export async function takeBackOne(db: Db, subject: string): Promise<void> {
  await db
    .updateTable('sign_in_failure')
    .set(({ eb }) => ({ failures: eb('failures', '-', 1) }))
    .where('subject', '=', subject)
    .where('failures', '>', 0)
    .execute();
}

export async function forgetCount(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('subject', '=', subject).execute();
}

/** Forgets the counts of addresses that begin anew with the next try. */
export async function forgetAddresses(db: Db, before: Instant): Promise<void> {
  await db
    .deleteFrom('sign_in_failure')
    .where('subject', 'like', 'address:%')
    .where('first_at', '<=', before)
    .execute();
}
