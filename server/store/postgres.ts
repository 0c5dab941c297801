import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { NotDurable, type Db, type Hearing, type Store } from './open.ts';
import type { Schema } from './schema.ts';

/** Opens a PostgreSQL database. `count(*)` comes back as a number, as it does from SQLite. */
export function openPostgres(address: string): Store {
  const pool = new pg.Pool({
    connectionString: address,
    max: 10,
    types: {
      getTypeParser: (type, format) =>
        type === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(type, format) as unknown),
    },
  });
  // Without a listener a lost idle connection would end the process; the next query reports the failure itself.
  pool.on('error', () => undefined);
  const db: Db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    engine: 'postgres',
    db,
    runScript: (script, claim) =>
      db.transaction().execute(async (db) => {
        if (await claim(db)) await db.executeQuery(CompiledQuery.raw(script));
      }),
    assertDurable: () => assertDurable(db),
    scrub: async () => {
      await db.executeQuery(CompiledQuery.raw('VACUUM entry, attachment_content, incident'));
    },
    announce: async (db, words) => {
      await sql`select pg_notify(${CHANNEL}, ${words})`.execute(db);
    },
    hear: (heard, lost) => hear(address, heard, lost),
    wroteElsewhere: () => Promise.resolve(false),
    close: () => db.destroy(),
  };
}

const CHANNEL = 'muster';

/** A connection of its own, since those of the pool come and go. */
async function hear(address: string, heard: (words: string) => void, lost: () => void): Promise<Hearing> {
  const client = new pg.Client({ connectionString: address, keepAlive: true });
  let isOver = false;
  const over = (): void => {
    if (!isOver) lost();
    isOver = true;
  };
  client.on('error', over);
  client.on('end', over);
  client.on('notification', ({ payload }) => {
    if (payload !== undefined) heard(payload);
  });
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  return {
    end: async () => {
      isOver = true;
      await client.end();
    },
  };
}

async function assertDurable(db: Db): Promise<void> {
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`SHOW ${name}`));
    if (rows[0]?.[name] === 'off') {
      throw new NotDurable(
        `PostgreSQL runs with ${name} off, so an answered write could be lost. Turn it on.`,
      );
    }
  }
}
