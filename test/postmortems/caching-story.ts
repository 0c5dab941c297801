import { readFileSync } from 'node:fs';
import { sha256Hex } from '../../server/core/canonical.ts';
import type { Entry } from '../../server/incidents/entry.ts';
import type { Audience } from '../../server/incidents/entry-fields.ts';
import { readRunbook } from '../../server/runbooks/reading.ts';
import { teller } from './teller.ts';
import type { Teller } from './teller.ts';

const FILE = 'cache-miss-storm.md';
const runbook = readRunbook(FILE, readFileSync(`runbooks/${FILE}`));
/** Fixed, so that the expected document does not change with each word of the runbook. */
const HASH = sha256Hex('the runbook as it was on that Monday');

const ANA = { id: 'ana', name: 'Ana Ruiz' };
const BEN = { id: 'ben', name: 'Ben Sato' };
const CY = { id: 'cy', name: 'Cy Novak' };
const DEE = { id: 'dee', name: 'Dee Okoye' };
const ELI = { id: 'eli', name: 'Eli Moss' };
const FAY = { id: 'fay', name: 'Fay Lind' };
const GUS = { id: 'gus', name: 'Gus Haddad' };
const ALERTS = { type: 'external', id: 'prometheus', name: 'Prometheus' } as const;

const YES = 'yes' as const;

/**
 * A Monday on which the cache of a shop forgot everything after three seconds: two paths that misled, two escalations,
 * an impact in two spells, a rollback, and one public update that came two minutes late.
 */
export function cachingStory(): Teller {
  const story = teller({
    date: '2023-06-12',
    zone: 'America/Los_Angeles',
    people: [ANA, BEN, CY, DEE, ELI, FAY, GUS],
    runbooks: new Map([[HASH, runbook]]),
  });
  for (const part of [begin, gatherRoles, suspectTheGateway, bringInInfrastructure, clearTheDatabase])
    part(story);
  for (const part of [findTheCause, rollBack, clearTheRest, watch, finish]) part(story);
  return story;
}

/** The alert comes at 10:15; that users were hurt since about 10:02 is said at 10:20. */
function begin({ act, typed }: Teller): void {
  act('10:15', ALERTS, {
    type: 'report',
    how: 'alert',
    key: 'INC-42',
    kind: 'incident',
    title: 'Checkout fails and pages are slow',
    service: 'storefront',
    severity: 'SEV-1',
    homeZone: 'America/Los_Angeles',
    visibility: 'all',
  });
  act('10:16', ANA, { type: 'acknowledge', verdict: 'real', from: 'page' });
  const why = ['starts with CheckoutErrorsHigh'];
  act('10:19', ANA, { type: 'declare-detected', takeCommand: true, runbook: { contentHash: HASH, why } });
  const text = 'CheckoutErrorsHigh, 4.1 % of checkouts failed';
  act('10:20', ANA, { type: 'set-detection', by: 'alert', text, at: typed('10:15') });
  act('10:20', ANA, {
    type: 'open-impact',
    journey: 'checkout',
    percent: 35,
    statement: 'pages were slow and payments failed at the last step',
    signal: 'checkout errors above 2 %',
    at: typed('10:02', 'about'),
  });
}

function gatherRoles(story: Teller): void {
  const { act } = story;
  act('10:21', BEN, { type: 'take-role', role: 'operations' });
  const first = { runId: 1, stepId: 'prove-that-shoppers-are-affected' };
  act('10:21', BEN, { type: 'record-value', ...first, name: 'ERRORS', value: '4.1 %' });
  answer(story, '10:22', first.stepId, 'errors 4.1 %, slowest pages 6.2 s', 1);
  act('10:23', CY, { type: 'take-role', role: 'scribe' });
}

/** Every failed checkout names the gateway in its error text, and nobody has a picture of the hit rate. */
function suspectTheGateway(story: Teller): void {
  const { act } = story;
  const gateway = 'The payment gateway fails';
  act('10:24', BEN, {
    type: 'open-hypothesis',
    statement: gateway,
    wouldClear: 'its error rate from outside',
  });
  const reason = 'the storefront board has no picture of the hit rate';
  act('10:24', BEN, { type: 'skip-step', runId: 1, stepId: 'read-the-cache-hit-rate', reason });
  act('10:27', DEE, { type: 'take-role', role: 'communications' });
  const nothingSeen = 'no change since 10:00 in the history';
  act('10:28', BEN, {
    type: 'answer-step',
    runId: 1,
    stepId: 'find-change',
    observed: nothingSeen,
    matched: 'no',
    branch: { index: 1, target: 0 },
  });
  act('10:30', ANA, { type: 'move-status', to: 'investigating' });
  act('10:33', BEN, { type: 'open-hypothesis', statement: 'The database is the bottleneck' });
  tell(story, '10:34', 'public', 'We look for the cause.', '10:54');
  act('10:41', BEN, {
    type: 'rule-out-hypothesis',
    hypothesisId: hypothesis(story, 0),
    evidence: [{ text: 'its own error rate, measured from outside', value: '0.02 %' }],
  });
}

