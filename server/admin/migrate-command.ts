/** `muster migrate`: brings the tables of the database up to this version, or says what that would run. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import type { Instant } from '../core/clock.ts';
import { counted } from '../core/text.ts';
import { migrationsFor, pendingMigrations } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import { bringUp } from './bring-up-actions.ts';

type Result = { words: string; json: unknown; remarks: string[] };

export async function runMigrations({ database }: Config, now: Instant, isDryRun: boolean): Promise<Result> {
  if (isDryRun) return wouldRun(await pendingNames(database));
  if (isFile(database)) mkdirSync(dirname(database), { recursive: true });
  const store = await openStore(database);
  try {
    const { ran, rewritten } = await bringUp(store, now);
    const lists =
      rewritten === 0 ? '' : ` The lists of ${counted(rewritten, 'incident')} were written again.`;
    return result(ran, { ran, rewritten }, `${counted(ran.length, 'migration')} ran.${lists}`);
  } finally {
    await store.close();
  }
}

function wouldRun(names: readonly string[]): Result {
  return result(
    names,
    { pending: names },
    `${counted(names.length, 'migration')} would run. Nothing was changed.`,
  );
}

/** Opening a file that is not there would make it, which a dry run does not. */
async function pendingNames(database: string): Promise<string[]> {
  if (isFile(database) && !existsSync(database)) return migrationsFor('sqlite').map(({ name }) => name);
  const store = await openStore(database);
  try {
    return (await pendingMigrations(store)).map(({ name }) => name);
  } finally {
    await store.close();
  }
}

function result(names: readonly string[], json: unknown, remark: string): Result {
  const remarks = [names.length === 0 ? 'The tables are those of this version.' : remark];
  return { words: names.join('\n'), json, remarks };
}

function isFile(database: string): boolean {
  return !/^postgres(?:ql)?:\/\//.test(database);
}
