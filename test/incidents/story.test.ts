import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '../../server/core/clock.ts';
import { verify } from '../../server/incidents/chain.ts';
import { spentSeconds, togetherSeconds, onlyWrongSeconds } from '../../server/incidents/hypotheses.ts';
import { impactSeconds, impactSpanSeconds } from '../../server/incidents/impact.ts';
import { fold, nextDue, summaryOf } from '../../server/incidents/incident.ts';
import { holderOf } from '../../server/incidents/roles.ts';
import { currentStep, runOf } from '../../server/incidents/run.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { Told, kinds } from '../support/told.ts';

/** An instant of 12 June 2023 by its time in UTC. */
const at = (time: string): Instant => `2023-06-12T${time}:00.000Z`;

/** The morning of the storm: two spells of impact, two innocent suspects, a colleague called in, a rollback. */
function storm(): Told {
  const told = new Told(at('17:20'), RUNBOOKS);
  told.act('ana', {
    type: 'declare',
    key: 'INC-42',
    kind: 'incident',
    title: 'Checkout is slow and fails',
    service: 'storefront',
    severity: 'SEV-1',
    homeZone: 'America/Los_Angeles',
    visibility: 'all',
    takeCommand: true,
    runbook: { contentHash: STORM_HASH, why: ['CacheHitRateLow'] },
  });
  told.act('ben', { type: 'take-role', role: 'operations' });
  told.act('chloe', { type: 'take-role', role: 'communications' });
  told.act('pilar', { type: 'take-role', role: 'scribe' });
  told.act('ana', {
    type: 'open-impact',
    at: { instant: at('17:15'), precision: 'about' },
    service: 'storefront',
    journey: 'pay',
    percent: 34,
    statement: 'Payments fail for a third of shoppers',
  });
  told.act('ben', {
    type: 'answer-step',
    runId: 1,
    stepId: 'prove',
    observed: '6 % and 4.1 s',
    matched: 'yes',
    branch: { index: 1, target: 0 },
  });
  told.clock.setTo(at('17:24'));
  told.act('ana', { type: 'move-status', to: 'investigating' });
  told.act('ben', { type: 'record-value', runId: 1, stepId: 'hit-rate', name: 'HIT_RATE', value: '41 %' });
  told.act('ben', {
    type: 'answer-step',
    runId: 1,
    stepId: 'hit-rate',
    observed: 'normal on the wrong board',
    matched: 'unsure',
    branch: { index: 1, target: 0 },
  });
  told.act('pilar', {
    type: 'open-hypothesis',
    statement: 'The payment gateway fails',
    wouldClear: 'its own error rate, measured outside',
  });
  told.act('ben', { type: 'open-hypothesis', statement: 'The database is overloaded' });
  told.clock.setTo(at('17:30'));
  told.act('chloe', {
    type: 'draft-update',
    audience: 'public',
    usersSee: 'Some payments fail.',
    weDo: 'We look for the cause.',
    changed: 'This is the first update.',
    nextAt: at('17:50'),
    final: false,
  });
  told.act('ana', {
    type: 'send-draft',
    messageId: told.state.drafts.at(-1)?.id ?? '',
    channels: ['status'],
  });
  return told;
}

/** Gateway and database are cleared, infrastructure comes in and finds the change. */
function found(): Told {
  const told = storm();
  told.clock.setTo(at('17:41'));
  told.act('pilar', {
    type: 'rule-out-hypothesis',
    hypothesisId: told.state.hypotheses[0]?.id ?? '',
    evidence: [{ text: 'Its own error rate, measured outside, is 0.02 %' }],
  });
  told.act('ben', {
    type: 'answer-step',
    runId: 1,
    stepId: 'look-alikes',
    observed: 'gateway cleared',
    matched: 'yes',
    branch: { index: 1, target: 0 },
  });
  told.act('ana', {
    type: 'request-escalation',
    to: 'p-max',
    reason: 'We need somebody who knows the cache',
    by: 'step',
  });
  told.clock.setTo(at('17:44'));
  told.act('max', { type: 'accept-escalation', escalationId: told.state.escalations[0]?.id ?? '' });
  told.act('ana', {
    type: 'answer-step',
    runId: 1,
    stepId: 'infrastructure',
    observed: 'Max has accepted',
    matched: 'yes',
    branch: { index: 0, target: 0 },
  });
  told.act('max', {
    type: 'open-hypothesis',
    statement: 'A shorter cache lifetime causes a storm of misses',
  });
  told.clock.setTo(at('17:56'));
  told.act('ben', {
    type: 'rule-out-hypothesis',
    hypothesisId: told.state.hypotheses[1]?.id ?? '',
    evidence: [{ text: 'Queries rose after the hit rate fell', value: '17:16 against 17:12' }],
  });
  told.act('max', {
    type: 'confirm-hypothesis',
    hypothesisId: told.state.hypotheses[2]?.id ?? '',
    evidence: [{ text: 'Release 812 set the lifetime from 300 s to 3 s' }],
  });
  told.act('ben', {
    type: 'answer-step',
    runId: 1,
    stepId: 'find-change',
    observed: 'release 812 at 17:11Z',
    matched: 'yes',
    branch: { index: 0, target: 0 },
  });
  told.act('ana', {
    type: 'make-decision',
    text: 'Put release 811 back, one node first',
    askedForObjections: true,
  });
  told.act('ana', {
    type: 'answer-step',
    runId: 1,
    stepId: 'agree',
    observed: 'nobody objects',
    matched: 'yes',
    branch: { index: 0, target: 0 },
  });
  return told;
}