function bringInInfrastructure(story: Teller): void {
  const { act } = story;
  const looked = 'gateway cleared, database open';
  act('10:43', BEN, {
    type: 'answer-step',
    runId: 1,
    stepId: 'rule-out-the-look-alikes',
    observed: looked,
    matched: 'unsure',
    branch: { index: 2, target: 0 },
  });
  const asked = act('10:44', ANA, {
    type: 'request-escalation',
    policyId: 'infrastructure',
    policyName: 'Infrastructure',
    reason: 'two look-alikes, the gateway is cleared, the cause is unknown',
    by: 'step',
  });
  tell(story, '10:45', 'internal', 'The gateway is cleared, the database suspected.', '11:15');
  const escalationId = escalation(asked);
  act('10:49', ELI, {
    type: 'decline-escalation',
    escalationId,
    reason: 'away',
    note: 'no laptop within the hour',
  });
  act('10:50', BEN, {
    type: 'start-change',
    what: 'Nightly reports stopped',
    where: 'primary database',
    temporary: true,
  });
  act('10:52', FAY, { type: 'accept-escalation', escalationId });
  tell(story, '10:54', 'public', 'More people look at it.', '11:14');
}

/** The impact goes away by itself for eight minutes, which clears nothing. */
function clearTheDatabase(story: Teller): void {
  const { act } = story;
  act('10:58', BEN, {
    type: 'close-impact',
    intervalId: openImpact(story),
    signal: 'checkout errors',
    value: '0.4 %',
  });
  const asked = act('11:00', ANA, {
    type: 'request-escalation',
    policyId: 'engineering',
    policyName: 'Engineering',
    reason: 'we need somebody who knows the releases of this morning',
    by: 'person',
  });
  act('11:03', GUS, { type: 'accept-escalation', escalationId: escalation(asked) });
  act('11:05', FAY, {
    type: 'rule-out-hypothesis',
    hypothesisId: hypothesis(story, 1),
    evidence: [{ text: 'queries rose at 10:04, after the hit rate fell at 10:01, not before' }],
  });
  act('11:06', BEN, {
    type: 'open-impact',
    journey: 'checkout',
    percent: 35,
    statement: 'the same as before, after eight quiet minutes',
    signal: 'checkout errors above 2 % again',
  });
}

function findTheCause(story: Teller): void {
  const { act, typed, last } = story;
  const statement = 'release 418 made cache entries live for 3 s instead of 3,600 s';
  act('11:12', FAY, { type: 'open-hypothesis', statement });
  tell(story, '11:14', 'public', 'We look at the cache.', '11:34');
  tell(story, '11:15', 'internal', 'The cache is suspected.', '11:45');
  const text = 'Release 418 of the cache configuration reached all nodes.';
  act('11:18', GUS, { type: 'add-note', text, flavour: 'note', at: typed('09:58') });
  const release = last('note-added');
  act('11:20', CY, { type: 'pin-entry', seq: release, on: true });
  answer(story, '11:28', 'bring-in-infrastructure', 'Fay Lind has accepted', 0);
  act('11:30', FAY, {
    type: 'confirm-hypothesis',
    hypothesisId: hypothesis(story, 2),
    evidence: [{ text: 'lifetime in the configuration of node 3', value: '3', entrySeq: release }],
  });
  answer(story, '11:31', 'find-change', 'release 418 at 09:58, nothing else that morning', 0);
  act('11:33', ANA, {
    type: 'make-decision',
    text: 'put release 417 back, one node first',
    askedForObjections: true,
    because: [last('hypothesis-confirmed')],
  });
  answer(story, '11:33', 'agree-on-the-rollback', '0 objections', 0);
}

