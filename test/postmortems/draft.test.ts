import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { toHtml } from '../../server/core/markdown.ts';
import type { StoredEntry } from '../../server/incidents/entry.ts';
import { fold } from '../../server/incidents/incident.ts';
import { blocksIn, withoutMarks } from '../../server/postmortems/block.ts';
import { draft } from '../../server/postmortems/draft.ts';
import type { DraftOptions } from '../../server/postmortems/draft.ts';
import { openPrompts, PROMPTS } from '../../server/postmortems/prompts.ts';
import { cachingStory } from './caching-story.ts';
import { nightStory } from './night-story.ts';

const PERSON: DraftOptions = { names: 'person' };
const caching = cachingStory();
const night = nightStory();
const STORIES = { caching, night };

function drafted(entries: readonly StoredEntry[], options: DraftOptions = PERSON): string {
  return draft(fold(entries), entries, options);
}

for (const name of ['caching', 'night'] as const) {
  test(`the ${name} incident becomes the document that stands in expected/${name}.md`, () => {
    const expected = readFileSync(`test/postmortems/expected/${name}.md`, 'utf8');
    assert.equal(drafted(STORIES[name].entries()), expected);
  });
}

test('the same entries give the same bytes', () => {
  assert.equal(drafted(caching.entries()), drafted(structuredClone(caching.entries())));
});

test('a draft of any first part of a record names only entries that exist', () => {
  const zones = fc.constantFrom(undefined, 'UTC', 'Asia/Kolkata', '+02:00');
  const stories = fc.constantFrom(caching, night);
  const options = fc.record({ zone: zones, names: fc.constantFrom('person' as const, 'role' as const) });
  fc.assert(
    fc.property(stories, fc.nat({ max: 200 }), options, (story, length, chosen) => {
      const entries = story.entries().slice(0, length);
      const named = [...drafted(entries, chosen).matchAll(/#e(\d+)\)/g)].map(([, seq]) => Number(seq));
      assert.deepEqual(
        named.filter((seq) => seq > entries.length),
        [],
      );
      if (entries.length > 0) assert.ok(named.length > 0);
    }),
    { numRuns: 150 },
  );
});

test('a record with holes in it is drafted all the same', () => {
  const some = fc.subarray([...caching.entries(), ...night.entries()].slice(0, 120), { minLength: 1 });
  fc.assert(
    fc.property(some, (entries) => {
      const known = new Set(entries.map(({ seq }) => seq));
      for (const [, seq] of drafted(entries).matchAll(/#e(\d+)\)/g)) assert.ok(known.has(Number(seq)));
    }),
    { numRuns: 60 },
  );
});

test('every instant that the document says has its own entry behind it, line by line', () => {
  const blocks = blocksIn(drafted(caching.entries()));
  for (const name of ['lead-up', 'timeline', 'escalations', 'misleading', 'cause', 'people']) {
    const text = blocks.find((block) => block.name === name)?.text ?? '';
    const lines = text.split('\n').filter((line) => /\d\d:\d\d/.test(line) && !line.startsWith('| -'));
    assert.ok(lines.length > 0, name);
    for (const line of lines) assert.match(line, /\[#\d+\]\(\/incidents\/42#e\d+\)/, line);
  }
});

test('whoever wants roles instead of people finds no name outside of typed words', () => {
  const byRole = drafted(caching.entries(), { names: 'role' });
  assert.doesNotMatch(byRole, /Ana Ruiz|Ben Sato|Cy Novak|Dee Okoye|Eli Moss|Fay Lind|Gus Haddad/);
  assert.match(byRole, /by the commander/);
});

test('addresses are made whole for a document that leaves the house', () => {
  const absolute = (path: string) => `https://muster.example.com/base${path}`;
  const text = drafted(caching.entries(), { ...PERSON, absolute });
  assert.match(text, /\[#14\]|\[#16\]\(https:\/\/muster\.example\.com\/base\/incidents\/42#e16\)/);
  assert.doesNotMatch(text, /\]\(\/incidents/);
});

test('the zone of the reader may be another than that of the incident', () => {
  const text = drafted(caching.entries(), { ...PERSON, zone: 'Europe/Madrid' });
  assert.match(text, /all times Madrid \(UTC\+2\), UTC in brackets/);
  assert.match(text, /from about 19:02 to 20:58 UTC\+2 \(17:02Z to 18:58Z\)/);
});

test('each block is as it was generated until somebody changes it', () => {
  const text = drafted(caching.entries());
  assert.deepEqual(
    blocksIn(text).filter(({ isUntouched }) => !isUntouched),
    [],
  );
  const changed = text
    .replace('Nobody', 'Somebody')
    .replace('35 % of users of storefront', 'a third of all shoppers');
  const touched = blocksIn(changed).filter(({ isUntouched }) => !isUntouched);
  assert.deepEqual(
    touched.map(({ name }) => name),
    ['summary'],
  );
});

test('readers elsewhere get the text without marks, and a page renders it with all its tables', () => {
  const text = drafted(caching.entries());
  assert.doesNotMatch(withoutMarks(text), /muster:/);
  const html = toHtml(text);
  assert.doesNotMatch(html, /muster:/);
  assert.equal(html.match(/<table>/g)?.length, 4);
  assert.equal(html.match(/<h2 /g)?.length, 10);
});

test('what no record knows is asked, each question once', () => {
  const text = drafted(caching.entries());
  const asked = openPrompts(text);
  assert.ok(asked.length >= 12);
  for (const words of asked) assert.equal(text.split(words).length, 2, words);
  assert.deepEqual(
    openPrompts(text.replace(`*${PROMPTS.lessons}*`, 'Ask what moved first.')).length,
    asked.length - 1,
  );
});

test('a title that looks like markup cannot open or end a block', () => {
  const entries = caching
    .entries()
    .map((entry) =>
      entry.kind === 'hypothesis-opened'
        ? { ...entry, body: { hypothesisId: 'x', statement: '| <!-- muster:end --> | # x' } }
        : entry,
    );
  const blocks = blocksIn(drafted(entries));
  assert.deepEqual(
    blocks.map(({ name }) => name),
    blocksIn(drafted(caching.entries())).map(({ name }) => name),
  );
  assert.ok(blocks.every(({ isUntouched }) => isUntouched));
});

test('an empty record is said to be empty', () => {
  const text = drafted([]);
  assert.match(text, /The record is empty/);
  assert.match(text, /Entries: 0/);
});
