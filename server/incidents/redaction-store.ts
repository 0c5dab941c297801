import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { StoredEntry } from './entry.ts';

export type Blanking = {
  /** The id of the entry that tells it. */
  id: string;
  /** The entry as it is left. */
  left: StoredEntry;
  /** The attachment whose bytes go. */
  attachmentId: string | undefined;
  at: Instant;
};

/**
 * Blanks an entry for ever. The row of `redaction` is open until the entry is changed, and lets the database do just
 * that: this body, this file, in this transaction.
 */
export async function blank(db: Db, { id, left, attachmentId, at }: Blanking): Promise<void> {
  const body = JSON.stringify(left.body);
  await db
    .insertInto('redaction')
    .values({
      redaction_id: id,
      incident_id: left.incidentId,
      entry_id: left.id,
      attachment_id: attachmentId ?? null,
      left_body: body,
      made_at: at,
      proof: 'open',
    })
    .execute();
  if (attachmentId !== undefined) {
    await db
      .updateTable('attachment_content')
      .set({ bytes: Buffer.alloc(0) })
      .where('attachment_id', '=', attachmentId)
      .execute();
  }
  await db.updateTable('entry').set({ body }).where('entry_id', '=', left.id).execute();
}
