import { seenBy, type Reader } from '../incidents/seeing-actions.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { PostmortemRow, PostmortemVersionRow } from '../store/schema.ts';

/** The postmortem of the incident with that human number, or undefined; also for who may not see the incident. */
export async function postmortemByNumber(
  db: Db,
  reader: Reader,
  number: number,
): Promise<PostmortemRow | undefined> {
  return db
    .selectFrom('postmortem')
    .innerJoin('incident', 'incident.incident_id', 'postmortem.incident_id')
    .selectAll('postmortem')
    .where('postmortem.number', '=', number)
    .where(seenBy(reader))
    .executeTakeFirst();
}

/** Adds a postmortem; false when its incident has one already. */
export async function insertPostmortem(db: Db, row: PostmortemRow): Promise<boolean> {
  const result = await db
    .insertInto('postmortem')
    .values(row)
    .onConflict((conflict) => conflict.column('incident_id').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * Moves a postmortem on to its next version.
 * @throws SeqTaken when another version came at this moment: run again, it may turn out to be the same text
 */
export async function advance(
  db: Db,
  postmortemId: string,
  fromRev: number,
  to: Pick<PostmortemRow, 'title' | 'changed_at'>,
): Promise<void> {
  const result = await db
    .updateTable('postmortem')
    .set({ ...to, rev: fromRev + 1 })
    .where('postmortem_id', '=', postmortemId)
    .where('rev', '=', fromRev)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new SeqTaken();
}

/**
 * A postmortem as it stands when nobody else who holds it is at work any more, nor anybody who writes its next version.
 * It is held until the end of the transaction.
 */
export async function holdPostmortem(db: Db, postmortemId: string): Promise<PostmortemRow> {
  // A row that is written, if only as it was, is the lock that both engines have.
  return db
    .updateTable('postmortem')
    .set((eb) => ({ rev: eb.ref('rev') }))
    .where('postmortem_id', '=', postmortemId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Says which version is published; false when it is that one already, or a newer one. */
export async function markPublished(db: Db, postmortemId: string, rev: number, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('postmortem')
    .set({ state: 'published', published_rev: rev, published_at: at, changed_at: at })
    .where('postmortem_id', '=', postmortemId)
    .where((eb) => eb.or([eb('published_rev', 'is', null), eb('published_rev', '<', rev)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertVersion(db: Db, row: PostmortemVersionRow): Promise<void> {
  await db.insertInto('postmortem_version').values(row).execute();
}

export async function versionAt(
  db: Db,
  postmortemId: string,
  rev: number,
): Promise<PostmortemVersionRow | undefined> {
  return db
    .selectFrom('postmortem_version')
    .selectAll()
    .where('postmortem_id', '=', postmortemId)
    .where('rev', '=', rev)
    .executeTakeFirst();
}

/** A version as the list of versions shows it, without its texts. */
export type ListedVersion = Omit<PostmortemVersionRow, 'text' | 'base'>;

/** The versions of a postmortem, the newest first. */
export async function listedVersions(db: Db, postmortemId: string): Promise<ListedVersion[]> {
  return db
    .selectFrom('postmortem_version')
    .select(['postmortem_id', 'rev', 'content_hash', 'author_id', 'author_name', 'summary', 'created_at'])
    .where('postmortem_id', '=', postmortemId)
    .orderBy('rev', 'desc')
    .execute();
}

/** The incident whose postmortem began with a text of that hash, where the reader may see it. */
export async function importedWith(
  db: Db,
  reader: Reader,
  contentHash: string,
): Promise<{ key: string; number: number } | undefined> {
  return db
    .selectFrom('postmortem_version')
    .innerJoin('postmortem', 'postmortem.postmortem_id', 'postmortem_version.postmortem_id')
    .innerJoin('incident', 'incident.incident_id', 'postmortem.incident_id')
    .select(['incident.key', 'incident.number'])
    .where('postmortem_version.rev', '=', 1)
    .where('postmortem_version.content_hash', '=', contentHash)
    .where(seenBy(reader))
    .orderBy('incident.number')
    .executeTakeFirst();
}
