/** `muster restore`: a backup back into its place, proven before a server can open it. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { Refused } from '../core/refused.ts';
import { readSecret, secretFile, writeSecret } from '../secret.ts';
import { syncFile } from '../store/copy.ts';
import { secretBeside } from './backup-actions.ts';
import { proveCopy, provenWords, takeCopy } from './copy-check-actions.ts';

type Result = { words: string; json: unknown; remarks: string[] };

/**
 * Puts a backup and its secret into a data folder that has neither.
 * @param into the data folder, or undefined for that of the settings
 * @throws Refused rather than write over anything
 */
export async function runRestore(config: Config, from: string, into: string | undefined): Promise<Result> {
  const file = resolve(from);
  if (!existsSync(file)) throw new Refused('no-backup', `There is no file ${file}.`);
  const { database, folder } = placeOf(config, into);
  refuseTaken(database);
  const secret = secretFor(config, file, folder);
  mkdirSync(folder, { recursive: true });
  mkdirSync(dirname(database), { recursive: true });
  const unnamed = `${database}.part`;
  try {
    // A copy, not a move: the backup stays what it is, and what lies in a log beside it comes along.
    await takeCopy(file, unnamed);
    const proven = await proveCopy(unnamed, file);
    if (secret.write !== undefined) writeSecret(secretFile(folder), secret.write);
    renameSync(unnamed, database);
    syncFile(database);
    return {
      words: database,
      json: { database, secret: secret.kept, ...proven },
      remarks: [`Checked: ${provenWords(proven)}.`, secret.remark],
    };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(unnamed + ending, { force: true });
  }
}

function placeOf(config: Config, into: string | undefined): { database: string; folder: string } {
  if (into !== undefined) return { database: join(resolve(into), 'muster.db'), folder: resolve(into) };
  if (/^postgres(?:ql)?:\/\//.test(config.database)) {
    throw new Refused(
      'restore-postgres',
      'MUSTER_DATABASE is PostgreSQL: restore a pg_dump with pg_restore. A backup of SQLite goes into a folder: --into DIR.',
    );
  }
  return { database: config.database, folder: config.dataFolder };
}

function refuseTaken(database: string): void {
  const taken = [database, `${database}-wal`].find((path) => existsSync(path));
  if (taken === undefined) return;
  throw new Refused(
    'restore-taken',
    `${taken} is there already, and nothing is written over it. Move it away, or give an empty folder with --into.`,
  );
}

type SecretFound = { write: string | undefined; kept: boolean; remark: string };

/** Which secret the folder will have. One that is there and differs is somebody's: then nothing is done. */
function secretFor(config: Config, backup: string, folder: string): SecretFound {
  const saved = readSecret(secretBeside(backup));
  const there = config.secret ?? readSecret(secretFile(folder));
  if (saved === undefined) {
    const remark =
      there === undefined
        ? 'The backup came without its secret: a fresh one is made at the start, and everybody signs in anew.'
        : 'The backup came without its secret. The one that is here stays; if it is another, everybody signs in anew.';
    return { write: undefined, kept: false, remark };
  }
  if (there === undefined) return { write: saved, kept: true, remark: 'Its secret is back as well.' };
  if (there === saved) return { write: undefined, kept: true, remark: 'Its secret is the one that is here.' };
  throw new Refused(
    'restore-secret',
    `The backup has another secret than ${config.secret === undefined ? secretFile(folder) : 'MUSTER_SECRET'}. Move that one away, or give an empty folder with --into.`,
  );
}
