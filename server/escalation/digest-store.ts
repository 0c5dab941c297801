import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { HeldPage } from './digest.ts';

/** Remembers what was kept from people; what is known already stays as it is. */
export async function holdPages(db: Db, held: readonly HeldPage[]): Promise<void> {
  if (held.length === 0) return;
  const rows = held.map(({ runId, place, personId, heldAt }) => ({
    run_id: runId,
    place,
    account_id: personId,
    held_at: heldAt,
    told_at: null,
  }));
  await db
    .insertInto('held_page')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['run_id', 'place', 'account_id']).doNothing())
    .execute();
}

/** What nobody was told of yet, of everybody or of one person, the oldest first. */
export async function heldPages(db: Db, personId?: string): Promise<HeldPage[]> {
  const query = db.selectFrom('held_page').selectAll().where('told_at', 'is', null);
  const ofOne = personId === undefined ? query : query.where('account_id', '=', personId);
  const rows = await ofOne.orderBy('held_at').orderBy('run_id').orderBy('place').execute();
  return rows.map(({ run_id, place, account_id, held_at }) => ({
    runId: run_id,
    place,
    personId: account_id,
    heldAt: held_at,
  }));
}

/** Takes all that is held for somebody; false when somebody else took it first. */
export async function takeHeld(db: Db, personId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('held_page')
    .set({ told_at: at })
    .where('account_id', '=', personId)
    .where('told_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
