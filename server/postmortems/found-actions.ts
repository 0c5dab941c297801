import { sql } from 'kysely';
import { seenBy } from '../incidents/seeing-actions.ts';
import type { Finder } from '../search/finder.ts';
import type { Search } from '../search/search.ts';
import { holdsAll } from '../store/holding.ts';
import type { Db } from '../store/open.ts';
import { href, paths } from '../web/paths.ts';
import { may } from '../web/viewer.ts';
import { NOTHING_SOUGHT, shelfWords } from './library.ts';
import { foundPostmortems } from './library-store.ts';

/** Postmortems by their text: who writes finds drafts as well, everybody else what was published. */
export function findPostmortems(db: Db, search: Search): Finder {
  return {
    heading: 'Postmortems',
    find: async (words, { viewer }, most) => {
      const looking = { search, reader: viewer, isWriter: may(viewer, 'postmortem.write') };
      const sought = { ...NOTHING_SOUGHT, words };
      const { rows } = await foundPostmortems(db, looking, sought, { limit: most, offset: 0 });
      return rows.map(({ number, title, key, shelf }) => ({
        href: href(paths.postmortem, { number }),
        title,
        facts: `${key} · ${shelfWords(shelf, looking.isWriter)}`,
      }));
    },
  };
}

/** Action items by what was promised and by whom. */
export function findItems(db: Db): Finder {
  return {
    heading: 'Action items',
    find: async (words, { viewer }, most) => {
      const rows = await db
        .selectFrom('action_item')
        .innerJoin('incident', 'incident.incident_id', 'action_item.incident_id')
        .select([
          'action_item.number',
          'action_item.text',
          'action_item.owner_name',
          'action_item.state',
          'incident.key',
        ])
        .where(seenBy(viewer))
        .where(holdsAll(sql<string>`action_item.text || ' ' || coalesce(action_item.owner_name, '')`, words))
        .orderBy('action_item.number', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        href: href(paths.actionItem, { item: row.number }),
        title: row.text,
        facts: [row.owner_name, row.state, row.key].filter(Boolean).join(' · '),
      }));
    },
  };
}
