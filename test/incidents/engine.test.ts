import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import type { Command } from '../../server/incidents/incident.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { declared, Told, type Who } from '../support/told.ts';

/** What the timeline says last. */
function said(told: Told): string {
  const last = told.entries.at(-1);
  return last === undefined ? '' : sentenceOf(last, 'America/Los_Angeles');
}

const ALERT: Command = {
  type: 'receive-alert',
  alertId: 'a-1',
  adapter: 'Prometheus',
  groupKey: 'hit-rate',
  name: 'CacheHitRateLow',
  labels: { cluster: 'eu' },
};

test('an alert comes, comes again and ends; while it fires, resolving asks', () => {
  const told = declared();
  told.act('muster', ALERT);
  assert.equal(said(told), 'Prometheus raised the alert "CacheHitRateLow".');
  told.act('muster', { type: 'repeat-alert', alertId: 'a-1', changed: { cluster: 'us' } });
  assert.equal(said(told), 'The alert "CacheHitRateLow" came again, 2 times so far.');
  assert.deepEqual(told.state.alerts[0]?.labels, { cluster: 'us' });
  const resolve: Command = { type: 'move-status', to: 'resolved', temporaryConfirmed: true };
  assert.throws(() => told.act('ana', resolve), /The alert "CacheHitRateLow" is still firing\./);
  told.act('muster', { type: 'clear-alert', alertId: 'a-1' });
  assert.equal(said(told), 'The alert "CacheHitRateLow" ended, as its sender says.');
  assert.throws(
    () => told.act('ana', resolve),
    (error: unknown) => error instanceof Refused && !error.message.includes('firing'),
  );
});

function asked(): { told: Told; escalationId: string } {
  const told = declared();
  told.act('ana', { type: 'request-escalation', to: 'p-ben', reason: 'the cache is cold', by: 'person' });
  return { told, escalationId: told.state.escalations[0]?.id ?? '' };
}

test('a request is sent, seen, runs out, and ends with numbers to call', () => {
  const { told, escalationId } = asked();
  const at = { escalationId, level: 1, loop: 1 };
  const targets = [{ personId: 'p-ben', channels: ['push', 'mail'] }];
  told.act('muster', { type: 'send-escalation', ...at, targets, answerBy: '2023-06-12T17:20:00.000Z' });
  assert.equal(
    said(told),
    'Level 1 was notified: Ben Okafor (push and e-mail). An answer is due by 10:20 PDT.',
  );
  told.act('ben', { type: 'see-escalation', escalationId, level: 1, via: 'push' });
  assert.equal(said(told), 'Ben Okafor saw the request by a push message, and has not taken it yet.');
  told.act('muster', { type: 'fail-escalation-send', escalationId, personId: 'p-ben', channels: ['mail'] });
  assert.equal(said(told), 'No message was delivered to Ben Okafor, by e-mail.');
  told.act('muster', { type: 'expire-escalation', ...at });
  assert.equal(said(told), 'Nobody of level 1 answered in time.');
  told.act('muster', { type: 'skip-escalation-level', ...at, loop: 2, why: 'nobody-on-call' });
  assert.equal(said(told), 'Level 1 was left out in round 2: nobody is on call.');
  const phoneList = [{ name: 'Pilar Sato', number: '600 000 000' }];
  told.act('muster', { type: 'exhaust-escalation', escalationId, attempts: 4, phoneList });
  assert.match(said(told), /after 4 attempts, and there is nobody left to ask\. Call them: Pilar Sato 600/);
  const [request] = told.state.escalations;
  assert.deepEqual(
    [request?.calls.length, request?.seenBy.length, request?.levels.length, request?.exhausted?.attempts],
    [1, 1, 2, 4],
  );
});

test('whoever accepts and falls silent is notified again', () => {
  const { told, escalationId } = asked();
  const repage: Command = { type: 'repage-escalation', escalationId, silent: 900 };
  assert.throws(() => told.act('muster', repage), /Nobody has accepted this request yet/);
  told.act('ben', { type: 'accept-escalation', escalationId });
  told.act('muster', repage);
  assert.equal(said(told), 'Ben Okafor has been silent for 15 min and was notified again.');
  assert.equal(told.state.escalations[0]?.repages, 1);
});

function drill(): Told {
  const told = new Told('2023-06-12T17:15:00.000Z');
  const opening = { key: 'DRILL-7', kind: 'drill', title: 'A cold cache', homeZone: 'UTC' } as const;
  told.act('ana', { type: 'declare', ...opening, visibility: 'all', takeCommand: true });
  return told;
}

test('a drill delivers, hints, pauses and ends', () => {
  const told = drill();
  const inject = { deliveryId: 'd-1', as: 'a message', from: 'Support', to: ['everybody'], title: 'Calls' };
  told.act('muster', { type: 'deliver-inject', ...inject });
  assert.equal(said(told), 'Delivered as a message from Support to everybody: Calls.');
  const probe = {
    type: 'answer-probe',
    asked: 'the hit rate',
    answer: '41 %, it was 96 %',
    cost: 60,
  } as const;
  told.act('ana', probe);
  assert.equal(said(told), 'Ana Ruiz asked: the hit rate. 41 %, it was 96 %. Looking took 1 min.');
  assert.deepEqual(
    told.state.drill?.probes.map(({ asked }) => asked),
    ['the hit rate'],
  );
  assert.throws(() => told.act('ana', { ...probe, asked: ' ' }), { code: 'missing' });
  told.act('ana', { type: 'give-hint', text: 'Look at the hit rate', by: 'self' });
  assert.equal(said(told), 'Ana Ruiz took a hint: Look at the hit rate.');
  told.act('ana', { type: 'change-drill-clock', state: 'paused', speed: 1 });
  assert.equal(said(told), 'The clock of the drill was paused.');
  told.act('ana', { type: 'end-drill', why: 'real-emergency' });
  assert.equal(said(told), 'The drill ended: something real needs the people.');
  assert.throws(() => told.act('ana', { type: 'give-hint', text: 'More', by: 'self' }), /has ended/);
});

/** What is refused: by whom, of what, with which code. */
const REFUSED: readonly [code: string, who: Who, command: Command][] = [
  ['system-only', 'ana', ALERT],
  ['no-such-alert', 'muster', { type: 'clear-alert', alertId: 'a-9' }],
  ['system-only', 'ana', { type: 'expire-escalation', escalationId: 'x', level: 1, loop: 1 }],
  ['no-such-escalation', 'muster', { type: 'expire-escalation', escalationId: 'x', level: 1, loop: 1 }],
  ['only-in-a-drill', 'ana', { type: 'answer-probe', asked: 'the hit rate', answer: '41 %', cost: 0 }],
  ['only-in-a-drill', 'ana', { type: 'give-hint', text: 'Look', by: 'self' }],
  ['only-in-a-drill', 'ana', { type: 'end-drill', why: 'stopped' }],
];

for (const [code, who, command] of REFUSED) {
  test(`refused as ${code}: ${command.type} by ${who}`, () => {
    assert.throws(
      () => declared().act(who, command),
      (error: unknown) => error instanceof Refused && error.code === code,
    );
  });
}
