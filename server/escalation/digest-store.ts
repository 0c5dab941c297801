import type { Instant } from '../core/clock.ts';
import { byCharacters } from '../core/lists.ts';
import type { Db } from '../store/open.ts';
import type { HeldPageRow } from '../store/schema.ts';
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

/** What nobody was told of yet, the oldest first. */
export async function heldPages(db: Db): Promise<HeldPage[]> {
  const rows = await db
    .selectFrom('held_page')
    .selectAll()
    .where('told_at', 'is', null)
    .orderBy('held_at')
    .orderBy('run_id')
    .orderBy('place')
    .execute();
  return rows.map(heldOf);
}

/** Takes what is held for somebody, the oldest first; nothing when somebody else took it first. */
export async function takeHeld(db: Db, personId: string, at: Instant): Promise<HeldPage[]> {
  const rows = await db
    .updateTable('held_page')
    .set({ told_at: at })
    .where('account_id', '=', personId)
    .where('told_at', 'is', null)
    .returning(['run_id', 'place', 'account_id', 'held_at'])
    .execute();
  return rows.map(heldOf).sort(byAge);
}

function byAge(a: HeldPage, b: HeldPage): number {
  return byCharacters(a.heldAt, b.heldAt) || byCharacters(a.runId, b.runId) || a.place - b.place;
}

function heldOf(row: Pick<HeldPageRow, 'run_id' | 'place' | 'account_id' | 'held_at'>): HeldPage {
  return { runId: row.run_id, place: row.place, personId: row.account_id, heldAt: row.held_at };
}
