import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, mayTakeBack } from '../../server/incidents/incident.ts';
import type { Command } from '../../server/incidents/incident.ts';
import { runOf, currentStep, stepOf } from '../../server/incidents/run.ts';
import { PLAIN_HASH, RUNBOOKS } from '../support/cache-miss-storm.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

const reason = 'read off the board';

function hurt(): Told {
  const told = declared();
  told.act('ben', { type: 'open-impact', statement: 'Payments fail' });
  return told;
}

test('correcting a time derives every stamp anew and keeps the entry as it was recorded', () => {
  const told = hurt();
  const seq = told.last('impact-opened');
  const recorded = JSON.stringify(told.entries[seq - 1]);
  told.act('ben', { type: 'correct-time', seq, to: '2023-06-12T17:05:00.000Z', precision: 'minute', reason });
  assert.deepEqual(told.state.stamps.impactBeganAt, {
    at: '2023-06-12T17:05:00.000Z',
    precision: 'minute',
    provenance: 'corrected',
    seq,
  });
  assert.equal(JSON.stringify(told.entries[seq - 1]), recorded);
  told.act('ben', { type: 'correct-time', seq, to: '2023-06-12T17:07:00.000Z', precision: 'second', reason });
  assert.equal(told.state.stamps.impactBeganAt.at, '2023-06-12T17:07:00.000Z');
  assert.deepEqual(
    told.state.corrections.map((one) => one.what === 'time' && one.from),
    ['2023-06-12T17:15:00.000Z', '2023-06-12T17:05:00.000Z'],
  );
});

test('a time that later entries lean on is not moved behind them, and they are named', () => {
  const told = hurt();
  told.clock.wind(600);
  told.act('ana', { type: 'close-impact', intervalId: told.state.impact[0]?.id ?? '', signal: 'errors' });
  told.clock.wind(600);
  const correct = {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    precision: 'minute',
    reason,
  } as const;
  assert.throws(() => told.act('ben', { ...correct, to: '2023-06-12T17:26:00.000Z' }), {
    code: 'leaned-on',
    message: /^Later entries lean on this: 7 \(impact closed\)\. Correct those first\.$/,
  });
  assert.throws(() => told.act('ben', { ...correct, to: '2023-06-12T18:26:00.000Z' }), {
    code: 'in-the-future',
  });
});

test('the time of a tenure is not moved into the tenure of somebody else', () => {
  const told = declared();
  told.clock.wind(600);
  told.act('ana', { type: 'release-role', role: 'commander', reason: 'end of shift' });
  told.clock.wind(600);
  told.act('ben', { type: 'take-role', role: 'commander' });
  const correct = {
    type: 'correct-time',
    seq: told.last('role-taken'),
    precision: 'minute',
    reason,
  } as const;
  assert.throws(() => told.act('ben', { ...correct, to: '2023-06-12T17:24:00.000Z' }), { code: 'leaned-on' });
  told.act('ben', { ...correct, to: '2023-06-12T17:26:00.000Z' });
  assert.equal(told.state.tenures[1]?.from.at, '2023-06-12T17:26:00.000Z');
});

test('words are corrected in the fold, and one can read what they were', () => {
  const told = hurt();
  const seq = told.last('impact-opened');
  told.act('ben', {
    type: 'correct-text',
    seq,
    field: 'statement',
    to: 'Payments fail for a third',
    reason: 'more exact',
  });
  assert.equal(told.state.impact[0]?.steps[0]?.statement, 'Payments fail for a third');
  assert.throws(
    () => told.act('ben', { type: 'correct-text', seq, field: 'statement', to: 'x'.repeat(201), reason }),
    { code: 'bad-field' },
  );
  assert.throws(
    () => told.act('ben', { type: 'correct-text', seq, field: 'intervalId', to: 'other', reason }),
    { code: 'no-such-field' },
  );
  assert.throws(
    () => told.act('ana', { type: 'correct-text', seq: 2, field: 'verdict', to: 'not-real', reason }),
    { code: 'no-such-field' },
  );
});

test('what was sent stays as it was sent', () => {
  const told = declared();
  told.act('ana', {
    type: 'send-update',
    audience: 'internal',
    usersSee: 'Payments fail.',
    weDo: 'We look.',
    changed: 'First update.',
    channels: ['board'],
    nextAt: '2023-06-12T17:40:00.000Z',
    final: false,
  });
  const seq = told.last('update-sent');
  assert.throws(
    () => told.act('ana', { type: 'correct-text', seq, field: 'text', to: 'All is well.', reason }),
    { code: 'no-such-field' },
  );
  assert.throws(() => told.act('ana', { type: 'strike', seq, reason }), { code: 'not-strikable' });
});

