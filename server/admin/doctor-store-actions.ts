/** What the doctor looks at in the database. */
import { existsSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import type { Config } from '../config.ts';
import type { Instant } from '../core/clock.ts';
import { counted, sentenceList } from '../core/text.ts';
import { plusSeconds } from '../core/time.ts';
import { chainEnds } from '../incidents/verify-actions.ts';
import { damageIn } from '../store/copy.ts';
import { pendingMigrations, unknownMigrations } from '../store/migrate.ts';
import { NotDurable, openStore, type Store } from '../store/open.ts';
import { fine, problem, type Check } from './check.ts';

/** Each check of the database; a single one when it cannot be opened or is not there yet. */
export async function storeChecks({ database }: Config, now: Instant): Promise<Check[]> {
  const isFile = !/^postgres(?:ql)?:\/\//.test(database);
  if (isFile && !existsSync(database)) {
    return [fine('database', `${database} is not there yet: the first start makes it`)];
  }
  try {
    const damage = isFile ? [damageCheck(database)] : [];
    return [...damage, ...(await openedChecks(database, now))];
  } catch (error) {
    const found = `It cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
    return [
      problem(
        'database',
        found,
        'see that MUSTER_DATABASE names the right one and that it may be read and written.',
      ),
    ];
  }
}

function damageCheck(file: string): Check {
  const [damage] = damageIn(file);
  if (damage === undefined) return fine('integrity', 'every page and reference is sound');
  return problem('integrity', damage, 'stop the server, keep the damaged file, and restore the last backup.');
}

async function openedChecks(database: string, now: Instant): Promise<Check[]> {
  const store = await openStore(database);
  try {
    const tables = await migrationCheck(store);
    const common = [fine('database', `opens (${store.engine})`), await durableCheck(store), tables];
    // On older tables, or newer ones, the questions below may not be understood.
    if (tables.todo !== undefined) return common;
    return [...common, ...(await collationCheck(store)), ...(await chainChecks(store, now))];
  } finally {
    await store.close();
  }
}

async function durableCheck(store: Store): Promise<Check> {
  const name = 'durability';
  try {
    await store.assertDurable();
  } catch (error) {
    if (!(error instanceof NotDurable)) throw error;
    return problem(
      name,
      error.message,
      'put that right before anything is written: the server does not start so.',
    );
  }
  const settings =
    store.engine === 'sqlite'
      ? 'journal_mode=wal, synchronous=FULL'
      : 'fsync, full_page_writes and synchronous_commit are on';
  return fine(name, settings);
}

async function migrationCheck(store: Store): Promise<Check> {
  const name = 'tables';
  const newer = await unknownMigrations(store);
  if (newer.length > 0) {
    return problem(name, `A newer Muster wrote them (${sentenceList(newer)})`, 'run that version again.');
  }
  const pending = await pendingMigrations(store);
  if (pending.length === 0) return fine(name, 'those of this version');
  const found = `${counted(pending.length, 'migration')} to come: ${sentenceList(pending.map((one) => one.name))}`;
  return problem(name, found, 'back up, then run "muster migrate" or start the server, which does it.');
}

/** Text is compared by its bytes on SQLite, and must be on PostgreSQL, or lists come in another order. */
async function collationCheck({ engine, db }: Store): Promise<Check[]> {
  if (engine === 'sqlite') return [];
  const query = 'SELECT datcollate AS name FROM pg_database WHERE datname = current_database()';
  const { rows } = await db.executeQuery<{ name: string }>(CompiledQuery.raw(query));
  const name = rows[0]?.name ?? 'unknown';
  if (['C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(name)) return [fine('collation', name)];
  return [
    problem(
      'collation',
      `${name} instead of C`,
      'make the database anew with LC_COLLATE "C" and move the data there.',
    ),
  ];
}

async function chainChecks({ db }: Store, now: Instant): Promise<Check[]> {
  const { incidents, loose, newest } = await chainEnds(db);
  return [chainCheck(incidents, loose), clockCheck(newest, now)];
}

function chainCheck(incidents: number, loose: readonly string[]): Check {
  const name = 'chains';
  if (loose.length > 0) {
    return problem(
      name,
      `${sentenceList(loose)} end otherwise than their rows say`,
      '"muster verify" says where.',
    );
  }
  const found = `${counted(incidents, 'incident')}, each ends as its row says; "muster verify" walks them all`;
  return fine(name, found);
}

const AHEAD_SECONDS = 120;

/** A clock that went back would put what comes next before what was. */
function clockCheck(newest: Instant | undefined, now: Instant): Check {
  if (newest === undefined || newest <= plusSeconds(now, AHEAD_SECONDS)) return fine('clock', now);
  return problem(
    'clock',
    `It says ${now}, and an entry was recorded at ${newest}`,
    'set the clock of this machine.',
  );
}
