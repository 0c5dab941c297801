import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { excerptParts } from '../../server/search/excerpt.ts';
import { makeSearch, type Search } from '../../server/search/search.ts';
import type { Store } from '../../server/store/open.ts';
import { freshStore } from '../support/database.ts';

let store: Store;
let search: Search;

before(async () => {
  store = await freshStore();
  search = makeSearch(store.engine);
  const add = (key: string, title: string, text: string) =>
    search.put(store.db, { kind: 'runbook', key, title, text, visibility: 'all' });
  await add('storm', 'Cache-miss storm', 'The hit rate falls while database load rises.');
  await add('disk', 'Disk full', 'A volume is out of space. Find the largest folders.');
  await search.put(store.db, {
    kind: 'incident',
    key: '1',
    title: 'Cache',
    text: 'cache',
    visibility: 'all',
  });
});
after(() => store.close());

const keysFor = async (words: string): Promise<string[]> =>
  (await search.find(store.db, 'runbook', words, 10)).map(({ key }) => key);

test('words are found in title and text, by their beginning and in other forms', async () => {
  assert.deepEqual(await keysFor('storm'), ['storm']);
  assert.deepEqual(await keysFor('datab'), ['storm']);
  assert.deepEqual(await keysFor('folder'), ['disk']);
});

test('all words are looked for first, then any', async () => {
  assert.deepEqual(await keysFor('hit rate'), ['storm']);
  assert.deepEqual((await keysFor('storm disk')).sort(), ['disk', 'storm']);
});

test('only the kind that is asked for is found', async () => {
  assert.deepEqual(await keysFor('cache'), ['storm']);
});

test('what looks like a query language is plain words', async () => {
  for (const hostile of ['"', 'title:storm OR', "a' OR '1'='1", 'NEAR(', '*', '& | !', '']) {
    assert.ok(Array.isArray(await keysFor(hostile)), hostile);
  }
});

test('a document that is put again is found by its new words only', async () => {
  await search.put(store.db, {
    kind: 'runbook',
    key: 'late',
    title: 'Old',
    text: 'first words',
    visibility: 'all',
  });
  await search.put(store.db, {
    kind: 'runbook',
    key: 'late',
    title: 'New',
    text: 'second version',
    visibility: 'all',
  });
  assert.deepEqual(await keysFor('first'), []);
  assert.deepEqual(await keysFor('second'), ['late']);
  await search.remove(store.db, 'runbook', 'late');
  assert.deepEqual(await keysFor('second'), []);
});

test('an excerpt is words without the signs of Markdown, and marks nothing but what was looked for', async () => {
  const text =
    '---\nservices: [shop]\n---\n# Calls\n\n> **Not for** a `queue`: see [Slow calls](slow-calls.md).';
  await search.put(store.db, { kind: 'torn', key: 'calls', title: 'Calls', text, visibility: 'all' });
  const [match] = await search.find(store.db, 'torn', 'queue', 10);
  assert.ok(match);
  const parts = excerptParts(match.excerpt);
  assert.deepEqual(
    parts.filter(({ isMatch }) => isMatch).map((part) => part.text),
    ['queue'],
  );
  assert.match(parts.map((part) => part.text).join(''), /Calls Not for a queue: see Slow calls\.?$/);
});
