import Database from 'better-sqlite3';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** What was to be copied is no database, or is damaged, or there is no room. The sentence says which. */
export class NotCopied extends Error {}

/** More than any database has: the rest of the copy in one go. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a SQLite database to a new file while others may be writing, and syncs it.
 *
 * The copy is taken in one step. In several, each write of another process in between would begin it anew, and beside
 * a busy server it would never end. Writers are not held up: in WAL mode they do not wait for readers.
 * @throws NotCopied
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  try {
    await copied(from, to);
  } catch (error) {
    if (error instanceof Database.SqliteError)
      throw new NotCopied(`${from} cannot be copied: ${error.message}.`);
    throw error;
  }
}

async function copied(from: string, to: string): Promise<void> {
  // Made first, so that nobody else can read it for a moment either: the hashes of passwords lie in it.
  closeSync(openSync(to, 'wx', 0o600));
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  asOneFile(to);
}

/** Makes a database that nobody has open one file again, which opens without any file beside it. */
export function asOneFile(file: string): void {
  const database = new Database(file, { fileMustExist: true });
  database.pragma('journal_mode = DELETE');
  database.close();
  syncFile(file);
}

/** What is wrong inside a SQLite file, in SQLite's own words; empty when nothing is. */
export function damageIn(file: string): string[] {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const pages = (database.pragma('integrity_check') as { integrity_check: string }[])
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok');
    const references = (database.pragma('foreign_key_check') as { table: string; parent: string }[]).map(
      ({ table, parent }) => `A row of ${table} names a row of ${parent} that is not there.`,
    );
    return [...pages, ...references];
  } finally {
    database.close();
  }
}

/** After this the file and its name survive a loss of power. */
export function syncFile(file: string): void {
  for (const path of [file, dirname(file)]) {
    const handle = openSync(path, 'r');
    fsyncSync(handle);
    closeSync(handle);
  }
}