test('a struck entry counts for nothing and is still there', () => {
  const told = hurt();
  told.act('ben', { type: 'strike', seq: told.last('impact-opened'), reason: 'it was the test shop' });
  assert.deepEqual(told.state.impact, []);
  assert.deepEqual(Object.keys(told.state.stamps).includes('impactBeganAt'), false);
  assert.equal(told.entries.filter(({ kind }) => kind === 'impact-opened').length, 1);
  assert.equal(
    told.act('ben', { type: 'strike', seq: told.last('impact-opened'), reason }).said,
    'It is struck already.',
  );
});

test('an entry that others need is not struck, and they are listed', () => {
  const told = declared();
  told.act('ben', { type: 'open-hypothesis', statement: 'The gateway fails' });
  const hypothesisId = told.state.hypotheses[0]?.id ?? '';
  told.act('ben', { type: 'add-evidence', hypothesisId, direction: 'for', evidence: { text: 'time-outs' } });
  told.act('ben', {
    type: 'rule-out-hypothesis',
    hypothesisId,
    evidence: [{ text: 'its own rate is fine' }],
  });
  assert.throws(() => told.act('ben', { type: 'strike', seq: told.last('hypothesis-opened'), reason }), {
    code: 'leaned-on',
    message: /7 \(hypothesis evidence added\) and 8 \(hypothesis ruled out\)/,
    seq: 7,
  });
  told.act('ben', { type: 'strike', seq: told.last('hypothesis-evidence-added'), reason });
  assert.equal(told.state.hypotheses[0]?.facts.length, 1);
});

test('the end of impact is not struck once the incident is quiet', () => {
  const told = hurt();
  told.act('ana', { type: 'close-impact', intervalId: told.state.impact[0]?.id ?? '', signal: 'errors' });
  told.act('ana', { type: 'move-status', to: 'monitoring', override: 'fixed' });
  assert.throws(() => told.act('ana', { type: 'strike', seq: told.last('impact-closed'), reason }), {
    code: 'leaned-on',
    message: /status changed/,
  });
});

test('the author, the scribe and the commander correct; after the end only a manager', () => {
  const told = hurt();
  const seq = told.last('impact-opened');
  const correct = { type: 'correct-text', seq, field: 'statement', reason } as const;
  assert.throws(() => told.act('chloe', { ...correct, to: 'A' }), { code: 'needs-commander' });
  told.act('chloe', { type: 'take-role', role: 'scribe' });
  told.act('chloe', { ...correct, to: 'B' });
  told.act('ana', { ...correct, to: 'C' });
  told.act('ana', { type: 'close-impact', intervalId: told.state.impact[0]?.id ?? '', signal: 'errors' });
  told.act('ana', { type: 'move-status', to: 'resolved', override: 'over' });
  told.act('ana', { type: 'move-status', to: 'review' });
  told.act('max', { type: 'waive-review', reason: 'known' });
  assert.throws(() => told.act('ben', { ...correct, to: 'D' }), { code: 'needs-manager' });
  told.act('max', { ...correct, to: 'E' });
  assert.equal(told.state.impact[0]?.steps[0]?.statement, 'E');
});

test('a correction is not corrected itself', () => {
  const told = hurt();
  told.act('ben', {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    to: '2023-06-12T17:05:00.000Z',
    precision: 'about',
    reason,
  });
  assert.throws(() => told.act('ben', { type: 'strike', seq: told.last('time-corrected'), reason }), {
    code: 'is-a-correction',
  });
});

test('a kind from a newer server, and a body that does not fit, fold to nothing', () => {
  const told = hurt();
  const [, second] = told.entries;
  assert.ok(second);
  const strange = [
    { ...second, seq: told.state.seq + 1, kind: 'tea-made', body: { cups: 4 } },
    { ...second, seq: told.state.seq + 2, kind: 'note-added', body: { flavour: 'haiku' } },
  ];
  const after = fold([...told.entries, ...strange]);
  assert.deepEqual(
    { ...after, entries: [], seq: 0, headHash: '' },
    { ...told.state, entries: [], seq: 0, headHash: '' },
  );
  assert.equal(after.seq, told.state.seq + 2);
});

