import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fileName, mediaTypeOf } from '../core/media-type.ts';
import { happenedAt, optionalLine } from '../web/fields.ts';
import { Invalid } from '../web/problem.ts';
import type { SentFile } from '../web/upload.ts';
import { fileAct, whenTyped, type Act } from './act-routes.ts';

/** What is attached to an incident. */
export const ATTACHMENT_ACTS: readonly Act[] = [
  fileAct(
    '/attachments',
    'incident.act',
    'Attach a file or a picture',
    z.strictObject({
      caption: optionalLine().describe('what it shows, in one line'),
      alt: optionalLine().describe('what a picture shows, for those who cannot see it'),
      at: happenedAt,
    }),
    ({ caption, alt, at }, reading) => ({
      type: 'attach-file',
      ...describedFile(reading.file),
      caption,
      alt,
      at: whenTyped(at, reading),
    }),
  ),
];

/** What the entry says of a file: nothing that came with it is believed but its bytes. */
export function describedFile(file: SentFile | undefined): {
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
} {
  if (file === undefined) throw new Invalid([{ field: 'file', sentence: 'Choose the file to attach.' }]);
  const name = fileName(file.name);
  return {
    name,
    mediaType: mediaTypeOf(file.bytes, name),
    bytes: file.bytes.length,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
  };
}
