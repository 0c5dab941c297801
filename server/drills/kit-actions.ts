import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { IncidentKit } from '../incidents/actions.ts';
import type { Db } from '../store/open.ts';
import type { Scenarios } from './scenario-actions.ts';

/** What the actions of drills work with. */
export type DrillKit = {
  db: Db;
  clock: Clock;
  ids: Ids;
  incidents: IncidentKit;
  scenarios: Scenarios;
};
