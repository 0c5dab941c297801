import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyHash, verify } from '../../server/incidents/chain.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { placeWords } from '../../server/incidents/entry-words.ts';
import { fold } from '../../server/incidents/incident.ts';
import { blanked, redactable, redacted, saidAgain } from '../../server/incidents/redaction.ts';
import { sentenceOf } from '../../server/incidents/sentences.ts';
import { timelineOf } from '../../server/incidents/timeline.ts';
import { declared, type Told } from '../support/told.ts';

const SECRET = 'hunter2-hunter2';
const reason = 'it held a password';

/** An incident in which the secret was said in a note and in evidence, and much leans on the hypothesis. */
function said(): Told {
  const told = declared();
  told.act('ben', { type: 'add-note', text: `The password is ${SECRET}`, flavour: 'note' });
  told.act('ben', { type: 'open-hypothesis', statement: `Somebody uses ${SECRET}` });
  const hypothesisId = told.state.hypotheses[0]?.id ?? '';
  const evidence = [{ text: `I saw ${SECRET}`, value: SECRET, url: `https://example.org/${SECRET}` }];
  told.act('ben', { type: 'confirm-hypothesis', hypothesisId, evidence });
  return told;
}

const places = (entry: StoredEntry | undefined): string[] =>
  entry === undefined ? [] : redactable(entry).map(({ place }) => place);
const holdsSecret = (told: Told): boolean => JSON.stringify([told.entries, told.state]).includes(SECRET);

function redactAll(told: Told): void {
  for (const { seq } of [...told.entries]) {
    const entry = told.entries[seq - 1];
    const fields = entry === undefined ? [] : redactable(entry).filter(({ text }) => text.includes(SECRET));
    if (fields.length === 0) continue;
    told.act('ada', { type: 'redact-entry', seq, fields: fields.map(({ place }) => place), reason });
  }
}

test('words go, what was done stays, and the chain proves both', () => {
  const told = said();
  const [before] = told.state.hypotheses;
  redactAll(told);
  assert.equal(holdsSecret(told), false);
  const [after] = told.state.hypotheses;
  assert.deepEqual(
    [after?.id, after?.status, after?.settled, after?.spells],
    [before?.id, before?.status, before?.settled, before?.spells],
  );
  assert.deepEqual(after?.facts[0]?.evidence, {
    text: '[redacted]',
    value: '[redacted]',
    url: 'https://redacted.invalid/',
  });
  assert.equal(verify(told.entries, { seq: told.state.seq, hash: told.state.headHash }), undefined);
  assert.deepEqual(told.state.loose, []);
  const note = told.entries.find(({ kind }) => kind === 'note-added');
  assert.equal(note && sentenceOf(note, 'UTC'), 'Ben Okafor noted: [redacted]');
  const line = timelineOf(told.state).find(({ entry }) => entry.seq === note?.seq);
  assert.deepEqual(
    line?.corrections.map(({ what, actor }) => [what, actor.name]),
    [['redacted', 'Ada Novak']],
  );
});

test('what is left of a redacted entry cannot be changed unseen either', () => {
  const told = said();
  redactAll(told);
  const seq = told.last('note-added');
  const forged = told.entries.map((entry) =>
    entry.seq === seq ? { ...entry, body: { text: 'All is well', flavour: 'note' } } : entry,
  ) as StoredEntry[];
  assert.deepEqual(verify(forged), { seq, why: 'left' });
});

test('an entry is redacted again, and the hash that it was sealed with stays known', () => {
  const told = said();
  const seq = told.last('hypothesis-confirmed');
  const sealed = bodyHash(told.entries[seq - 1]?.body);
  for (const field of ['evidence.0.text', 'evidence.0.value', 'evidence.0.url']) {
    told.act('ada', { type: 'redact-entry', seq, fields: [field], reason });
    assert.equal(verify(told.entries), undefined, field);
  }
  const hashes = told.entries.flatMap((entry) =>
    entry.kind === 'entry-redacted' ? [entry.body.bodyHash] : [],
  );
  assert.deepEqual(hashes, [sealed, sealed, sealed]);
});

test('a correction holds words as well, and so does the reason of a redaction', () => {
  const told = declared();
  told.act('ben', { type: 'add-note', text: 'Slow', flavour: 'note' });
  const seq = told.last('note-added');
  told.act('ben', { type: 'correct-text', seq, field: 'text', to: `It is ${SECRET}`, reason: 'more exact' });
  told.act('ada', { type: 'redact-entry', seq, fields: ['text'], reason: `it was ${SECRET}` });
  redactAll(told);
  assert.equal(holdsSecret(told), false);
  assert.equal(told.state.notes[0]?.text, '[redacted]');
  assert.equal(verify(told.entries), undefined);
});

