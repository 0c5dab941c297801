import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runView, type RunView } from '../../server/incidents/run-pages.ts';
import { runOf } from '../../server/incidents/run.ts';
import { PLAIN_HASH, RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { declared, type Told } from '../support/told.ts';

const LINKS = {
  key: '#',
  runbook: (file: string) => `/runbooks/${file}`,
  picture: (file: string) => file,
  step: (stepId: string) => `#r1-${stepId}`,
};

function following(contentHash: string): Told {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ben', { type: 'take-role', role: 'operations' });
  told.act('ana', { type: 'attach-runbook', contentHash, why: ['chosen'] });
  return told;
}

function answer(told: Told, stepId: string, index: number, matched: 'yes' | 'no' = 'yes'): void {
  const branch = { index, target: 0 };
  told.act('ben', { type: 'answer-step', runId: 1, stepId, observed: 'as written', matched, branch });
}

function viewed(told: Told): RunView {
  const run = runOf(told.state, 1) ?? assert.fail();
  const reading = { now: told.clock.now(), zone: 'UTC', links: LINKS, personId: 'p-ben', mayAct: true };
  const texts = { followed: RUNBOOKS.get(run.contentHash), today: undefined };
  return runView(told.state, run, texts, reading);
}

const shape = (groups: RunView['groups']) =>
  groups.map(({ anchor, steps }) => `${anchor}: ${steps.map(({ view }) => view.id).join(' ')}`);

test('before anything is answered all steps stand in their phases', () => {
  const view = viewed(following(STORM_HASH));
  assert.equal(view.behind, undefined);
  assert.deepEqual(shape(view.groups), [
    'r1-detect: prove',
    'r1-triage: hit-rate find-change look-alikes',
    'r1-escalate: infrastructure',
    'r1-resolve: agree rollback watch',
  ]);
});

test('what was dealt with is folded, so that the current step comes first', () => {
  const told = following(STORM_HASH);
  answer(told, 'prove', 1);
  answer(told, 'hit-rate', 0, 'no');
  const view = viewed(told);
  assert.equal(view.behind?.words, '2 steps done, 1 not as expected');
  assert.deepEqual(shape(view.behind.groups), ['r1-detect: prove', 'r1-triage-behind: hit-rate']);
  assert.deepEqual(shape(view.groups).slice(0, 2), [
    'r1-triage: find-change look-alikes',
    'r1-escalate: infrastructure',
  ]);
});

test('a phase that was passed by is told as such', () => {
  const told = following(STORM_HASH);
  answer(told, 'prove', 1);
  answer(told, 'hit-rate', 0);
  answer(told, 'find-change', 0);
  const view = viewed(told);
  assert.equal(view.behind?.words, '3 steps done, 1 passed by');
  // Nothing of this phase was touched, so it is not behind: somebody may still need it.
  assert.deepEqual(shape(view.groups), ['r1-escalate: infrastructure', 'r1-resolve: agree rollback watch']);
});

test('a phase in which somebody else still works is not folded', () => {
  const told = following(STORM_HASH);
  answer(told, 'prove', 1);
  told.act('ana', { type: 'open-step', runId: 1, stepId: 'agree' });
  const view = viewed(told);
  assert.deepEqual(shape(view.behind?.groups ?? []), ['r1-detect: prove']);
  assert.equal(shape(view.groups)[0], 'r1-triage: hit-rate find-change look-alikes');
});

test('a list without phases folds its beginning; a run that is over folds nothing', () => {
  const told = following(PLAIN_HASH);
  told.act('ben', { type: 'skip-step', runId: 1, stepId: 'one', reason: 'done before' });
  assert.equal(viewed(told).behind?.words, '1 step skipped');
  assert.deepEqual(shape(viewed(told).groups), ['r1-steps: two three']);
  for (const stepId of ['two', 'three']) {
    told.act('ben', { type: 'answer-step', runId: 1, stepId, observed: 'as written', matched: 'yes' });
  }
  assert.equal(viewed(told).behind, undefined);
  assert.deepEqual(shape(viewed(told).groups), ['r1-steps: one two three']);
});
