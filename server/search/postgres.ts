import { sql } from 'kysely';
import type { Db } from '../store/open.ts';
import { MARK_AFTER, MARK_BEFORE } from './excerpt.ts';
import { wordsOf, type Match, type Search } from './search.ts';

const HEADLINE = `StartSel=${MARK_BEFORE}, StopSel=${MARK_AFTER}, MaxFragments=1, MaxWords=16, MinWords=8`;

/** Full text by PostgreSQL. The words hold only letters and digits, so nothing in a query is taken for its syntax. */
export const postgresSearch: Search = {
  put: async (db, { kind, key, title, text, visibility }) => {
    await sql`INSERT INTO search_document (kind, key, title, text, visibility)
      VALUES (${kind}, ${key}, ${title}, ${text}, ${visibility})
      ON CONFLICT (kind, key) DO UPDATE SET title = ${title}, text = ${text}, visibility = ${visibility}`.execute(
      db,
    );
  },
  remove: async (db, kind, key) => {
    await sql`DELETE FROM search_document WHERE kind = ${kind} AND key = ${key}`.execute(db);
  },
  keys: (kind, words) => {
    const query = sql`to_tsquery('english', ${words.map((word) => `${word}:*`).join(' & ')})`;
    // Words such as "the" are in every text and in no index: who types nothing else finds everything.
    return sql<string>`SELECT key FROM search_document
      WHERE (words @@ ${query} OR numnode(${query}) = 0) AND kind = ${kind}`;
  },
  find: async (db, kind, query, limit) => {
    const words = wordsOf(query).map((word) => `${word}:*`);
    if (words.length === 0) return [];
    const all = await match(db, kind, words.join(' & '), limit);
    return all.length > 0 || words.length === 1 ? all : match(db, kind, words.join(' | '), limit);
  },
};

async function match(db: Db, kind: string, expression: string, limit: number): Promise<Match[]> {
  const { rows } = await sql<Match>`
    SELECT kind, key, title,
      ts_headline('english', text, query, ${HEADLINE}) AS excerpt
    FROM search_document, to_tsquery('english', ${expression}) AS query
    WHERE words @@ query AND kind = ${kind}
    ORDER BY ts_rank(words, query) DESC, key LIMIT ${limit}`.execute(db);
  return rows;
}
