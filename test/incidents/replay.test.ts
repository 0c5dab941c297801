import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from '../../server/incidents/incident.ts';
import { knownAt } from '../../server/incidents/replay.ts';
import { declared, type Told } from '../support/told.ts';

/** Declared at 17:15; a note at 17:20; impact recorded at 17:25 for 17:05; its time corrected at 17:30. */
function story(): Told {
  const told = declared();
  told.clock.wind(300);
  told.act('ben', { type: 'add-note', text: 'The queue is long', flavour: 'note' });
  told.clock.wind(300);
  told.act('ana', {
    type: 'open-impact',
    statement: 'Payments fail',
    at: { instant: '2023-06-12T17:05:00.000Z', precision: 'minute' },
  });
  told.clock.wind(300);
  told.act('ana', {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    to: '2023-06-12T17:00:00.000Z',
    precision: 'minute',
    reason: 'The graph shows it',
  });
  return told;
}

test('at each number the state is the fold of the entries up to it', () => {
  const { state, entries } = story();
  for (let seq = 1; seq <= state.seq; seq += 1) {
    const known = knownAt(state, { seq });
    assert.deepEqual(known.state, fold(entries.slice(0, seq)), `#${String(seq)}`);
    assert.equal(known.now, entries[seq - 1]?.recordedAt);
  }
});

const TIMES: [at: string, impactBegan: string | undefined, notes: number][] = [
  ['2023-06-12T17:19:59.999Z', undefined, 0],
  ['2023-06-12T17:20:00.000Z', undefined, 1],
  // It began at 17:05, and nobody knew that before 17:25.
  ['2023-06-12T17:24:59.000Z', undefined, 1],
  ['2023-06-12T17:25:00.000Z', '2023-06-12T17:05:00.000Z', 1],
  ['2023-06-12T17:29:59.000Z', '2023-06-12T17:05:00.000Z', 1],
  ['2023-06-12T17:30:00.000Z', '2023-06-12T17:00:00.000Z', 1],
];

test('at a time it is what had been recorded by then, and the clocks stand at that time', () => {
  const { state } = story();
  for (const [at, impactBegan, notes] of TIMES) {
    const known = knownAt(state, { at });
    assert.equal(known.state.stamps.impactBeganAt?.at, impactBegan, at);
    assert.equal(known.state.notes.length, notes, at);
    assert.equal(known.now, at);
  }
});

test('before the first entry there is the first alone, and behind the last the last', () => {
  const { state } = story();
  assert.equal(knownAt(state, { at: '2020-01-01T00:00:00.000Z' }).seq, 1);
  assert.equal(knownAt(state, { seq: 0 }).seq, 1);
  assert.equal(knownAt(state, { seq: 9_999 }).seq, state.seq);
  assert.deepEqual(knownAt(state, { seq: state.seq }).state, state);
});
