import type { Kit } from '../../server/compose.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { addMember, createTeam, makeAccount } from '../../server/identity/actions.ts';
import { permissionsOf } from '../../server/identity/permissions.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { CAST, PASSWORD, SERVICES, TEAMS, type Member, type Who } from './cast.ts';

/** The people of the demo as they ask for things. */
export type Organisation = Readonly<Record<Who, Viewer>>;

/** Makes the accounts, teams and services. */
export async function foundOrganisation({ people }: Kit): Promise<Organisation> {
  for (const { name } of TEAMS) await createTeam(people, name, COMMAND_LINE);
  for (const service of SERVICES) await createService(people, service, COMMAND_LINE);
  // Hashing a password is the dear part, and two at once is what the server allows itself.
  const cast = Object.entries<Member>(CAST);
  const entered = await Promise.all(
    cast.map(async ([who, member]) => [who, await enter(people, member)] as const),
  );
  return Object.fromEntries(entered) as Organisation;
}

async function enter(people: Kit['people'], { name, email, role, team }: Member): Promise<Viewer> {
  const { id, zone } = await makeAccount(people, { name, email, role, password: PASSWORD });
  if (team !== undefined) await addMember(people, team, id, COMMAND_LINE);
  return { id, name, email, role, type: 'person', permissions: permissionsOf(role), zone, scopes: undefined };
}
