import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../server/incidents/incident.ts';
import { temporaryChanges } from '../../server/incidents/changes.ts';
import { currentStep, runOf, stepOf } from '../../server/incidents/run.ts';
import type { Run } from '../../server/incidents/run.ts';
import { NEWER_HASH, PLAIN_HASH, RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told, Who } from '../support/told.ts';

function following(contentHash: string): Told {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ben', { type: 'take-role', role: 'operations' });
  told.act('ana', { type: 'attach-runbook', contentHash, why: ['chosen'] });
  return told;
}

function run(told: Told): Run {
  const found = runOf(told.state, 1);
  assert.ok(found);
  return found;
}

const current = (told: Told) => currentStep(run(told))?.stepId;

function answer(told: Told, stepId: string, branch?: [index: number, target: number], who: Who = 'ben') {
  const [index, target] = branch ?? [];
  const chosen = index === undefined || target === undefined ? undefined : { index, target };
  return told.act(who, {
    type: 'answer-step',
    runId: 1,
    stepId,
    observed: 'as written',
    matched: 'yes',
    branch: chosen,
  });
}

/** The storm, come to its dangerous step. */
function atRollback(): Told {
  const told = following(STORM_HASH);
  for (const [stepId, index] of [
    ['prove', 1],
    ['hit-rate', 0],
    ['find-change', 0],
    ['agree', 0],
  ] as const) {
    answer(told, stepId, [index, 0]);
  }
  assert.equal(current(told), 'rollback');
  return told;
}

test('a plain step opens the next in order, and the last one none', () => {
  const told = following(PLAIN_HASH);
  assert.equal(current(told), 'one');
  assert.deepEqual(kinds(answer(told, 'one')), ['step-answered', 'step-opened']);
  assert.deepEqual(
    kinds(told.act('ben', { type: 'skip-step', runId: 1, stepId: 'two', reason: 'done before' })),
    ['step-skipped', 'step-opened'],
  );
  assert.deepEqual(kinds(answer(told, 'three')), ['step-answered']);
  assert.equal(current(told), undefined);
});

test('steps keep their order for everyone but the commander', () => {
  const told = following(PLAIN_HASH);
  assert.throws(() => told.act('ben', { type: 'open-step', runId: 1, stepId: 'three' }), {
    code: 'out-of-order',
    message: /"Do one" comes first/,
  });
  assert.throws(() => answer(told, 'three'), { code: 'out-of-order' });
  told.act('ana', { type: 'open-step', runId: 1, stepId: 'three' });
  assert.equal(current(told), 'three');
  answer(told, 'three');
  assert.equal(current(told), 'one', 'what was open before is current again');
});

test('an answer with branches must choose one that the step has', () => {
  const told = following(STORM_HASH);
  assert.throws(() => answer(told, 'prove'), { code: 'missing', field: 'branch' });
  assert.throws(() => answer(told, 'prove', [7, 0]), { code: 'no-such-branch' });
  assert.throws(() => answer(told, 'prove', [0, 3]), { code: 'no-such-branch' });
  assert.throws(
    () => told.act('ben', { type: 'answer-step', runId: 1, stepId: 'prove', observed: ' ', matched: 'yes' }),
    {
      code: 'missing',
      field: 'observed',
    },
  );
  assert.throws(() => answer(told, 'no-step'), { code: 'no-such-step' });
});

const OUTSIDE: [path: [string, number][], leadsTo: string][] = [
  [[['prove', 0]], 'cancel'],
  [
    [
      ['prove', 2],
      ['look-alikes', 0],
    ],
    'runbook:payment-gateway-down.md',
  ],
  [
    [
      ['prove', 2],
      ['look-alikes', 1],
      ['infrastructure', 1],
    ],
    'escalate:engineering-manager',
  ],
];

for (const [path, leadsTo] of OUTSIDE) {
  test(`an answer that leads to ${leadsTo} is recorded and offered, never done`, () => {
    const told = following(STORM_HASH);
    for (const [stepId, index] of path) answer(told, stepId, [index, 0]);
    assert.equal(run(told).leadsTo?.target, leadsTo);
    assert.equal(told.state.status, 'triage');
    assert.deepEqual(told.state.escalations, []);
    assert.equal(current(told), undefined);
  });
}

