import assert from 'node:assert/strict';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import type { Command } from '../../server/incidents/incident.ts';
import type { World } from './world.ts';

/** Acts in an incident as somebody who has an account, from elsewhere than the page that is looked at. */
export async function actAs(
  { store, kit }: World,
  name: string,
  incident: number,
  commands: readonly Command[],
): Promise<void> {
  const { account_id: id } = await store.db
    .selectFrom('account')
    .select('account_id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  const viewer = (await viewerById(store.db, id)) ?? assert.fail(`${name} may not sign in`);
  await act(kit.incidents, viewer, incident, commands, { opId: undefined, body: {} });
}
