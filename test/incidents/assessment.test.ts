import assert from 'node:assert/strict';
import { test } from 'node:test';
import { impactSeconds, percentMinutes } from '../../server/incidents/impact.ts';
import { severityAt } from '../../server/incidents/severity.ts';
import { SHIPPED } from '../../server/incidents/severity-table.ts';
import { declared, kinds } from '../support/told.ts';

const MIN = 60;

test('raising is open to everyone, lowering is the commander’s and needs a reason', () => {
  const told = declared();
  assert.throws(() => told.act('ben', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' }), {
    code: 'needs-commander',
  });
  assert.throws(() => told.act('ana', { type: 'set-severity', to: 'SEV-3' }), {
    code: 'missing',
    field: 'reason',
  });
  told.clock.wind(60);
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop', test: 'minor-part' });
  assert.equal(
    told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' }).said,
    'It is SEV-3 already.',
  );
  told.clock.wind(60);
  told.act('ben', { type: 'set-severity', to: 'SEV-2' });
  assert.equal(severityAt(told.state, '2023-06-12T17:15:30.000Z')?.severity, 'SEV-1');
  assert.equal(severityAt(told.state, '2023-06-12T17:16:30.000Z')?.severity, 'SEV-3');
  assert.equal(told.state.severity, 'SEV-2');
});

test('the severity is not lowered while open impact meets a higher test', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail', percent: 34 });
  const lower = { type: 'set-severity', to: 'SEV-2', reason: 'it is better' } as const;
  assert.throws(() => told.act('ana', lower), {
    code: 'impact-says-higher',
    message: /34 % is still open, and that is SEV-1/,
  });
  told.act('ana', { type: 'change-impact', intervalId: told.state.impact[0]?.id ?? '', percent: 10 });
  told.act('ana', lower);
  assert.throws(() => told.act('ana', { ...lower, to: 'SEV-3' }), { code: 'impact-says-higher' });
});

test('an installation that asks for a share of 0 % is not held by impact that is over', () => {
  const told = declared();
  told.severities = { ...SHIPPED, 'SEV-2': { ...SHIPPED['SEV-2'], percentAtLeast: 0 } };
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' });
  assert.equal(told.state.severity, 'SEV-3');
});

test('a verdict is said once; another one is the last word', () => {
  const told = declared();
  told.clock.wind(2);
  assert.deepEqual(told.act('ben', { type: 'acknowledge', verdict: 'real', from: 'web' }), {
    entries: [],
    said: 'Ana Ruiz said that 2 s before you.',
  });
  told.act('ben', { type: 'acknowledge', verdict: 'not-sure', from: 'web' });
  assert.equal(told.state.acknowledgement?.verdict, 'not-sure');
  assert.equal(
    told.state.stamps.acknowledgedAt?.at,
    '2023-06-12T17:15:00.000Z',
    'the first look is the stamp',
  );
});

test('how it was noticed moves the stamp of detection, with where the time came from', () => {
  const told = declared();
  told.act('ana', {
    type: 'set-detection',
    by: 'user',
    text: 'a call',
    at: { instant: '2023-06-12T17:05:00.000Z', precision: 'about' },
  });
  assert.deepEqual(told.state.stamps.detectedAt, {
    at: '2023-06-12T17:05:00.000Z',
    precision: 'about',
    provenance: 'typed',
    seq: told.last('detection-set'),
  });
});

test('intervals that overlap count once, and a size that changes is a step', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail', percent: 30 });
  told.clock.wind(10 * MIN);
  const first = told.state.impact[0]?.id ?? '';
  told.act('ana', { type: 'change-impact', intervalId: first, percent: 10 });
  told.act('ana', { type: 'open-impact', statement: 'Search is slow', service: 'search' });
  told.clock.wind(10 * MIN);
  told.act('ana', { type: 'close-impact', intervalId: first, signal: 'errors', value: '0.3 %' });
  told.clock.wind(5 * MIN);
  const now = told.clock.now();
  assert.equal(impactSeconds(told.state, now), 25 * MIN);
  const [payments, search] = told.state.impact;
  assert.deepEqual(payments && percentMinutes(payments, now), { percentMinutes: 400, unknownSeconds: 0 });
  assert.deepEqual(search && percentMinutes(search, now), { percentMinutes: 0, unknownSeconds: 15 * MIN });
  assert.deepEqual(
    Object.keys(told.state.stamps).includes('mitigatedAt'),
    false,
    'one interval is still open',
  );
});

