import { durationText, secondsBetween } from '../core/time.ts';
import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { onCallView, runLine, type EscalationPage, type Reading } from './escalation-pages.ts';
import { policyLink } from './policy-pages.ts';
import { allPolicies } from './policy-store.ts';
import { readingOf } from './reading-routes.ts';
import type { Run } from './run.ts';
import { lastBeat, latestRuns, levelsOf, openRuns } from './run-store.ts';
import { allSchedules } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';

/** Of what is over, the newest are shown. */
const ENDED_SHOWN = 10;

/** `/escalation`: everything at once. */
export function escalationRoute(kit: EscalationKit, mayRead: MayRead): Route {
  return route('GET', paths.escalation, 'oncall.read', noFields, async (ask) => {
    const reading = await readingOf(kit, ask);
    const lines = (runs: readonly Run[]) => runLines(kit, runs, reading, ask, mayRead);
    const beat = await lastBeat(kit.db);
    const model: EscalationPage = {
      onCall: (await allSchedules(kit.db)).map((schedule) => onCallView(schedule, reading)),
      open: await lines(await openRuns(kit.db)),
      ended: await lines(await latestRuns(kit.db, ENDED_SHOWN)),
      policies: (await allPolicies(kit.db)).map((policy) => ({
        name: policy.name,
        href: policyLink(policy),
      })),
      lastTick:
        beat === undefined
          ? 'has not run yet'
          : `ran ${durationText(Math.max(0, secondsBetween(beat, ask.now)))} ago`,
      mayEdit: may(ask.viewer, 'policy.edit'),
      hasMail: kit.notify.hasMail,
    };
    return page('escalation/index', 'Escalation', model);
  });
}

/** Whether somebody may read what a run is about: escalation knows nothing of its subject, so it asks. */
export type MayRead = (viewer: SignedInAsk['viewer'], run: Run) => Promise<boolean>;

async function runLines(
  kit: EscalationKit,
  runs: readonly Run[],
  reading: Reading,
  { viewer }: Pick<SignedInAsk, 'viewer'>,
  mayRead: MayRead,
) {
  const reader = { id: viewer.id, mayAnswer: may(viewer, 'escalation.answer') };
  const lines = [];
  for (const run of runs)
    if (await mayRead(viewer, run)) lines.push(runLine(run, await levelsOf(kit.db, run.id), reading, reader));
  return lines;
}
