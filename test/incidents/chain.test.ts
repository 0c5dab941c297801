import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '../../server/core/canonical.ts';
import { NO_HASH, bodyHash, entryHash, seal, verify } from '../../server/incidents/chain.ts';
import type { Break } from '../../server/incidents/chain.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { CAST, declared } from '../support/told.ts';

/** Six entries of one incident, as they would be read from the store. */
function stored(): StoredEntry[] {
  const told = declared();
  told.act('ben', { type: 'add-note', text: 'The board is red', flavour: 'note' });
  const copy = JSON.parse(JSON.stringify(told.entries)) as StoredEntry[];
  assert.equal(copy.length, 6);
  return copy;
}

test('a chain that nobody touched holds', () => {
  const entries = stored();
  const last = entries.at(-1);
  assert.equal(verify(entries), undefined);
  assert.equal(verify(entries, last && { seq: last.seq, hash: last.hash }), undefined);
  assert.equal(verify([]), undefined);
  assert.equal(entries[0]?.previousHash, NO_HASH);
});

test('a hash covers the canonical envelope without hash and body, then the SHA-256 of the body', () => {
  const [first] = stored();
  assert.ok(first);
  const { hash, body, actor, ...envelope } = first;
  const sorted = Object.entries({ ...envelope, actor: 'ACTOR' }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const json = JSON.stringify(Object.fromEntries(sorted)).replace(
    '"ACTOR"',
    `{"id":"${actor.id}","name":"${actor.name}","type":"person"}`,
  );
  assert.equal(hash, sha256Hex(json + bodyHash(body)));
});

const CHANGES: [name: string, change: (entry: StoredEntry) => Partial<StoredEntry>][] = [
  ['the body', () => ({ body: { text: 'The board is green', flavour: 'note' } })],
  ['the kind', () => ({ kind: 'excerpt-added' })],
  ['the name of the actor', ({ actor }) => ({ actor: { ...actor, name: 'Somebody else' } })],
  ['the time', () => ({ occurredAt: '2023-06-12T17:00:00.000Z' })],
  ['the time of recording', () => ({ recordedAt: '2023-06-12T17:00:00.000Z' })],
  ['the precision', () => ({ precision: 'about' })],
  ['the source', () => ({ source: 'imported' })],
  ['the request', () => ({ opId: 'another' })],
  ['the id', () => ({ id: 'another' })],
  ['the incident', () => ({ incidentId: 'another' })],
  ['the hash', () => ({ hash: 'f'.repeat(64) })],
  ['the hash before', () => ({ previousHash: 'f'.repeat(64) })],
];

for (const [name, change] of CHANGES) {
  test(`a change of ${name} is found at its entry`, () => {
    for (let index = 0; index < 6; index += 1) {
      const entries = stored().map((entry, place) =>
        place === index ? { ...entry, ...change(entry) } : entry,
      );
      assert.equal(verify(entries)?.seq, index + 1);
    }
  });
}

test('a change that is sealed again breaks the entry after it', () => {
  const entries = stored().map((entry) => {
    if (entry.seq !== 3) return entry;
    const other = { ...entry, body: { to: 'SEV-4', stage: 'live' } };
    return { ...other, hash: entryHash(other, bodyHash(other.body)) };
  });
  assert.deepEqual(verify(entries), { seq: 4, why: 'previous' } satisfies Break);
});

test('a removed entry is found, the last ones with the help of the known head', () => {
  const all = stored();
  const head = { seq: 6, hash: all[5]?.hash ?? '' };
  for (let index = 0; index < 5; index += 1) {
    assert.deepEqual(verify(all.toSpliced(index, 1)), { seq: index + 1, why: 'number' });
  }
  assert.equal(verify(all.slice(0, 4)), undefined);
  assert.deepEqual(verify(all.slice(0, 4), head), { seq: 5, why: 'number' });
});

test('swapped entries are found, also when they swap their numbers', () => {
  const entries = stored();
  const [, second, third] = entries;
  assert.ok(second && third);
  assert.deepEqual(verify(entries.toSpliced(1, 2, third, second)), { seq: 2, why: 'number' });
  const renumbered = [
    { ...third, seq: 2 },
    { ...second, seq: 3 },
  ];
  assert.equal(verify(entries.toSpliced(1, 2, ...renumbered))?.seq, 2);
});

test('a redacted body leaves the chain provable, and only with the hash that the redaction names', () => {
  const entries = stored();
  const secret = entries[5];
  assert.ok(secret);
  const redaction = (hash: string) =>
    seal(
      { seq: 6, hash: secret.hash },
      {
        kind: 'entry-redacted',
        body: { seq: 6, fields: ['text'], reason: 'a password', bodyHash: hash },
        occurredAt: '2023-06-12T18:00:00.000Z',
        precision: 'exact',
        actor: { type: 'person', id: CAST.max.id, name: CAST.max.name },
        source: 'live',
      },
      { id: 'x', incidentId: 'i-1', recordedAt: '2023-06-12T18:00:00.000Z', opId: '' },
    );
  const blanked = { ...secret, body: { text: '[redacted]', flavour: 'note' } };
  const start = entries.slice(0, 5);
  assert.equal(verify([...start, blanked, redaction(bodyHash(secret.body))]), undefined);
  assert.deepEqual(verify([...start, blanked, redaction('0'.repeat(64))]), { seq: 6, why: 'hash' });
  assert.deepEqual(verify([...start, blanked]), { seq: 6, why: 'hash' });
});
