import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holderOf } from '../../server/incidents/roles.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

const id = (told: Told) => told.state.escalations.at(-1)?.id ?? '';

function asked(role?: 'operations'): Told {
  const told = declared();
  told.act('ana', {
    type: 'request-escalation',
    to: 'p-pilar',
    reason: 'We need the cache team',
    by: 'person',
    role,
  });
  return told;
}

test('who accepts takes part, and gets the role that they were asked for', () => {
  const told = asked('operations');
  assert.deepEqual(kinds(told.act('pilar', { type: 'accept-escalation', escalationId: id(told) })), [
    'escalation-accepted',
    'role-taken',
  ]);
  assert.equal(holderOf(told.state, 'operations')?.name, 'Pilar Sato');
  assert.ok(told.state.people.some(({ personId }) => personId === 'p-pilar'));
});

test('a role that somebody holds meanwhile stays theirs', () => {
  const told = asked('operations');
  told.act('ben', { type: 'take-role', role: 'operations' });
  assert.deepEqual(kinds(told.act('pilar', { type: 'accept-escalation', escalationId: id(told) })), [
    'escalation-accepted',
  ]);
  assert.equal(holderOf(told.state, 'operations')?.name, 'Ben Okafor');
});

test('only who was asked answers; on behalf needs a sentence and keeps both names', () => {
  const told = asked();
  assert.throws(() => told.act('ben', { type: 'accept-escalation', escalationId: id(told) }), {
    code: 'not-asked',
  });
  const behalf = { type: 'accept-escalation', escalationId: id(told), onBehalfOf: 'p-pilar' } as const;
  assert.throws(() => told.act('ben', behalf), { code: 'missing', field: 'note' });
  told.act('ben', { ...behalf, note: 'told me on the phone' });
  const { accepted } = told.state.escalations[0] ?? {};
  assert.deepEqual([accepted?.name, accepted?.onBehalfBy], ['Pilar Sato', 'p-ben']);
});

test('of two who accept, the first owns it and the second is invited to help', () => {
  const told = declared();
  told.act('ana', {
    type: 'request-escalation',
    policyId: 'storefront',
    policyName: 'Storefront',
    reason: 'help',
    by: 'person',
  });
  told.act('ben', { type: 'accept-escalation', escalationId: id(told) });
  told.clock.wind(2);
  assert.deepEqual(told.act('chloe', { type: 'accept-escalation', escalationId: id(told) }), {
    entries: [],
    said: 'Ben Okafor accepted 2 s before you. Join as helper?',
  });
  assert.equal(
    told.act('chloe', { type: 'withdraw-escalation', escalationId: id(told), reason: 'found it' }).entries
      .length,
    0,
  );
});

test('a decline leaves the request open, and the same target is not asked twice', () => {
  const told = asked();
  told.act('pilar', { type: 'decline-escalation', escalationId: id(told), reason: 'busy', note: 'INC-41' });
  assert.equal(
    told.act('pilar', { type: 'decline-escalation', escalationId: id(told), reason: 'busy' }).said,
    'You said so already.',
  );
  assert.equal(told.state.escalations[0]?.declines.length, 1);
  told.clock.wind(60);
  const again = told.act('ben', {
    type: 'request-escalation',
    to: 'p-pilar',
    reason: 'please',
    by: 'person',
  });
  assert.deepEqual(again, { entries: [], said: 'Pilar Sato was asked 1 min before you.' });
  assert.throws(
    () => told.act('ben', { type: 'request-escalation', to: 'p-ben', reason: ' ', by: 'person' }),
    { code: 'missing' },
  );
  assert.throws(() => told.act('ben', { type: 'request-escalation', reason: 'help', by: 'person' }), {
    code: 'missing',
    field: 'to',
  });
  assert.throws(
    () => told.act('ben', { type: 'request-escalation', to: 'nobody', reason: 'help', by: 'person' }),
    { code: 'no-such-person' },
  );
});

test('who asked, or the commander, stands them down; resolving does it too', () => {
  const told = asked();
  assert.throws(
    () => told.act('ben', { type: 'withdraw-escalation', escalationId: id(told), reason: 'found it' }),
    { code: 'needs-commander' },
  );
  told.act('ana', { type: 'withdraw-escalation', escalationId: id(told), reason: 'found it' });
  assert.equal(
    told.act('pilar', { type: 'accept-escalation', escalationId: id(told) }).said,
    'It is no longer needed.',
  );
  told.act('ben', { type: 'request-escalation', to: 'p-max', reason: 'help', by: 'person' });
  const made = told.act('ana', { type: 'move-status', to: 'resolved', override: 'over' });
  assert.deepEqual(kinds(made), ['status-changed', 'escalation-withdrawn', 'review-required']);
  assert.equal(told.state.escalations[1]?.withdrawn?.why, 'resolved');
});

test('the server asks by a rule, a viewer does not ask at all', () => {
  const told = declared();
  assert.throws(
    () => told.act('vera', { type: 'request-escalation', to: 'p-max', reason: 'help', by: 'person' }),
    { code: 'no-permission' },
  );
  told.act('muster', {
    type: 'request-escalation',
    policyId: 'storefront',
    policyName: 'Shop',
    reason: 'SEV-1',
    by: 'rule',
  });
  assert.equal(told.state.escalations[0]?.requestedBy.type, 'system');
});