test('a loop opens a step again, with a limit of its own, empty boxes and no owner', () => {
  const told = following(STORM_HASH);
  answer(told, 'prove', [2, 0]);
  told.act('ben', { type: 'claim-step', runId: 1, stepId: 'look-alikes' });
  told.act('ben', { type: 'change-check', runId: 1, stepId: 'look-alikes', checkId: '1', on: true });
  answer(told, 'look-alikes', [1, 0]);
  answer(told, 'infrastructure', [0, 0]);
  told.clock.wind(60);
  answer(told, 'find-change', [1, 0]);
  const again = stepOf(run(told), 'look-alikes');
  assert.equal(current(told), 'look-alikes');
  assert.deepEqual(
    [again?.owner, again?.checks, again?.limitAt],
    [undefined, {}, '2023-06-12T17:26:00.000Z'],
  );
});

test('a second answer is kept as an observation, and its author reads both', () => {
  const told = following(PLAIN_HASH);
  answer(told, 'one');
  told.clock.wind(2);
  const second = told.act('ana', {
    type: 'answer-step',
    runId: 1,
    stepId: 'one',
    observed: 'no answer at all',
    matched: 'no',
  });
  assert.deepEqual(kinds(second), ['note-added']);
  assert.equal(second.said, 'Ben Okafor recorded this 2 s before you: as written. Yours stands beside it.');
  assert.deepEqual(
    told.state.notes.map(({ flavour, about }) => [flavour, about]),
    [['observation', { runId: 1, stepId: 'one', title: 'Do one' }]],
  );
  assert.equal(stepOf(run(told), 'one')?.answers.length, 1);
});

test('the values of a second answer stand beside the first, and fill only what it left out', () => {
  const told = following(STORM_HASH);
  const seen = {
    type: 'answer-step',
    runId: 1,
    stepId: 'prove',
    matched: 'yes',
    branch: { index: 0, target: 0 },
  } as const;
  told.act('ben', { ...seen, observed: 'ERRORS 6 %', values: [{ name: 'ERRORS', value: '6 %' }] });
  const second = told.act('ana', {
    ...seen,
    observed: 'worse than that',
    values: [
      { name: 'ERRORS', value: '9 %' },
      { name: 'SERVICE', value: 'search' },
    ],
  });
  assert.deepEqual(kinds(second), ['value-recorded', 'note-added']);
  assert.equal(told.state.notes.at(-1)?.text, 'worse than that\n\nERRORS 9 %, SERVICE search');
  const { values } = run(told);
  assert.deepEqual([values['ERRORS']?.value, values['SERVICE']?.value], ['6 %', 'search']);
});

const TWICE: [name: string, command: Command, said: RegExp][] = [
  [
    'tick',
    { type: 'change-check', runId: 1, stepId: 'look-alikes', checkId: '1', on: true },
    /^Ben Okafor did that 2 s before you\./,
  ],
  [
    'claim',
    { type: 'claim-step', runId: 1, stepId: 'look-alikes' },
    /^Ben Okafor claimed this 2 s before you/,
  ],
  [
    'hold',
    { type: 'hold-step', runId: 1, stepId: 'look-alikes', reason: 'a call' },
    /^Ben Okafor set it on hold 2 s before you/,
  ],
  [
    'skip',
    { type: 'skip-step', runId: 1, stepId: 'look-alikes', reason: 'known' },
    /^Ben Okafor skipped this 2 s before you: known/,
  ],
];

for (const [name, command, said] of TWICE) {
  test(`a second ${name} adds nothing and says who was first`, () => {
    const told = following(STORM_HASH);
    answer(told, 'prove', [2, 0]);
    told.act('ben', command);
    told.clock.wind(2);
    const second = told.act('ana', command);
    assert.deepEqual(second.entries, []);
    assert.match(second.said ?? '', said);
  });
}

test('a claim is taken over with a reason', () => {
  const told = following(PLAIN_HASH);
  told.act('ben', { type: 'claim-step', runId: 1, stepId: 'one' });
  told.act('ana', { type: 'claim-step', runId: 1, stepId: 'one', reason: 'Ben is on the phone' });
  assert.equal(stepOf(run(told), 'one')?.owner?.name, 'Ana Ruiz');
});

