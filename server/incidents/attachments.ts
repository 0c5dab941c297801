/** Files and pictures that belong to an incident. Their bytes lie in the database, their hash in the entry. */
import type { Actor, Evidence } from './entry-fields.ts';
import { momentOf } from './stamps.ts';
import type { Moment } from './stamps.ts';
import type { Lines, State } from './state.ts';

/** The most that one file may have. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** The most files of one incident: with all of them as large as they may be, 2 GB. */
export const MOST_FILES = 200;

export type Attachment = {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  caption: string | undefined;
  /** What a picture shows, for those who cannot see it. */
  alt: string | undefined;
  by: Actor;
  added: Moment;
  seq: number;
};

export const ATTACHMENT_LINES: Lines<'attachment-added'> = {
  'attachment-added': (state, entry) => {
    const { attachmentId: id, name, mediaType, bytes, sha256, caption, alt } = entry.body;
    const file = { id, name, mediaType, bytes, sha256, caption, alt };
    const attachment = { ...file, by: entry.actor, added: momentOf(entry), seq: entry.seq };
    return { ...state, attachments: [...state.attachments, attachment] };
  },
};

export function attachmentOf(state: State, id: string): Attachment | undefined {
  return state.attachments.find((attachment) => attachment.id === id);
}

/** Whether everything that evidence names is there. */
export function isAttached(state: State, evidence: readonly Evidence[]): boolean {
  return evidence.every(({ attachmentId: id }) => id === undefined || attachmentOf(state, id) !== undefined);
}
