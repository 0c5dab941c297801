import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { TeamRow } from '../store/schema.ts';
import type { Team, TeamWithMembers } from './team.ts';
import { isVisibility } from './visibility.ts';

/** Adds a team; false when its slug is taken. */
export async function insertTeam(db: Db, team: Team, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('team')
    .values({
      team_id: team.id,
      slug: team.slug,
      name: team.name,
      created_at: at,
      rev: 1,
      visibility: team.visibility,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function teamBySlug(db: Db, slug: string): Promise<Team | undefined> {
  const row = await db.selectFrom('team').select(COLUMNS).where('slug', '=', slug).executeTakeFirst();
  return row && teamOf(row);
}

/** Writes a changed team; false when somebody else changed it first. */
export async function updateTeam(db: Db, team: Team): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('team')
    .set({ visibility: team.visibility, rev: team.rev + 1 })
    .where('team_id', '=', team.id)
    .where('rev', '=', team.rev)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

const COLUMNS = ['team_id', 'slug', 'name', 'visibility', 'rev'] as const;

function teamOf(row: Pick<TeamRow, (typeof COLUMNS)[number]>): Team {
  const { team_id: id, slug, name, visibility, rev } = row;
  // What no rule knows is kept closed.
  return { id, slug, name, visibility: isVisibility(visibility) ? visibility : 'private', rev };
}

/** Every team with its members, by name. */
export async function allTeams(db: Db): Promise<TeamWithMembers[]> {
  const teams = await db.selectFrom('team').select(COLUMNS).orderBy('name').orderBy('slug').execute();
  const members = await db
    .selectFrom('team_member')
    .innerJoin('account', 'account.account_id', 'team_member.account_id')
    .select(['team_member.team_id', 'account.account_id', 'account.name'])
    .orderBy('account.name')
    .orderBy('account.account_id')
    .execute();
  return teams.map((team) => ({
    ...teamOf(team),
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
