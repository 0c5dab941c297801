import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ShiftSwapRow } from '../store/schema.ts';
import type { Swap, SwapState } from './swap.ts';

export async function insertSwap(db: Db, swap: Swap): Promise<void> {
  await db
    .insertInto('shift_swap')
    .values({
      swap_id: swap.id,
      schedule_id: swap.scheduleId,
      offered_by: swap.offeredBy,
      offered_to: swap.offeredTo,
      gives_from: swap.gives.from,
      gives_to: swap.gives.to,
      takes_from: swap.takes.from,
      takes_to: swap.takes.to,
      reason: swap.reason,
      state: swap.state,
      offered_at: swap.offeredAt,
      ended_at: null,
    })
    .execute();
}

/** Ends an offer; false when somebody else ended it first. */
export async function endSwap(db: Db, id: string, state: SwapState, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('shift_swap')
    .set({ state, ended_at: at })
    .where('swap_id', '=', id)
    .where('state', '=', 'offered')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function swapById(db: Db, id: string): Promise<Swap | undefined> {
  const row = await db.selectFrom('shift_swap').selectAll().where('swap_id', '=', id).executeTakeFirst();
  return row && swapOf(row);
}

/** Every offer that waits, of one schedule or of all, the oldest first. */
export async function openSwaps(db: Db, scheduleId?: string): Promise<Swap[]> {
  const query = db.selectFrom('shift_swap').selectAll().where('state', '=', 'offered').orderBy('swap_id');
  const rows = await (
    scheduleId === undefined ? query : query.where('schedule_id', '=', scheduleId)
  ).execute();
  return rows.map(swapOf);
}

function swapOf(row: ShiftSwapRow): Swap {
  return {
    id: row.swap_id,
    scheduleId: row.schedule_id,
    offeredBy: row.offered_by,
    offeredTo: row.offered_to,
    gives: { from: row.gives_from, to: row.gives_to },
    takes: { from: row.takes_from, to: row.takes_to },
    reason: row.reason,
    state: row.state as SwapState,
    offeredAt: row.offered_at,
    endedAt: row.ended_at ?? undefined,
  };
}
