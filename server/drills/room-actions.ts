import { NotFound } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import type { Db } from '../store/open.ts';
import type { DrillPersonRow, DrillRow } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import type { DrillKit } from './kit-actions.ts';
import { OBSERVER, type Part } from './plan.ts';
import { placesOf } from './plan-store.ts';
import type { Scenario } from './scenario.ts';
import { drillOf } from './store.ts';
import { trainee } from './trainee.ts';

export type DrillRoom = {
  state: State;
  drill: DrillRow;
  scenario: Scenario;
  /** What the reader is in it. */
  part: Part;
  /** The places of a drill that is facilitated. */
  places: readonly DrillPersonRow[];
};

/** A drill with its scenario, for those who take part. @throws NotFound for everybody else, and in the same words */
export async function drillRoom(kit: DrillKit, viewer: Viewer, number: number): Promise<DrillRoom> {
  const { row, state } = await openRoom(kit.incidents, trainee(viewer), -number);
  const drill = await drillOf(kit.db, row.incident_id);
  if (drill === undefined) throw new NotFound(`There is no drill DRILL-${String(number)}.`);
  const scenario = await kit.scenarios.version(drill.content_hash);
  return { state, drill, scenario, ...(await partIn(kit.db, drill, viewer.id)) };
}

/** The same for the one who leads it. @throws NotFound for everybody else, and in the same words */
export async function facilitatorRoom(kit: DrillKit, viewer: Viewer, number: number): Promise<DrillRoom> {
  const room = await drillRoom(kit, viewer, number);
  if (room.part !== 'facilitator') throw new NotFound(`There is no drill DRILL-${String(number)} to lead.`);
  return room;
}

/** What somebody is in a drill, and who has which place in it. Whoever has no place watches. */
export async function partIn(
  db: Db,
  drill: DrillRow,
  accountId: string,
): Promise<{ part: Part; places: DrillPersonRow[] }> {
  if (drill.kind !== 'facilitated') return { part: 'solo', places: [] };
  const places = await placesOf(db, drill.number);
  if (drill.owner_id === accountId) return { part: 'facilitator', places };
  const own = places.find((place) => place.account_id === accountId);
  return { part: own === undefined || own.role === OBSERVER ? 'observer' : 'trainee', places };
}