const note: Command = { type: 'add-note', text: 'a note', flavour: 'note' };
const BACK: [name: string, acts: Command[], kind: string][] = [
  ['a note', [note], 'entry-struck'],
  ['a follow-up', [{ type: 'note-follow-up', text: 'alert on the hit rate' }], 'entry-struck'],
  ['a pin', [{ type: 'pin-entry', seq: 1, on: true }], 'entry-struck'],
  ['a value', [{ type: 'record-value', runId: 1, name: 'ERRORS', value: '6 %' }], 'entry-struck'],
  [
    'a raised severity',
    [
      { type: 'set-severity', to: 'SEV-3', reason: 'x' },
      { type: 'set-severity', to: 'SEV-1' },
    ],
    'severity-set',
  ],
  ['a title', [{ type: 'change-details', field: 'title', to: 'Another' }], 'details-changed'],
  ['a skipped step', [{ type: 'skip-step', runId: 1, stepId: 'one', reason: 'x' }], 'step-reopened'],
  ['a role', [{ type: 'take-role', role: 'scribe' }], 'role-released'],
];

for (const [name, acts, kind] of BACK) {
  test(`${name} can be taken back by its author, once, and by nobody else`, () => {
    const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
    told.act('ana', { type: 'attach-runbook', contentHash: PLAIN_HASH, why: [] });
    let seq = 0;
    for (const act of acts) {
      const made = told.act('ana', act);
      seq = told.state.seq - made.entries.length + 1;
    }
    assert.equal(mayTakeBack(told.state, seq, told.context('ben')), false);
    assert.throws(() => told.act('ben', { type: 'take-back', seq }), { code: 'not-to-take-back' });
    assert.deepEqual(kinds(told.act('ana', { type: 'take-back', seq })), [kind]);
    assert.equal(mayTakeBack(told.state, seq, told.context('ana')), false);
  });
}

test('a taken-back answer opens its step again, and the step that it had opened waits', () => {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ana', { type: 'attach-runbook', contentHash: PLAIN_HASH, why: [] });
  told.act('ben', { type: 'answer-step', runId: 1, stepId: 'one', observed: 'done', matched: 'yes' });
  told.act('ben', { type: 'take-back', seq: told.last('step-answered') });
  const run = runOf(told.state, 1);
  assert.ok(run);
  assert.equal(currentStep(run)?.stepId, 'one');
  assert.equal(stepOf(run, 'two')?.state, 'to-do');
  assert.equal(stepOf(run, 'one')?.answers.length, 1);
});

test('a taken-back box, settled hypothesis and severity are what they were', () => {
  const told = declared();
  told.act('ben', { type: 'open-hypothesis', statement: 'The gateway fails' });
  told.act('ben', {
    type: 'confirm-hypothesis',
    hypothesisId: told.state.hypotheses[0]?.id ?? '',
    evidence: [{ text: 'x' }],
  });
  told.act('ben', { type: 'take-back', seq: told.last('hypothesis-confirmed') });
  assert.equal(told.state.hypotheses[0]?.status, 'open');
  assert.equal(
    mayTakeBack(told.state, told.last('severity-set'), told.context('ana')),
    false,
    'the first severity has nothing before it',
  );
  assert.equal(mayTakeBack(told.state, told.last('status-changed'), told.context('ana')), false);
});

test('what one did last is taken back whole, with one word, and not twice', () => {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ana', { type: 'attach-runbook', contentHash: PLAIN_HASH, why: [] });
  told.act('ben', { type: 'add-note', text: 'A first word', flavour: 'note' });
  told.clock.wind(60);
  told.act('ben', { type: 'answer-step', runId: 1, stepId: 'one', observed: 'done', matched: 'yes' });
  told.act('ana', { type: 'add-note', text: 'Somebody else in between', flavour: 'note' });
  assert.deepEqual(kinds(told.act('ben', { type: 'take-back-last' })), ['step-reopened']);
  assert.throws(() => told.act('ben', { type: 'take-back-last' }), { code: 'taken-back-already' });
  told.clock.wind(60);
  told.act('ben', { type: 'add-note', text: 'Another', flavour: 'note' });
  assert.deepEqual(kinds(told.act('ben', { type: 'take-back-last' })), ['entry-struck']);
});

test('what cannot be taken back is not passed over for what came before it', () => {
  const told = declared();
  assert.throws(() => told.act('ben', { type: 'take-back-last' }), { code: 'nothing-to-take-back' });
  told.act('ana', { type: 'add-note', text: 'A word', flavour: 'note' });
  told.clock.wind(60);
  told.act('ana', { type: 'move-status', to: 'investigating', override: 'we know it' });
  assert.throws(() => told.act('ana', { type: 'take-back-last' }), { code: 'not-to-take-back' });
});
