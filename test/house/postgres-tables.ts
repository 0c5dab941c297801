import { sql } from 'kysely';
import type { Db } from '../../server/store/open.ts';
import { indexLines, type Table, type Tables } from './tables.ts';

const POSTGRES_TYPES: Readonly<Record<string, string>> = {
  text: 'string',
  integer: 'number',
  bigint: 'number',
  real: 'number',
  'double precision': 'number',
  bytea: 'Buffer',
};

/** What a PostgreSQL database says of its own tables. */
export async function postgresTables(db: Db): Promise<Tables> {
  const { rows } = await sql<{ table: string; column: string; type: string; nullable: string }>`
    SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable AS nullable
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`.execute(
    db,
  );
  const tables: Tables = {};
  for (const { table, column, type, nullable } of rows) {
    if (type === 'tsvector') continue;
    const plain = POSTGRES_TYPES[type] ?? `an unknown type ${type}`;
    tables[table] ??= { columns: {}, key: [], indexes: [], references: [] };
    tables[table].columns[column] = nullable === 'NO' ? plain : `${plain} | null`;
  }
  await Promise.all(Object.entries(tables).map(([name, table]) => fillPostgres(db, name, table)));
  return tables;
}

async function fillPostgres(db: Db, name: string, table: Table): Promise<void> {
  const { rows } = await sql<{
    name: string;
    unique: boolean;
    primary: boolean;
    named: boolean;
    column: string | null;
  }>`
    SELECT class.relname AS name, index.indisunique AS "unique", index.indisprimary AS "primary",
      owner.oid IS NULL AS named, attribute.attname AS "column"
    FROM pg_index AS index
    JOIN pg_class AS class ON class.oid = index.indexrelid
    CROSS JOIN LATERAL unnest(index.indkey::int[]) WITH ORDINALITY AS part (number, place)
    LEFT JOIN pg_attribute AS attribute ON attribute.attrelid = index.indrelid AND attribute.attnum = part.number
      AND part.number > 0
    LEFT JOIN pg_constraint AS owner ON owner.conindid = index.indexrelid AND owner.contype IN ('p', 'u')
    WHERE index.indrelid = ${name}::regclass ORDER BY class.relname, part.place`.execute(db);
  table.key = rows
    .filter(({ primary }) => primary)
    .flatMap(({ column }) => (column === null ? [] : [column]));
  table.indexes = indexLines(rows.filter(({ primary }) => !primary));
  const references = await sql<{ column: string; aim: string; to: string }>`
    SELECT mine.attname AS "column", aim.relname AS aim, theirs.attname AS "to"
    FROM pg_constraint AS link JOIN pg_class AS aim ON aim.oid = link.confrelid
    CROSS JOIN LATERAL unnest(link.conkey, link.confkey) AS pair (mine, theirs)
    JOIN pg_attribute AS mine ON mine.attrelid = link.conrelid AND mine.attnum = pair.mine
    JOIN pg_attribute AS theirs ON theirs.attrelid = link.confrelid AND theirs.attnum = pair.theirs
    WHERE link.contype = 'f' AND link.conrelid = ${name}::regclass`.execute(db);
  table.references = references.rows.map(({ column, aim, to }) => `${column} to ${aim}.${to}`).sort();
}
