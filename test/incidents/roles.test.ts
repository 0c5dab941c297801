import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holderOf, holdersAt, isAlone, rolesOf, vacantRequired } from '../../server/incidents/roles.ts';
import { CAST, declared, kinds } from '../support/told.ts';
import type { Told } from '../support/told.ts';

const offer = (told: Told) => told.state.offers.at(-1)?.id ?? '';

test('a hand-over has two sides: until the other accepts, the old holder keeps the role', () => {
  const told = declared();
  told.act('ana', { type: 'open-impact', statement: 'Payments fail', percent: 34 });
  told.act('ana', { type: 'open-hypothesis', statement: 'The gateway fails' });
  told.act('ana', { type: 'offer-role', role: 'commander', to: 'p-ben' });
  assert.equal(holderOf(told.state, 'commander')?.name, 'Ana Ruiz');
  const { brief } = told.state.offers[0] ?? {};
  assert.deepEqual(brief?.impact, ['Payments fail (34 %, since 10:15 PDT)']);
  assert.deepEqual(brief.hypothesesOpen, ['The gateway fails (0 s)']);
  assert.deepEqual(brief.updates, ['public: next by 10:30 PDT', 'internal: next by 10:45 PDT']);
  assert.throws(() => told.act('chloe', { type: 'accept-role', offerId: offer(told) }), {
    code: 'not-asked',
  });

  told.clock.wind(60);
  told.act('ben', { type: 'accept-role', offerId: offer(told) });
  assert.equal(holderOf(told.state, 'commander')?.name, 'Ben Okafor');
  assert.deepEqual(rolesOf(told.state, 'p-ana'), []);
  assert.deepEqual(told.act('ben', { type: 'accept-role', offerId: offer(told) }), {
    entries: [],
    said: 'You accepted command already.',
  });
  const before = holdersAt(told.state, 'commander', '2023-06-12T17:15:30.000Z');
  assert.deepEqual(
    before.map(({ name }) => name),
    ['Ana Ruiz'],
  );
});

test('a second offer of a role replaces the first, and an unanswered one lapses after 10 min', () => {
  const told = declared();
  told.act('ana', { type: 'offer-role', role: 'commander', to: 'p-ben' });
  assert.deepEqual(kinds(told.act('ana', { type: 'offer-role', role: 'commander', to: 'p-chloe' })), [
    'role-offer-ended',
    'role-offered',
  ]);
  assert.equal(
    told.act('ana', { type: 'offer-role', role: 'commander', to: 'p-chloe' }).said,
    'Chloe Lindqvist was asked 0 s before you.',
  );
  told.clock.wind(599);
  assert.deepEqual(told.act('muster', { type: 'pass-time' }).entries, []);
  told.clock.wind(1);
  assert.deepEqual(kinds(told.act('muster', { type: 'pass-time' })), ['role-offer-ended']);
  assert.match(told.act('chloe', { type: 'accept-role', offerId: offer(told) }).said ?? '', /has lapsed/);
  assert.equal(holderOf(told.state, 'commander')?.name, 'Ana Ruiz');
});

test('an offer can be declined with a reason, or withdrawn by who made it', () => {
  const told = declared();
  told.act('ana', { type: 'offer-role', role: 'scribe', to: 'p-ben' });
  assert.throws(() => told.act('ben', { type: 'decline-role', offerId: offer(told), reason: ' ' }), {
    code: 'missing',
  });
  told.act('ben', { type: 'decline-role', offerId: offer(told), reason: 'I am at the database' });
  told.act('ana', { type: 'offer-role', role: 'scribe', to: 'p-chloe' });
  assert.throws(() => told.act('ben', { type: 'withdraw-offer', offerId: offer(told) }), {
    code: 'needs-commander',
  });
  told.act('ana', { type: 'withdraw-offer', offerId: offer(told) });
  assert.deepEqual(
    told.state.offers.map(({ ended }) => ended?.how),
    ['declined', 'withdrawn'],
  );
});

test('a vacant role is taken in one act, a held one is handed over', () => {
  const told = declared();
  told.act('ben', { type: 'take-role', role: 'operations' });
  assert.throws(() => told.act('chloe', { type: 'take-role', role: 'operations' }), {
    code: 'role-held',
    message: /Ben Okafor holds Operations/,
  });
  assert.equal(
    told.act('ben', { type: 'take-role', role: 'operations' }).said,
    'You hold Operations already.',
  );
  told.act('ben', { type: 'take-role', role: 'expert' });
  told.act('chloe', { type: 'take-role', role: 'expert' });
  assert.deepEqual(told.state.tenures.filter(({ role }) => role === 'expert').length, 2);
  assert.deepEqual(vacantRequired(told.state), ['communications', 'scribe']);
});

