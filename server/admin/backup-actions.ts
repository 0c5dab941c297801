/** A backup: a copy of everything, proven before it gets its name. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { audit } from '../audit/actions.ts';
import { COMMAND_LINE, type By } from '../audit/by.ts';
import type { Config } from '../config.ts';
import { systemClock, type Instant } from '../core/clock.ts';
import { ulids } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { readSecret, secretFile, writeSecret } from '../secret.ts';
import { syncFile } from '../store/copy.ts';
import { pendingMigrations } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { proveCopy, provenWords, takeCopy } from './copy-check-actions.ts';

export type BackupChoices = {
  /** A file that has the name already is replaced. */
  force: boolean;
  withSecret: boolean;
  /** Who has it made; the command line unless it is said. */
  by?: By;
};

/** What is copied: nothing else of the settings matters. */
export type BackedUp = Pick<Config, 'database' | 'dataFolder' | 'secret'>;

type Result = { words: string; json: unknown; remarks: string[] };

/**
 * Copies the database beside a running server, opens the copy, checks it, and only then gives it its name.
 * @param to a file, or a folder that is there: then the name is made of the time
 * @throws Refused
 */
export async function runBackup(
  config: BackedUp,
  to: string,
  now: Instant,
  choices: BackupChoices,
): Promise<Result> {
  const { database, dataFolder } = config;
  refusePostgres(database);
  if (!existsSync(database))
    throw new Refused('no-database', `There is no database at ${database} to back up.`);
  const file = nameOf(to, now);
  const secret = choices.withSecret ? (config.secret ?? readSecret(secretFile(dataFolder))) : undefined;
  refuseTaken(file, choices, secret !== undefined);
  const unnamed = `${file}.part`;
  remove(unnamed);
  try {
    await takeCopy(database, unnamed);
    const proven = await proveCopy(unnamed, 'The copy');
    renameSync(unnamed, file);
    syncFile(file);
    if (secret !== undefined) replaceSecret(secretBeside(file), secret);
    await tellBackup(database, file, choices.by ?? COMMAND_LINE);
    return backupResult(file, secret === undefined ? undefined : secretBeside(file), proven, choices);
  } finally {
    remove(unnamed);
  }
}

/** The secret lies beside the copy: with it, links and sessions go on working after a restore. */
export function secretBeside(file: string): string {
  return `${file}.secret`;
}

function backupResult(
  file: string,
  secret: string | undefined,
  proven: Awaited<ReturnType<typeof proveCopy>>,
  { withSecret }: BackupChoices,
): Result {
  const bytes = statSync(file).size;
  const unsaved = withSecret ? 'no server has made one yet' : 'you asked for none';
  return {
    words: file,
    json: { file, bytes, secret: secret ?? null, ...proven },
    remarks: [
      `Checked: ${provenWords(proven)}.`,
      secret === undefined
        ? `Without the secret (${unsaved}): after a restore everybody signs in anew.`
        : `The secret is in ${secret}. Keep it as safe as the copy.`,
    ],
  };
}

/** Tells it in the audit log of the database that was copied, unless that is an older one without it. */
async function tellBackup(database: string, file: string, by: By): Promise<void> {
  const store = await openStore(database);
  try {
    if ((await pendingMigrations(store)).length > 0) return;
    const telling = { clock: systemClock, ids: ulids(systemClock) };
    const subject = { type: 'installation', id: '', name: 'this installation' } as const;
    const details = { file, bytes: statSync(file).size };
    await inTransaction(store.db, (db) =>
      audit({ db, ...telling }, by, { kind: 'backup-made', subject, details }),
    );
  } finally {
    await store.close();
  }
}

function refusePostgres(database: string): void {
  if (!/^postgres(?:ql)?:\/\//.test(database)) return;
  throw new Refused(
    'backup-postgres',
    'This Muster keeps its data in PostgreSQL: back it up with pg_dump --format=custom, and keep MUSTER_SECRET or the file "secret" of the data folder with it.',
  );
}

function nameOf(to: string, now: Instant): string {
  const path = resolve(to);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, `muster-${now.replace(/[-:]|\.\d+/g, '')}.db`) : path;
  if (existsSync(dirname(file))) return file;
  throw new Refused('backup-folder', `There is no folder ${dirname(file)}. Make it first.`);
}

function refuseTaken(file: string, { force }: BackupChoices, withSecret: boolean): void {
  if (force) return;
  const taken = [file, ...(withSecret ? [secretBeside(file)] : [])].find((path) => existsSync(path));
  if (taken === undefined) return;
  throw new Refused(
    'backup-taken',
    `${basename(taken)} is there already. Give another name, or replace it with --force.`,
  );
}

function replaceSecret(file: string, secret: string): void {
  rmSync(file, { force: true });
  writeSecret(file, secret);
}

/** A copy that was opened may have left its log beside it. */
function remove(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true });
}