test('an incident that is over, and an entry that was struck, are redacted all the same', () => {
  const told = said();
  told.act('ben', { type: 'strike', seq: told.last('note-added'), reason: 'wrong room' });
  told.act('ana', { type: 'move-status', to: 'cancelled', reason: 'a false alarm' });
  redactAll(told);
  assert.equal(holdsSecret(told), false);
});

/** What is refused, and what is said about it. */
const REFUSED: readonly (readonly [
  name: string,
  who: 'ben' | 'max' | 'ada',
  command: { seq: number; fields: string[]; reason: string },
  code: string,
])[] = [
  ['by a responder', 'ben', { seq: 6, fields: ['text'], reason }, 'no-permission'],
  ['by a manager', 'max', { seq: 6, fields: ['text'], reason }, 'no-permission'],
  ['without a reason', 'ada', { seq: 6, fields: ['text'], reason: ' ' }, 'missing'],
  ['without any field', 'ada', { seq: 6, fields: [], reason }, 'nothing-chosen'],
  ['of an id', 'ada', { seq: 7, fields: ['hypothesisId'], reason }, 'no-such-field'],
  ['of vocabulary', 'ada', { seq: 6, fields: ['flavour'], reason }, 'no-such-field'],
  ['of a field that is not there', 'ada', { seq: 6, fields: ['raw'], reason }, 'no-such-field'],
  ['of the bytes of a note', 'ada', { seq: 6, fields: ['content'], reason }, 'no-such-field'],
  ['of an entry that is not there', 'ada', { seq: 99, fields: ['text'], reason }, 'no-such-entry'],
];

test('nothing is redacted that may not be', () => {
  const told = said();
  for (const [name, who, command, code] of REFUSED) {
    assert.throws(() => told.act(who, { type: 'redact-entry', ...command }), { code }, name);
  }
  assert.equal(told.entries.filter(({ kind }) => kind === 'entry-redacted').length, 0);
});

test('ids, vocabulary and times are no words, whatever the kind', () => {
  const told = said();
  told.act('ana', { type: 'offer-role', role: 'scribe', to: 'p-chloe' });
  told.act('ana', { type: 'change-details', field: 'title', to: 'Payments fail' });
  told.act('ana', { type: 'change-details', field: 'homeZone', to: 'Europe/Madrid' });
  const of = (kind: string): string[] => places(told.entries.find((entry) => entry.kind === kind));
  assert.deepEqual(of('note-added'), ['text']);
  assert.deepEqual(of('hypothesis-opened'), ['statement']);
  assert.deepEqual(of('incident-opened'), ['title']);
  assert.deepEqual(of('details-changed'), ['from', 'to']);
  assert.deepEqual(
    of('role-offered').filter((place) => !place.startsWith('brief.')),
    ['toName'],
  );
  const zone = told.entries.findLast((entry) => entry.kind === 'details-changed');
  assert.deepEqual(places(zone), []);
});

test('blanking knows only what it is told, and leaves other entries as they are', () => {
  const told = said();
  const seq = told.last('note-added');
  const body = { seq, fields: ['text'], reason, bodyHash: '0'.repeat(64) };
  const left = blanked(told.entries, [{ kind: 'entry-redacted', body }]);
  assert.deepEqual(
    left.filter((entry, at) => entry !== told.entries[at]).map((entry) => entry.seq),
    [seq],
  );
  const [first] = told.entries;
  assert.equal(first && redacted(first, ['content', 'nothing']), first);
  assert.equal(fold(left).notes[0]?.text, '[redacted]');
});

test('entries that say the same are named, so that nothing is left behind', () => {
  const told = said();
  const seq = told.last('hypothesis-opened');
  assert.deepEqual(saidAgain(told.entries, seq, [`Somebody uses ${SECRET}`]), [
    told.last('hypothesis-confirmed'),
  ]);
  assert.deepEqual(saidAgain(told.entries, seq, ['a']), [], 'a letter is no words');
});

test('a place is told as people read it', () => {
  assert.deepEqual(['text', 'evidence.0.text', 'why.1', 'criteria.2.text', 'wouldClear'].map(placeWords), [
    'text',
    'evidence 1, text',
    'why 2',
    'criteria 3, text',
    'would clear',
  ]);
});
