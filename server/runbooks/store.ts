import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { RunbookRow, RunbookVersionRow } from '../store/schema.ts';

/** Before the id of a text that was brought in: no runbook of ours has such an id, so it is in no history of ours. */
export const BROUGHT_IN = 'brought-in/';

/** Keeps a version; identical bytes are one version, whoever saves them. One that was only brought in becomes ours. */
export async function keepVersion(db: Db, version: RunbookVersionRow): Promise<void> {
  const { content_hash, text, ...ours } = version;
  await db
    .insertInto('runbook_version')
    .values(version)
    .onConflict((conflict) =>
      conflict
        .column('content_hash')
        .doUpdateSet(ours)
        .where('runbook_version.runbook_id', 'like', `${BROUGHT_IN}%`)
        .where((eb) => eb.not(eb.lit(version.runbook_id.startsWith(BROUGHT_IN)))),
    )
    .execute();
}

export async function versionByHash(db: Db, hash: string): Promise<RunbookVersionRow | undefined> {
  return db.selectFrom('runbook_version').selectAll().where('content_hash', '=', hash).executeTakeFirst();
}

/** The versions of one runbook, newest first. */
export async function versionsOf(
  db: Db,
  runbookId: string,
): Promise<Omit<RunbookVersionRow, 'text' | 'findings'>[]> {
  return db
    .selectFrom('runbook_version')
    .select(['content_hash', 'runbook_id', 'file', 'title', 'origin', 'author', 'reason', 'created_at'])
    .where('runbook_id', '=', runbookId)
    .orderBy('created_at', 'desc')
    .orderBy('content_hash')
    .execute();
}

/**
 * Puts a runbook into the library: one that was not there, or whose file had gone.
 * @throws SeqTaken when somebody else put it there in the meantime
 */
export async function addRunbook(db: Db, row: RunbookRow): Promise<void> {
  const { runbook_id, ...changing } = row;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('runbook')
    .values({ runbook_id, ...changing })
    .onConflict((conflict) =>
      conflict.column('runbook_id').doUpdateSet(changing).where('runbook.removed_at', 'is not', null),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new SeqTaken();
}

/**
 * Changes a runbook that is as it was read.
 * @throws SeqTaken when somebody else changed it in the meantime: decided anew, what they saved is not written over
 */
export async function changeRunbook(db: Db, read: RunbookRow, change: Partial<RunbookRow>): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('runbook')
    .set(change)
    .where('runbook_id', '=', read.runbook_id)
    .where('file', '=', read.file)
    .where('content_hash', '=', read.content_hash)
    .where('file_hash', 'is not distinct from', read.file_hash)
    .where('parted_hash', 'is not distinct from', read.parted_hash)
    .where('removed_at', 'is not distinct from', read.removed_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new SeqTaken();
}

export async function runbookRow(db: Db, runbookId: string): Promise<RunbookRow | undefined> {
  return db.selectFrom('runbook').selectAll().where('runbook_id', '=', runbookId).executeTakeFirst();
}

/** The runbook that has, or had, a version. */
export async function runbookOfVersion(db: Db, hash: string): Promise<RunbookRow | undefined> {
  return db
    .selectFrom('runbook')
    .selectAll('runbook')
    .innerJoin('runbook_version', 'runbook_version.runbook_id', 'runbook.runbook_id')
    .where('runbook_version.content_hash', '=', hash)
    .executeTakeFirst();
}

/** The library as it stands, by title. */
export async function currentRunbooks(db: Db): Promise<RunbookRow[]> {
  return db
    .selectFrom('runbook')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy((eb) => eb.fn<string>('lower', ['title']))
    .execute();
}