test('the limit stops while a step is held, and runs on by the rest', () => {
  const told = following(STORM_HASH);
  told.clock.wind(60);
  told.act('ben', { type: 'hold-step', runId: 1, stepId: 'prove', reason: 'the board is down' });
  told.clock.wind(3600);
  assert.deepEqual(kinds(told.act('muster', { type: 'pass-time' })).includes('step-limit-passed'), false);
  told.act('ben', { type: 'resume-step', runId: 1, stepId: 'prove' });
  told.clock.wind(119);
  assert.deepEqual(kinds(told.act('muster', { type: 'pass-time' })).includes('step-limit-passed'), false);
  told.clock.wind(1);
  assert.deepEqual(kinds(told.act('muster', { type: 'pass-time' })), ['step-limit-passed']);
  assert.equal(told.state.entries.at(-1)?.kind, 'step-limit-passed');
  assert.deepEqual(told.act('muster', { type: 'pass-time' }).entries, []);
});

test('a dangerous step shows no command and takes no answer without a go', () => {
  const told = atRollback();
  const copy: Command = {
    type: 'copy-command',
    runId: 1,
    stepId: 'rollback',
    index: 0,
    text: 'cachectl',
    names: [],
  };
  assert.throws(() => told.act('ben', copy), { code: 'needs-go', message: /commander says go first/ });
  assert.throws(() => answer(told, 'rollback', [1, 0]), { code: 'needs-go' });
  assert.throws(() => told.act('ben', { type: 'skip-step', runId: 1, stepId: 'rollback', reason: 'no' }), {
    code: 'needs-commander',
  });
  told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  told.clock.wind(5);
  assert.equal(
    told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' }).said,
    'Ana Ruiz said go 5 s before you.',
  );
  told.act('ben', copy);
  answer(told, 'rollback', [1, 0]);
  assert.equal(current(told), 'watch');
});

test('the go of the person who acts does not count, unless they are alone and say so', () => {
  const told = atRollback();
  told.act('ana', { type: 'claim-step', runId: 1, stepId: 'rollback' });
  assert.throws(() => told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' }), {
    code: 'own-go',
  });
  const alone = {
    type: 'confirm-step-alone',
    runId: 1,
    stepId: 'rollback',
    typedTarget: 'rollback',
    reason: 'nobody answers',
  } as const;
  assert.throws(() => told.act('ana', { ...alone, typedTarget: 'yes' }), {
    code: 'wrong-target',
    message: /Type rollback/,
  });
  assert.throws(() => told.act('ana', { ...alone, reason: ' ' }), { code: 'missing', field: 'reason' });
  told.act('ana', alone);
  const go = stepOf(run(told), 'rollback')?.goes[0];
  assert.deepEqual([go?.alone, go?.reason], [true, 'nobody answers']);
  assert.throws(
    () => answer(told, 'rollback', [1, 0]),
    { code: 'needs-go' },
    'it is no go for somebody else',
  );
  answer(told, 'rollback', [1, 0], 'ana');
});

test('nobody goes alone while the holder of the role can be asked', () => {
  const told = atRollback();
  const alone = {
    type: 'confirm-step-alone',
    runId: 1,
    stepId: 'rollback',
    typedTarget: 'rollback',
    reason: 'haste',
  } as const;
  assert.throws(() => told.act('ben', alone), { code: 'ask-somebody', message: /Ana Ruiz holds command/ });
  told.act('ana', { type: 'release-role', role: 'commander', reason: 'end of shift' });
  told.act('ben', alone);
  answer(told, 'rollback', [1, 0]);
});

test('a go holds for one opening of the step only', () => {
  const told = atRollback();
  told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  answer(told, 'rollback', [1, 0]);
  told.act('ben', { type: 'reopen-step', runId: 1, stepId: 'rollback', reason: 'one node was missed' });
  assert.throws(() => answer(told, 'rollback', [1, 0]), { code: 'needs-go' });
});

test('an undo that was carried out puts back the change of that step', () => {
  const told = atRollback();
  assert.throws(() => told.act('ben', { type: 'undo-step', runId: 1, stepId: 'rollback', outcome: 'done' }), {
    code: 'nothing-to-undo',
  });
  told.act('ana', { type: 'confirm-step', runId: 1, stepId: 'rollback' });
  told.act('ben', {
    type: 'start-change',
    what: 'release 811',
    where: 'one node',
    temporary: true,
    stepRef: { runId: 1, stepId: 'rollback' },
  });
  assert.equal(temporaryChanges(told.state).length, 1);
  assert.throws(
    () => told.act('chloe', { type: 'undo-step', runId: 1, stepId: 'rollback', outcome: 'done' }),
    { code: 'needs-operations' },
  );
  told.act('ben', { type: 'undo-step', runId: 1, stepId: 'rollback', outcome: 'done' });
  assert.deepEqual(temporaryChanges(told.state), []);
});

