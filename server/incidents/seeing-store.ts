/** Who may see an incident, as the database tells it: the rule of seeing.ts over rows that each append keeps true. */
import { expressionBuilder, type Expression, type SqlBool } from 'kysely';
import type { Db } from '../store/open.ts';
import type { Schema } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import { isPlayed } from './played.ts';
import { insidersOf, SEES_PRIVATE } from './seeing.ts';
import type { State } from './state.ts';

/** Whoever reads; undefined is Muster itself, as the clockwork and the command line read. */
export type Reader = Pick<Viewer, 'id' | 'permissions'> | undefined;

/**
 * The condition on a row of `incident` that somebody may see it. Drills are never among what lists, counts and searches
 * show: whoever reads by this reads what is real.
 */
export function seenBy(reader: Reader): Expression<SqlBool> {
  const eb = expressionBuilder<Schema, 'incident'>();
  return eb.and([eb('incident.kind', '<>', 'drill'), openTo(reader)]);
}

/** The same without asking what kind it is: what a drill taught is promised as truly as what an incident taught. */
export function openTo(reader: Reader): Expression<SqlBool> {
  const eb = expressionBuilder<Schema, 'incident'>();
  if (reader === undefined || reader.permissions.has(SEES_PRIVATE)) return eb.lit(true);
  const isInsider = eb.exists(
    eb
      .selectFrom('incident_insider')
      .select('incident_insider.account_id')
      .whereRef('incident_insider.incident_id', '=', 'incident.incident_id')
      .where('incident_insider.account_id', '=', reader.id),
  );
  const services = eb
    .selectFrom('incident_service')
    .select('incident_service.service_slug')
    .whereRef('incident_service.incident_id', '=', 'incident.incident_id');
  const ownsOne = eb.exists(
    services
      .innerJoin('service', 'service.slug', 'incident_service.service_slug')
      .innerJoin('team_member', 'team_member.team_id', 'service.team_id')
      .where('team_member.account_id', '=', reader.id),
  );
  return eb.or([
    eb('incident.visibility', '=', 'all'),
    isInsider,
    eb.and([eb('incident.visibility', '=', 'team'), eb.or([eb.not(eb.exists(services)), ownsOne])]),
  ]);
}

/**
 * Makes the rows say what the entries say. The rows are compared anew whenever anything about who sees has changed, so
 * that an incident from before there were such rows comes right as well.
 */
export async function keepSeeing(db: Db, before: State, after: State): Promise<void> {
  const [wasIn, isIn] = [insidersOf(before), insidersOf(after)];
  const isAsBefore =
    before.seq > 0 &&
    before.visibility === after.visibility &&
    isSame(wasIn, isIn) &&
    isSame(new Set(before.services), new Set(after.services));
  if (isAsBefore) return;
  const { incidentId } = after;
  // Those whom a drill plays have no account.
  await keepInsiders(db, incidentId, new Set([...isIn].filter((id) => !isPlayed(id))));
  await keepServices(db, incidentId, new Set(after.services));
}

/** The rows of a copy. Of those who took part where it happened only those who have an account here are known. */
export async function writeSeeing(
  db: Db,
  incidentId: string,
  { insiders, services }: { insiders: ReadonlySet<string>; services: ReadonlySet<string> },
): Promise<void> {
  const rows = await db.selectFrom('account').select('account_id').execute();
  const known = new Set(rows.map(({ account_id }) => account_id).filter((id) => insiders.has(id)));
  await keepInsiders(db, incidentId, known);
  await keepServices(db, incidentId, services);
}

async function keepInsiders(db: Db, incidentId: string, wanted: ReadonlySet<string>): Promise<void> {
  const rows = await db
    .selectFrom('incident_insider')
    .select('account_id')
    .where('incident_id', '=', incidentId)
    .execute();
  const { gone, fresh } = difference(new Set(rows.map(({ account_id }) => account_id)), wanted);
  if (gone.length > 0) {
    await db
      .deleteFrom('incident_insider')
      .where('incident_id', '=', incidentId)
      .where('account_id', 'in', gone)
      .execute();
  }
  if (fresh.length > 0) {
    const values = fresh.map((account_id) => ({ incident_id: incidentId, account_id }));
    await db.insertInto('incident_insider').values(values).execute();
  }
}

async function keepServices(db: Db, incidentId: string, wanted: ReadonlySet<string>): Promise<void> {
  const rows = await db
    .selectFrom('incident_service')
    .select('service_slug')
    .where('incident_id', '=', incidentId)
    .execute();
  const { gone, fresh } = difference(new Set(rows.map(({ service_slug }) => service_slug)), wanted);
  if (gone.length > 0) {
    await db
      .deleteFrom('incident_service')
      .where('incident_id', '=', incidentId)
      .where('service_slug', 'in', gone)
      .execute();
  }
  if (fresh.length > 0) {
    const values = fresh.map((service_slug) => ({ incident_id: incidentId, service_slug }));
    await db.insertInto('incident_service').values(values).execute();
  }
}

function difference(known: ReadonlySet<string>, wanted: ReadonlySet<string>) {
  return {
    gone: [...known].filter((one) => !wanted.has(one)),
    fresh: [...wanted].filter((one) => !known.has(one)),
  };
}

function isSame(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every((one) => others.has(one));
}