test('command is taken from somebody by the deputy or a manager, with a reason', () => {
  const told = declared();
  told.act('ben', { type: 'take-role', role: 'deputy' });
  assert.throws(() => told.act('chloe', { type: 'take-role', role: 'commander', reason: 'I know it' }), {
    code: 'role-held',
  });
  assert.throws(() => told.act('ben', { type: 'take-role', role: 'commander' }), {
    code: 'missing',
    field: 'reason',
  });
  told.act('ben', { type: 'take-role', role: 'commander', reason: 'Ana asked me on the phone' });
  assert.equal(holderOf(told.state, 'commander')?.name, 'Ben Okafor');
  told.act('max', { type: 'take-role', role: 'commander', reason: 'too many hats' });
  assert.equal(holderOf(told.state, 'commander')?.name, 'Max Novak');
});

test('once the commander of a SEV-1 has been silent for 15 min, anybody may take command', () => {
  const told = declared();
  told.clock.wind(899);
  assert.throws(() => told.act('chloe', { type: 'take-role', role: 'commander', reason: 'silence' }), {
    code: 'role-held',
  });
  told.clock.wind(1);
  told.act('chloe', { type: 'take-role', role: 'commander', reason: 'silence' });
  assert.equal(holderOf(told.state, 'commander')?.name, 'Chloe Lindqvist');
});

test('while the commander is silent the deputy steers, and an act of the commander ends that', () => {
  const told = declared();
  told.act('ben', { type: 'take-role', role: 'deputy' });
  const lower = { type: 'set-severity', to: 'SEV-2', reason: 'fewer shops' } as const;
  assert.throws(() => told.act('ben', lower), { code: 'needs-commander' });
  told.clock.wind(900);
  told.act('ben', lower);
  told.act('ana', { type: 'add-note', text: 'back', flavour: 'note' });
  assert.throws(() => told.act('ben', { ...lower, to: 'SEV-3' }), { code: 'needs-commander' });
});

test('holding command and Operations in a SEV-1 is allowed, and said', () => {
  const told = declared();
  const made = told.act('ana', { type: 'take-role', role: 'operations' });
  assert.deepEqual(kinds(made), ['role-taken']);
  assert.match(made.said ?? '', /You hold command and Operations in a SEV-1/);
});

test('a viewer may look on, but not hold command', () => {
  const told = declared();
  told.act('vera', { type: 'take-role', role: 'observer' });
  assert.throws(() => told.act('vera', { type: 'take-role', role: 'scribe' }), { code: 'no-permission' });
  told.act('ana', { type: 'offer-role', role: 'commander', to: 'p-vera' });
  assert.throws(() => told.act('vera', { type: 'accept-role', offerId: offer(told) }), {
    code: 'no-permission',
  });
  told.act('vera', { type: 'leave' });
  assert.deepEqual(rolesOf(told.state, 'p-vera'), []);
});

test('who leaves gives up their roles in the same append', () => {
  const told = declared();
  told.act('ben', { type: 'take-role', role: 'operations' });
  told.act('ben', { type: 'offer-role', role: 'operations', to: 'p-chloe' });
  assert.throws(() => told.act('chloe', { type: 'leave', personId: 'p-ben' }), { code: 'needs-commander' });
  assert.deepEqual(kinds(told.act('ben', { type: 'leave', reason: 'end of shift' })), [
    'role-offer-ended',
    'role-released',
    'responder-left',
  ]);
  assert.equal(told.act('ben', { type: 'leave' }).said, 'Ben Okafor has left already.');
  told.act('ben', { type: 'join' });
  assert.equal(told.state.people.find(({ personId }) => personId === 'p-ben')?.spells.length, 2);
});

test('who may only look on joins as an observer, on whom nobody counts', () => {
  const told = declared();
  told.act('vera', { type: 'join' });
  assert.deepEqual(rolesOf(told.state, CAST.vera.id), ['observer']);
  assert.equal(isAlone(told.state, CAST.ana.id), true);
  assert.match(told.act('vera', { type: 'join' }).said ?? '', /in this incident already/);
  told.act('vera', { type: 'leave' });
  assert.deepEqual(rolesOf(told.state, CAST.vera.id), []);
});
