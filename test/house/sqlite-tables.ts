import { sql } from 'kysely';
import type { Db } from '../../server/store/open.ts';
import { ANY, indexLines, type Table, type Tables } from './tables.ts';

const SQLITE_TYPES: Readonly<Record<string, string>> = {
  TEXT: 'string',
  INTEGER: 'number',
  REAL: 'number',
  BLOB: 'Buffer',
};

/** What a SQLite database says of its own tables. */
export async function sqliteTables(db: Db): Promise<Tables> {
  const { rows } = await sql<{ name: string; type: string }>`
    SELECT name, type FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`.execute(db);
  const tables = await Promise.all(
    rows.map(async ({ name, type }) => [name, await sqliteTable(db, name, type)] as const),
  );
  return Object.fromEntries(tables);
}

async function sqliteTable(db: Db, table: string, kind: string): Promise<Table> {
  const columns = await sql<{ name: string; type: string; notnull: number; pk: number }>`
    SELECT name, type, "notnull", pk FROM pragma_table_info(${table})`.execute(db);
  const type = (column: { type: string; notnull: number; pk: number }): string => {
    if (kind === 'virtual') return ANY;
    const plain = SQLITE_TYPES[column.type] ?? `an unknown type ${column.type}`;
    return column.notnull === 1 || column.pk > 0 ? plain : `${plain} | null`;
  };
  const indexes = await sql<{ name: string; uniqueness: number; origin: string; column: string | null }>`
    SELECT list.name, list."unique" AS uniqueness, list.origin, info.name AS "column"
    FROM pragma_index_list(${table}) AS list, pragma_index_info(list.name) AS info
    WHERE list.origin <> 'pk' ORDER BY list.name, info.seqno`.execute(db);
  const references = await sql<{ column: string; aim: string; to: string }>`
    SELECT "from" AS "column", "table" AS aim, "to" AS "to" FROM pragma_foreign_key_list(${table})`.execute(
    db,
  );
  const keyed = columns.rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return {
    columns: Object.fromEntries(columns.rows.map((column) => [column.name, type(column)])),
    key: keyed.map(({ name }) => name),
    indexes: indexLines(
      indexes.rows.map((row) => ({ ...row, unique: row.uniqueness === 1, named: row.origin === 'c' })),
    ),
    references: references.rows.map(({ column, aim, to }) => `${column} to ${aim}.${to}`).sort(),
  };
}
