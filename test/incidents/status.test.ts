import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../../server/incidents/entry-fields.ts';
import { checksFor } from '../../server/incidents/incident.ts';
import { Told, declared, kinds } from '../support/told.ts';

const WITHOUT = 'we know what we do';

/** An incident moved to a status, whatever was not met on the way. */
function at(status: Status): Told {
  const told = declared();
  if (status !== 'triage')
    told.act('ana', {
      type: 'move-status',
      to: status,
      override: WITHOUT,
      reason: 'moved',
      temporaryConfirmed: true,
    });
  return told;
}

const WAYS: [from: Status, to: Status, open: boolean][] = [
  ['triage', 'detected', false],
  ['triage', 'investigating', true],
  ['triage', 'mitigating', true],
  ['triage', 'monitoring', true],
  ['triage', 'resolved', true],
  ['triage', 'cancelled', true],
  ['triage', 'review', false],
  ['triage', 'closed', false],
  ['triage', 'merged', false],
  ['investigating', 'triage', false],
  ['investigating', 'monitoring', true],
  ['mitigating', 'investigating', true],
  ['monitoring', 'investigating', true],
  ['monitoring', 'mitigating', true],
  ['monitoring', 'resolved', true],
  ['monitoring', 'cancelled', true],
  ['resolved', 'investigating', true],
  ['resolved', 'monitoring', false],
  ['resolved', 'cancelled', false],
  ['resolved', 'review', true],
  ['resolved', 'closed', false],
];

for (const [from, to, open] of WAYS) {
  test(`there is ${open ? 'a' : 'no'} way from ${from} to ${to}`, () => {
    const told = at(from);
    const move = () =>
      told.act('ana', {
        type: 'move-status',
        to,
        override: WITHOUT,
        reason: 'moved',
        temporaryConfirmed: true,
      });
    if (!open) return assert.throws(move, { code: 'no-way' });
    move();
    assert.equal(told.state.status, to);
    assert.deepEqual(told.state.loose, []);
  });
}

const ids = (told: Told, to: Status) =>
  checksFor(told.state, to, { now: told.clock.now() }).map(({ id }) => id);

test('leaving triage asks for what a first look gives, and each thing that is done is asked no more', () => {
  const told = declared();
  assert.deepEqual(ids(told, 'investigating'), ['impact', 'exit-criteria', 'runbook']);
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  told.act('ana', { type: 'set-exit-criteria', criteria: [{ text: 'Errors are low' }] });
  told.act('ana', { type: 'say-none-fits', looked: [] });
  assert.deepEqual(ids(told, 'investigating'), []);
  assert.deepEqual(kinds(told.act('ana', { type: 'move-status', to: 'investigating' })), ['status-changed']);
  assert.deepEqual(told.state.statuses.at(-1)?.overridden, []);
});

test('a check that is not met costs one typed reason, which is kept beside it', () => {
  const told = declared();
  assert.throws(() => told.act('ana', { type: 'move-status', to: 'investigating' }), {
    code: 'unmet-checks',
    field: 'override',
    message:
      /^Before it is investigating: No sentence says how users are hurt\. There are no exit criteria\./,
  });
  told.act('ana', { type: 'move-status', to: 'investigating', override: WITHOUT });
  assert.deepEqual(
    told.state.statuses.at(-1)?.overridden.map(({ reason }) => reason),
    [WITHOUT, WITHOUT, WITHOUT],
  );
});

test('investigating is left with a confirmed cause, a change or a decision', () => {
  const told = at('investigating');
  assert.deepEqual(ids(told, 'monitoring'), ['cause']);
  told.act('ana', { type: 'make-decision', text: 'Switch to the old gateway', askedForObjections: false });
  assert.deepEqual(ids(told, 'monitoring'), []);
  assert.deepEqual(ids(told, 'mitigating'), ['change']);
  told.act('ana', { type: 'start-change', what: 'gateway', where: 'checkout', temporary: true });
  assert.deepEqual(ids(told, 'mitigating'), []);
});

test('open impact stops monitoring and resolving, and no reason overrides that', () => {
  const told = at('mitigating');
  told.act('ana', { type: 'open-impact', statement: 'Payments fail' });
  for (const to of ['monitoring', 'resolved'] as const) {
    assert.throws(() => told.act('ana', { type: 'move-status', to, override: WITHOUT }), {
      code: 'open-impact',
      message: /"Payments fail"/,
    });
  }
});

test('the watch begins with monitoring, and anew when a criterion no longer holds', () => {
  const told = at('investigating');
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop only' });
  told.act('ana', { type: 'set-exit-criteria', criteria: [{ id: 'low', text: 'Errors are low' }] });
  told.act('ana', { type: 'change-exit-criterion', criterionId: 'low', holds: true });
  told.clock.wind(60);
  told.act('ana', { type: 'move-status', to: 'monitoring', override: WITHOUT });
  assert.equal(told.state.statuses.at(-1)?.watchSeconds, 600);
  told.clock.wind(540);
  assert.deepEqual(ids(told, 'resolved').includes('watch'), true);
  told.act('ana', { type: 'change-exit-criterion', criterionId: 'low', holds: false, value: '2 %' });
  told.clock.wind(60);
  assert.deepEqual(
    ids(told, 'resolved').filter((id) => id === 'watch' || id.startsWith('criterion')),
    ['criterion:low'],
  );
  told.act('ana', { type: 'change-exit-criterion', criterionId: 'low', holds: true });
  told.clock.wind(599);
  assert.ok(ids(told, 'resolved').includes('watch'));
  told.clock.wind(1);
  assert.ok(!ids(told, 'resolved').includes('watch'));
});

