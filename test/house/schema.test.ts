import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { migrate } from '../../server/store/migrate.ts';
import type { Store } from '../../server/store/open.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { engine, freshStore } from '../support/database.ts';
import { postgresTables } from './postgres-tables.ts';
import { sqliteTables } from './sqlite-tables.ts';
import { declaredTables, schemaFaults, withoutFullText } from './tables.ts';
import { source } from './tree.ts';

async function migratedSqlite(): Promise<Store> {
  const store = openSqlite(':memory:');
  await migrate(store, '2020-01-01T00:00:00.000Z');
  return store;
}

test('the tables that the migrations make are those of schema.ts', async () => {
  const store = await migratedSqlite();
  const declared = declaredTables(source('server/store/schema.ts').text);
  const tables = await sqliteTables(store.db);
  assert.deepEqual(schemaFaults(withoutFullText(tables, tables), declared), []);
  await store.close();
});

test('a column that differs from schema.ts is found', async () => {
  const store = await migratedSqlite();
  const tables = await sqliteTables(store.db);
  await store.close();
  const text = source('server/store/schema.ts').text;
  const planted: readonly [from: string, to: string, says: string][] = [
    [
      'CounterRow = { name: string; value: number }',
      'CounterRow = { name: string; value: string }',
      'counter.value is number in the database and string in schema.ts.',
    ],
    [
      'CounterRow = { name: string; value: number }',
      'CounterRow = { name: string; value: number | null }',
      'counter.value is number in the database and number | null in schema.ts.',
    ],
    [
      'CounterRow = { name: string; value: number }',
      'CounterRow = { name: string }',
      'counter.value is number in the database and missing in schema.ts.',
    ],
    ['  counter: CounterRow;\n', '', 'The table counter is missing in schema.ts.'],
    [
      '  counter: CounterRow;\n',
      '  counter: CounterRow;\n  meter: CounterRow;\n',
      'No migration makes the table meter of schema.ts.',
    ],
  ];
  for (const [from, to, says] of planted) {
    assert.ok(text.includes(from), from);
    const faults = schemaFaults(withoutFullText(tables, tables), declaredTables(text.replace(from, to)));
    assert.deepEqual(faults, [says]);
  }
});

if (engine === 'postgres') {
  test('both engines have the same columns, keys, indexes and references', async () => {
    const [sqlite, postgres] = [await migratedSqlite(), await freshStore()];
    const tables = await sqliteTables(sqlite.db);
    const others = withoutFullText(await postgresTables(postgres.db), tables);
    assert.deepEqual(schemaFaults(others, declaredTables(source('server/store/schema.ts').text)), []);
    assert.deepEqual(others, withoutFullText(tables, tables));
    await sqlite.close();
    await postgres.close();
  });

  test('a column, a key, an index or a reference that one engine lacks is found', async () => {
    const planted = [
      sql`ALTER TABLE team ALTER COLUMN slug DROP NOT NULL`,
      sql`ALTER TABLE team ALTER COLUMN rev TYPE text`,
      sql`ALTER TABLE team_member DROP CONSTRAINT team_member_pkey`,
      sql`ALTER TABLE team_member DROP CONSTRAINT team_member_team_id_fkey`,
      sql`DROP INDEX team_member_by_account`,
      sql`ALTER TABLE team DROP CONSTRAINT team_slug_key`,
    ];
    const [sqlite, postgres] = [await migratedSqlite(), await freshStore()];
    const expected = await sqliteTables(sqlite.db);
    for (const change of planted) {
      await assert.rejects(
        postgres.db.transaction().execute(async (db) => {
          await change.execute(db);
          assert.deepEqual(
            withoutFullText(await postgresTables(db), expected),
            withoutFullText(expected, expected),
          );
        }),
        assert.AssertionError,
      );
    }
    await sqlite.close();
    await postgres.close();
  });
}
