/** Going through one runbook without a story. */
import { z } from 'zod';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { startDryRun } from './dry-run-actions.ts';
import { realNow } from './frame-routes.ts';
import type { PlanKit } from './plan-actions.ts';

const SOLO = 'drill.solo';

const Start = z.strictObject({
  clock: choice(['real', 'paused'], 'Let the clock run as a real one does, or let it stand.'),
});

/** The page before a dry run. */
export type DryRunPage = {
  slug: string;
  title: string;
  steps: number;
  real: readonly { key: string; title: string; href: string }[];
};

export function dryRunRoutes(kit: PlanKit): Route[] {
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const slug = ask.params.slug ?? '';
    const { runbook } = await kit.incidents.library.find(slug);
    const real = await realNow(kit, ask);
    const model: DryRunPage = { slug, title: runbook.title, steps: runbook.steps.length, real };
    return page('drills/dry-run', `Dry run: ${runbook.title}`, model);
  };
  return [
    route('GET', paths.runbookDryRun, SOLO, noFields, show),
    route(
      'POST',
      paths.runbookDryRun,
      SOLO,
      Start,
      async (ask) => {
        const slug = ask.params.slug ?? '';
        const isPaused = ask.fields.clock === 'paused';
        const request = { opId: ask.opId, body: { dryRun: slug, isPaused } };
        const { number } = await startDryRun(kit, ask.viewer, slug, { isPaused }, request);
        return seeOther(href(paths.drill, { number: -number }));
      },
      { again: show },
    ),
  ];
}
