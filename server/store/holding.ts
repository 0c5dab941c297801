import { sql, type Expression, type SqlBool } from 'kysely';

/** The condition that a text holds each of the words, wherever; nothing in a word is taken for a pattern. */
export function holdsAll(text: Expression<string>, words: readonly string[]): Expression<SqlBool> {
  const each = words.map(
    (word) => sql<SqlBool>`lower(${text}) LIKE ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`,
  );
  return sql.join(each, sql` AND `);
}
