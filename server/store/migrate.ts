import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Instant } from '../core/clock.ts';
import type { Db, Engine, Store } from './open.ts';

export type Migration = { name: string; script: string; hash: string };

const FOLDER = new URL('../../db/migrations/', import.meta.url);
const FILE = /^(\d{4}-[a-z0-9-]+)(?:\.(sqlite|postgres))?\.sql$/;

/** The migrations of one engine in their order: common files and its half of each pair. */
export function migrationsFor(engine: Engine): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(FOLDER).sort()) {
    const [, name, only] = FILE.exec(file) ?? [];
    if (name === undefined || (only !== undefined && only !== engine)) continue;
    const script = readFileSync(new URL(file, FOLDER), 'utf8');
    migrations.push({ name, script, hash: createHash('sha256').update(script).digest('hex') });
  }
  return migrations;
}

/** The migrations that this database has not had yet. Throws when one that it had has another text now. */
export async function pendingMigrations(store: Store): Promise<Migration[]> {
  const had = new Map((await appliedMigrations(store.db)).map((row) => [row.name, row.content_hash]));
  return migrationsFor(store.engine).filter((migration) => {
    const hash = had.get(migration.name);
    if (hash !== undefined && hash !== migration.hash) {
      throw new Error(
        `Migration ${migration.name} was applied with another text. Restore the released file.`,
      );
    }
    return hash === undefined;
  });
}

/** Names of migrations that this database has had and this version does not know: a newer one wrote it. */
export async function unknownMigrations(store: Store): Promise<string[]> {
  const known = new Set(migrationsFor(store.engine).map(({ name }) => name));
  const had = await appliedMigrations(store.db);
  return had.map(({ name }) => name).filter((name) => !known.has(name));
}

/**
 * Brings the database to the newest tables, each migration in a transaction of its own with its record.
 * @returns the names of those that ran
 */
export async function migrate(store: Store, now: Instant): Promise<string[]> {
  const pending = await pendingMigrations(store);
  for (const { name, script, hash } of pending) {
    // The row is claimed first: of two servers that start at once, the second waits here and then leaves it be.
    await store.runScript(script, async (db) => {
      const row = { name, content_hash: hash, applied_at: now };
      const claimed = await db
        .insertInto('migration')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return claimed.numInsertedOrUpdatedRows === 1n;
    });
  }
  return pending.map((migration) => migration.name);
}

async function appliedMigrations(db: Db): Promise<{ name: string; content_hash: string }[]> {
  await db.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute();
  return db.selectFrom('migration').select(['name', 'content_hash']).execute();
}