test('the commander moves the phase, with a reason while steps are open, and its first step opens', () => {
  const told = following(STORM_HASH);
  const move = { type: 'move-phase', runId: 1, to: 'resolve' } as const;
  assert.throws(() => told.act('ben', move), { code: 'needs-commander' });
  assert.throws(() => told.act('ana', move), {
    code: 'missing',
    message: /"Prove that shoppers are affected" is not done/,
  });
  assert.deepEqual(kinds(told.act('ana', { ...move, reason: 'we know this one' })), [
    'phase-moved',
    'step-opened',
  ]);
  assert.equal(current(told), 'agree');
  assert.equal(run(told).phase, 'resolve');
  told.act('ana', { type: 'move-phase', runId: 1, to: 'detect' });
  assert.equal(run(told).phase, 'detect');
});

test('a runbook is attached once, taken off with a reason, and does not overwrite typed exit criteria', () => {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ana', { type: 'set-exit-criteria', criteria: [{ text: 'Errors are low' }] });
  assert.deepEqual(
    kinds(told.act('muster', { type: 'attach-runbook', contentHash: STORM_HASH, why: ['exact match'] })),
    ['runbook-attached', 'step-opened'],
  );
  assert.match(
    told.act('ben', { type: 'attach-runbook', contentHash: STORM_HASH, why: [] }).said ?? '',
    /attached already/,
  );
  assert.throws(() => told.act('ben', { type: 'attach-runbook', contentHash: 'x', why: [] }), {
    code: 'no-such-runbook',
  });
  told.act('ana', { type: 'detach-runbook', runId: 1, reason: 'another cause' });
  assert.throws(() => answer(told, 'prove', [1, 0]), { code: 'detached' });
  told.act('ben', { type: 'attach-runbook', contentHash: STORM_HASH, why: [] });
  assert.deepEqual(
    told.state.runs.map(({ runId }) => runId),
    [1, 2],
  );
});

test('values are kept by name for the later steps', () => {
  const told = following(STORM_HASH);
  told.act('ben', { type: 'record-value', runId: 1, stepId: 'prove', name: 'ERRORS', value: ' 6 % ' });
  assert.equal(run(told).values['ERRORS']?.value, '6 %');
  assert.equal(
    told.act('ben', { type: 'record-value', runId: 1, name: 'ERRORS', value: '6 %' }).entries.length,
    0,
  );
  told.act('ben', {
    type: 'question-step',
    runId: 1,
    stepId: 'prove',
    problem: 'unclear',
    text: 'Which board?',
  });
  assert.equal(run(told).questions[0]?.text, 'Which board?');
});

test('what fits no way is an answer as well: nothing opens, and the commander decides', () => {
  const told = following(STORM_HASH);
  answer(told, 'prove', [1, 0]);
  const none = {
    runId: 1,
    stepId: 'hit-rate',
    observed: 'it jumps',
    matched: 'unsure',
    branch: 'none',
  } as const;
  assert.deepEqual(kinds(told.act('ben', { type: 'answer-step', ...none })), ['step-answered']);
  assert.deepEqual([current(told), run(told).leadsTo?.target], [undefined, 'none']);
  const record = stepOf(run(told), 'hit-rate');
  assert.deepEqual([record?.answers[0]?.fitsNone, record?.answers[0]?.branch], [true, undefined]);
  told.act('ana', { type: 'open-step', runId: 1, stepId: 'look-alikes' });
  assert.deepEqual([current(told), run(told).leadsTo], ['look-alikes', undefined]);
});

test('a note on a step stands beside it, and goes along when the step is renamed', () => {
  const told = following(STORM_HASH);
  const place = { runId: 1, stepId: 'hit-rate' };
  assert.throws(() => told.act('ben', { type: 'note-on-step', ...place, text: ' ' }), { code: 'missing' });
  assert.throws(() => told.act('ben', { type: 'note-on-step', ...place, stepId: 'no-step', text: 'x' }), {
    code: 'no-such-step',
  });
  told.act('ben', { type: 'note-on-step', ...place, text: 'The board is slow' });
  assert.equal(told.state.notes[0]?.about?.stepId, 'hit-rate');
  const renamed = [{ from: 'hit-rate', to: 'ratio' }];
  told.act('ana', { type: 'move-run', runId: 1, contentHash: NEWER_HASH, renamed });
  assert.equal(told.state.notes[0]?.about?.stepId, 'ratio');
});
