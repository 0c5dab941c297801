/** Reads what figures are made of. They are of incidents that the reader may see, and of no drill. */
import { openRoom, type IncidentKit } from '../incidents/room-actions.ts';
import { seenBy } from '../incidents/seeing-actions.ts';
import { localDate, plusDays } from '../core/time.ts';
import type { Instant } from '../core/clock.ts';
import type { Viewer } from '../web/viewer.ts';
import { comparable, type Counted } from './figures.ts';

/** More than a chart shows well, and than a page may wait for. */
const MOST_INCIDENTS = 300;

export type Span = '3' | '12' | 'all';

/** The newest incidents of so many months that count, the newest first. */
export async function countedIncidents(
  kit: IncidentKit,
  viewer: Viewer,
  { span, now }: { span: Span; now: Instant },
): Promise<{ incidents: readonly Counted[]; isCut: boolean }> {
  const query = kit.db
    .selectFrom('incident')
    .select('number')
    .where('kind', '=', 'incident')
    .where('origin_key', 'is', null)
    .where('status', 'not in', ['cancelled', 'merged'])
    .where(seenBy(viewer))
    .orderBy('opened_at', 'desc')
    .limit(MOST_INCIDENTS + 1);
  const since = plusDays(localDate(now, kit.homeZone), span === '3' ? -92 : -365);
  const rows = await (span === 'all' ? query : query.where('opened_at', '>=', since)).execute();
  const incidents: Counted[] = [];
  for (const { number } of rows.slice(0, MOST_INCIDENTS)) {
    const { state } = await openRoom(kit, viewer, number);
    incidents.push({ number, state });
  }
  return { incidents: comparable(incidents), isCut: rows.length > MOST_INCIDENTS };
}

/** Since when each open action item waits, in days. */
export async function openItemAges(kit: IncidentKit, viewer: Viewer, now: Instant): Promise<number[]> {
  const rows = await kit.db
    .selectFrom('action_item')
    .innerJoin('incident', 'incident.incident_id', 'action_item.incident_id')
    .select('action_item.created_at')
    .where('action_item.state', 'in', ['proposed', 'accepted'])
    .where(seenBy(viewer))
    .execute();
  return rows.map(({ created_at: at }) => Math.floor((Date.parse(now) - Date.parse(at)) / 86_400_000));
}