test('resolving asks whether temporary changes are listed, and an empty list is confirmed too', () => {
  const told = at('investigating');
  const words = (temporaryConfirmed?: boolean) =>
    checksFor(told.state, 'resolved', { now: told.clock.now(), temporaryConfirmed }).map(
      (check) => check.words,
    );
  assert.ok(words().includes('Temporary changes are not confirmed: say that there are none.'));
  told.act('ana', { type: 'start-change', what: 'a rate limit', where: 'checkout', temporary: true });
  assert.ok(words().includes('Temporary changes are not confirmed: say the 1 that are listed.'));
  assert.ok(!words(true).some((text) => text.startsWith('Temporary')));
});

test('while nobody holds command everyone who takes part may move the status; then the commander', () => {
  const told = declared();
  assert.throws(() => told.act('ben', { type: 'move-status', to: 'investigating', override: WITHOUT }), {
    code: 'needs-commander',
    message: 'Only the commander can move the status: ask Ana Ruiz.',
  });
  told.act('ana', { type: 'release-role', role: 'commander', reason: 'end of shift' });
  told.act('ben', { type: 'move-status', to: 'investigating', override: WITHOUT });
  assert.throws(() => told.act('vera', { type: 'move-status', to: 'monitoring', override: WITHOUT }), {
    code: 'no-permission',
  });
  told.act('max', { type: 'move-status', to: 'monitoring', override: WITHOUT });
});

test('a detected incident that goes further is declared on the way', () => {
  const fresh = new Told('2023-06-12T17:15:00.000Z');
  fresh.act('vera', {
    type: 'report',
    key: 'INC-43',
    kind: 'incident',
    title: 'Slow',
    homeZone: 'UTC',
    visibility: 'all',
    how: 'reported',
  });
  fresh.act('ben', { type: 'move-status', to: 'monitoring', override: WITHOUT });
  assert.equal(fresh.state.status, 'monitoring');
  assert.ok(fresh.state.stamps.declaredAt);
});

test('cancelling keeps a reason, withdraws what was asked and ends the clocks', () => {
  const told = declared();
  told.act('ana', { type: 'request-escalation', to: 'p-max', reason: 'help', by: 'person' });
  assert.throws(() => told.act('ana', { type: 'move-status', to: 'cancelled' }), {
    code: 'missing',
    field: 'reason',
  });
  const made = told.act('ana', { type: 'move-status', to: 'cancelled', reason: 'A test alert' });
  assert.deepEqual(kinds(made), ['status-changed', 'escalation-withdrawn']);
  assert.deepEqual(told.state.updateClocks, {});
  assert.throws(() => told.act('ana', { type: 'open-impact', statement: 'Payments fail' }), {
    code: 'over',
    message: /INC-42 is cancelled/,
  });
});

test('a resolved incident is opened again within 24 h, without losing a stamp; later a new one follows', () => {
  const told = at('resolved');
  const resolved = told.state.stamps.resolvedAt;
  told.clock.wind(24 * 3600);
  told.act('ana', { type: 'move-status', to: 'investigating' });
  assert.deepEqual(told.state.stamps.resolvedAt, resolved);
  told.act('ana', { type: 'move-status', to: 'resolved', override: WITHOUT });
  assert.notDeepEqual(told.state.stamps.resolvedAt, resolved);
  told.clock.wind(24 * 3600 + 1);
  assert.throws(() => told.act('ana', { type: 'move-status', to: 'investigating' }), {
    code: 'too-late-to-reopen',
  });
  assert.throws(() => told.act('ana', { type: 'open-impact', statement: 'Payments fail again' }), {
    code: 'too-late-to-reopen',
  });
});

test('after 24 h an incident without a review closes by itself, one that owes a review waits for it', () => {
  for (const [severity, status] of [
    ['SEV-3', 'closed'],
    ['SEV-1', 'review'],
  ] as const) {
    const told = declared();
    if (severity === 'SEV-3') told.act('ana', { type: 'set-severity', to: severity, reason: 'one shop' });
    told.act('ana', { type: 'move-status', to: 'resolved', override: WITHOUT });
    told.clock.wind(24 * 3600);
    told.act('muster', { type: 'pass-time' });
    assert.equal(told.state.status, status);
  }
});

test('only a manager waives a review, with a reason, and then the incident closes', () => {
  const told = at('resolved');
  assert.throws(() => told.act('ana', { type: 'waive-review', reason: 'seen before' }), {
    code: 'needs-manager',
  });
  told.act('ana', { type: 'move-status', to: 'review' });
  assert.throws(() => told.act('ana', { type: 'move-status', to: 'closed' }), {
    code: 'no-way',
    message: /review is owed/,
  });
  assert.deepEqual(kinds(told.act('max', { type: 'waive-review', reason: 'A repeat of INC-40' })), [
    'review-waived',
    'status-changed',
  ]);
  assert.equal(told.state.status, 'closed');
});

test('the final severity can still ask for a review', () => {
  const told = declared();
  told.act('ana', { type: 'set-severity', to: 'SEV-3', reason: 'one shop' });
  told.act('ana', { type: 'move-status', to: 'resolved', override: WITHOUT });
  assert.equal(told.state.review, undefined);
  assert.deepEqual(kinds(told.act('max', { type: 'set-final-severity', to: 'SEV-2' })), [
    'severity-set',
    'review-required',
  ]);
  assert.equal(told.state.finalSeverity, 'SEV-2');
});
