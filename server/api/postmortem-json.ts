import { z } from 'zod';
import type { ReadPostmortem } from '../postmortems/actions.ts';
import { withAbsoluteLinks } from '../postmortems/document.ts';
import { instant } from './shape.ts';

export const Postmortem = z
  .object({
    incident: z.string().describe('the key of its incident: INC-42'),
    title: z.string(),
    state: z.enum(['draft', 'published']).describe('of this version'),
    version: z.int(),
    content_hash: z.string(),
    author: z.string(),
    saved_at: instant,
    published_version: z.int().nullable(),
    published_at: instant.nullable(),
    text: z.string().describe('Markdown; its links are whole addresses'),
    url: z.string().describe('the page for people'),
  })
  .meta({ id: 'Postmortem', description: 'One version of the postmortem of an incident' });
export type PostmortemJson = z.infer<typeof Postmortem>;

/** @param about.absolute makes addresses below the root whole ones */
export function postmortemJson(
  { row, version }: ReadPostmortem,
  about: { url: string; absolute: (path: string) => string },
): PostmortemJson {
  return {
    incident: `INC-${String(row.number)}`,
    title: row.title,
    state: row.published_rev === version.rev ? 'published' : 'draft',
    version: version.rev,
    content_hash: version.content_hash,
    author: version.author_name,
    saved_at: version.created_at,
    published_version: row.published_rev,
    published_at: row.published_at,
    text: withAbsoluteLinks(version.text, about.absolute),
    url: about.url,
  };
}
