import assert from 'node:assert/strict';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act, open } from '../../server/incidents/actions.ts';
import type { Command } from '../../server/incidents/incident.ts';
import type { Viewer } from '../../server/web/viewer.ts';
import { CAST, type Member } from './cast.ts';
import type { World } from './world.ts';

const REQUEST = { opId: undefined, body: {} };

/** Somebody of the cast, once they have entered. */
export async function viewerOf({ store }: World, member: Member): Promise<Viewer> {
  return (await viewerById(store.db, CAST[member].id)) ?? assert.fail(`${member} may not sign in`);
}

/** Declares "Checkout fails" for everybody to see, and takes command. Gives its number. */
export async function declares({ kit }: World, viewer: Viewer): Promise<number> {
  const opened = await open(
    kit.incidents,
    viewer,
    (key) => ({
      type: 'declare',
      key,
      kind: 'incident',
      title: 'Checkout fails',
      homeZone: 'Europe/Madrid',
      visibility: 'all',
      takeCommand: true,
    }),
    REQUEST,
  );
  return opened.number;
}

/** Acts in an incident as somebody who is there already. */
export async function does(
  { kit }: World,
  viewer: Viewer,
  incident: number,
  ...commands: readonly Command[]
): Promise<void> {
  await act(kit.incidents, viewer, incident, commands, REQUEST);
}

/** Acts in an incident as somebody who has an account, from elsewhere than the page that is looked at. */
export async function actAs(
  world: World,
  name: string,
  incident: number,
  commands: readonly Command[],
): Promise<void> {
  const { account_id: id } = await world.store.db
    .selectFrom('account')
    .select('account_id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  const viewer = (await viewerById(world.store.db, id)) ?? assert.fail(`${name} may not sign in`);
  await does(world, viewer, incident, ...commands);
}
