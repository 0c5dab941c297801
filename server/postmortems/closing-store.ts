/** Rows of closings, and what a closing depends on. */
import type { Db } from '../store/open.ts';
import type { PostmortemClosingRow, PostmortemRow } from '../store/schema.ts';
import type { Closing, Ending } from './closing.ts';

/** Where a postmortem stands towards its end. */
export async function loadEnding(db: Db, row: PostmortemRow): Promise<Ending> {
  const items = await db
    .selectFrom('action_item')
    .select('state')
    .where('incident_id', '=', row.incident_id)
    .where('state', '<>', 'rejected')
    .execute();
  return {
    publishedRev: row.published_rev ?? undefined,
    closing: (await closingsOf(db, [row.postmortem_id])).get(row.postmortem_id),
    open: items.filter(({ state }) => state === 'proposed' || state === 'accepted').length,
    promised: items.length,
  };
}

/** The last closing of each that nobody took back, by the id of the postmortem. */
export async function closingsOf(db: Db, postmortemIds: readonly string[]): Promise<Map<string, Closing>> {
  if (postmortemIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('postmortem_closing')
    .selectAll()
    .where('postmortem_id', 'in', postmortemIds)
    .where('ended_at', 'is', null)
    .orderBy('closing_id')
    .execute();
  return new Map(rows.map((row) => [row.postmortem_id, closingOf(row)]));
}

export async function insertClosing(db: Db, postmortemId: string, closing: Closing): Promise<void> {
  await db
    .insertInto('postmortem_closing')
    .values({
      closing_id: closing.id,
      postmortem_id: postmortemId,
      rev: closing.rev,
      reason: closing.why,
      closed_at: closing.at,
      closed_by: closing.by,
      ended_at: null,
      ended_by: null,
    })
    .execute();
}

/** Ends whatever closing is in force; it stays on record. */
export async function endClosings(
  db: Db,
  postmortemId: string,
  { at, by }: { at: string; by: string },
): Promise<void> {
  await db
    .updateTable('postmortem_closing')
    .set({ ended_at: at, ended_by: by })
    .where('postmortem_id', '=', postmortemId)
    .where('ended_at', 'is', null)
    .execute();
}

function closingOf(row: PostmortemClosingRow): Closing {
  return { id: row.closing_id, rev: row.rev, why: row.reason, at: row.closed_at, by: row.closed_by };
}
