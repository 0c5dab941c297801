import type { Db } from '../store/open.ts';
import { pastIncidents, servicesOf } from './listing-store.ts';
import type { Reader } from './seeing-store.ts';
import { similarTo, type Similar, type Told } from './similar.ts';
import type { State } from './state.ts';

/** Past incidents that the reader may see and that may help, each with the reason; drills and copies are none. */
export async function similarIncidents(
  db: Db,
  reader: Reader,
  told: Told & { key?: string | undefined },
): Promise<readonly Similar[]> {
  const rows = (await pastIncidents(db, reader)).filter(({ key }) => key !== told.key);
  const services = await servicesOf(db, undefined);
  const pasts = rows.map((row) => ({
    number: row.number,
    key: row.key,
    title: row.title,
    severity: row.severity ?? undefined,
    openedAt: row.opened_at,
    services: services.get(row.incident_id) ?? [],
    cause: row.cause ?? undefined,
    fixedBy: row.fixed_by ?? undefined,
  }));
  return similarTo(told, pasts);
}

/** What an incident tells of itself. What was ruled out is no likeness. */
export function toldOf({ key, title, services, hypotheses }: State): Told & { key: string } {
  const suspected = hypotheses.filter(({ status }) => status !== 'ruled-out');
  return { key, title, services, suspected: suspected.map(({ statement }) => statement) };
}
