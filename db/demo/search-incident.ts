/** The incident that is running when the demo opens: half way through its runbook, with things left to do. */
import { isoWithOffset, plusSeconds } from '../../server/core/time.ts';
import type { Instant } from '../../server/core/clock.ts';
import { HOME_ZONE } from './cast.ts';
import { answer, evidenceFor, ruleOut, tick, update, value } from './deeds.ts';
import type { Story, Telling } from './story.ts';

const STEP = {
  prove: 'prove-which-pages-are-slow',
  waits: 'find-what-the-page-waits-for',
  side: 'measure-it-from-the-side',
  change: 'see-whether-it-began-with-a-change',
} as const;

/** @param ago gives the instant so many minutes before the demo opens */
export async function tellSearchIncident(story: Story, ago: (minutes: number) => Instant): Promise<Telling> {
  const told = await declare(story, ago);
  await firstSteps(told, ago);
  await ruledOut(told, ago);
  await leftToDo(told, ago);
  return told;
}

async function declare(story: Story, ago: (minutes: number) => Instant): Promise<Telling> {
  await story.at(ago(26));
  const contentHash = await story.runbook('slow-dependency');
  const told = await story.begins('ben', (key) => ({
    type: 'declare',
    key,
    kind: 'incident',
    title: 'Search answers late, and some result pages stay empty',
    summary: 'Waiting for the index takes seconds instead of a tenth of one.',
    service: 'search',
    severity: 'SEV-2',
    homeZone: HOME_ZONE,
    visibility: 'all',
    takeCommand: true,
    runbook: { contentHash, why: ['UpstreamLatencyHigh', 'search'] },
  }));
  await told.at(ago(25.5));
  await told.does('gus', { type: 'take-role', role: 'operations' });
  await told.at(ago(25));
  await told.does('ben', {
    type: 'open-impact',
    service: 'search',
    journey: 'search',
    percent: 12,
    statement: 'About 12 % of searches take 8 s or stay empty',
    signal: 'slowest 5 % of result pages',
    at: { instant: ago(31), precision: 'about' },
  });
  await told.at(ago(24.6));
  await told.does('dee', { type: 'take-role', role: 'communications' });
  return told;
}

async function firstSteps({ at, does }: Telling, ago: (minutes: number) => Instant): Promise<void> {
  await at(ago(23.7));
  await does(
    'gus',
    value(STEP.prove, 'PAGE', 'search'),
    value(STEP.prove, 'LATENCY', '4.8 s'),
    value(STEP.prove, 'BEGAN_AT', isoWithOffset(ago(31), HOME_ZONE)),
    answer(STEP.prove, 'Search alone: 4.8 s, all other pages below 1 s', 2),
  );
  await at(ago(23.2));
  await does('ben', { type: 'move-status', to: 'investigating' });
  await at(ago(22));
  await does(
    'dee',
    update(
      'internal',
      ago(4),
      'About one search in eight takes 8 s or stays empty. Buying works.',
      'Ben commands, Gus operates; they follow "Slow dependency".',
      'This is the first update.',
    ),
  );
  await at(ago(19));
  await does(
    'gus',
    value(STEP.waits, 'UPSTREAM', 'index.search'),
    answer(STEP.waits, 'index.search has 4.1 s of 4.8 s', 2),
  );
  await at(ago(15.5));
  await does(
    'gus',
    tick(STEP.side, '1'),
    tick(STEP.side, '2'),
    value(STEP.side, 'ANSWER_TIME', '3.9 s'),
    answer(STEP.side, '3.9 s from the side as well, the name resolves in 4 ms', 0),
  );
}

async function ruledOut({ at, does }: Telling, ago: (minutes: number) => Instant): Promise<void> {
  await at(ago(15));
  await does('dee', {
    type: 'open-hypothesis',
    statement: 'The new ranking needs more memory than the nodes have',
    wouldClear: 'memory of the index nodes below 80 %',
  });
  await at(ago(12));
  await does('gus', ruleOut('new ranking', 'Memory is at 61 % on all six nodes, as last week', '61 %'));
}

/** What whoever opens the demo finds: a hypothesis with its limit running, a request, a promise that was broken. */
async function leftToDo({ at, does, ids }: Telling, ago: (minutes: number) => Instant): Promise<void> {
  await at(ago(11));
  await does('ben', {
    type: 'open-hypothesis',
    statement: 'The nightly build of the index still runs and takes the disks',
    wouldClear: 'no build process on the index nodes',
  });
  await at(ago(8));
  await does(
    'gus',
    evidenceFor('nightly build', 'Disks of node 3 and 4 are busy at 97 %; it began at the same time'),
  );
  await at(ago(3.7));
  await does(
    'gus',
    tick(STEP.change, '1'),
    tick(STEP.change, '3'),
    answer(STEP.change, 'No release and no rise in requests; the build is still unclear', 1, 'unsure'),
    {
      type: 'question-step',
      runId: 1,
      stepId: STEP.change,
      problem: 'missing',
      text: 'Say where builds of the index are listed: they are no release, and change as much',
    },
  );
  await at(ago(3.2));
  await does('ben', {
    type: 'request-escalation',
    to: ids.cy,
    reason: 'Search index slow, ranking ruled out: can the nightly build be stopped safely?',
    by: 'step',
    role: 'expert',
  });
  await at(ago(2.6));
  await does('gus', {
    type: 'add-note',
    flavour: 'note',
    text: 'The build usually takes four hours and is at 71 % now. Stopping it loses what it did, nothing else.',
  });
}

/** `ago` for an instant at which the demo opens. */
export function minutesBefore(now: Instant): (minutes: number) => Instant {
  return (minutes) => plusSeconds(now, -minutes * 60);
}
