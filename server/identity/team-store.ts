import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { Team, TeamWithMembers } from './team.ts';

/** Adds a team; false when its slug is taken. */
export async function insertTeam(db: Db, team: Team, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('team')
    .values({ team_id: team.id, slug: team.slug, name: team.name, created_at: at, rev: 1 })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function teamBySlug(db: Db, slug: string): Promise<Team | undefined> {
  const row = await db
    .selectFrom('team')
    .select(['team_id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && { id: row.team_id, slug: row.slug, name: row.name };
}

/** Every team with its members, by name. */
export async function allTeams(db: Db): Promise<TeamWithMembers[]> {
  const teams = await db
    .selectFrom('team')
    .select(['team_id', 'slug', 'name'])
    .orderBy('name')
    .orderBy('slug')
    .execute();
  const members = await db
    .selectFrom('team_member')
    .innerJoin('account', 'account.account_id', 'team_member.account_id')
    .select(['team_member.team_id', 'account.account_id', 'account.name'])
    .orderBy('account.name')
    .orderBy('account.account_id')
    .execute();
  return teams.map((team) => ({
    id: team.team_id,
    slug: team.slug,
    name: team.name,
    members: members
      .filter((member) => member.team_id === team.team_id)
      .map((member) => ({ id: member.account_id, name: member.name })),
  }));
}

/** False when they were in it before. */
export async function insertMember(db: Db, teamId: string, accountId: string, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('team_member')
    .values({ team_id: teamId, account_id: accountId, joined_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False when they were not in it. */
export async function deleteMember(db: Db, teamId: string, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('team_member')
    .where('team_id', '=', teamId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
