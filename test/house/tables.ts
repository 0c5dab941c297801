import { withoutComments } from './tree.ts';

/** A table as both engines tell it. Types are those of TypeScript: `string`, `number`, `Buffer`, with `| null`. */
export type Table = {
  columns: Record<string, string>;
  key: string[];
  indexes: string[];
  references: string[];
};
export type Tables = Record<string, Table>;

/** Full-text tables have columns without types; only their names are compared. */
export const ANY = 'any';

/** `export type XRow = { … }` and the list of tables in server/store/schema.ts. */
export function declaredTables(schema: string): Record<string, Record<string, string>> {
  const rows = new Map<string, Record<string, string>>();
  const plain = withoutComments(schema);
  for (const [, name = '', members = ''] of plain.matchAll(/export type (\w+) = \{([^}]*)\}/g)) {
    const columns = members.matchAll(/(\w+): ([^;]+)(?:;|$)/g);
    rows.set(
      name,
      Object.fromEntries([...columns].map(([, column = '', type = '']) => [column, type.trim()])),
    );
  }
  const tables = Object.entries(rows.get('Schema') ?? {});
  return Object.fromEntries(tables.map(([table, row]) => [table, rows.get(row) ?? {}]));
}

/** "unique account_by_email (expression)": constraints have no name of ours, so they are told without one. */
export function indexLines(
  rows: readonly { name: string; unique: boolean; named: boolean; column: string | null }[],
): string[] {
  const byName = Map.groupBy(rows, ({ name }) => name);
  return [...byName]
    .map(([name, parts]) => {
      const [first] = parts;
      const columns = parts.map(({ column }) => column ?? 'expression').join(', ');
      return `${first?.unique === true ? 'unique ' : ''}${first?.named === true ? name : 'constraint'} (${columns})`;
    })
    .sort();
}

/**
 * Where the tables of a database differ from those of schema.ts, in sentences. Hand in the tables without the
 * full-text ones, which have no types and are known to server/search only.
 */
export function schemaFaults(made: Tables, declared: ReturnType<typeof declaredTables>): string[] {
  const names = new Set([...Object.keys(made), ...Object.keys(declared)]);
  return [...names].flatMap((table) => {
    const [have, say] = [made[table]?.columns, declared[table]];
    if (have === undefined) return [`No migration makes the table ${table} of schema.ts.`];
    if (say === undefined) return [`The table ${table} is missing in schema.ts.`];
    return [...new Set([...Object.keys(have), ...Object.keys(say)])].flatMap((column) => {
      if (have[column] === say[column]) return [];
      return [
        `${table}.${column} is ${have[column] ?? 'missing'} in the database and ${say[column] ?? 'missing'} in schema.ts.`,
      ];
    });
  });
}

/** The tables but for the full-text ones, which are each engine's own. */
export function withoutFullText(tables: Tables, sqlite: Tables): Tables {
  const isPlain = (name: string): boolean => !Object.values(sqlite[name]?.columns ?? {}).includes(ANY);
  return Object.fromEntries(Object.entries(tables).filter(([name]) => isPlain(name)));
}
