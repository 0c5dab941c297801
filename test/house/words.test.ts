import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredTables } from './tables.ts';
import { found, source, sourcesIn, tableUnder, withoutComments, type Source } from './tree.ts';

const README = 'db/README.md';

/** Files that name forbidden words because they look for them in what people wrote. */
const READERS = /^server\/(?:(?:postmortems|runbooks)\/lint[a-z-]*|reports\/(?:lint[a-z-]*|name))\.ts$/;

type Forbidden = { word: string; instead: string; inViewsOnly: boolean };

/** The third column of the glossary, with the word that stands in the first. */
function forbiddenWords(readme: string): Forbidden[] {
  return tableUnder(readme, 'Words').flatMap(([instead = '', , not = '']) =>
    not.split(',').map((entry) => {
      const word = entry.replace('(in views)', '').trim();
      return { word, instead, inViewsOnly: word.length < entry.trim().length };
    }),
  );
}

/** "war room" is also found in warRoom, war_room and war-room. */
function pattern(word: string): RegExp {
  const spaced = word.split(/[ -]/).join('[ _-]?');
  // Abbreviations are found only as they are written, since they are parts of other words.
  return /^[A-Z]+$/.test(word)
    ? new RegExp(`\\b${word}\\b`, 'g')
    : new RegExp(`\\b${spaced}s?(?![a-z])`, 'gi');
}

function wordFaults(sources: readonly Source[], forbidden: readonly Forbidden[]): string[] {
  return sources.flatMap((file) => {
    const isView = file.path.startsWith('views/');
    const text =
      file.path.endsWith('.ts') || file.path.endsWith('.js') ? withoutComments(file.text) : file.text;
    // Most words are not there at all, and looking for their beginning is cheap.
    const small = text.toLowerCase();
    return forbidden
      .filter(({ inViewsOnly }) => isView || !inViewsOnly)
      .filter(({ word }) => small.includes(word.toLowerCase().split(/[ -]/)[0] ?? word))
      .flatMap(({ word, instead }) =>
        found(
          { ...file, text },
          pattern(word),
          ([there]) => `"${there}": the word is "${instead}" (db/README.md).`,
        ),
      );
  });
}

function allTexts(): Source[] {
  const server = sourcesIn('server', '.ts').filter(({ path }) => !READERS.test(path));
  return [...server, ...sourcesIn('views', '.ejs', '.md'), ...sourcesIn('static', '.js', '.css')];
}

test('one word for one thing, in pages, messages and names', () => {
  assert.deepEqual(wordFaults(allTexts(), forbiddenWords(source(README).text)), []);
});

test('a second word for the same thing is found, however it is written', () => {
  const forbidden = forbiddenWords(source(README).text);
  assert.ok(forbidden.length > 40);
  const planted: readonly [path: string, text: string][] = [
    ['views/board.ejs', '<h1>War room</h1>'],
    ['views/help/incidents.md', 'Open the outage ticket.'],
    ['server/incidents/board.ts', 'const warRoom = 1;'],
    ['server/incidents/board.ts', "say('Your playbooks');"],
    ['server/insights/measures.ts', "label: 'MTTR'"],
    ['views/people.ejs', '<p>Delivered 10:40</p>'],
    ['static/js/live.js', "const handoff = 'x';"],
  ];
  for (const [path, text] of planted) assert.equal(wordFaults([{ path, text }], forbidden).length, 1, text);
  const right: readonly [path: string, text: string][] = [
    ['server/notify/outbox.ts', 'const delivered = row.delivered_at; // MTTR is never said\n'],
    ['server/incidents/state.ts', 'const state = mttrx;'],
  ];
  for (const [path, text] of right) assert.deepEqual(wordFaults([{ path, text }], forbidden), [], text);
});

test('every table is told in prose, and nothing is told that is not there', () => {
  const tables = declaredTables(source('server/store/schema.ts').text);
  const [, section = ''] = /## Tables\n([\s\S]*?)\n## /.exec(source(README).text) ?? [];
  const told = [...section.matchAll(/^- ([^:]+):/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  const more = [...section.matchAll(/\. `(\w+)`: /g)].map(([, name]) => name);
  assert.deepEqual([...told, ...more].sort(), [...Object.keys(tables), 'search_document'].sort());
});
