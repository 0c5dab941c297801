import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A handle to query with: the store's own, or the one inside a transaction. */
export type Db = Kysely<Schema>;

export type Engine = 'sqlite' | 'postgres';

/** An open database of either engine. */
export type Store = {
  engine: Engine;
  db: Db;
  /** Runs a script of several statements in one transaction, if `claim`, called first inside of it, says yes. */
  runScript(script: string, claim: (db: Db) => Promise<boolean>): Promise<void>;
  /** Throws `NotDurable` unless an answered write survives the loss of power on this database. */
  assertDurable(): Promise<void>;
  /** Clears away what the files of the database still hold of what was deleted or blanked. */
  scrub(): Promise<void>;
  /**
   * Says something to the other processes on this database, once the transaction of the handle is written. On SQLite
   * nothing is said: there they look by `wroteElsewhere`.
   */
  announce(db: Db, words: string): Promise<void>;
  /** Hears what other processes announce, until it is ended. `lost` is called when the connection breaks. */
  hear(heard: (words: string) => void, lost: () => void): Promise<Hearing>;
  /** Whether another process has written since this was last asked. On PostgreSQL never: there it is announced. */
  wroteElsewhere(): Promise<boolean>;
  close(): Promise<void>;
};

export type Hearing = { end(): Promise<void> };

/** The settings of the database do not keep what was answered. The sentence says which and what to do. */
export class NotDurable extends Error {}

/**
 * Opens a database.
 * @param address a path of a SQLite file, `:memory:`, or `postgres://…`
 */
export async function openStore(address: string): Promise<Store> {
  if (/^postgres(?:ql)?:\/\//.test(address)) {
    // pg is loaded only where it is used: it costs memory and start time that SQLite users need not pay.
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(address);
  }
  const { openSqlite } = await import('./sqlite.ts');
  return openSqlite(address);
}
