import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import type { Reader } from './seeing-store.ts';
import { listIncidents, type Cursor, type ListFilter } from './listing-store.ts';

export type { Cursor };
export { openIncidents, toldToThePublic } from './listing-store.ts';

/** One page of the list of incidents that somebody may see, newest first; `next` is where the page behind it begins. */
export async function incidentsFrom(
  db: Db,
  reader: Reader,
  filter: ListFilter,
  limit: number,
  after: Cursor | undefined,
): Promise<{ rows: IncidentRow[]; next: Cursor | undefined }> {
  const found = await listIncidents(db, reader, filter, limit + 1, after);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last && { openedAt: last.opened_at, incidentId: last.incident_id } };
}
