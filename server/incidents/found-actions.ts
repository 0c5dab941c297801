import { sql } from 'kysely';
import { dateText } from '../core/time.ts';
import type { Finder } from '../search/finder.ts';
import { holdsAll } from '../store/holding.ts';
import type { Db } from '../store/open.ts';
import { href, paths } from '../web/paths.ts';
import { seenBy } from './seeing-store.ts';

/** Incidents by their key, title and service, those opened last first; hidden ones only to those who see them. */
export function findIncidents(db: Db): Finder {
  return {
    heading: 'Incidents',
    find: async (words, { viewer, zone }, most) => {
      const rows = await db
        .selectFrom('incident')
        .select(['number', 'key', 'title', 'status', 'severity', 'opened_at'])
        .where(seenBy(viewer))
        .where(holdsAll(sql<string>`key || ' ' || title || ' ' || coalesce(service_id, '')`, wanted(words)))
        .orderBy('opened_at', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        href: href(paths.incident, { number: row.number }),
        title: row.title,
        facts: [row.key, row.severity, row.status, dateText(row.opened_at, zone)].filter(Boolean).join(' · '),
      }));
    },
  };
}

/** `INC-42` is typed as one word, of which a search makes two. */
function wanted(words: readonly string[]): string[] {
  const [first, second, ...rest] = words;
  return first === 'inc' && /^\d+$/.test(second ?? '') ? [`inc-${second ?? ''} `, ...rest] : [...words];
}
