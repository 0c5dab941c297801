import { sql } from 'kysely';
import { seenBy } from '../incidents/seeing-actions.ts';
import type { Finder } from '../search/finder.ts';
import { holdsAll } from '../store/holding.ts';
import type { Db } from '../store/open.ts';
import { href, paths } from '../web/paths.ts';
import { may } from '../web/viewer.ts';

/** Postmortems by their text: who writes finds drafts as well, everybody else what was published. */
export function findPostmortems(db: Db): Finder {
  return {
    heading: 'Postmortems',
    find: async (words, { viewer }, most) => {
      const isWriter = may(viewer, 'postmortem.write');
      const rows = await db
        .selectFrom('postmortem')
        .innerJoin('incident', 'incident.incident_id', 'postmortem.incident_id')
        .innerJoin('postmortem_version', (join) =>
          join
            .onRef('postmortem_version.postmortem_id', '=', 'postmortem.postmortem_id')
            .onRef('postmortem_version.rev', '=', isWriter ? 'postmortem.rev' : 'postmortem.published_rev'),
        )
        .select(['postmortem.number', 'postmortem.title', 'postmortem.state', 'incident.key'])
        .where(seenBy(viewer))
        .where(holdsAll(sql<string>`postmortem.title || ' ' || postmortem_version.text`, words))
        .orderBy('postmortem.changed_at', 'desc')
        .limit(most)
        .execute();
      return rows.map(({ number, title, state, key }) => ({
        href: href(paths.postmortem, { number }),
        title,
        facts: `${key} · ${state}`,
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
