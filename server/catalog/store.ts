import type { Instant } from '../core/clock.ts';
import { isVisibility, type Visibility } from '../identity/visibility.ts';
import type { Db } from '../store/open.ts';
import { DEFAULT_SEVERITIES, type Service, type ServiceWithTeam } from './service.ts';

/** Adds a service; false when its slug is taken. */
export async function insertService(db: Db, service: Service, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('service')
    .values({
      service_id: service.id,
      slug: service.slug,
      name: service.name,
      team_id: service.teamId ?? null,
      runbook_id: service.runbookId ?? null,
      created_at: at,
      rev: service.rev,
      public_name: service.publicName ?? null,
      policy_id: service.policyId ?? null,
      default_severity: service.severity ?? null,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes a changed service; false when somebody else changed it first. Its slug stays: incidents name it. */
export async function updateService(db: Db, service: Service): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('service')
    .set({
      name: service.name,
      team_id: service.teamId ?? null,
      runbook_id: service.runbookId ?? null,
      public_name: service.publicName ?? null,
      policy_id: service.policyId ?? null,
      default_severity: service.severity ?? null,
      rev: service.rev + 1,
    })
    .where('service_id', '=', service.id)
    .where('rev', '=', service.rev)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function services(db: Db) {
  return db
    .selectFrom('service')
    .leftJoin('team', 'team.team_id', 'service.team_id')
    .select([
      'service.service_id',
      'service.slug',
      'service.name',
      'service.team_id',
      'service.runbook_id',
      'service.rev',
      'service.public_name',
      'service.policy_id',
      'service.default_severity',
      'team.name as team_name',
      'team.visibility as team_visibility',
    ]);
}

/** Every service, by name. */
export async function allServices(db: Db): Promise<ServiceWithTeam[]> {
  const rows = await services(db).orderBy('service.name').orderBy('service.slug').execute();
  return rows.map(serviceOf);
}

export async function serviceById(db: Db, id: string): Promise<ServiceWithTeam | undefined> {
  const row = await services(db).where('service.service_id', '=', id).executeTakeFirst();
  return row && serviceOf(row);
}

export async function serviceBySlug(db: Db, slug: string): Promise<ServiceWithTeam | undefined> {
  const row = await services(db).where('service.slug', '=', slug).executeTakeFirst();
  return row && serviceOf(row);
}

type Row = {
  service_id: string;
  slug: string;
  name: string;
  team_id: string | null;
  runbook_id: string | null;
  rev: number;
  public_name: string | null;
  policy_id: string | null;
  default_severity: string | null;
  team_name: string | null;
  team_visibility: string | null;
};

/** What no rule knows is kept closed. */
function visibilityOf(text: string | null): Visibility {
  if (text === null) return 'all';
  return isVisibility(text) ? text : 'private';
}

/** Slugs of the services that the teams of somebody own. */
export async function servicesOwnedBy(db: Db, accountId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('service')
    .innerJoin('team_member', 'team_member.team_id', 'service.team_id')
    .select('service.slug')
    .where('team_member.account_id', '=', accountId)
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}

function serviceOf(row: Row): ServiceWithTeam {
  return {
    id: row.service_id,
    slug: row.slug,
    name: row.name,
    teamId: row.team_id ?? undefined,
    runbookId: row.runbook_id ?? undefined,
    rev: row.rev,
    publicName: row.public_name ?? undefined,
    policyId: row.policy_id ?? undefined,
    severity: DEFAULT_SEVERITIES.find((one) => one === row.default_severity),
    teamName: row.team_name ?? undefined,
    visibility: visibilityOf(row.team_visibility),
  };
}
