import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ShiftSwapRow } from '../store/schema.ts';
import type { Side, Swap, SwapState } from './swap.ts';

export async function insertSwap(db: Db, swap: Swap): Promise<void> {
  await db
    .insertInto('shift_swap')
    .values({
      swap_id: swap.id,
      schedule_id: swap.scheduleId,
      offered_by: swap.offeredBy,
      offered_to: swap.asked?.personId ?? null,
      gives_from: swap.gives.from,
      gives_to: swap.gives.to,
      takes_from: swap.asked?.piece.from ?? null,
      takes_to: swap.asked?.piece.to ?? null,
      reason: swap.reason,
      state: swap.state,
      offered_at: swap.offeredAt,
      ended_at: null,
      accepted_by: null,
    })
    .execute();
}

/** Ends an offer; false when somebody else ended it first. */
export async function endSwap(
  db: Db,
  id: string,
  { state, at }: { state: SwapState; at: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('shift_swap')
    .set({ state, ended_at: at })
    .where('swap_id', '=', id)
    .where('state', '=', 'offered')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Who accepted an offer, and what they give. */
export async function recordTaken(db: Db, id: string, { personId, piece }: Side): Promise<void> {
  await db
    .updateTable('shift_swap')
    .set({ accepted_by: personId, takes_from: piece.from, takes_to: piece.to })
    .where('swap_id', '=', id)
    .execute();
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

/** What the page of a schedule tells: what waits, and what became of the offers to the team while their shift lies ahead. */
export async function shownSwaps(db: Db, scheduleId: string, now: Instant): Promise<Swap[]> {
  const rows = await db
    .selectFrom('shift_swap')
    .selectAll()
    .where('schedule_id', '=', scheduleId)
    .where((is) =>
      is.or([
        is('state', '=', 'offered'),
        is.and([is('offered_to', 'is', null), is('gives_from', '>', now)]),
      ]),
    )
    .orderBy('swap_id')
    .execute();
  return rows.map(swapOf);
}

function swapOf(row: ShiftSwapRow): Swap {
  const { offered_to: to, takes_from: from, takes_to: end } = row;
  const takes = from !== null && end !== null ? { from, to: end } : undefined;
  const side = (personId: string | null): Side | undefined =>
    personId !== null && takes !== undefined ? { personId, piece: takes } : undefined;
  return {
    id: row.swap_id,
    scheduleId: row.schedule_id,
    offeredBy: row.offered_by,
    gives: { from: row.gives_from, to: row.gives_to },
    asked: side(to),
    taken: side(row.accepted_by),
    reason: row.reason,
    state: row.state as SwapState,
    offeredAt: row.offered_at,
    endedAt: row.ended_at ?? undefined,
  };
}
