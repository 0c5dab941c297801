import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { allAccounts } from './account-store.ts';
import { teamsPage, VISIBILITY_LABELS } from './people-pages.ts';
import type { People } from './people.ts';
import { addMember, changeTeam, createTeam, removeMember } from './team-actions.ts';
import { allTeams } from './team-store.ts';
import { VISIBILITIES } from './visibility.ts';

const teamFields = z.strictObject({ team_name: line('a name for the team', 100) });
const changeFields = z.strictObject({
  visibility: choice(VISIBILITIES, 'Choose who sees its incidents.'),
  rev: wholeNumber(1, 1_000_000, 'which version of the team was changed', 1),
});
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
      paths.team,
      'team.edit',
      changeFields,
      async (ask) => {
        const team = await changeTeam(people, ask.params.slug ?? '', ask.fields, byOf(ask));
        const notice = `New incidents of the services of ${team.name}: ${VISIBILITY_LABELS[team.visibility].toLowerCase()}.`;
        return seeOther(`${paths.teams}#${team.slug}`, notice);
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