test('an answer that names a step opens it in the same append, with its limit', () => {
  const told = storm();
  const run = runOf(told.state, 1);
  assert.equal(run && currentStep(run)?.stepId, 'look-alikes');
  assert.equal(run && currentStep(run)?.limitAt, at('17:34'));
  assert.equal(run?.phase, 'triage');
});

test('the dangerous step waits for the go of the commander, who does not act', () => {
  const told = found();
  const answer = {
    type: 'answer-step',
    runId: 1,
    stepId: 'rollback',
    observed: 'first node at 88 %',
    matched: 'yes',
    branch: { index: 1, target: 0 },
  } as const;
  told.act('ben', { type: 'claim-step', runId: 1, stepId: 'rollback' });
  assert.throws(() => told.act('ben', answer), { code: 'needs-go' });
  assert.throws(() => told.act('ben', { type: 'confirm-step', runId: 1, stepId: 'rollback' }), {
    code: 'not-your-go',
  });
  assert.throws(
    () =>
      told.act('ben', {
        type: 'confirm-step-alone',
        runId: 1,
        stepId: 'rollback',
        typedTarget: 'rollback',
        reason: 'haste',
      }),
    { code: 'ask-somebody' },
  );
  assert.deepEqual(kinds(told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' })), [
    'step-confirmed',
  ]);
  assert.deepEqual(kinds(told.act('ben', answer)), ['step-answered', 'step-opened']);
});

