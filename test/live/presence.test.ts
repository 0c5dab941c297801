import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePresence } from '../../server/live/presence.ts';
import { readWords, wordsText } from '../../server/live/telling.ts';
import { presenceWords } from '../../server/incidents/live-pages.ts';

const ANA = { id: 'a', name: 'Ana Ruiz' };
const BEN = { id: 'b', name: 'Ben Okafor' };
const at = (second: number) => `2026-11-02T09:00:${String(second).padStart(2, '0')}.000Z`;
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name.split(' ')[0]).join(' ');

test('whoever opens a second page is not news, and whoever closes the last one goes five seconds later', () => {
  const presence = makePresence();
  assert.equal(presence.enter('i', ANA), true);
  assert.equal(presence.enter('i', ANA), false);
  presence.leave('i', ANA.id, at(0));
  assert.deepEqual(presence.pass(at(30)), [], 'another page is open');
  presence.leave('i', ANA.id, at(30));
  assert.deepEqual(presence.pass(at(34)), []);
  assert.equal(names(presence.people('i')), 'Ana');
  assert.equal(presence.enter('i', ANA), false, 'back in time');
  presence.leave('i', ANA.id, at(40));
  assert.deepEqual(presence.pass(at(45)), [{ incidentId: 'i', isFromHere: true }]);
  assert.deepEqual(presence.people('i'), []);
  assert.deepEqual(presence.incidentsHere(), [], 'nothing is kept of it');
});

test('what another server says lapses when it says it no more', () => {
  const presence = makePresence();
  presence.enter('i', ANA);
  assert.equal(presence.hear('i', 'other', [BEN], at(0)), true);
  assert.equal(presence.hear('i', 'other', [BEN], at(10)), false);
  assert.equal(names(presence.people('i')), 'Ana Ben');
  assert.equal(names(presence.peopleHere('i')), 'Ana');
  assert.deepEqual(presence.pass(at(49)), []);
  assert.deepEqual(presence.pass(at(50)), [{ incidentId: 'i', isFromHere: false }]);
  assert.equal(names(presence.people('i')), 'Ana');
  presence.hear('i', 'other', [BEN], at(51));
  assert.equal(presence.hear('i', 'other', [], at(52)), true, 'the last one left there');
  assert.equal(names(presence.people('i')), 'Ana');
});

test('who is there is said when that is more than oneself', () => {
  const rows: [(typeof ANA)[], string, string][] = [
    [[], 'a', ''],
    [[ANA], 'a', ''],
    [[BEN], 'a', 'Ben Okafor is here'],
    [[ANA, BEN], 'a', 'Ana Ruiz and Ben Okafor are here'],
  ];
  for (const [people, reader, words] of rows) assert.equal(presenceWords(people, reader), words);
  const crowd = Array.from({ length: 9 }, (_, index) => ({ id: String(index), name: `P${String(index)}` }));
  assert.equal(presenceWords(crowd, 'a'), 'P0, P1, P2, P3, P4, P5 and 3 more are here');
});

test('what a server of another version says is passed over', () => {
  const words = { what: 'entries', from: 'x', incidentId: 'i', seq: 3 } as const;
  assert.deepEqual(readWords(wordsText(words)), words);
  for (const text of ['', '{', 'null', '{"what":"weather"}', '{"what":"entries","from":1}']) {
    assert.equal(readWords(text), undefined, text);
  }
});
