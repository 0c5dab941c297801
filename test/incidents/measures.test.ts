import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsBetween } from '../../server/core/time.ts';
import type { MeasureName } from '../../server/incidents/measure.ts';
import { measuresOf, notComparable } from '../../server/incidents/measures.ts';
import type { Told } from '../support/told.ts';
import { declared } from '../support/told.ts';

const MINUTE = 60;

/** What a measure says, in seconds or in words. */
function said(told: Told, name: MeasureName): number | string {
  const measure = measuresOf(told.state, told.clock.now()).find((one) => one.name === name);
  assert.ok(measure);
  const { result, ends } = measure;
  if ('missing' in result) return `missing: ${result.missing}`;
  if ('finding' in result) return `finding: ${result.finding}`;
  const [from, to] = ends;
  // Whatever has two ends and is no union is the time between them.
  if (from !== undefined && to !== undefined && name !== 'impact-duration')
    assert.equal(secondsBetween(from.moment.at, to.moment.at), result.seconds);
  return result.seconds;
}

/** Waits, then does it. */
function after(told: Told, minutes: number): Told {
  told.clock.wind(minutes * MINUTE);
  return told;
}

/** SEV-1 declared at 10:15; impact since 10:05; two spells; a wrong path; four roles; an update that came late. */
function storm(): Told {
  const told = declared();
  told.act('ana', {
    type: 'open-impact',
    statement: 'Payments fail',
    percent: 30,
    at: { instant: '2023-06-12T17:05:00.000Z', precision: 'about' },
  });
  after(told, 2).act('ben', { type: 'take-role', role: 'operations' });
  after(told, 1).act('ana', {
    type: 'request-escalation',
    to: 'p-chloe',
    by: 'person',
    reason: 'She knows the cache',
  });
  after(told, 1).act('chloe', { type: 'take-role', role: 'communications' });
  told.act('ben', { type: 'open-hypothesis', statement: 'The gateway fails' });
  after(told, 6).act('pilar', { type: 'take-role', role: 'scribe' });
  const gateway = told.state.hypotheses[0]?.id ?? '';
  after(told, 10).act('ben', {
    type: 'rule-out-hypothesis',
    hypothesisId: gateway,
    evidence: [{ text: 'Its own error rate is 0.02 %' }],
  });
  return told;
}

test('each measure is the time between its two ends, reckoned by hand', () => {
  const told = storm();
  assert.equal(said(told, 'time-to-detect'), 10 * MINUTE, '10:05 to 10:15');
  assert.equal(said(told, 'time-to-notify'), 3 * MINUTE, '10:15 to 10:18');
  assert.equal(said(told, 'time-to-declare'), 0);
  assert.equal(said(told, 'time-to-assemble'), 10 * MINUTE, 'the scribe at 10:25');
  assert.equal(said(told, 'only-wrong-minutes'), 16 * MINUTE, 'the gateway from 10:19 to 10:35');
  assert.equal(said(told, 'impact-duration'), 30 * MINUTE, '10:05 to now, 10:35');
  // Ana 20, Ben 18, Chloe 16, Pilar 10 minutes until 10:35.
  assert.equal(said(told, 'response-effort'), (20 + 18 + 16 + 10) * MINUTE);
});

test('what is missing says why and is never zero', () => {
  const told = storm();
  for (const [name, why] of [
    ['time-to-first-update', 'no public update was sent'],
    ['time-to-identify', 'no cause was confirmed'],
    ['time-to-mitigate', 'impact has not ended'],
    ['time-to-resolve', 'it is not resolved'],
  ] as const)
    assert.equal(said(told, name), `missing: ${why}`);
  const quiet = declared();
  assert.equal(
    said(told, 'time-to-acknowledge'),
    'missing: somebody had looked at it before anybody was notified',
    'declared at 10:15, and Chloe asked at 10:18',
  );
  assert.equal(said(quiet, 'time-to-detect'), 'missing: nobody said when impact began');
  assert.equal(said(quiet, 'time-to-notify'), 'missing: no notification is recorded');
  assert.equal(said(quiet, 'time-to-acknowledge'), 'missing: no notification is recorded');
  assert.equal(said(quiet, 'time-to-assemble'), 'missing: nobody held operations, communications, scribe');
  assert.equal(said(quiet, 'impact-duration'), 'missing: no impact was recorded');
  assert.equal(said(quiet, 'only-wrong-minutes'), 'missing: no suspected cause was recorded');
});

