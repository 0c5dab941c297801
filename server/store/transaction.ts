import { isPassing } from './failures.ts';
import type { Db } from './open.ts';

const TRIES = 5;

/**
 * Runs `work` in one transaction, and again from its start, at most five times in all, when somebody else's write
 * came first or the database was busy. So `work` has no effect outside of its handle. Name that handle `db` too:
 * on SQLite the outer one would wait inside for itself for ever.
 */
export async function inTransaction<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === TRIES || !isPassing(error)) throw error;
    }
  }
}
