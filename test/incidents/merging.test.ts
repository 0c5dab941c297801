import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import type { Command } from '../../server/incidents/incident.ts';
import { CAST, declared, kinds, type Told } from '../support/told.ts';

const into = (key: string, reason = 'the same graph'): Command => ({ type: 'merge', into: key, reason });

test('a merged incident is over, says where it goes on, and its open requests end', () => {
  const told = declared();
  told.act('ana', { type: 'request-escalation', to: 'p-ben', reason: 'the cache is cold', by: 'person' });
  const decision = told.act('ana', into('inc-7'));
  assert.deepEqual(kinds(decision), ['merged-into', 'escalation-withdrawn']);
  assert.equal(decision.said, undefined);
  const { state } = told;
  assert.deepEqual([state.status, state.mergedInto?.key], ['merged', 'INC-7']);
  assert.equal(state.escalations[0]?.withdrawn?.why, 'merged');
  assert.deepEqual(state.updateClocks, {});
  assert.equal(state.stamps.mergedAt?.seq, told.last('merged-into'));
  assert.deepEqual(
    state.links.map(({ relation, target }) => [relation, target]),
    [['duplicate-of', 'INC-7']],
  );
  assert.deepEqual(decision.elsewhere, {
    key: 'INC-7',
    command: {
      type: 'receive-merge',
      key: 'INC-42',
      title: 'Checkout fails',
      reason: 'the same graph',
      owners: [{ id: 'p-ana', name: 'Ana Ruiz' }],
    },
  });
});

test('one that was merged itself leads on to the end, and the person hears it', () => {
  const told = declared();
  const { said } = told.act('ana', into('INC-8'));
  assert.equal(told.state.mergedInto?.key, 'INC-7');
  assert.match(said ?? '', /INC-8 was merged into INC-7 before, so this one went there\./);
});

test('the other side says what came, once', () => {
  const told = declared();
  const owners = [CAST.ana, CAST.chloe].map(({ id, name }) => ({ id, name }));
  const receive: Command = {
    type: 'receive-merge',
    key: 'INC-3',
    title: undefined,
    reason: 'the same',
    owners,
  };
  assert.deepEqual(
    kinds(told.act('ben', receive)),
    ['merge-received', 'responder-joined'],
    'who had it there and is not here yet comes along',
  );
  assert.deepEqual(kinds(told.act('ben', receive)), []);
  assert.deepEqual(
    told.state.mergesReceived.map(({ key }) => key),
    ['INC-3'],
  );
});

/** What is refused: who asks for what, after which acts. */
const REFUSED: readonly [
  name: string,
  code: string,
  who: 'ana' | 'ben',
  command: Command,
  before?: Command,
][] = [
  ['a circle', 'circle', 'ana', into('INC-10')],
  ['itself', 'itself', 'ana', into('42')],
  ['one that nobody knows', 'no-such-incident', 'ana', into('INC-99')],
  ['one that is over', 'other-is-over', 'ana', into('INC-12')],
  ['without a reason', 'missing', 'ana', into('INC-7', ' ')],
  ['an address', 'no-such-incident', 'ana', into('https://example.org/7')],
  ['by somebody who does not command', 'needs-commander', 'ben', into('INC-7')],
  ['the second time', 'over', 'ana', into('INC-7'), into('INC-7')],
];

for (const [name, code, who, command, before] of REFUSED) {
  test(`a merge is refused: ${name}`, () => {
    const told: Told = declared();
    if (before) told.act('ana', before);
    assert.throws(
      () => told.act(who, command),
      (error: unknown) => error instanceof Refused && error.code === code,
    );
  });
}

test('while nobody holds command, everyone who takes part may merge', () => {
  const told = declared();
  told.act('ana', { type: 'release-role', role: 'commander', reason: 'asleep soon' });
  told.act('ben', into('INC-7'));
  assert.equal(told.state.status, 'merged');
});

test('an incident that is in review stays', () => {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'resolved', override: 'it is', temporaryConfirmed: true });
  told.act('ana', { type: 'move-status', to: 'review' });
  assert.throws(
    () => told.act('ana', into('INC-7')),
    (error: unknown) => error instanceof Refused && error.code === 'too-late',
  );
});
