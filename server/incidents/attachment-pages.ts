import { fileWords, isPicture } from '../core/media-type.ts';
import { href, paths } from '../web/paths.ts';
import type { Body } from './entry.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';

/** A file as a page shows it: a picture where it stands, anything else as a link. */
export type FileView = {
  href: string;
  name: string;
  /** "PNG picture, 120 KB". */
  words: string;
  isPicture: boolean;
  /** What a picture shows: what was said about it, or that nothing was. */
  alt: string;
  caption: string | undefined;
};

export function fileView(state: State, file: Body<'attachment-added'>): FileView {
  const { attachmentId: id, name, mediaType, bytes, caption, alt } = file;
  return {
    href: href(paths.incidentAttachment, { number: numberOf(state), id }),
    name,
    words: fileWords(mediaType, bytes),
    isPicture: isPicture(mediaType),
    alt: alt ?? caption ?? `${name}, without a description`,
    caption,
  };
}

/** The files of an incident to choose from, the newest first. */
export function fileChoices(state: State): { value: string; label: string }[] {
  return state.attachments
    .map(({ id, name, caption }) => ({
      value: id,
      label: caption === undefined ? name : `${name}: ${caption}`,
    }))
    .reverse();
}
