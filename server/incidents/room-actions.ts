import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { NotFound } from '../core/refused.ts';
import type { Library } from '../runbooks/actions.ts';
import type { Db } from '../store/open.ts';
import type { IncidentRow } from '../store/schema.ts';
import type { State } from './state.ts';
import type { StateStore } from './state-store.ts';
import { incidentByNumber } from './store.ts';

/** What the actions of incidents work with. */
export type IncidentKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  states: StateStore;
  library: Library;
  homeZone: string;
  /** Clears away what the database still holds of what was blanked. */
  scrub(): Promise<void>;
};

/** An incident as a page needs it. */
export type Room = { row: IncidentRow; state: State };

/**
 * The incident with that number and its state.
 * @throws NotFound also when the viewer may not see it
 */
export async function openRoom(kit: IncidentKit, number: number): Promise<Room> {
  const row = await incidentByNumber(kit.db, number);
  if (row === undefined)
    throw new NotFound(`There is no incident INC-${String(number)}. The list of incidents shows all.`);
  return { row, state: await kit.states.stateAt(kit.db, row.incident_id, row.seq) };
}
