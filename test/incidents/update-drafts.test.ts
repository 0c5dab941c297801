import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../server/incidents/incident.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { isApproved, openDrafts } from '../../server/incidents/update-drafts.ts';
import { brokenNow } from '../../server/incidents/updates.ts';
import { declared, kinds } from '../support/told.ts';
import type { Told, Who } from '../support/told.ts';

const MIN = 60;

const words = (more: object = {}) => ({
  audience: 'public' as const,
  usersSee: 'Payments fail.',
  weDo: 'We look for the cause.',
  changed: 'The gateway is cleared.',
  nextAt: '2023-06-12T17:35:00.000Z',
  final: false,
  ...more,
});
const draft = (more: object = {}): Command => ({ type: 'draft-update', ...words(more) });
const sent = (more: object = {}): Command => ({
  type: 'send-update',
  channels: ['board'],
  ...words(more),
});

/** A SEV-1 past its triage: Ana commands, Chloe has communications, Ben is there. */
function investigating(): Told {
  const told = declared();
  told.act('chloe', { type: 'take-role', role: 'communications' });
  told.act('ben', { type: 'join' });
  told.act('ana', { type: 'move-status', to: 'investigating', override: 'we know' });
  return told;
}

const id = (told: Told) => told.state.drafts.at(-1)?.id ?? '';
const sending = (told: Told, nextAt?: string): Command => {
  return { type: 'send-draft', messageId: id(told), channels: ['board'], nextAt };
};
const last = (told: Told) => {
  const entry = told.entries.at(-1);
  return entry === undefined ? '' : sentenceOf(entry, 'America/Los_Angeles');
};

test('somebody writes, the commander approves, communications sends it as it was written', () => {
  const told = investigating();
  told.act('ben', draft());
  assert.equal(
    last(told),
    'Ben Okafor drafted an update (public): Payments fail. We look for the cause. The gateway is cleared.',
  );
  assert.throws(() => told.act('chloe', sending(told)), { code: 'needs-commander' });
  told.act('ana', { type: 'approve-update', messageId: id(told) });
  assert.equal(last(told), 'Ana Ruiz approved the public update that Ben Okafor drafted.');
  told.clock.wind(2);
  assert.deepEqual(kinds(told.act('chloe', sending(told))), ['update-sent']);
  const [message] = told.state.messages;
  assert.deepEqual(
    [message?.id, message?.usersSee, message?.by.name],
    [id(told), 'Payments fail.', 'Chloe Lindqvist'],
  );
  assert.equal(told.state.updateClocks.public?.dueAt, '2023-06-12T17:35:00.000Z');
  told.clock.wind(3);
  assert.deepEqual(told.act('ana', sending(told)), { entries: [], said: 'It was sent 3 s before you.' });
});

test('a commander who sends what somebody else wrote has approved it', () => {
  const told = investigating();
  told.act('chloe', draft());
  assert.deepEqual(kinds(told.act('ana', sending(told))), ['update-approved', 'update-sent']);
});

test('in a SEV-1 nobody writes and approves a public update alone', () => {
  const told = investigating();
  assert.throws(() => told.act('ana', sent()), {
    code: 'needs-second',
    message: /let somebody else write it/,
  });
  told.act('ana', draft());
  assert.throws(() => told.act('ana', { type: 'approve-update', messageId: id(told) }), {
    code: 'own-approval',
  });
  assert.throws(() => told.act('ana', sending(told)), { code: 'needs-second' });
  told.act('max', { type: 'approve-update', messageId: id(told) });
  told.act('ana', sending(told));
  assert.equal(told.state.messages.length, 1);
});

test('a manager who writes is told who approves', () => {
  const told = investigating();
  assert.throws(() => told.act('max', sent()), {
    message: /save it as a draft, and Ana Ruiz or a manager approves it/,
  });
});

test('somebody alone in the incident sends it with a reason, which stays', () => {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'investigating', override: 'we know' });
  assert.throws(() => told.act('ana', sent()), { code: 'missing', field: 'aloneReason' });
  told.act('vera', { type: 'take-role', role: 'observer' });
  told.act('ana', sent({ aloneReason: 'shoppers ask on every channel' }));
  assert.match(last(told), /with nobody there to read it first \(shoppers ask on every channel\)/);
  assert.equal(told.state.messages[0]?.alone, 'shoppers ask on every channel');
});

