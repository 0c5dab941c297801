import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from '../../server/incidents/incident.ts';
import { answerOf, currentStep, runOf, stepOf } from '../../server/incidents/run.ts';
import type { Run } from '../../server/incidents/run.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { mayTakeBack } from '../../server/incidents/take-back.ts';
import { NEWER_HASH, PLAIN_HASH, RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { declared, kinds, type Told, type Who } from '../support/told.ts';

/** A storm in which the hit rate was read; the text was written anew meanwhile. */
function storm(): Told {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ana', { type: 'attach-runbook', contentHash: STORM_HASH, why: ['chosen'] });
  answer(told, 'prove', 1);
  told.act('ben', { type: 'record-value', runId: 1, stepId: 'hit-rate', name: 'HIT_RATE', value: '41 %' });
  answer(told, 'hit-rate', 0);
  return told;
}

function answer(told: Told, stepId: string, index: number) {
  const branch = { index, target: 0 };
  const seen = { runId: 1, stepId, observed: `seen at ${stepId}`, matched: 'yes', branch } as const;
  return told.act('ben', { type: 'answer-step', ...seen });
}

type Renamed = readonly { from: string; to: string }[];
const RENAMED: Renamed = [{ from: 'hit-rate', to: 'ratio' }];

function move(told: Told, renamed: Renamed = RENAMED, contentHash = NEWER_HASH, who: Who = 'ana') {
  return told.act(who, { type: 'move-run', runId: 1, contentHash, renamed });
}

function run(told: Told): Run {
  const found = runOf(told.state, 1);
  assert.ok(found);
  return found;
}

test('steps of one id map by themselves, and what was done in a renamed one goes with it', () => {
  const told = storm();
  assert.deepEqual(kinds(move(told)), ['run-version-moved']);
  assert.equal(run(told).contentHash, NEWER_HASH);
  assert.equal(run(told).title, 'Cache-miss storm');
  assert.equal(currentStep(run(told))?.stepId, 'find-change', 'the run stands where it stood');
  const ratio = stepOf(run(told), 'ratio');
  assert.equal(ratio && answerOf(ratio)?.observed, 'seen at hit-rate');
  assert.equal(stepOf(run(told), 'hit-rate'), undefined);
  assert.equal(run(told).values.HIT_RATE?.stepId, 'ratio');
  const prove = stepOf(run(told), 'prove');
  assert.equal(prove && answerOf(prove)?.branch?.target, 'step:ratio', 'the way that was taken leads there');
  assert.equal(stepOf(run(told), 'find-change')?.cameFrom, 'ratio');
});

test('a step that is gone keeps its answer and its name, and waits for nobody', () => {
  const told = storm();
  move(told, []);
  const gone = stepOf(run(told), 'hit-rate');
  assert.deepEqual(gone?.gone, { title: 'Read the cache hit rate', number: '2' });
  assert.equal(gone && answerOf(gone)?.observed, 'seen at hit-rate');
  const entry = told.entries.at(-1);
  assert.equal(
    entry && sentenceOf(entry, 'UTC'),
    'Ana Ruiz moved the run to another version of Cache-miss storm: "Read the cache hit rate" is no longer in it.',
  );
});

test('when the step at which the run stood is gone, the next that is not done opens', () => {
  const told = storm();
  answer(told, 'find-change', 1);
  answer(told, 'look-alikes', 1);
  assert.equal(currentStep(run(told))?.stepId, 'infrastructure');
  assert.deepEqual(kinds(move(told)), ['run-version-moved', 'step-opened']);
  assert.equal(currentStep(run(told))?.stepId, 'agree');
  assert.equal(stepOf(run(told), 'infrastructure')?.state, 'to-do');
  assert.equal(stepOf(run(told), 'infrastructure')?.limitAt, undefined, 'its limit runs no more');
});

test('a box stays ticked only while the same words stand beside it', () => {
  const told = storm();
  answer(told, 'find-change', 1);
  for (const checkId of ['1', '2'])
    told.act('ben', { type: 'change-check', runId: 1, stepId: 'look-alikes', checkId, on: true });
  assert.deepEqual(kinds(move(told)), ['run-version-moved', 'check-changed']);
  const { checks } = stepOf(run(told), 'look-alikes') ?? {};
  assert.deepEqual([checks?.['1']?.on, checks?.['2']?.on], [true, false]);
});

test('a go that was said to the old words holds no more', () => {
  const told = storm();
  answer(told, 'find-change', 0);
  answer(told, 'agree', 0);
  told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  assert.equal(stepOf(run(told), 'rollback')?.goes.length, 1);
  move(told);
  assert.deepEqual(stepOf(run(told), 'rollback')?.goes, []);
});

const REFUSED: [what: string, code: string, renamed: Renamed, hash?: string, who?: Who][] = [
  ['by somebody who does not command', 'needs-commander', RENAMED, NEWER_HASH, 'ben'],
  ['by somebody who may only read', 'no-permission', RENAMED, NEWER_HASH, 'vera'],
  ['to a text that is not here', 'no-such-runbook', RENAMED, 'e'.repeat(64)],
  ['to another runbook', 'another-runbook', [], PLAIN_HASH],
  ['with a step that the run never had', 'no-such-step', [{ from: 'nowhere', to: 'tell' }]],
  ['to a step that the newer text does not have', 'no-such-step', [{ from: 'hit-rate', to: 'nowhere' }]],
  ['with a step that both texts have', 'not-renamed', [{ from: 'prove', to: 'tell' }]],
  ['onto a step that both texts have', 'two-in-one', [{ from: 'hit-rate', to: 'prove' }]],
  [
    'with two steps in one',
    'two-in-one',
    [
      { from: 'hit-rate', to: 'tell' },
      { from: 'infrastructure', to: 'tell' },
    ],
  ],
];
for (const [what, code, renamed, hash, who] of REFUSED) {
  test(`a run is not moved ${what}`, () => {
    const told = storm();
    assert.throws(() => move(told, renamed, hash, who), { code });
  });
}

test('to the version that it follows already nothing is added, and back it goes as well', () => {
  const told = storm();
  move(told);
  assert.equal(move(told).said, 'The run follows this version already.');
  move(told, [{ from: 'ratio', to: 'hit-rate' }], STORM_HASH);
  const back = stepOf(run(told), 'hit-rate');
  assert.equal(back && answerOf(back)?.observed, 'seen at hit-rate');
  assert.equal(run(told).moves.length, 2);
});

test('a step that is gone and comes back is there again with what was done', () => {
  const told = storm();
  move(told, []);
  move(told, [], STORM_HASH);
  const back = stepOf(run(told), 'hit-rate');
  assert.equal(back?.gone, undefined);
  assert.equal(back && answerOf(back)?.observed, 'seen at hit-rate');
});

test('whoever answers on a page from before the move loses no word', () => {
  const told = storm();
  move(told);
  const late = answer(told, 'hit-rate', 0);
  assert.deepEqual(kinds(late), ['note-added']);
  assert.match(late.said ?? '', /^The run was moved to another version of its runbook meanwhile\./);
  assert.equal(told.state.notes.at(-1)?.text, 'seen at hit-rate');
});

test('an answer from before the move can still be taken back by whoever gave it', () => {
  const told = storm();
  move(told);
  const seq = told.entries.findLast(({ kind }) => kind === 'step-answered')?.seq ?? 0;
  assert.ok(mayTakeBack(told.state, seq, told.context('ben')));
  told.act('ben', { type: 'take-back', seq });
  assert.equal(stepOf(run(told), 'ratio')?.state, 'open');
});

test('folded up to the entry before the move, the run follows the older text', () => {
  const told = storm();
  const { seq } = told.state;
  move(told);
  const before = runOf(fold(told.entries.slice(0, seq)), 1);
  assert.equal(before?.contentHash, STORM_HASH);
  assert.ok(before && stepOf(before, 'hit-rate'));
  assert.deepEqual(fold(told.entries), told.state);
});
