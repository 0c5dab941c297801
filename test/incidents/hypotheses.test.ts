import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onlyWrongSeconds, spentSeconds, togetherSeconds } from '../../server/incidents/hypotheses.ts';
import { nextDue } from '../../server/incidents/incident.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

const MIN = 60;
const SEEN = [{ text: 'Its own error rate is 0.02 %' }];

/** The id of a hypothesis by its place. */
const id = (told: Told, index = 0) => told.state.hypotheses[index]?.id ?? '';

function suspected(...statements: string[]): Told {
  const told = declared();
  for (const statement of statements) told.act('ben', { type: 'open-hypothesis', statement });
  return told;
}

test('nothing is settled without something that somebody saw', () => {
  const told = suspected('The gateway fails');
  for (const type of ['rule-out-hypothesis', 'confirm-hypothesis'] as const) {
    for (const evidence of [[], [{ text: ' ' }]]) {
      assert.throws(() => told.act('ben', { type, hypothesisId: id(told), evidence }), {
        code: 'no-evidence',
        message: 'What did you see that settles it?',
      });
    }
  }
});

test('confirming the first sets the stamp, doubt takes it away, and evidence and time stay', () => {
  const told = suspected('The gateway fails');
  told.clock.wind(5 * MIN);
  told.act('ben', { type: 'confirm-hypothesis', hypothesisId: id(told), evidence: SEEN });
  assert.equal(told.state.stamps.identifiedAt?.at, '2023-06-12T17:20:00.000Z');
  told.clock.wind(5 * MIN);
  told.act('ana', { type: 'reopen-hypothesis', hypothesisId: id(told), reason: 'It began earlier' });
  assert.deepEqual(Object.keys(told.state.stamps).includes('identifiedAt'), false);
  told.clock.wind(2 * MIN);
  const [hypothesis] = told.state.hypotheses;
  assert.equal(hypothesis && spentSeconds(hypothesis, told.clock.now()), 7 * MIN);
  assert.equal(hypothesis?.facts.length, 1);
});

test('who settles it second reads who was first, and what they saw is kept', () => {
  const told = suspected('The gateway fails');
  told.act('ben', { type: 'rule-out-hypothesis', hypothesisId: id(told), evidence: SEEN });
  told.clock.wind(2);
  const second = told.act('ana', {
    type: 'confirm-hypothesis',
    hypothesisId: id(told),
    evidence: [{ text: 'Time-outs in the log' }],
  });
  assert.deepEqual(kinds(second), ['hypothesis-evidence-added']);
  assert.equal(
    second.said,
    'Ben Okafor ruled out this 2 s before you. Reopen it if you doubt that. What you saw stands beside it.',
  );
  assert.equal(told.state.hypotheses[0]?.status, 'ruled-out');
  assert.deepEqual(
    told.state.hypotheses[0].facts.map(({ direction }) => direction),
    ['against', 'for'],
  );
});

test('time set aside is not spent, time of parallel paths counts once, and wrong paths are told apart', () => {
  const told = suspected('Gateway', 'Database');
  told.clock.wind(10 * MIN);
  told.act('ben', { type: 'park-hypothesis', hypothesisId: id(told) });
  assert.equal(told.act('ana', { type: 'park-hypothesis', hypothesisId: id(told) }).entries.length, 0);
  told.clock.wind(10 * MIN);
  told.act('ben', { type: 'open-hypothesis', statement: 'Cache' });
  told.act('ben', { type: 'resume-hypothesis', hypothesisId: id(told) });
  told.clock.wind(5 * MIN);
  told.act('ben', { type: 'rule-out-hypothesis', hypothesisId: id(told), evidence: SEEN });
  told.act('ben', { type: 'rule-out-hypothesis', hypothesisId: id(told, 1), evidence: SEEN });
  told.act('ben', { type: 'confirm-hypothesis', hypothesisId: id(told, 2), evidence: SEEN });
  told.clock.wind(60 * MIN);
  const now = told.clock.now();
  assert.deepEqual(
    told.state.hypotheses.map((one) => spentSeconds(one, now) / MIN),
    [15, 25, 5],
  );
  assert.equal(togetherSeconds(told.state.hypotheses, now), 25 * MIN);
  assert.equal(onlyWrongSeconds(told.state, now), 20 * MIN);
});

test('the limit counts active time only, and is said once', () => {
  const told = declared();
  told.act('ana', { type: 'set-severity', to: 'SEV-4', reason: 'nobody sees it' });
  told.act('ben', { type: 'open-hypothesis', statement: 'Gateway', limitSeconds: 10 * MIN });
  told.clock.wind(4 * MIN);
  told.act('ben', { type: 'park-hypothesis', hypothesisId: id(told) });
  assert.equal(nextDue(told.state), undefined);
  told.clock.wind(20 * MIN);
  told.act('ben', { type: 'resume-hypothesis', hypothesisId: id(told) });
  assert.equal(nextDue(told.state), '2023-06-12T17:45:00.000Z');
  told.clock.wind(6 * MIN);
  assert.deepEqual(kinds(told.act('muster', { type: 'pass-time' })), ['hypothesis-limit-passed']);
  assert.equal(nextDue(told.state), undefined);
});

test('the same suspicion twice is one hypothesis', () => {
  const told = suspected('The gateway fails');
  assert.match(
    told.act('ana', { type: 'open-hypothesis', statement: 'the Gateway fails ' }).said ?? '',
    /^Ben Okafor opened this/,
  );
});
