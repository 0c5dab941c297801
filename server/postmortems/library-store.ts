/** The library of postmortems as the database finds it. */
import { sql } from 'kysely';
import type { Instant } from '../core/clock.ts';
import { seenBy, type Reader } from '../incidents/seeing-actions.ts';
import type { Search } from '../search/search.ts';
import { holdsAll } from '../store/holding.ts';
import type { Db } from '../store/open.ts';
import { closingsOf } from './closing-store.ts';
import type { Shelf, Sought } from './library.ts';
import { STAGES } from './shelving.ts';

/** Whoever looks: those who write find the newest texts, everybody else the published ones. */
export type Looking = { search: Search; reader: Reader; isWriter: boolean };

/** A postmortem of the library, with its incident. */
export type Found = {
  number: number;
  key: string;
  title: string;
  severity: string | null;
  cause: string | null;
  openedAt: Instant;
  changedAt: Instant;
  shelf: Shelf;
};

function readable(db: Db, { reader, isWriter }: Pick<Looking, 'reader' | 'isWriter'>) {
  const all = db
    .selectFrom('postmortem')
    .innerJoin('incident', 'incident.incident_id', 'postmortem.incident_id')
    .where(seenBy(reader));
  return isWriter ? all : all.where('postmortem.published_rev', 'is not', null);
}

function matching(db: Db, looking: Looking, { words, service, cause, severity, year }: Sought) {
  let query = readable(db, looking);
  if (words.length > 0) {
    const stage = looking.isWriter ? STAGES.newest : STAGES.published;
    const keys = looking.search.keys(stage, words);
    query = query.where(sql<boolean>`postmortem.postmortem_id IN (${keys})`);
  }
  if (service !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('incident_service')
          .select('service_slug')
          .whereRef('incident_service.incident_id', '=', 'incident.incident_id')
          .where('service_slug', '=', service),
      ),
    );
  }
  if (cause.length > 0) query = query.where(holdsAll(sql<string>`coalesce(incident.cause, '')`, cause));
  if (severity !== undefined) query = query.where('incident.severity', '=', severity);
  if (year !== undefined) {
    query = query
      .where('incident.opened_at', '>=', `${String(year)}-01-01T00:00:00.000Z`)
      .where('incident.opened_at', '<', `${String(year + 1)}-01-01T00:00:00.000Z`);
  }
  return query;
}

/** How many there are, and so many of them behind an offset, the one changed last first. */
export async function foundPostmortems(
  db: Db,
  looking: Looking,
  sought: Sought,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ count: number; rows: Found[] }> {
  const query = matching(db, looking, sought);
  // Counted in the same pass: looking through the texts twice would take twice as long.
  const ids = await query
    .select('postmortem.postmortem_id')
    .select((eb) => eb.fn.countAll<number | string>().over().as('count'))
    .orderBy('postmortem.changed_at', 'desc')
    .orderBy('postmortem.postmortem_id')
    .limit(limit)
    .offset(offset)
    .execute();
  const [first] = ids;
  const rows = await rowsOf(
    db,
    ids.map(({ postmortem_id: id }) => id),
  );
  if (first !== undefined || offset === 0) return { count: Number(first?.count ?? 0), rows };
  const { count } = await query
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return { count: Number(count), rows };
}

/** Those whose incident was opened inside of one of the spans. */
export async function openedWithin(
  db: Db,
  looking: Omit<Looking, 'search'>,
  spans: readonly { from: Instant; to: Instant }[],
): Promise<Found[]> {
  if (spans.length === 0) return [];
  const ids = await readable(db, looking)
    .select('postmortem.postmortem_id')
    .where((eb) =>
      eb.or(
        spans.map(({ from, to }) =>
          eb.and([eb('incident.opened_at', '>=', from), eb('incident.opened_at', '<', to)]),
        ),
      ),
    )
    .orderBy('incident.opened_at', 'desc')
    .limit(5)
    .execute();
  return rowsOf(
    db,
    ids.map(({ postmortem_id: id }) => id),
  );
}

/** The rows in the order of their ids. */
async function rowsOf(db: Db, ids: readonly string[]): Promise<Found[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('postmortem')
    .innerJoin('incident', 'incident.incident_id', 'postmortem.incident_id')
    .leftJoin('postmortem_review', 'postmortem_review.postmortem_id', 'postmortem.postmortem_id')
    .selectAll('postmortem')
    .select(['incident.key', 'incident.severity', 'incident.cause', 'incident.opened_at'])
    .select([
      'postmortem_review.asked_at',
      'postmortem_review.reviewed_rev',
      'postmortem_review.sent_back_at',
    ])
    .where('postmortem.postmortem_id', 'in', ids)
    .execute();
  const items = await itemCounts(
    db,
    rows.map((row) => row.incident_id),
  );
  const closings = await closingsOf(db, ids);
  const found = new Map(
    rows.map((row) => [
      row.postmortem_id,
      {
        number: row.number,
        key: row.key,
        title: row.title,
        severity: row.severity,
        cause: row.cause,
        openedAt: row.opened_at,
        changedAt: row.changed_at,
        shelf: {
          rev: row.rev,
          publishedRev: row.published_rev ?? undefined,
          review:
            row.asked_at === null
              ? undefined
              : { reviewedRev: row.reviewed_rev ?? undefined, isSentBack: row.sent_back_at !== null },
          open: items.get(row.incident_id)?.open ?? 0,
          promised: items.get(row.incident_id)?.promised ?? 0,
          closing: closings.get(row.postmortem_id),
        },
      },
    ]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function itemCounts(
  db: Db,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, { open: number; promised: number }>> {
  const rows = await db
    .selectFrom('action_item')
    .select(['incident_id', 'state'])
    .where('incident_id', 'in', incidentIds)
    .where('state', '<>', 'rejected')
    .execute();
  const counts = new Map<string, { open: number; promised: number }>();
  for (const { incident_id: id, state } of rows) {
    const before = counts.get(id) ?? { open: 0, promised: 0 };
    const isOpen = state === 'proposed' || state === 'accepted';
    counts.set(id, { open: before.open + (isOpen ? 1 : 0), promised: before.promised + 1 });
  }
  return counts;
}

/** The years of the incidents that have a postmortem which somebody may read, the latest first. */
export async function yearsOfLibrary(db: Db, looking: Omit<Looking, 'search'>): Promise<number[]> {
  const end = async (direction: 'asc' | 'desc'): Promise<number> => {
    const row = await readable(db, looking)
      .select('incident.opened_at')
      .orderBy('incident.opened_at', direction)
      .limit(1)
      .executeTakeFirst();
    return Number(row?.opened_at.slice(0, 4));
  };
  const [first, last] = [await end('asc'), await end('desc')];
  if (Number.isNaN(first) || Number.isNaN(last)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => last - index);
}
