import { NotFound } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import type { DrillRow } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import type { DrillKit } from './kit-actions.ts';
import type { Scenario } from './scenario.ts';
import { drillOf } from './store.ts';
import { trainee } from './trainee.ts';

export type DrillRoom = { state: State; drill: DrillRow; scenario: Scenario };

/** A drill with its scenario, for those who take part. @throws NotFound for everybody else, and in the same words */
export async function drillRoom(kit: DrillKit, viewer: Viewer, number: number): Promise<DrillRoom> {
  const { row, state } = await openRoom(kit.incidents, trainee(viewer), -number);
  const drill = await drillOf(kit.db, row.incident_id);
  if (drill === undefined) throw new NotFound(`There is no drill DRILL-${String(number)}.`);
  return { state, drill, scenario: await kit.scenarios.version(drill.content_hash) };
}
