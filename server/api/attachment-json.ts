import { z } from 'zod';
import type { Attachment as Attached } from '../incidents/attachments.ts';
import { href, paths } from '../web/paths.ts';
import { Actor, Moment, momentJson, orNull, seq } from './shape.ts';

export const Attachment = z
  .object({
    attachment_id: z.string(),
    name: z.string(),
    media_type: z.string().describe('told by its content'),
    bytes: z.int(),
    sha256: z.string(),
    caption: z.string().nullable(),
    alt: z.string().nullable().describe('what a picture shows, in words'),
    by: Actor,
    added: Moment,
    seq,
    url: z.string().describe('where its bytes are, for programs'),
  })
  .meta({ id: 'Attachment', description: 'A file or a picture; it never changes' });

/** @param absolute gives a whole address */
export function attachmentJson(
  file: Attached,
  number: number,
  absolute: (path: string) => string,
): z.infer<typeof Attachment> {
  return {
    attachment_id: file.id,
    name: file.name,
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    caption: orNull(file.caption),
    alt: orNull(file.alt),
    by: file.by,
    added: momentJson(file.added),
    seq: file.seq,
    url: absolute(href(paths.apiAttachment, { number, id: file.id })),
  };
}
