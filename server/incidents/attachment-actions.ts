import { NotFound } from '../core/refused.ts';
import type { Decided, IncidentKit } from './actions.ts';
import { contentOf, insertContent } from './attachment-store.ts';
import { isKnown } from './entry.ts';
import type { Body, Entry } from './entry.ts';
import { CONTENT, redactionOf } from './redaction.ts';
import type { Room } from './room-actions.ts';

/** Keeps the bytes of what is attached, in the transaction of its entry. */
export function keeping(bytes: Buffer): Decided['also'] {
  return async (db, entries) => {
    for (const { kind, body, incidentId } of entries) {
      if (kind !== 'attachment-added') continue;
      await insertContent(db, { attachmentId: body.attachmentId, incidentId, sha256: body.sha256, bytes });
    }
  };
}

/** What the entry of a file says, with its bytes. */
export type SealedFile = Body<'attachment-added'> & { content: Buffer };

/**
 * A file that is attached to an incident, struck ones as well.
 * @throws NotFound also when it was redacted
 */
export async function readFile(kit: IncidentKit, { state }: Room, id: string): Promise<SealedFile> {
  const file = state.entries.find(
    (entry): entry is Entry<'attachment-added'> =>
      isKnown(entry) && entry.kind === 'attachment-added' && entry.body.attachmentId === id,
  );
  const redaction = file && redactionOf(state, file.seq, CONTENT);
  if (redaction !== undefined) {
    const because = `${redaction.actor.name} redacted it: ${redaction.reason}`;
    throw new NotFound(`The bytes of this file of ${state.key} are gone. ${because}.`);
  }
  const content = file && (await contentOf(kit.db, id));
  if (file !== undefined && content !== undefined) return { ...file.body, content };
  throw new NotFound(`${state.key} has no such file. Its timeline shows them all.`);
}
