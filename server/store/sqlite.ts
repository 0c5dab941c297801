import Database from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { NotDurable, type Db, type Store } from './open.ts';
import type { Schema } from './schema.ts';

const FULL = 2;

/**
 * Opens a SQLite database with the settings that keep what was answered.
 * @param file a path, or the bytes of a serialised database (tests copy a migrated template in memory)
 */
export function openSqlite(file: string | Buffer): Store {
  const sqlite = new Database(file);
  const inMemory = typeof file !== 'string' || file === ':memory:';
  sqlite.pragma('busy_timeout = 5000');
  if (!inMemory) sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('trusted_schema = OFF');
  const db: Db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: keepingStatements(sqlite) }) });
  return {
    engine: 'sqlite',
    db,
    runScript: (script, claim) =>
      db.transaction().execute(async (db) => {
        if (await claim(db)) sqlite.exec(script);
      }),
    assertDurable: () => assertDurable(db, inMemory),
    close: () => db.destroy(),
  };
}

/**
 * Kysely prepares each query anew; preparing costs more than running it, and the texts are few. Statements that
 * change the database stay out: a transaction word such as "begin" is cheap, and a script may drop what they name.
 */
function keepingStatements(sqlite: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = sqlite.prepare(sql) as unknown as SqliteStatement;
      if (kept.size < 500) kept.set(sql, statement);
      return statement;
    },
  };
}

/**
 * better-sqlite3 is compiled so that WAL falls back to synchronous=NORMAL with the first write of a connection.
 * So one write is made first, and only then is the setting read back.
 */
async function assertDurable(db: Db, inMemory: boolean): Promise<void> {
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`PRAGMA ${name}`));
    return Object.values(rows[0] ?? {})[0];
  };
  const version = Number(await pragma('user_version'));
  await db.executeQuery(CompiledQuery.raw(`PRAGMA user_version = ${String(version)}`));
  const synchronous = Number(await pragma('synchronous'));
  if (synchronous !== FULL) {
    throw new NotDurable(
      `SQLite runs with synchronous=${String(synchronous)} instead of FULL (2), so an answered write could be lost.`,
    );
  }
  const journal = String(await pragma('journal_mode'));
  if (!inMemory && journal !== 'wal') {
    throw new NotDurable(
      `SQLite runs with journal_mode=${journal} instead of WAL. Is the data folder on a local disk?`,
    );
  }
}
