/** Hands the texts of postmortems over to the search, in the transaction in which they are written. */
import type { Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';

/** Two documents a postmortem: the newest text, for whoever writes, and the published one, for everybody. */
export const STAGES = { newest: 'postmortem-draft', published: 'postmortem' } as const;

type Text = { postmortemId: string; title: string; text: string };

/** The text as somebody saved it last. */
export async function shelveNewest(
  search: Search,
  db: Db,
  { postmortemId, title, text }: Text,
): Promise<void> {
  await search.put(db, { kind: STAGES.newest, key: postmortemId, title, text, visibility: 'all' });
}

/** The text that everybody reads from now on. */
export async function shelvePublished(
  search: Search,
  db: Db,
  { postmortemId, title, text }: Text,
): Promise<void> {
  await search.put(db, { kind: STAGES.published, key: postmortemId, title, text, visibility: 'all' });
}
