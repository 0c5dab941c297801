/** Lists of incidents: rows of summaries, without their entries. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow, Schema } from '../store/schema.ts';
import { seenBy, type Reader } from './seeing-store.ts';

/** Statuses in which somebody still has something to do. */
const OPEN_STATUSES = ['detected', 'triage', 'investigating', 'mitigating', 'monitoring'] as const;

/** Statuses in which an incident ends without being resolved, even if it was resolved once and opened again. */
const LEFT_STATUSES = ['cancelled', 'merged'] as const;

/** Incidents that are open and that somebody may see, the worst first, then the oldest. */
export async function openIncidents(db: Db, reader: Reader): Promise<IncidentRow[]> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where(seenBy(reader))
    .where('status', 'in', OPEN_STATUSES)
    .where('origin_key', 'is', null)
    .orderBy((eb) => eb.fn.coalesce('severity', eb.val('SEV-9')))
    .orderBy('opened_at')
    .limit(200)
    .execute();
}

/** The latest incidents that are over and that somebody may see. */
export async function lastClosed(db: Db, reader: Reader, count: number): Promise<IncidentRow[]> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where(seenBy(reader))
    .where('status', 'not in', OPEN_STATUSES)
    .where('origin_key', 'is', null)
    .orderBy('opened_at', 'desc')
    .limit(count)
    .execute();
}

/** The open incidents and drills that were opened last, whoever may see them. */
export async function latestOpen(db: Db, count: number): Promise<IncidentRow[]> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where('status', 'in', OPEN_STATUSES)
    .orderBy('opened_at', 'desc')
    .limit(count)
    .execute();
}

const MOST_PUBLIC = 60;

/** Numbers of the incidents that the public was told about, unless they were over before that instant. */
export async function toldToThePublic(db: Db, since: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom('incident')
    .select('number')
    .where('kind', '=', 'incident')
    .where('public_at', 'is not', null)
    .where((eb) =>
      eb.or([
        // What was opened again is open, whenever it was resolved before.
        eb('status', 'in', OPEN_STATUSES),
        eb('resolved_at', '>=', since),
        eb.and([eb('status', 'in', LEFT_STATUSES), eb('changed_at', '>=', since)]),
        eb.and([eb('status', '=', 'merged'), goesOnElsewhere(eb)]),
      ]),
    )
    .orderBy('public_at', 'desc')
    .limit(MOST_PUBLIC)
    .execute();
  return rows.map(({ number }) => number);
}

/** That the incident into which this one was merged is open, or was merged on. */
function goesOnElsewhere(eb: ExpressionBuilder<Schema, 'incident'>): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('incident_link')
      .innerJoin('incident as other', 'other.key', 'incident_link.target')
      .select('other.incident_id')
      .whereRef('incident_link.incident_id', '=', 'incident.incident_id')
      .where('incident_link.relation', '=', 'duplicate-of')
      .where('other.status', 'in', [...OPEN_STATUSES, 'merged']),
  );
}

/** Keys of the incidents that somebody opened and that nobody has declared or ended yet, the oldest first. */
export async function waitingReports(db: Db, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('incident')
    .innerJoin('entry', 'entry.incident_id', 'incident.incident_id')
    .select('incident.key')
    .where('incident.kind', '=', 'incident')
    .where('incident.status', '=', 'detected')
    .where('incident.origin_key', 'is', null)
    .where('entry.seq', '=', 1)
    .where('entry.actor_id', '=', accountId)
    .orderBy('incident.opened_at')
    .execute();
  return rows.map(({ key }) => key);
}

/** More than anybody remembers; the latest are the likeliest to help. */
const MOST_PAST = 2_000;

/** Incidents that were resolved here and that somebody may see, the latest first. */
export async function pastIncidents(
  db: Db,
  reader: Reader,
): Promise<
  Pick<
    IncidentRow,
    'incident_id' | 'number' | 'key' | 'title' | 'severity' | 'opened_at' | 'cause' | 'fixed_by'
  >[]
> {
  return db
    .selectFrom('incident')
    .select(['incident_id', 'number', 'key', 'title', 'severity', 'opened_at', 'cause', 'fixed_by'])
    .where(seenBy(reader))
    .where('status', 'in', ['resolved', 'review', 'closed'])
    .orderBy('opened_at', 'desc')
    .limit(MOST_PAST)
    .execute();
}

/** The services of incidents, by the id of the incident; without ids those of all. */
export async function servicesOf(
  db: Db,
  incidentIds: readonly string[] | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (incidentIds?.length === 0) return new Map();
  const all = db.selectFrom('incident_service').selectAll();
  const rows = await (
    incidentIds === undefined ? all : all.where('incident_id', 'in', incidentIds)
  ).execute();
  const found = new Map<string, string[]>();
  for (const { incident_id, service_slug } of rows)
    found.set(incident_id, [...(found.get(incident_id) ?? []), service_slug]);
  return found;
}

export type ListFilter = {
  status?: string | undefined;
  severity?: string | undefined;
  label?: string | undefined;
};

/** Where a page of a list ends: the last row's place in the order. */
export type Cursor = { openedAt: Instant; incidentId: string };

/** Incidents that somebody may see, newest first, from behind a cursor. */
export async function listIncidents(
  db: Db,
  reader: Reader,
  filter: ListFilter,
  limit: number,
  after?: Cursor,
): Promise<IncidentRow[]> {
  let query = db
    .selectFrom('incident')
    .selectAll()
    .where(seenBy(reader))
    .orderBy('opened_at', 'desc')
    .orderBy('incident_id', 'desc');
  if (filter.status === 'open') query = query.where('status', 'in', OPEN_STATUSES);
  else if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.severity !== undefined) query = query.where('severity', '=', filter.severity);
  const { label } = filter;
  if (label !== undefined) {
    query = query.where('incident_id', 'in', (eb) =>
      eb.selectFrom('incident_label').select('incident_id').where('label', '=', label.toLowerCase()),
    );
  }
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('opened_at', '<', after.openedAt),
        eb.and([eb('opened_at', '=', after.openedAt), eb('incident_id', '<', after.incidentId)]),
      ]),
    );
  }
  return query.limit(limit).execute();
}

/** The number of the newest open incident of a service, whoever may see it. */
export async function newestOpenOf(db: Db, slug: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('incident')
    .innerJoin('incident_service', 'incident_service.incident_id', 'incident.incident_id')
    .select('incident.number')
    .where('incident_service.service_slug', '=', slug)
    .where('incident.kind', '=', 'incident')
    .where('incident.status', 'in', OPEN_STATUSES)
    .where('incident.origin_key', 'is', null)
    .orderBy('incident.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number;
}

/** The numbers of open incidents that somebody of this name leads, the oldest first. */
export async function ledByName(db: Db, name: string): Promise<number[]> {
  const rows = await db
    .selectFrom('incident')
    .select('number')
    .where('commander', '=', name)
    .where('kind', '=', 'incident')
    .where('status', 'in', OPEN_STATUSES)
    .where('origin_key', 'is', null)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}
