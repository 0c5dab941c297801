import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../server/incidents/incident.ts';
import { RUNBOOKS, STORM_HASH } from '../support/cache-miss-storm.ts';
import { Told, declared, kinds } from '../support/told.ts';

const START = '2023-06-12T17:15:00.000Z';
const OPENING = {
  key: 'INC-42',
  kind: 'incident',
  title: 'Checkout fails',
  homeZone: 'America/Los_Angeles',
  visibility: 'all',
} as const;

const declare = (more: Partial<Command<'declare'>> = {}): Command => ({
  type: 'declare',
  ...OPENING,
  takeCommand: true,
  ...more,
});

test('declaring needs a title only, and makes everything in one append', () => {
  const told = new Told(START);
  assert.deepEqual(kinds(told.act('ana', declare())), [
    'incident-opened',
    'acknowledged',
    'severity-set',
    'status-changed',
    'role-taken',
  ]);
  assert.equal(told.state.status, 'triage');
  assert.equal(told.state.severity, 'SEV-2');
  assert.equal(told.state.severities[0]?.reason, 'not sure');
  assert.equal(told.state.stamps.declaredAt?.at, START);
});

test('declaring with a runbook opens its first step and sets its exit criteria', () => {
  const told = new Told(START, RUNBOOKS);
  const made = told.act(
    'ana',
    declare({ severity: 'SEV-3', runbook: { contentHash: STORM_HASH, why: ['chosen'] } }),
  );
  assert.deepEqual(kinds(made).slice(4), [
    'role-taken',
    'runbook-attached',
    'exit-criteria-set',
    'step-opened',
  ]);
  assert.equal(told.state.exitCriteria?.watchSeconds, 1800);
  assert.equal(told.state.runs[0]?.steps[0]?.limitAt, '2023-06-12T17:18:00.000Z');
});

test('who declares without taking command joins as a responder', () => {
  const told = new Told(START);
  told.act('ana', declare({ takeCommand: false }));
  assert.deepEqual(
    told.state.people.map(({ name, how }) => [name, how]),
    [['Ana Ruiz', 'declared']],
  );
  assert.deepEqual(told.state.tenures, []);
});

test('a viewer reports, and a responder declares what was reported', () => {
  const told = new Told(START);
  assert.throws(() => told.act('vera', declare()), {
    code: 'no-permission',
    message: /incident.declare.* responder has/,
  });
  told.act('vera', { type: 'report', ...OPENING, how: 'reported' });
  assert.equal(told.state.status, 'detected');
  assert.equal(told.state.reportedBy?.name, 'Vera Adeyemi');
  assert.equal(told.state.stamps.reportedAt?.at, START);
  assert.deepEqual(Object.keys(told.state.stamps).includes('declaredAt'), false);

  told.clock.wind(60);
  told.act('ben', { type: 'acknowledge', verdict: 'not-sure', from: 'page' });
  assert.equal(told.state.status, 'detected', 'a look never moves the status');
  told.clock.wind(60);
  assert.deepEqual(kinds(told.act('ben', { type: 'declare-detected', takeCommand: true })), [
    'severity-set',
    'status-changed',
    'role-taken',
  ]);
  assert.equal(told.state.stamps.declaredAt?.at, '2023-06-12T17:17:00.000Z');
  assert.equal(told.state.stamps.acknowledgedAt?.at, '2023-06-12T17:16:00.000Z');

  told.clock.wind(2);
  const second = told.act('ana', { type: 'declare-detected', takeCommand: true });
  assert.deepEqual(second, { entries: [], said: 'It was declared 2 s before you.' });
});

test('the severity of an alert is kept when it is declared', () => {
  const told = new Told(START);
  told.act('muster', { type: 'report', ...OPENING, how: 'alert', severity: 'SEV-3' });
  told.act('ana', { type: 'declare-detected', takeCommand: true });
  assert.equal(told.state.severity, 'SEV-3');
  assert.deepEqual(
    told.state.severities.map(({ severity }) => severity),
    ['SEV-3'],
  );
});

test('people cannot pretend to be an alert, nothing opens twice, and a zone is asked about', () => {
  const told = new Told(START);
  assert.throws(() => told.act('ana', { type: 'report', ...OPENING, how: 'alert' }), { code: 'system-only' });
  assert.throws(() => told.act('ana', declare({ homeZone: 'PST' })), { code: 'bad-zone', field: 'homeZone' });
  assert.throws(() => told.act('ana', { type: 'add-note', text: 'too early', flavour: 'note' }), {
    code: 'not-open',
  });
  told.act('ana', declare());
  assert.throws(() => told.act('ana', declare()), { code: 'already-open' });
});

test('details change by an entry that keeps the old text, and the same text adds nothing', () => {
  const told = declared();
  told.act('ben', { type: 'change-details', field: 'title', to: ' Checkout fails for a third ' });
  assert.equal(told.state.title, 'Checkout fails for a third');
  assert.deepEqual(told.entries.at(-1)?.body, {
    field: 'title',
    from: 'Checkout fails',
    to: 'Checkout fails for a third',
  });
  assert.equal(
    told.act('ben', { type: 'change-details', field: 'title', to: 'Checkout fails for a third' }).entries
      .length,
    0,
  );
  assert.throws(() => told.act('ben', { type: 'change-details', field: 'title', to: ' ' }), {
    code: 'missing',
  });
  assert.throws(() => told.act('ben', { type: 'change-details', field: 'visibility', to: 'private' }), {
    code: 'needs-commander',
  });
  told.act('max', { type: 'change-details', field: 'visibility', to: 'private' });
  assert.equal(told.state.visibility, 'private');
  told.act('ben', { type: 'change-services', added: ['cart', 'storefront'], removed: [] });
  assert.deepEqual(told.state.services, ['storefront', 'cart']);
});

test('a text with half a character is mended, one that is too long is refused with its length', () => {
  const told = declared();
  told.act('ana', { type: 'add-note', text: 'half \ud83d', flavour: 'note' });
  assert.equal(told.state.notes[0]?.text, 'half \ufffd');
  assert.throws(() => told.act('ana', { type: 'add-note', text: 'x'.repeat(20_001), flavour: 'note' }), {
    code: 'bad-field',
    message: 'Shorten "text": it may have 20000 characters.',
  });
});