function rollBack(story: Teller): void {
  const { act } = story;
  act('11:34', ANA, { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  const what = 'Configuration of release 417 put back, one node first';
  act('11:36', BEN, { type: 'start-change', what, where: 'all cache nodes', temporary: false });
  act('11:36', ANA, { type: 'move-status', to: 'mitigating' });
  tell(story, '11:36', 'public', 'We put the previous configuration back.', '11:55');
  act('11:44', BEN, { type: 'finish-change', changeId: openChange(story), outcome: 'worked' });
  tell(story, '11:44', 'internal', 'The rollback is done, clearing follows.', '12:14');
  answer(story, '11:45', 'rollback', 'the first node at 84 % after 2 min', 1);
}

function clearTheRest(story: Teller): void {
  const { act } = story;
  const stepId = 'clear-what-was-written-under-the-bad-configuration';
  act('11:46', ANA, { type: 'confirm-step', runId: 1, stepId });
  const what = 'Entries written under release 418 cleared, 200 a second';
  act('11:47', BEN, { type: 'start-change', what, where: 'all cache nodes', temporary: false });
  tell(story, '11:55', 'public', 'We clear what is left.', '12:14');
  act('11:57', BEN, { type: 'finish-change', changeId: openChange(story), outcome: 'worked' });
  answer(story, '11:58', stepId, 'hit rate 92.4 %', 1);
  act('11:58', BEN, {
    type: 'close-impact',
    intervalId: openImpact(story),
    signal: 'hit rate',
    value: '92.4 %',
  });
  act('11:58', ANA, { type: 'move-status', to: 'monitoring' });
}

function watch(story: Teller): void {
  const { act, state } = story;
  const holds = (criterionId: string, value: string) =>
    ({ type: 'change-exit-criterion', criterionId, holds: true, value }) as const;
  const reports = state().changes.find(({ temporary }) => temporary)?.id ?? '';
  act('11:58', BEN, { type: 'undo-change', changeId: reports, note: 'reports run again' });
  act('11:58', CY, holds('1', '92.4 to 95.1 %'));
  act('11:58', CY, holds('2', '0.3 %'));
  act('11:58', CY, holds('3', 'one, put back'));
  const label = 'Orders that failed';
  act('12:10', DEE, { type: 'record-number', name: 'orders', label, value: 2140, unit: 'orders' });
  const page = 'Page when the hit rate stays under 80 % for 2 min';
  act('12:11', FAY, { type: 'note-follow-up', text: page, kind: 'detect', owner: FAY.id });
  const refuse = 'Refuse a release whose cache lifetime lies outside 600 to 86,400 s';
  act('12:12', GUS, { type: 'note-follow-up', text: refuse, kind: 'prevent', owner: GUS.id });
  const unclear = { problem: 'unclear', text: 'which clock does the history print?' } as const;
  act('12:13', BEN, { type: 'question-step', runId: 1, stepId: 'find-change', ...unclear });
}

function finish(story: Teller): void {
  const { act } = story;
  tell(story, '12:14', 'public', 'We watch it until half an hour has passed.', '12:34');
  tell(story, '12:14', 'internal', 'We watch it until half an hour has passed.', '12:44');
  answer(story, '12:28', 'watch-and-close', 'all three hold', 0);
  tell(story, '12:28', 'public', 'The review follows.');
  tell(story, '12:28', 'internal', 'The review follows.');
  act('12:28', ANA, { type: 'move-status', to: 'resolved', temporaryConfirmed: true });
}

function answer({ act }: Teller, at: string, stepId: string, observed: string, index: number): void {
  act(at, BEN, {
    type: 'answer-step',
    runId: 1,
    stepId,
    observed,
    matched: YES,
    branch: { index, target: 0 },
  });
}

/** @param next wall time of the next update; without one it is the last */
function tell(story: Teller, at: string, audience: Audience, weDo: string, next?: string): void {
  const promise =
    next === undefined
      ? { final: true, loss: 'Nothing was lost, and nobody was charged twice.' }
      : { final: false, nextAt: story.at(next) };
  const usersSee =
    next === undefined ? 'Shopping works.' : 'Some shoppers see slow pages and failed payments.';
  const words = { audience, usersSee, weDo, changed: weDo, ...promise };
  const channels = ['status page'];
  if (audience !== 'public') {
    story.act(at, ANA, { type: 'send-update', ...words, channels });
    return;
  }
  // What goes to the public in a SEV-1 is written by one person and sent by another.
  story.act(at, DEE, { type: 'draft-update', ...words });
  story.act(at, ANA, { type: 'send-draft', messageId: story.state().drafts.at(-1)?.id ?? '', channels });
}

function hypothesis({ state }: Teller, index: number): string {
  return state().hypotheses[index]?.id ?? '';
}

function escalation(entries: readonly Entry[]): string {
  const asked = entries.find((entry) => entry.kind === 'escalation-requested');
  return asked?.body.escalationId ?? '';
}

function openImpact({ state }: Teller): string {
  return state().impact.find(({ to }) => to === undefined)?.id ?? '';
}

function openChange({ state }: Teller): string {
  return state().changes.find(({ finished, temporary }) => !finished && !temporary)?.id ?? '';
}
