import { isPicture } from '../core/media-type.ts';
import { evidence } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import { readFile, type SealedFile } from './attachment-actions.ts';
import { enterRoom } from './room-actions.ts';
import { roomNumber } from './room-routes.ts';

/** The file behind an attachment. Whoever may see the incident may see it. */
export function attachmentRoute(kit: IncidentKit): Route {
  return route('GET', paths.incidentAttachment, 'incident.read', noFields, async (ask) => {
    const number = roomNumber(ask);
    if (typeof number !== 'number') return number;
    return fileAnswer(await readFile(kit, await enterRoom(kit, ask, number), ask.params.id ?? ''));
  });
}

/** Pictures are shown where they stand, everything else is saved. */
export function fileAnswer({ content, mediaType, name, sha256 }: SealedFile) {
  const isText = mediaType.startsWith('text/') || mediaType === 'application/json';
  const type = isText ? `${mediaType}; charset=utf-8` : mediaType;
  return evidence(content, { type, name, isShown: isPicture(mediaType), hash: sha256 });
}
