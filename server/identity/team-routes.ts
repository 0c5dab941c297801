import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { line, noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { allAccounts } from './account-store.ts';
import { teamsPage } from './people-pages.ts';
import type { People } from './people.ts';
import { addMember, createTeam, removeMember } from './team-actions.ts';
import { allTeams } from './team-store.ts';

const teamFields = z.strictObject({ team_name: line('a name for the team', 100) });
const memberFields = z.strictObject({ person: line('whom to add', 100) });

/** `/admin/teams`: who works with whom. */
export function teamRoutes(people: People): Route[] {
  const show = async (): Promise<Answer> => {
    const shown = teamsPage(await allTeams(people.db), await allAccounts(people.db));
    return page('identity/teams', 'Teams', shown, { noStore: true });
  };
  const again = { again: show };
  return [
    route('GET', paths.teams, 'team.edit', noFields, show),
    route(
      'POST',
      paths.teams,
      'team.edit',
      teamFields,
      async (ask) => {
        const team = await createTeam(people, ask.fields.team_name, byOf(ask));
        return seeOther(`${paths.teams}#${team.slug}`, `The team ${team.name} is there. Add its people.`);
      },
      again,
    ),
    route(
      'POST',
      paths.teamMembers,
      'team.edit',
      memberFields,
      async (ask) => {
        const team = await addMember(people, ask.params.slug ?? '', ask.fields.person, byOf(ask));
        return seeOther(`${paths.teams}#${team.slug}`, `Added to ${team.name}.`);
      },
      again,
    ),
    route('POST', paths.teamMember, 'team.edit', noFields, async (ask) => {
      const { slug = '', id = '' } = ask.params;
      const team = await removeMember(people, slug, id, byOf(ask));
      return seeOther(`${paths.teams}#${team.slug}`, `Removed from ${team.name}.`);
    }),
  ];
}
