/** Rows of the texts for the public. */
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { PublicApprovalRow, PublicVersionRow } from '../store/schema.ts';

export async function newestPublic(db: Db, postmortemId: string): Promise<PublicVersionRow | undefined> {
  return db
    .selectFrom('public_version')
    .selectAll()
    .where('postmortem_id', '=', postmortemId)
    .orderBy('rev', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function publicVersionAt(
  db: Db,
  postmortemId: string,
  rev: number,
): Promise<PublicVersionRow | undefined> {
  return db
    .selectFrom('public_version')
    .selectAll()
    .where('postmortem_id', '=', postmortemId)
    .where('rev', '=', rev)
    .executeTakeFirst();
}

/**
 * Adds a version.
 * @throws SeqTaken when another one took its number at this moment: run again, whose it is can be said
 */
export async function insertPublic(db: Db, row: PublicVersionRow): Promise<void> {
  const result = await db
    .insertInto('public_version')
    .values(row)
    .onConflict((conflict) => conflict.columns(['postmortem_id', 'rev']).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) throw new SeqTaken();
}

export async function approvalOf(db: Db, postmortemId: string): Promise<PublicApprovalRow | undefined> {
  return db
    .selectFrom('public_approval')
    .selectAll()
    .where('postmortem_id', '=', postmortemId)
    .executeTakeFirst();
}

export async function writeApproval(db: Db, row: PublicApprovalRow): Promise<void> {
  const { postmortem_id, ...changing } = row;
  await db
    .insertInto('public_approval')
    .values({ postmortem_id, ...changing })
    .onConflict((conflict) => conflict.column('postmortem_id').doUpdateSet(changing))
    .execute();
}

/** The text that everybody may read of the incident with that number. */
export async function approvedText(db: Db, number: number): Promise<PublicVersionRow | undefined> {
  return db
    .selectFrom('public_version')
    .innerJoin('public_approval', 'public_approval.postmortem_id', 'public_version.postmortem_id')
    .innerJoin('postmortem', 'postmortem.postmortem_id', 'public_version.postmortem_id')
    .selectAll('public_version')
    .where('postmortem.number', '=', number)
    .whereRef('public_version.rev', '=', 'public_approval.approved_rev')
    .where('public_approval.withdrawn_at', 'is', null)
    .executeTakeFirst();
}