test('below SEV-1, and to our own people, one person is enough', () => {
  const told = investigating();
  told.act('ana', sent({ audience: 'internal' }));
  told.act('ana', { type: 'set-severity', to: 'SEV-2', reason: 'a fifth of them' });
  told.act('ana', sent());
  assert.equal(told.state.messages.length, 2);
  told.act('ana', draft({ changed: 'The database is cleared.' }));
  told.act('ana', { type: 'approve-update', messageId: id(told) });
  assert.ok(isApproved(told.state, told.state.drafts[0] ?? assert.fail()));
});

test('an approval of the severity before is none once it is a SEV-1', () => {
  const told = investigating();
  told.act('ana', { type: 'set-severity', to: 'SEV-2', reason: 'a fifth of them' });
  told.act('ana', draft());
  told.act('ana', { type: 'approve-update', messageId: id(told) });
  told.act('ben', { type: 'set-severity', to: 'SEV-1' });
  assert.throws(() => told.act('chloe', sending(told)), { code: 'needs-commander' });
});

test('a newer draft or update for the same readers overtakes a draft', () => {
  const told = investigating();
  told.act('ben', draft());
  const first = id(told);
  told.act('chloe', draft({ changed: 'The cache is suspected.' }));
  assert.deepEqual(
    openDrafts(told.state).map(({ by }) => by.name),
    ['Chloe Lindqvist'],
  );
  const over = 'A newer one took its place 0 s before you.';
  assert.equal(told.act('ana', { type: 'approve-update', messageId: first }).said, over);
  told.act('ben', draft({ audience: 'support' }));
  told.act('ana', sent({ audience: 'support', weDo: 'We roll back.' }));
  assert.deepEqual(
    openDrafts(told.state).map(({ audience }) => audience),
    ['public'],
  );
});

test('a promise that time has overtaken is made anew when a draft is sent', () => {
  const told = investigating();
  told.act('chloe', draft());
  told.clock.wind(25 * MIN);
  assert.throws(() => told.act('ana', sending(told)), { code: 'in-the-past', field: 'nextAt' });
  told.act('ana', sending(told, '2023-06-12T17:55:00.000Z'));
  assert.equal(told.state.updateClocks.public?.dueAt, '2023-06-12T17:55:00.000Z');
});

const REFUSED: [name: string, who: Who, command: (told: Told) => Command, code: string][] = [
  ['draft says nothing new', 'ben', () => draft({ changed: 'no news' }), 'empty-repeat'],
  ['draft does not say what users see', 'ben', () => draft({ usersSee: ' ' }), 'missing'],
  ['draft promises no next update', 'ben', () => draft({ nextAt: undefined }), 'missing'],
  ['draft of somebody who only reads', 'vera', () => draft(), 'no-permission'],
  [
    'approval by communications',
    'chloe',
    (told) => ({ type: 'approve-update', messageId: id(told) }),
    'needs-commander',
  ],
  ['approval of nothing', 'ana', () => ({ type: 'approve-update', messageId: 'x' }), 'no-such-draft'],
  [
    'sighting of what was never sent',
    'ben',
    (told) => ({ type: 'see-public', messageId: id(told) }),
    'no-such-update',
  ],
];

for (const [name, who, command, code] of REFUSED) {
  test(`a ${name} is refused`, () => {
    const told = investigating();
    told.act('ben', draft());
    assert.throws(() => told.act(who, command(told)), { code });
  });
}

test('"sent" is what our side did; that it is public is said by somebody who saw it', () => {
  const told = investigating();
  told.act('chloe', draft());
  told.act('ana', sending(told));
  told.clock.wind(MIN);
  const url = 'https://status.example.org/42';
  told.act('ben', { type: 'see-public', messageId: id(told), url });
  assert.equal(last(told), `Ben Okafor saw the update where the public sees it: ${url}`);
  told.clock.wind(2);
  assert.equal(
    told.act('ana', { type: 'see-public', messageId: id(told) }).said,
    'Ben Okafor saw it public 2 s before you.',
  );
});

test('what is overdue is shown to more people as time goes on, until it is sent', () => {
  const told = investigating();
  const shown = () => brokenNow(told.state).find(({ audience }) => audience === 'public')?.shownTo;
  for (const [minutes, people] of [
    [15, ['p-chloe']],
    [5, ['p-chloe', 'p-ana']],
    [10, ['p-chloe', 'p-ana', 'p-max']],
  ] as const) {
    told.clock.wind(minutes * MIN);
    told.act('muster', { type: 'pass-time' });
    assert.deepEqual(shown(), people);
  }
  told.act('chloe', draft({ nextAt: '2023-06-12T18:00:00.000Z' }));
  told.act('ana', sending(told));
  assert.equal(shown(), undefined);
});