test('recovery is counted from the end of a change that a person named as the cause', () => {
  const told = storm();
  const link = {
    type: 'change-link',
    relation: 'caused-by',
    target: 'https://deploys.example.org/7',
  } as const;
  assert.equal(
    measuresOf(told.state, told.clock.now()).some(({ name }) => name === 'failed-change-recovery'),
    false,
  );
  told.act('ana', { ...link, on: true });
  assert.equal(
    said(told, 'failed-change-recovery'),
    'missing: nobody said when what caused it was over, and impact has not ended',
  );
  told.act('ana', { ...link, on: false });
  told.act('ana', { ...link, on: true, endedAt: '2023-06-12T17:02:00.000Z' });
  const [first] = told.state.impact;
  told.act('ben', { type: 'close-impact', intervalId: first?.id ?? '', signal: 'error rate' });
  assert.equal(said(told, 'failed-change-recovery'), 33 * MINUTE, '10:02 to 10:35');
  const ticket = {
    type: 'change-link',
    relation: 'ticket',
    target: 'https://tickets.example.org/7',
  } as const;
  assert.throws(() => told.act('ana', { ...ticket, on: true, endedAt: '2023-06-12T17:02:00.000Z' }), {
    code: 'not-a-cause',
  });
});

test('what would be negative is a finding and no number', () => {
  const told = storm();
  told.act('ana', {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    to: '2023-06-12T17:20:00.000Z',
    precision: 'minute',
    reason: 'The graph shows it began later',
  });
  assert.match(String(said(told, 'time-to-detect')), /^finding: detected \(#1\) stands before impact began/);
});

test('two spells of impact count as their union, and mitigation ends with the last of them', () => {
  const told = storm();
  const [first] = told.state.impact;
  told.act('ben', { type: 'close-impact', intervalId: first?.id ?? '', signal: 'error rate' });
  after(told, 20).act('ana', { type: 'open-impact', statement: 'Payments fail again' });
  after(told, 5).act('ben', {
    type: 'close-impact',
    intervalId: told.state.impact[1]?.id ?? '',
    signal: 'error rate',
  });
  assert.equal(said(told, 'impact-duration'), (30 + 5) * MINUTE, '10:05 to 10:35 and 10:55 to 11:00');
  assert.equal(said(told, 'time-to-mitigate'), 45 * MINUTE, '10:15 to 11:00');
});

test('a corrected time moves every measure that used it', () => {
  const told = storm();
  told.act('ana', {
    type: 'correct-time',
    seq: told.last('impact-opened'),
    to: '2023-06-12T17:00:00.000Z',
    precision: 'minute',
    reason: 'The graph shows it began earlier',
  });
  assert.equal(said(told, 'time-to-detect'), 15 * MINUTE);
  assert.equal(said(told, 'impact-duration'), 35 * MINUTE);
});

test('a measure that still grows says so', () => {
  const told = storm();
  const impact = measuresOf(told.state, told.clock.now()).find(({ name }) => name === 'impact-duration');
  assert.deepEqual(impact?.result, { seconds: 30 * MINUTE, soFar: true });
});

test('what was cancelled, drilled or written down afterwards is compared with nothing', () => {
  const told = declared();
  assert.equal(notComparable(told.state), undefined);
  assert.equal(notComparable({ ...told.state, kind: 'drill' }), 'It is a drill.');
  assert.equal(notComparable({ ...told.state, backfilled: true }), 'It was written down afterwards.');
  assert.equal(notComparable({ ...told.state, status: 'cancelled' }), 'It was cancelled.');
});