test('the storm is told from the first signal to the end', () => {
  const told = found();
  told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  told.act('ben', {
    type: 'start-change',
    what: 'release 811 instead of 812',
    where: 'cache, one node',
    temporary: false,
    stepRef: { runId: 1, stepId: 'rollback' },
  });
  told.act('ana', { type: 'move-status', to: 'mitigating' });
  told.clock.setTo(at('18:03'));
  told.act('ben', {
    type: 'close-impact',
    intervalId: told.state.impact[0]?.id ?? '',
    signal: 'checkout errors',
    value: '0.3 %',
  });
  told.act('ana', { type: 'move-status', to: 'monitoring' });
  assert.equal(told.state.stamps.mitigatedAt?.at, at('18:03'));

  // It comes back on the nodes that were not reloaded.
  told.clock.setTo(at('18:10'));
  const again = told.act('ben', {
    type: 'open-impact',
    percent: 6,
    journey: 'pay',
    statement: 'Payments fail again for some',
  });
  assert.deepEqual(kinds(again), ['status-changed', 'impact-opened']);
  assert.equal(told.state.status, 'investigating');
  told.act('ben', { type: 'finish-change', changeId: told.state.changes[0]?.id ?? '', outcome: 'worked' });
  told.act('ben', {
    type: 'answer-step',
    runId: 1,
    stepId: 'rollback',
    observed: 'all nodes on 811',
    matched: 'yes',
    branch: { index: 1, target: 0 },
  });
  told.clock.setTo(at('18:16'));
  told.act('ben', {
    type: 'close-impact',
    intervalId: told.state.impact[1]?.id ?? '',
    signal: 'checkout errors',
    value: '0.2 %',
  });
  told.act('ana', { type: 'move-status', to: 'monitoring' });
  for (const criterionId of ['1', '2'])
    told.act('ben', { type: 'change-exit-criterion', criterionId, holds: true });

  told.clock.setTo(at('18:40'));
  assert.throws(() => told.act('ana', { type: 'move-status', to: 'resolved', temporaryConfirmed: true }), {
    code: 'unmet-checks',
    message: /watch ends at 11:46 PDT/,
  });
  told.clock.setTo(at('18:46'));
  told.act('chloe', {
    type: 'draft-update',
    audience: 'public',
    usersSee: 'Payments work again.',
    weDo: 'We look back at what happened.',
    changed: 'The previous configuration is back since 18:03Z.',
    final: true,
    loss: 'No order was lost or charged twice.',
  });
  told.act('ana', {
    type: 'send-draft',
    messageId: told.state.drafts.at(-1)?.id ?? '',
    channels: ['status'],
  });
  told.act('chloe', {
    type: 'send-update',
    audience: 'internal',
    usersSee: 'Payments work again.',
    weDo: 'Review on Thursday.',
    changed: 'Rolled back to 811.',
    channels: ['board'],
    final: true,
    loss: 'Nothing was lost.',
  });
  const end = told.act('ana', { type: 'move-status', to: 'resolved', temporaryConfirmed: true });
  assert.deepEqual(kinds(end), ['status-changed', 'review-required']);

  const { state } = told;
  const now = told.clock.now();
  assert.deepEqual(
    {
      began: state.stamps.impactBeganAt,
      declared: state.stamps.declaredAt?.at,
      identified: state.stamps.identifiedAt?.at,
      changed: state.stamps.firstChangeAt?.at,
      mitigated: state.stamps.mitigatedAt?.at,
      resolved: state.stamps.resolvedAt?.at,
      reviewDue: state.stamps.reviewDueAt?.at,
    },
    {
      began: { at: at('17:15'), precision: 'about', provenance: 'typed', seq: told.seqs('impact-opened')[0] },
      declared: at('17:20'),
      identified: at('17:56'),
      changed: at('17:56'),
      mitigated: at('18:16'),
      resolved: at('18:46'),
      reviewDue: '2023-06-15T18:46:00.000Z',
    },
  );
  assert.equal(impactSeconds(state, now), (48 + 6) * 60);
  assert.equal(impactSpanSeconds(state, now), 61 * 60);
  assert.deepEqual(
    state.hypotheses.map((one) => [one.status, spentSeconds(one, now) / 60]),
    [
      ['ruled-out', 17],
      ['ruled-out', 32],
      ['confirmed', 12],
    ],
  );
  assert.equal(togetherSeconds(state.hypotheses.slice(0, 2), now), 32 * 60);
  assert.equal(onlyWrongSeconds(state, now), 20 * 60);
  assert.equal(holderOf(state, 'commander')?.name, 'Ana Ruiz');
  assert.deepEqual(state.loose, []);
  assert.equal(verify(told.entries, { seq: state.seq, hash: state.headHash }), undefined);
  assert.deepEqual(fold(told.entries), state);

  const summary = summaryOf(state);
  assert.deepEqual(
    {
      key: summary.key,
      number: summary.number,
      status: summary.status,
      next: summary.nextDueAt,
      seq: summary.seq,
    },
    {
      key: 'INC-42',
      number: 42,
      status: 'resolved',
      next: '2023-06-13T18:46:00.000Z',
      seq: told.entries.length,
    },
  );
  assert.equal(nextDue(state), '2023-06-13T18:46:00.000Z');

  told.clock.setTo('2023-06-13T18:46:00.000Z');
  told.act('muster', { type: 'pass-time' });
  assert.equal(told.state.status, 'review');
  told.act('max', {
    type: 'publish-postmortem',
    postmortemId: 'pm-42',
    version: 1,
    contentHash: 'e'.repeat(64),
  });
  assert.equal(told.state.status, 'closed');
  assert.throws(() => told.act('ana', { type: 'add-note', text: 'one more', flavour: 'note' }), {
    code: 'over',
  });
});

test('the timeline of the storm reads as sentences', () => {
  const told = found();
  const sentence = (kind: string) => {
    const entry = told.entries.findLast((one) => one.kind === kind);
    return entry && sentenceOf(entry, 'America/Los_Angeles');
  };
  assert.equal(
    told.entries
      .filter(({ kind }) => kind === 'hypothesis-ruled-out')
      .map((entry) => sentenceOf(entry, 'UTC'))[0],
    'Pilar Sato ruled out: The payment gateway fails. Its own error rate, measured outside, is 0.02 %.',
  );
  assert.equal(sentence('escalation-accepted'), 'Max Novak accepted the request.');
  assert.equal(
    sentence('step-answered'),
    'Ana Ruiz answered step 6, "Agree on the rollback": nobody objects (as expected).',
  );
  assert.equal(
    sentence('step-opened'),
    'Now at step 7, "Put the previous configuration back", with a limit at 11:06 PDT.',
  );
  assert.equal(
    sentence('decision-made'),
    'Ana Ruiz decided: Put release 811 back, one node first. Nobody objected.',
  );
});
