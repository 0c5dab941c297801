/** Pictures in a postmortem: evidence of its incident, shown in a section. */
import { createHash } from 'node:crypto';
import { fileName, isPicture, mediaTypeOf } from '../core/media-type.ts';
import { act } from '../incidents/actions.ts';
import { keeping } from '../incidents/attachment-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import type { SentFile } from '../web/upload.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, savePostmortem, type PostmortemKit } from './actions.ts';
import { withParagraph } from './document-sections.ts';

export type WantedPicture = { file: SentFile | undefined; section: string; alt: string };

/**
 * Attaches a picture to the incident and puts it at the end of a section, as the next version of the text. The bytes say
 * what it is, whatever its name says.
 * @throws Invalid when it is no picture
 */
export async function addPicture(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { file, section, alt }: WantedPicture,
  opId: string | undefined,
): Promise<number> {
  if (file === undefined)
    throw new Invalid([{ field: 'file', sentence: 'Choose the picture, or paste it.' }]);
  const name = fileName(file.name);
  const mediaType = mediaTypeOf(file.bytes, name);
  if (!isPicture(mediaType)) {
    const sentence = `"${name}" is no picture that can be shown: PNG, JPEG, WebP or GIF. Attach other files to the incident.`;
    throw new Invalid([{ field: 'file', sentence }]);
  }
  const { row } = await newest(kit.db, viewer, number);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const described = { name, mediaType, bytes: file.bytes.length, sha256, alt };
  const request = { opId, body: { picture: sha256, section } };
  const command = { type: 'attach-file', ...described } as const;
  await act(kit.incidents, viewer, number, [command], request, keeping(file.bytes));
  const { state } = await openRoom(kit.incidents, viewer, number);
  const attached = state.attachments.findLast((one) => one.sha256 === sha256);
  const { version } = await newest(kit.db, viewer, number);
  const path = href(paths.incidentAttachment, { number, id: attached?.id ?? '' });
  // Sent twice, it is one picture: its address stands in the text already.
  if (attached === undefined || version.text.includes(path)) return row.rev;
  const words = alt.replace(/[[\]\\]/g, ' ');
  const text = withParagraph(version.text, section, `![${words}](${path})`);
  return (await savePostmortem(kit, viewer, number, { text, baseRev: version.rev })).rev;
}
