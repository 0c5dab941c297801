import { systemClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import { permissionsOf } from '../../server/identity/permissions.ts';
import { act, open, type Done, type IncidentKit } from '../../server/incidents/actions.ts';
import { describedFile } from '../../server/incidents/attachment-act-routes.ts';
import { keeping } from '../../server/incidents/attachment-actions.ts';
import { makeStateStore } from '../../server/incidents/state-store.ts';
import { elsewhere } from '../../server/live/telling.ts';
import { openLibrary } from '../../server/runbooks/actions.ts';
import { makeSearch } from '../../server/search/search.ts';
import type { Store } from '../../server/store/open.ts';
import type { Viewer } from '../../server/web/viewer.ts';

/** Somebody who may declare and act, for tests that need no account. */
export const ANA: Viewer = {
  id: 'account-ana',
  name: 'Ana Ruiz',
  type: 'person',
  email: 'ana@example.org',
  role: 'responder',
  permissions: permissionsOf('responder'),
  zone: undefined,
  scopes: undefined,
};

/** What the actions of incidents need, on any store and the machine's clock. */
export function incidentKit(store: Store): IncidentKit {
  const { db, engine, scrub } = store;
  const clock = systemClock;
  const library = openLibrary({ db, clock, search: makeSearch(engine), folder: undefined });
  const live = elsewhere(store);
  return { db, clock, ids: ulids(clock), states: makeStateStore(), library, homeZone: 'UTC', live, scrub };
}

/** Two servers on one database, on which INC-1 is open. */
export async function twoServers(store: Store): Promise<[IncidentKit, IncidentKit]> {
  const here = incidentKit(store);
  await declare(here, 'Checkout is slow');
  return [here, incidentKit(store)];
}

export function declare(kit: IncidentKit, title: string): Promise<Done> {
  const command = (key: string) =>
    ({
      type: 'declare',
      key,
      kind: 'incident',
      title,
      homeZone: 'UTC',
      visibility: 'all',
      takeCommand: true,
    }) as const;
  return open(kit, ANA, command, { opId: undefined, body: {} });
}

export function note(kit: IncidentKit, number: number, text: string): Promise<Done> {
  const command = { type: 'add-note', text, flavour: 'note' } as const;
  return act(kit, ANA, number, [command], { opId: undefined, body: {} });
}

export function attach(kit: IncidentKit, number: number, name: string, bytes: Buffer): Promise<Done> {
  const command = { type: 'attach-file', ...describedFile({ name, bytes }) } as const;
  return act(kit, ANA, number, [command], { opId: undefined, body: {} }, keeping(bytes));
}