test('impact is closed by Operations or the commander, once, with a signal', () => {
  const told = declared();
  told.act('ben', { type: 'open-impact', statement: 'Payments fail' });
  const intervalId = told.state.impact[0]?.id ?? '';
  assert.throws(() => told.act('ben', { type: 'close-impact', intervalId, signal: 'errors' }), {
    code: 'needs-operations',
  });
  told.act('ben', { type: 'take-role', role: 'operations' });
  assert.throws(() => told.act('ben', { type: 'close-impact', intervalId, signal: ' ' }), {
    code: 'missing',
    field: 'signal',
  });
  told.act('ben', { type: 'close-impact', intervalId, signal: 'errors' });
  told.clock.wind(3);
  assert.equal(
    told.act('ana', { type: 'close-impact', intervalId, signal: 'errors' }).said,
    'It was closed 3 s before you.',
  );
});

test('an end before the beginning is refused', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  const intervalId = told.state.impact[0]?.id ?? '';
  const at = { instant: '2023-06-12T17:14:00.000Z', precision: 'minute' } as const;
  assert.throws(() => told.act('ana', { type: 'close-impact', intervalId, signal: 'errors', at }), {
    code: 'time-does-not-fit',
  });
});

test('impact that is withdrawn counts for nothing, and its stamps go with it', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  const intervalId = told.state.impact[0]?.id ?? '';
  assert.throws(() => told.act('ben', { type: 'withdraw-impact', intervalId, reason: 'a test shop' }), {
    code: 'needs-commander',
  });
  told.act('ana', { type: 'withdraw-impact', intervalId, reason: 'a test shop' });
  assert.deepEqual(Object.keys(told.state.stamps).includes('impactBeganAt'), false);
  assert.equal(impactSeconds(told.state, told.clock.now()), 0);
});

test('impact that is named with its end moves no status, even after resolving', () => {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'resolved', override: 'over' });
  told.clock.wind(3600);
  const made = told.act('ana', {
    type: 'open-impact',
    statement: 'Payments failed',
    at: { instant: '2023-06-12T17:00:00.000Z', precision: 'about' },
    ended: { at: { instant: '2023-06-12T17:10:00.000Z', precision: 'minute' }, signal: 'logs' },
  });
  assert.deepEqual(kinds(made), ['impact-opened', 'impact-closed']);
  assert.equal(told.state.status, 'resolved');
  assert.equal(told.state.stamps.mitigatedAt?.at, '2023-06-12T17:10:00.000Z');
});

test('impact that begins while resolved opens the incident again', () => {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'resolved', override: 'over' });
  assert.deepEqual(kinds(told.act('ben', { type: 'open-impact', statement: 'Payments fail' })), [
    'status-changed',
    'impact-opened',
  ]);
  assert.equal(told.state.status, 'investigating');
  assert.equal(told.entries.at(-2)?.actor.type, 'system');
});

test('a time up to two minutes ahead means now, a later one is refused', () => {
  const told = declared();
  const impact = { type: 'open-impact', statement: 'Payments fail' } as const;
  told.act('ana', { ...impact, at: { instant: '2023-06-12T17:17:00.000Z', precision: 'minute' } });
  assert.equal(told.state.impact[0]?.from.at, '2023-06-12T17:15:00.000Z');
  assert.throws(
    () => told.act('ana', { ...impact, at: { instant: '2023-06-12T17:17:00.001Z', precision: 'minute' } }),
    { code: 'in-the-future' },
  );
});

test('a clock that is set back does not run behind what has happened', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  told.clock.wind(-30);
  told.act('ana', { type: 'close-impact', intervalId: told.state.impact[0]?.id ?? '', signal: 'errors' });
  assert.equal(told.state.impact[0]?.to?.at, '2023-06-12T17:15:00.000Z');
  assert.equal(told.entries.at(-1)?.recordedAt, '2023-06-12T17:14:30.000Z');
});
