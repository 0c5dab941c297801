import type { SafeHtml } from '../core/html.ts';
import type { Instant } from '../core/clock.ts';
import { listPolicies } from '../escalation/policy-actions.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { runbookLinks } from '../runbooks/routes.ts';
import type { Render } from '../web/render.ts';
import type { SignedInAsk } from '../web/route.ts';
import type { Viewer } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import type { RoomReading } from './calls-pages.ts';
import type { Region } from './live-regions.ts';
import { alikeTo } from './alike-actions.ts';
import { entryHtml } from './entry-html-routes.ts';
import { runPage, type RunPage } from './room-pages.ts';
import { openEscalations } from './escalation-requests.ts';
import { openRuns } from './run.ts';
import { stepEscalations } from './step-escalation.ts';
import { runView } from './run-pages.ts';
import { fittingIncident, ledTo } from './shelf-actions.ts';
import { shelfOf, type Shelf } from './shelf-pages.ts';
import { toldOf } from './similar-actions.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { timelineLines } from './timeline-pages.ts';

/** Lines of the timeline that the run page shows; the timeline page has them all. */
const LATEST = 40;

/** Makes the run page of a state: the one that stands, or one of the past. */
export type RunModels = (
  ask: Pick<SignedInAsk, 'to' | 'viewer'>,
  state: State,
  reading: RoomReading,
  isAttaching: boolean,
  /** Only what this part of the page shows; the rest is left empty. */
  only?: Region,
) => Promise<RunPage>;

export function runModels(kit: IncidentKit, part: Render['part']): RunModels {
  const html = entryHtml(part, kit.states);
  return async (ask, state, reading, isAttaching, only) => {
    const shows = (...regions: Region[]): boolean => only === undefined || regions.includes(only);
    const runs = [];
    for (const run of shows('rail', 'steps') ? openRuns(state) : []) {
      const followed = await kit.library.version(run.contentHash);
      const anchor = (stepId: string) => `#r${String(run.runId)}-${stepId}`;
      const links = runbookLinks(ask, followed?.file ?? '', await kit.library.slugs(), anchor);
      const today = await kit.library.today(run.contentHash);
      runs.push(runView(state, run, { followed, today }, { ...reading, links }));
    }
    const shelf = shows('steps') && wantsShelf(state, isAttaching) ? await shelfFor(kit, state) : undefined;
    const latest = (shows('timeline') ? timelineLines(state, reading.zone) : [])
      .slice(0, LATEST)
      .map(html(reading.zone))
      .join('') as SafeHtml;
    const alike = shows('steps') && isYoung(state) ? await alikeTo(kit.db, ask.viewer, state) : [];
    const back = shows('steps') ? await broughtBack(kit, ask.viewer, state) : [];
    const toEscalate = shows('calls') ? await escalationsAsked(kit, state, reading.now) : [];
    return runPage(state, runs, shelf, latest, { ...reading, alike, back, toEscalate });
  };
}

/** The policies that the runbooks ask for now; a name that no policy has here is no more than a word. */
async function escalationsAsked(kit: IncidentKit, state: State, now: Instant) {
  const texts = new Map<string, Runbook>();
  for (const { contentHash } of openRuns(state)) {
    const runbook = await kit.library.version(contentHash);
    if (runbook !== undefined) texts.set(contentHash, runbook);
  }
  const asked = stepEscalations(state, ({ contentHash }) => texts.get(contentHash), now);
  const policies = asked.length === 0 ? [] : await listPolicies(kit.db);
  return asked.flatMap(({ slug, why }) => {
    const policy = policies.find((one) => one.slug === slug);
    const isOpen = openEscalations(state).some(({ policyId }) => policyId === policy?.id);
    return policy === undefined || isOpen ? [] : [{ id: policy.id, name: policy.name, why }];
  });
}

/** What is open and should have kept it from happening; of a drill and of what is over nobody asks. */
async function broughtBack(kit: IncidentKit, viewer: Viewer, state: State) {
  if (kit.broughtBack === undefined || state.kind !== 'incident' || !isLive(state.status)) return [];
  return kit.broughtBack(kit.db, viewer, toldOf(state));
}

/** While it is being understood, others that look alike are worth a look. */
function isYoung({ status }: State): boolean {
  return status === 'detected' || status === 'triage';
}

/** Asked for, before any is followed, and when an answer leads to another one. */
function wantsShelf(state: State, isAttaching: boolean): boolean {
  return isAttaching || openRuns(state).length === 0 || ledTo(state).length > 0;
}

async function shelfFor(kit: IncidentKit, state: State): Promise<Shelf> {
  const { shelf, suggestions } = await fittingIncident(kit, state);
  return shelfOf(shelf, suggestions);
}
