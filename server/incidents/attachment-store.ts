import { inParts } from '../core/lists.ts';
import type { Db } from '../store/open.ts';

/** The bytes of an attachment with what they are counted by. */
export type Content = { attachmentId: string; incidentId: string; sha256: string; bytes: Buffer };

export async function insertContent(db: Db, content: Content): Promise<void> {
  await db
    .insertInto('attachment_content')
    .values({
      attachment_id: content.attachmentId,
      incident_id: content.incidentId,
      sha256: content.sha256,
      bytes: content.bytes,
    })
    .execute();
}

/** The bytes of an attachment, or undefined when there are none. */
export async function contentOf(db: Db, attachmentId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('attachment_content')
    .select('bytes')
    .where('attachment_id', '=', attachmentId)
    .executeTakeFirst();
  return row?.bytes;
}

/** Whether one of these ids belongs to a file that is here. */
export async function isAnyContent(db: Db, ids: readonly string[]): Promise<boolean> {
  for (const some of inParts(ids)) {
    const query = db.selectFrom('attachment_content').select('attachment_id');
    if ((await query.where('attachment_id', 'in', some).executeTakeFirst()) !== undefined) return true;
  }
  return false;
}
