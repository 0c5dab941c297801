import { CompiledQuery, sql } from 'kysely';
import type { Store } from '../../server/store/open.ts';
import type { Schema } from '../../server/store/schema.ts';
import { until } from './until.ts';

/**
 * Acts that have all read before the first of them writes into a table: on PostgreSQL the table is held until each of
 * them waits for it or for another act, or is over without having written. On SQLite one transaction follows the other,
 * whatever is done.
 */
export async function atOnce<T>(
  store: Store,
  table: keyof Schema,
  acts: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  let over = 0;
  const begin = () =>
    Promise.allSettled(
      acts.map((act) =>
        act().finally(() => {
          over += 1;
        }),
      ),
    );
  if (store.engine === 'sqlite') return begin();
  const { begun } = await store.db.transaction().execute(async (db) => {
    await db.executeQuery(CompiledQuery.raw(`LOCK TABLE ${table} IN SHARE MODE`));
    const begun = begin();
    await until(`all wait for ${table}`, async () => over + (await countWaiting(store)) === acts.length);
    // In an object, since whoever is waited for here is held by this transaction.
    return { begun };
  });
  return begun;
}

/** Asked outside of any transaction, which would be told each time what it was told first. */
async function countWaiting({ db }: Store): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.count ?? 0;
}
