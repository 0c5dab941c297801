import { z } from 'zod';
import { page } from '../web/answer.ts';
import { optionalLine } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { coverageFor } from './coverage-actions.ts';
import { coveragePage } from './coverage-pages.ts';
import type { PlanKit } from './plan-actions.ts';

const Chosen = z.strictObject({ team: optionalLine(60) });

/** Who has practised what. */
export function coverageRoute(kit: PlanKit): Route {
  return route('GET', paths.drillCoverage, 'insights.read', Chosen, async ({ viewer, now, fields }) => {
    const coverage = await coverageFor(kit, viewer, fields.team);
    const told = { now, zone: viewer.zone ?? kit.homeZone, reader: viewer.id };
    return page('drills/coverage', 'Coverage of drills', coveragePage(coverage, told));
  });
}
