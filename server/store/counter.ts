/** Human numbers: the 42 of INC-42, the 7 of ACT-7. */
import type { Db } from './open.ts';

/** The next human number. Taken inside the transaction that uses it, so that no number is lost or given twice. */
export async function nextNumber(db: Db, counter: string): Promise<number> {
  const row = await db
    .insertInto('counter')
    .values({ name: counter, value: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}

/**
 * Until the end of the transaction nobody else has this turn: for what is asked before it is written, where no row is
 * there yet to wait for. Take it first, so that what is asked afterwards sees what was written in the turn before.
 */
export async function takeTurn(db: Db, name: string): Promise<void> {
  // Writing one row that everybody writes is the lock that both engines have.
  await nextNumber(db, name);
}
