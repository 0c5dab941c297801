import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../server/core/refused.ts';
import type { Command } from '../../server/incidents/incident.ts';
import { declared, kinds } from '../support/told.ts';

const label = (words: string, on = true): Command => ({ type: 'change-label', label: words, on });
const link = (relation: 'follows' | 'ticket', target: string, on = true): Command => ({
  type: 'change-link',
  relation,
  target,
  on,
});

test('a label goes on and off, whatever its capitals', () => {
  const told = declared();
  told.act('ben', label('  Waiting  for vendor '));
  assert.deepEqual(told.state.labels, ['Waiting for vendor']);
  assert.match(told.act('ana', label('waiting for VENDOR')).said ?? '', /has the label "Waiting for vendor"/);
  told.act('ana', label('WAITING for vendor', false));
  assert.deepEqual(told.state.labels, []);
  assert.match(told.act('ana', label('vendor', false)).said ?? '', /does not have/);
});

test('a link to an incident names it by its title of that day, however its key is typed', () => {
  const told = declared();
  told.act('ben', link('follows', 'inc-7'));
  const [first] = told.state.links;
  assert.deepEqual([first?.relation, first?.target, first?.title], ['follows', 'INC-7', 'Payments are slow']);
  assert.match(told.act('ben', link('follows', '7')).said ?? '', /already that it follows that/);
  told.act('ben', link('follows', 'INC-7', false));
  assert.deepEqual(told.state.links, []);
});

const cause = (endedAt?: string, on = true): Command => ({
  type: 'change-link',
  relation: 'caused-by',
  target: 'INC-7',
  endedAt,
  on,
});

test('when a cause was over can be said later, and what is taken back says all that it said before', () => {
  const told = declared();
  const end = () => told.state.links.map(({ endedAt }) => endedAt?.at);
  const [first, second] = ['2023-06-12T17:00:00.000Z', '2023-06-12T17:05:00.000Z'];
  told.act('ben', cause());
  assert.match(told.act('ben', cause()).said ?? '', /already/);
  told.act('ben', cause(first));
  assert.deepEqual(end(), [first]);
  assert.match(told.act('ben', cause(first)).said ?? '', /already/);
  told.act('ben', cause(second));
  const back = () => told.act('ben', { type: 'take-back', seq: told.last('link-changed') });
  back();
  assert.deepEqual(end(), [first], 'an amendment that is taken back leaves what was there');
  told.act('ben', cause(undefined, false));
  assert.deepEqual(end(), []);
  back();
  assert.deepEqual(end(), [first], 'a removal that is taken back brings the end along');
});

/** What is refused, by the field that is to blame. */
const REFUSED: readonly [command: Command, code: string, field: string][] = [
  [label('  '), 'missing', 'label'],
  [label('x'.repeat(51)), 'bad-field', 'label'],
  [link('follows', 'INC-42'), 'itself', 'target'],
  [link('follows', 'INC-99'), 'no-such-incident', 'target'],
  [link('ticket', 'JIRA 12'), 'bad-field', 'target'],
  [link('ticket', 'javascript:alert(1)'), 'bad-field', 'target'],
  [{ type: 'change-services', added: ['nowhere'], removed: [] }, 'no-such-service', 'added'],
];

for (const [command, code, field] of REFUSED) {
  test(`refused as ${code}: ${JSON.stringify(command).slice(0, 90)}`, () => {
    const told = declared();
    assert.throws(
      () => told.act('ana', command),
      (error: unknown) => error instanceof Refused && error.code === code && error.field === field,
    );
  });
}

test('who writes a title from an older one hears what stands there, and nothing is written over', () => {
  const told = declared();
  told.act('ben', { type: 'change-details', field: 'title', from: 'Checkout fails', to: 'Paying fails' });
  const late: Command = { type: 'change-details', field: 'title', from: 'Checkout fails', to: 'Cart fails' };
  assert.throws(
    () => told.act('ana', late),
    (error: unknown) =>
      error instanceof Refused &&
      error.code === 'stale-text' &&
      error.seq === told.last('details-changed') &&
      error.message.includes('Ben Okafor changed this since you opened it. It says now: "Paying fails"'),
  );
  assert.equal(told.state.title, 'Paying fails');
  told.act('ana', { ...late, from: 'Paying fails' });
  assert.equal(told.state.title, 'Cart fails');
});

test('labels, links and services are taken back by those who set them, while they stand', () => {
  const told = declared();
  const acts: readonly [command: Command, kind: string][] = [
    [label('vendor'), 'label-changed'],
    [link('ticket', 'https://tickets.example.org/1'), 'link-changed'],
    [{ type: 'change-services', added: ['cart'], removed: ['storefront'] }, 'services-changed'],
  ];
  for (const [command, kind] of acts) {
    told.act('ben', command);
    const seq = told.last(kind);
    assert.throws(() => told.act('ana', { type: 'take-back', seq }), Refused);
    assert.deepEqual(kinds(told.act('ben', { type: 'take-back', seq })), [kind]);
    assert.throws(() => told.act('ben', { type: 'take-back', seq }), Refused);
  }
  const { labels, links, services } = told.state;
  assert.deepEqual({ labels, links, services }, { labels: [], links: [], services: ['storefront'] });
});

test('labels and links can be set after the end', () => {
  const told = declared();
  told.act('ana', { type: 'move-status', to: 'cancelled', reason: 'a false alarm' });
  told.act('ben', label('false alarm'));
  told.act('ben', link('follows', 'INC-8'));
  assert.equal(told.state.labels.length + told.state.links.length, 2);
});
