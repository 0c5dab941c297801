import { CompiledQuery } from 'kysely';
import type { Db, Store } from '../store/open.ts';
import type { Schema } from '../store/schema.ts';

/** What is counted on the system page, and the table in which it lies. */
const COUNTED = {
  incidents: 'incident',
  entries: 'entry',
  attachments: 'attachment_content',
  runbooks: 'runbook',
  'runbook versions': 'runbook_version',
  postmortems: 'postmortem',
  accounts: 'account',
  teams: 'team',
  services: 'service',
  sessions: 'session',
  tokens: 'token',
  'deeds in the audit log': 'audit',
} as const satisfies Record<string, keyof Schema>;

export async function countRows(db: Db): Promise<{ what: string; count: number }[]> {
  const counts: { what: string; count: number }[] = [];
  for (const [what, table] of Object.entries(COUNTED)) {
    const { count } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.push({ what, count });
  }
  return counts;
}

/** The version of the engine, and what the database takes on its disk. */
export async function databaseFacts({ db, engine }: Store): Promise<{ version: string; bytes: number }> {
  const one = async (query: string): Promise<unknown> => {
    const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(query));
    return Object.values(rows[0] ?? {})[0];
  };
  if (engine === 'sqlite') {
    const pages = Number(await one('PRAGMA page_count'));
    return {
      version: String(await one('SELECT sqlite_version()')),
      bytes: pages * Number(await one('PRAGMA page_size')),
    };
  }
  return {
    version: String(await one('SHOW server_version')),
    bytes: Number(await one('SELECT pg_database_size(current_database())')),
  };
}

export async function migrationFacts(db: Db): Promise<{ count: number; newest: string | undefined }> {
  const rows = await db.selectFrom('migration').select('name').orderBy('name').execute();
  return { count: rows.length, newest: rows.at(-1)?.name };
}
