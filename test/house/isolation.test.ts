import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesIn, type Source } from './tree.ts';

/**
 * What is counted, listed, fed, searched and shown to everybody has no drill in it: a query on incidents says which kind it
 * means, reads by `seenBy`, or stands below with its reason.
 */
const READS =
  /(?:selectFrom|innerJoin|leftJoin|rightJoin|fullJoin)\(\s*'incident(?: as \w+)?'|\b(?:from|join) incident\b(?=[^'"]*`)/gi;
const SAYS_WHICH = /\bseenBy\(|\bwhere\(\s*'(?:incident\.)?kind'|\bkind = /;

/** By file and function. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'server/incidents/store.ts incidentById': 'one row, by the id that the caller was given',
  'server/incidents/store.ts heads': 'the chains of drills are verified as well',
  'server/incidents/store.ts staleSummaries': 'the rows of drills are brought up to date as well',
  'server/postmortems/item-store.ts selection':
    'what a drill taught is promised as truly as what an incident taught',
  'server/postmortems/library-store.ts rowsOf':
    'the rows of postmortems that were found by a query that says which',
  'server/incidents/listing-store.ts goesOnElsewhere':
    'within a query that says which, and links never lead to a drill',
  'server/incidents/listing-store.ts latestOpen': 'drills are read ahead as well, and nobody is shown a row',
  'server/incidents/verify-store.ts *': 'the chains of drills are verified as well',
};

function bypasses(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(READS)].flatMap(({ index }) => {
      const [from, to] = aroundOf(text, index);
      const statement = text.slice(from, to);
      const name =
        [...text.slice(0, index).matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].at(-1)?.[1] ?? '';
      const isKnown = `${path} ${name}` in OTHERWISE || `${path} *` in OTHERWISE;
      return SAYS_WHICH.test(statement) || isKnown ? [] : [`${path} ${name}`];
    }),
  );
}

/** The function in which something stands. */
function aroundOf(text: string, index: number): [number, number] {
  const from = text.lastIndexOf('\nexport ', index);
  const end = text.indexOf('\n}\n', index);
  return [from === -1 ? 0 : from, end === -1 ? text.length : end];
}

test('each query on incidents has no drills, or says why it has', () => {
  assert.deepEqual(bypasses(sourcesIn('server', '.ts')), []);
});

test('a query that forgets drills is found', () => {
  const planted = {
    path: 'server/insights/planted.ts',
    text: `export async function worst(db: Db) {\n  return db.selectFrom('incident').selectAll().where('status', '=', 'closed').execute();\n}\n`,
  };
  assert.deepEqual(bypasses([planted]), ['server/insights/planted.ts worst']);
  const kept = {
    ...planted,
    text: planted.text.replace("where('status', '=', 'closed')", 'where(seenBy(reader))'),
  };
  assert.deepEqual(bypasses([kept]), []);
});
