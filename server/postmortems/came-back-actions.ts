import { seenBy, type Reader } from '../incidents/seeing-actions.ts';
import type { Told } from '../incidents/similar.ts';
import type { Db } from '../store/open.ts';
import { href, paths } from '../web/paths.ts';
import { cameBack, type Open } from './came-back.ts';
import { itemKey } from './item.ts';

/** The open action items that an incident brings to mind, as its page shows them. */
export async function itemsBroughtBack(
  db: Db,
  reader: Reader,
  told: Told & { key?: string | undefined },
): Promise<{ href: string; words: string; text: string }[]> {
  const open = (await openItems(db, reader)).filter(({ incidentKey }) => incidentKey !== told.key);
  return cameBack(told, open).map(({ item, words }) => ({
    href: href(paths.actionItem, { item: item.number }),
    words,
    text: item.text,
  }));
}

async function openItems(db: Db, reader: Reader): Promise<Open[]> {
  const rows = await db
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.incident_id', 'action_item.incident_id')
    .leftJoin('incident_service', 'incident_service.incident_id', 'incident.incident_id')
    .select(['action_item.number', 'action_item.text', 'incident.key', 'incident.cause'])
    .select('incident_service.service_slug')
    .where('action_item.state', 'in', ['proposed', 'accepted'])
    .where(seenBy(reader))
    .orderBy('action_item.number', 'desc')
    .limit(500)
    .execute();
  const items = new Map<number, Open>();
  for (const { number, text, key, cause, service_slug: service } of rows) {
    const before = items.get(number)?.services ?? [];
    items.set(number, {
      number,
      key: itemKey({ number }),
      text,
      incidentKey: key,
      services: service === null ? before : [...before, service],
      cause: cause ?? undefined,
    });
  }
  return [...items.values()];
}
