import { NotFound, Refused } from '../core/refused.ts';
import { slugOf } from '../core/slug.ts';
import type { Db } from '../store/open.ts';
import { accountById } from './account-store.ts';
import type { People } from './people.ts';
import type { Team } from './team.ts';
import { deleteMember, insertMember, insertTeam, teamBySlug } from './team-store.ts';

/** Makes a team. Its slug stays; it is made of the name unless one is given. */
export async function createTeam({ db, clock, ids }: People, name: string, slug?: string): Promise<Team> {
  const team = { id: ids.next(), slug: slugOf(slug ?? name), name };
  if (slug !== undefined && slug !== team.slug) {
    const sentence = `"${slug}" cannot stand in an address. Use lower case letters, digits and hyphens, such as "web-shop".`;
    throw new Refused('team-slug', sentence, { field: 'slug' });
  }
  if (team.slug === '') {
    const sentence = 'Use at least one letter from a to z or a digit: the name also stands in addresses.';
    throw new Refused('team-name', sentence, { field: 'team_name' });
  }
  if (await insertTeam(db, team, clock.now())) return team;
  throw new Refused('team-taken', `There is a team "${team.slug}" already. Choose another name.`, {
    field: 'team_name',
  });
}

/** Somebody who is in the team already stays in it. */
export async function addMember({ db, clock }: People, slug: string, accountId: string): Promise<Team> {
  const team = await findTeam(db, slug);
  if ((await accountById(db, accountId)) === undefined) {
    throw new Refused('no-such-person', 'There is no such person. Choose one from the list.', {
      field: 'person',
    });
  }
  await insertMember(db, team.id, accountId, clock.now());
  return team;
}

export async function removeMember({ db }: People, slug: string, accountId: string): Promise<Team> {
  const team = await findTeam(db, slug);
  await deleteMember(db, team.id, accountId);
  return team;
}

/** @throws NotFound */
export async function findTeam(db: Db, slug: string): Promise<Team> {
  const team = await teamBySlug(db, slug);
  if (team === undefined) throw new NotFound(`There is no team "${slug}". The list shows them all.`);
  return team;
}
