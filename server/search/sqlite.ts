import { sql } from 'kysely';
import type { Db } from '../store/open.ts';
import { MARK_AFTER, MARK_BEFORE } from './excerpt.ts';
import { wordsOf, type Document, type Match, type Search } from './search.ts';

/** Full text by SQLite's FTS5. Words are quoted, so nothing in a query is taken for its syntax. */
export const sqliteSearch: Search = {
  put: async (db, document) => {
    await remove(db, document.kind, document.key);
    await insert(db, document);
  },
  remove,
  keys: (kind, words) =>
    // The kind stands beside the text: asking there would read each text that has the words.
    sql<string>`SELECT search_place.key FROM search_document
      JOIN search_place ON search_place.position = search_document.rowid
      WHERE search_document MATCH ${words.map((word) => `"${word}"*`).join(' AND ')}
        AND search_place.kind = ${kind}`,
  find: async (db, kind, query, limit) => {
    const words = wordsOf(query).map((word) => `"${word}"*`);
    if (words.length === 0) return [];
    const all = await match(db, kind, words.join(' AND '), limit);
    return all.length > 0 || words.length === 1 ? all : match(db, kind, words.join(' OR '), limit);
  },
};

async function insert(db: Db, { kind, key, title, text, visibility }: Document): Promise<void> {
  const { position } = await db
    .insertInto('search_place')
    .columns(['position', 'kind', 'key'])
    .expression((eb) =>
      eb
        .selectFrom('search_place')
        .select([
          sql<number>`coalesce(max(position), 0) + 1`.as('position'),
          sql<string>`${kind}`.as('kind'),
          sql<string>`${key}`.as('key'),
        ]),
    )
    .returning('position')
    .executeTakeFirstOrThrow();
  await sql`INSERT INTO search_document (rowid, kind, key, title, text, visibility)
    VALUES (${position}, ${kind}, ${key}, ${title}, ${text}, ${visibility})`.execute(db);
}

async function remove(db: Db, kind: string, key: string): Promise<void> {
  const gone = await db
    .deleteFrom('search_place')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .returning('position')
    .executeTakeFirst();
  if (gone !== undefined) await sql`DELETE FROM search_document WHERE rowid = ${gone.position}`.execute(db);
}

async function match(db: Db, kind: string, expression: string, limit: number): Promise<Match[]> {
  const { rows } = await sql<Match>`
    SELECT kind, key, title, snippet(search_document, 3, ${MARK_BEFORE}, ${MARK_AFTER}, '…', 16) AS excerpt
    FROM search_document WHERE search_document MATCH ${expression} AND kind = ${kind}
    ORDER BY bm25(search_document, 0, 0, 8, 1, 0), key LIMIT ${limit}`.execute(db);
  return rows;
}
