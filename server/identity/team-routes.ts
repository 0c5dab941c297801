import { z } from 'zod';
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
      async ({ fields }) => {
        const team = await createTeam(people, fields.team_name);
        return seeOther(`${paths.teams}#${team.slug}`, `The team ${team.name} is there. Add its people.`);
      },
      again,
    ),
    route(
      'POST',
      paths.teamMembers,
      'team.edit',
      memberFields,
      async ({ params, fields }) => {
        const team = await addMember(people, params.slug ?? '', fields.person);
        return seeOther(`${paths.teams}#${team.slug}`, `Added to ${team.name}.`);
      },
      again,
    ),
    route('POST', paths.teamMember, 'team.edit', noFields, async ({ params }) => {
      const team = await removeMember(people, params.slug ?? '', params.id ?? '');
      return seeOther(`${paths.teams}#${team.slug}`, `Removed from ${team.name}.`);
    }),
  ];
}
