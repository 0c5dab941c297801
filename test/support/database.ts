import Database from 'better-sqlite3';
import pg from 'pg';
import type { Instant } from '../../server/core/clock.ts';
import { migrate, migrationsFor, pendingMigrations } from '../../server/store/migrate.ts';
import { openStore, type Engine, type Store } from '../../server/store/open.ts';
import { openSqlite } from '../../server/store/sqlite.ts';

/** The engine under test: PostgreSQL when the test script has started a cluster and says where it is. */
const CLUSTER = process.env.TEST_POSTGRES;
export const engine: Engine = CLUSTER === undefined ? 'sqlite' : 'postgres';

const BEGAN: Instant = '2020-01-01T00:00:00.000Z';
let template: Buffer | undefined;

/** A database of this test's own with the newest tables and no rows. Close it when done. */
export async function freshStore(): Promise<Store> {
  return CLUSTER === undefined ? freshSqlite() : freshPostgres(CLUSTER);
}

/** A database as an older version left it: with the tables after the migration `last`. Close it when done. */
export async function olderStore(last: string): Promise<Store> {
  const store = await emptyStore();
  // Asking makes the table of migrations.
  for (const { name, script, hash } of await pendingMigrations(store)) {
    if (name.slice(0, 4) > last) break;
    await store.runScript(script, async (db) => {
      await db.insertInto('migration').values({ name, content_hash: hash, applied_at: BEGAN }).execute();
      return true;
    });
  }
  return store;
}

async function emptyStore(): Promise<Store> {
  if (CLUSTER === undefined) return openSqlite(':memory:');
  made += 1;
  const name = `muster_empty_${String(process.pid)}_${String(made)}`;
  await administer(CLUSTER, `CREATE DATABASE ${name} TEMPLATE template0`);
  return openStore(databaseIn(CLUSTER, name));
}

/** Migrating takes milliseconds, copying the migrated image in memory a third of one. */
async function freshSqlite(): Promise<Store> {
  template ??= migratedImage();
  return openSqlite(template);
}

function migratedImage(): Buffer {
  const image = new Database(':memory:');
  image.exec(
    'CREATE TABLE migration (name TEXT PRIMARY KEY NOT NULL, content_hash TEXT NOT NULL, applied_at TEXT NOT NULL)',
  );
  const record = image.prepare('INSERT INTO migration VALUES (?, ?, ?)');
  for (const { name, script, hash } of migrationsFor('sqlite')) {
    image.exec(script);
    record.run(name, hash, BEGAN);
  }
  const bytes = image.serialize();
  image.close();
  return bytes;
}

let made = 0;
const TEMPLATE = 'muster_template';

/** Makes the database of which the tests on PostgreSQL take copies; once for each cluster. */
export async function makeTemplate(cluster: string): Promise<void> {
  await administer(cluster, `CREATE DATABASE ${TEMPLATE}`);
  const store = await openStore(databaseIn(cluster, TEMPLATE));
  await migrate(store, BEGAN);
  await store.close();
}

/**
 * Databases of this process that no test uses now. PostgreSQL takes a third of a second for a copy and as long to drop
 * it, and 20 ms to empty it; the cluster goes with all of them.
 */
const unused: string[] = [];

async function freshPostgres(cluster: string): Promise<Store> {
  const name = unused.pop() ?? (await copied(cluster));
  const store = await openStore(databaseIn(cluster, name));
  return {
    ...store,
    close: async () => {
      await store.close();
      if (await emptied(cluster, name)) unused.push(name);
    },
  };
}

async function copied(cluster: string): Promise<string> {
  made += 1;
  const name = `muster_test_${String(process.pid)}_${String(made)}`;
  await administer(cluster, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return name;
}

let triggers: number | undefined;

/** Takes out what tests wrote. False where one took a trigger away, so that the database is not used again. */
async function emptied(cluster: string, name: string): Promise<boolean> {
  triggers ??= await inDatabase(cluster, TEMPLATE, countTriggers);
  return inDatabase(cluster, name, async (client) => {
    if ((await countTriggers(client)) !== triggers) return false;
    // A second server in a test may still listen there.
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    const { rows: tables } = await client.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'",
    );
    // As a replica neither foreign keys nor the triggers that forbid it stand in the way.
    const deletes = tables.map(({ tablename }) => `DELETE FROM "${tablename}"`);
    await client.query(['SET session_replication_role = replica', ...deletes].join('; '));
    return true;
  });
}

async function countTriggers(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    'SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal',
  );
  return Number(rows[0]?.count);
}

/** An empty database for servers in processes of their own; undefined where the tests run on SQLite. */
export async function emptyPostgres(): Promise<{ address: string; drop(): Promise<void> } | undefined> {
  if (CLUSTER === undefined) return undefined;
  made += 1;
  const name = `muster_servers_${String(process.pid)}_${String(made)}`;
  await administer(CLUSTER, `CREATE DATABASE ${name}`);
  return {
    address: databaseIn(CLUSTER, name),
    drop: () => administer(CLUSTER, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function databaseIn(cluster: string, name: string): string {
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(cluster: string, statement: string): Promise<void> {
  await inDatabase(cluster, 'postgres', (client) => client.query(statement));
}

async function inDatabase<T>(
  cluster: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseIn(cluster, name) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
