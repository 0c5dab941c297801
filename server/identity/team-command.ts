/** `muster team add`. */
import { COMMAND_LINE } from '../audit/by.ts';
import { createTeam } from './actions.ts';
import type { People } from './people.ts';

/** @throws Refused when the slug is taken or cannot stand in an address */
export async function runTeamAdd(
  people: People,
  { slug, name }: { slug: string; name: string },
): Promise<{ words: string; json: unknown }> {
  const team = await createTeam(people, name, COMMAND_LINE, slug);
  return { words: `Team ${team.slug} is made: ${team.name}.`, json: team };
}
