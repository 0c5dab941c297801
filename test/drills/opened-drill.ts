import type { Scenario } from '../../server/drills/scenario.ts';
import type { Runbook } from '../../server/runbooks/runbook.ts';
import { CAST, Told } from '../support/told.ts';

/** A drill on a scenario as it is opened by Max, without a store: the first entry and nothing else. */
export function openedDrill(scenario: Scenario, runbooks?: ReadonlyMap<string, Runbook>): Told {
  const told = new Told(scenario.start, runbooks);
  told.act('muster', {
    type: 'report',
    how: 'inject',
    key: 'DRILL-7',
    kind: 'drill',
    title: 'A drill',
    homeZone: scenario.homeZone,
    visibility: 'private',
    reportedBy: { type: 'person', id: CAST.max.id, name: CAST.max.name },
  });
  return told;
}
