import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, foldOn } from '../../server/incidents/incident.ts';
import { NOTHING_YET } from '../../server/incidents/state.ts';
import type { Body, Entry, Envelope, Kind, StoredEntry } from '../../server/incidents/entry.ts';
import { RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { declared } from '../support/told.ts';
import type { Told } from '../support/told.ts';

/** An entry that no decision would make, hung on the end of a story. */
function strange<K extends Kind>(told: Told, kind: K, body: Body<K>): Entry<K> {
  const last = told.entries.at(-1);
  assert.ok(last);
  return ofKind({ ...last, seq: last.seq + 1 }, kind, body);
}

function ofKind<K extends Kind>(place: Envelope, kind: K, body: Body<K>): Entry<K> {
  return { ...place, kind, body };
}

function story(): Told {
  const told = declared('2023-06-12T17:15:00.000Z', RUNBOOKS);
  told.act('ana', { type: 'attach-runbook', contentHash: STORM_HASH, why: [] });
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  told.act('ana', { type: 'open-hypothesis', statement: 'The gateway fails' });
  const hypothesisId = told.state.hypotheses[0]?.id ?? '';
  told.act('ana', {
    type: 'rule-out-hypothesis',
    hypothesisId,
    evidence: [{ text: 'its own rate is fine' }],
  });
  return told;
}

const EVIDENCE = { evidence: [{ text: 'x' }] };
const hypothesisId = (told: Told) => told.state.hypotheses[0]?.id ?? '';
const intervalId = (told: Told) => told.state.impact[0]?.id ?? '';

const LOOSE: [name: string, entry: (told: Told) => StoredEntry][] = [
  [
    'a move from a status in which it is not',
    (told) => strange(told, 'status-changed', { from: 'mitigating', to: 'investigating', overridden: [] }),
  ],
  [
    'monitoring with open impact',
    (told) => strange(told, 'status-changed', { from: 'triage', to: 'monitoring', overridden: [] }),
  ],
  [
    'confirming what is settled',
    (told) => strange(told, 'hypothesis-confirmed', { hypothesisId: hypothesisId(told), ...EVIDENCE }),
  ],
  [
    'setting aside what nobody works on',
    (told) => strange(told, 'hypothesis-parked', { hypothesisId: hypothesisId(told) }),
  ],
  [
    'evidence for nothing',
    (told) =>
      strange(told, 'hypothesis-evidence-added', {
        hypothesisId: 'x',
        direction: 'for',
        evidence: { text: 'x' },
      }),
  ],
  [
    'closing impact that does not exist',
    (told) => strange(told, 'impact-closed', { intervalId: 'x', signal: 'x' }),
  ],
  [
    'taking a role that somebody holds',
    (told) => strange(told, 'role-taken', { role: 'commander', personId: 'p-ben' }),
  ],
  [
    'releasing a role that one does not hold',
    (told) => strange(told, 'role-released', { role: 'scribe', personId: 'p-ben', reason: 'x' }),
  ],
  ['accepting an offer that was not made', (told) => strange(told, 'role-accepted', { offerId: 'x' })],
  ['leaving without being there', (told) => strange(told, 'responder-left', { personId: 'p-max' })],
  [
    'an escalation that nobody asked for',
    (told) => strange(told, 'escalation-accepted', { escalationId: 'x', level: 1, personId: 'p-ben' }),
  ],
  [
    'an answer to a step that is not open',
    (told) => strange(told, 'step-answered', { runId: 1, stepId: 'watch', observed: 'x', matched: 'yes' }),
  ],
  [
    'a step of a run that does not exist',
    (told) => strange(told, 'step-opened', { runId: 7, stepId: 'watch' }),
  ],
  [
    'going on with a step that is not held',
    (told) => strange(told, 'step-resumed', { runId: 1, stepId: 'prove' }),
  ],
  [
    'opening a step again that is not done',
    (told) => strange(told, 'step-reopened', { runId: 1, stepId: 'prove' }),
  ],
  [
    'the outcome of no change',
    (told) => strange(told, 'change-finished', { changeId: 'x', outcome: 'worked' }),
  ],
  [
    'a criterion that is not on the list',
    (told) => strange(told, 'exit-criterion-changed', { criterionId: 'x', holds: true }),
  ],
  ['a pin on an entry to come', (told) => strange(told, 'entry-pinned', { seq: 99, on: true })],
  ['a correction of an entry to come', (told) => strange(told, 'entry-struck', { seq: 99, reason: 'x' })],
];

for (const [name, make] of LOOSE) {
  test(`${name} changes nothing and is remembered as loose`, () => {
    const told = story();
    const entry = make(told);
    const state = foldOn(told.state, [entry]);
    assert.deepEqual(state.loose, [entry.seq]);
    assert.deepEqual({ ...state, loose: [], entries: [], seq: 0 }, { ...told.state, entries: [], seq: 0 });
  });
}

test('impact ends after its last change of size, not before', () => {
  const told = story();
  told.clock.wind(600);
  told.act('ana', { type: 'change-impact', intervalId: intervalId(told), percent: 10 });
  const early = {
    ...strange(told, 'impact-closed', { intervalId: intervalId(told), signal: 'x' }),
    occurredAt: '2023-06-12T17:20:00.000Z',
  };
  assert.deepEqual(foldOn(told.state, [early]).loose, [early.seq]);
});

test('nothing folds to the state before the first entry, and folding on leaves the given state alone', () => {
  assert.deepEqual(fold([]), NOTHING_YET);
  const told = story();
  const before = JSON.stringify(told.state);
  foldOn(told.state, [strange(told, 'note-added', { text: 'x', flavour: 'note' })]);
  assert.equal(JSON.stringify(told.state), before);
  assert.equal(foldOn(told.state, []), told.state);
});

test('two hundred entries fold in well under 5 ms', () => {
  const told = story();
  while (told.entries.length < 200) {
    told.clock.wind(20);
    told.act('ana', { type: 'add-note', text: 'The board is red', flavour: 'note' });
  }
  const spent = Array.from({ length: 40 }, () => {
    const before = performance.now();
    fold(told.entries);
    return performance.now() - before;
  });
  // The best of many: a busy machine is slower, but code that is too slow is never fast.
  assert.ok(Math.min(...spent) < 5, `${Math.min(...spent)} ms`);
});
