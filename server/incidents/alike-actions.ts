import type { Db } from '../store/open.ts';
import { alikeOf, type Opened } from './alike.ts';
import type { Reader } from './seeing-store.ts';
import { openIncidents, servicesOf } from './listing-store.ts';

/** The open incidents which the reader may see and that may be the same as what they tell. */
export async function alikeTo(
  db: Db,
  reader: Reader,
  told: { title: string; services: readonly string[]; key?: string },
): Promise<readonly Opened[]> {
  const rows = (await openIncidents(db, reader)).filter(({ key }) => key !== told.key);
  const services = await servicesOf(
    db,
    rows.map(({ incident_id }) => incident_id),
  );
  const opened = rows.map((row) => ({
    number: row.number,
    key: row.key,
    title: row.title,
    openedAt: row.opened_at,
    services: services.get(row.incident_id) ?? [],
  }));
  return alikeOf(told, opened);
}
