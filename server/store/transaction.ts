import { isPassing } from './failures.ts';
import type { Db } from './open.ts';

const TRIES = 5;

/** What is told once a transaction is written; a transaction that is run again begins with none. */
const waiting = new WeakMap<Db, (() => void)[]>();

/**
 * Runs `work` in one transaction, and again from its start, at most five times in all, when somebody else's write
 * came first or the database was busy. So `work` has no effect outside of its handle. Name that handle `db` too:
 * on SQLite the outer one would wait inside for itself for ever.
 */
export async function inTransaction<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const told: (() => void)[] = [];
    try {
      const result = await db.transaction().execute((db) => {
        waiting.set(db, told);
        return work(db);
      });
      for (const tell of told) tell();
      return result;
    } catch (error) {
      if (attempt === TRIES || !isPassing(error)) throw error;
    }
  }
}

/**
 * Tells the world afterwards: `tell` is called once the transaction of this handle is written, and never when it is
 * not. It may only announce, and does not throw. Outside of a transaction it is called at once.
 */
export function afterCommit(db: Db, tell: () => void): void {
  const told = waiting.get(db);
  if (told === undefined) tell();
  else told.push(tell);
}
