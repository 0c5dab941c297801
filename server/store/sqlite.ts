import Database from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type QueryCompiler,
  type SqliteDatabase,
  type SqliteDialectConfig,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
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
  // What is blanked is overwritten in the file as well.
  sqlite.pragma('secure_delete = ON');
  const db: Db = new Kysely<Schema>({
    dialect: new Dialect({ database: keepingStatements(sqlite) }, () => sqlite.inTransaction),
  });
  return {
    engine: 'sqlite',
    db,
    runScript: (script, claim) =>
      db.transaction().execute(async (db) => {
        if (await claim(db)) sqlite.exec(script);
      }),
    assertDurable: () => assertDurable(db, inMemory),
    scrub: async () => {
      await db.executeQuery(CompiledQuery.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
    },
    announce: () => Promise.resolve(),
    hear: () => Promise.resolve({ end: () => Promise.resolve() }),
    wroteElsewhere: changesOfOthers(db),
    close: () => db.destroy(),
  };
}

/** SQLite counts a number up for each commit of another connection; asking for it reads one page. */
function changesOfOthers(db: Db): () => Promise<boolean> {
  let known: unknown;
  return async () => {
    const { rows } = await db.executeQuery<{ data_version: number }>(
      CompiledQuery.raw('PRAGMA data_version'),
    );
    const version = rows[0]?.data_version;
    const isOther = known !== undefined && version !== known;
    known = version;
    return isOther;
  };
}

/**
 * A transaction that may write takes the lock for it when it begins, and waits there for another process. One that has
 * read first would not wait when it comes to write: SQLite refuses it at once, and on a busy database again and again.
 */
class WaitingDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#isInTransaction = isInTransaction;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings = {},
  ): Promise<void> {
    const words = settings.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(words));
  }

  /** On a full disk SQLite has ended the transaction itself; complaining of that would hide what it was. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }
}

/**
 * SQLite looks at the value of a bound parameter while it plans, for the sake of a better plan, and therefore plans a
 * kept statement anew whenever that parameter is bound again: five times the cost of running it. It looks at none that
 * stands behind a plus, which changes neither value nor type.
 * @see https://sqlite.org/c3ref/c_dbconfig_defensive.html SQLITE_DBCONFIG_ENABLE_QPSG, which the driver does not offer
 */
class SteadyCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

class Dialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#config = config;
    this.#isInTransaction = isInTransaction;
  }

  override createDriver(): SqliteDriver {
    return new WaitingDriver(this.#config, this.#isInTransaction);
  }

  override createQueryCompiler(): QueryCompiler {
    return new SteadyCompiler();
  }
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
