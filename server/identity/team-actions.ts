import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { accountById } from './account-store.ts';
import { personSubject } from './account.ts';
import type { People } from './people.ts';
import type { Team } from './team.ts';
import { deleteMember, insertMember, insertTeam, teamBySlug, updateTeam } from './team-store.ts';

/** Makes a team. Its slug stays; it is made of the name unless one is given. */
export async function createTeam(people: People, name: string, by: By, slug?: string): Promise<Team> {
  const { clock, ids } = people;
  const team: Team = { id: ids.next(), slug: slugOf(slug ?? name), name, visibility: 'all', rev: 1 };
  if (slug !== undefined && slug !== team.slug) {
    const sentence = `"${slug}" cannot stand in an address. Use lower case letters, digits and hyphens, such as "web-shop".`;
    throw new Refused('team-slug', sentence, { field: 'slug' });
  }
  if (team.slug === '') {
    const sentence = 'Use at least one letter from a to z or a digit: the name also stands in addresses.';
    throw new Refused('team-name', sentence, { field: 'team_name' });
  }
  return inTransaction(people.db, async (db) => {
    if (!(await insertTeam(db, team, clock.now()))) {
      throw new Refused('team-taken', `There is a team "${team.slug}" already. Choose another name.`, {
        field: 'team_name',
      });
    }
    const subject = { type: 'team', id: team.id, name } as const;
    await audit({ ...people, db }, by, { kind: 'team-made', subject, details: {} });
    return team;
  });
}

/**
 * Says who sees the incidents of a team's services unless somebody says otherwise. Those that are there stay as they are.
 *
 * @param wanted.rev the one that the form showed
 * @throws Refused when somebody else changed the team in the meantime
 */
export async function changeTeam(
  people: People,
  slug: string,
  wanted: Pick<Team, 'visibility' | 'rev'>,
  by: By,
): Promise<Team> {
  return inTransaction(people.db, async (db) => {
    const before = await findTeam(db, slug);
    if (before.visibility === wanted.visibility) return before;
    const team = { ...before, ...wanted };
    if (!(await updateTeam(db, team))) {
      throw new Refused(
        'stale',
        `Somebody changed ${before.name} since you opened this page, and nothing was saved. Look at the page anew.`,
      );
    }
    await audit({ ...people, db }, by, {
      kind: 'team-changed',
      subject: { type: 'team', id: team.id, name: team.name },
      details: { changes: { 'who sees its incidents': { from: before.visibility, to: team.visibility } } },
    });
    return team;
  });
}

/** Somebody who is in the team already stays in it. */
export async function addMember(people: People, slug: string, accountId: string, by: By): Promise<Team> {
  return inTransaction(people.db, async (db) => {
    const team = await findTeam(db, slug);
    const account = await accountById(db, accountId);
    if (account === undefined) {
      throw new Refused('no-such-person', 'There is no such person. Choose one from the list.', {
        field: 'person',
      });
    }
    if (await insertMember(db, team.id, accountId, people.clock.now())) {
      const told = { subject: personSubject(account), details: { team: team.name } };
      await audit({ ...people, db }, by, { kind: 'team-member-added', ...told });
    }
    return team;
  });
}

export async function removeMember(people: People, slug: string, accountId: string, by: By): Promise<Team> {
  return inTransaction(people.db, async (db) => {
    const team = await findTeam(db, slug);
    const account = await accountById(db, accountId);
    if (account !== undefined && (await deleteMember(db, team.id, accountId))) {
      const told = { subject: personSubject(account), details: { team: team.name } };
      await audit({ ...people, db }, by, { kind: 'team-member-removed', ...told });
    }
    return team;
  });
}

/** @throws NotFound */
export async function findTeam(db: Db, slug: string): Promise<Team> {
  const team = await teamBySlug(db, slug);
  if (team === undefined) throw new NotFound(`There is no team "${slug}". The list shows them all.`);
  return team;
}
