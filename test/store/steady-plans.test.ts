import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type CompiledQuery } from 'kysely';
import type { Db } from '../../server/store/open.ts';
import { engine, freshStore } from '../support/database.ts';
import { median } from '../support/median.ts';

const ROUNDS = 15;
const EACH = 60;

/** The same join, its value bound or written into the text. */
function join(db: Db, isBound: boolean): CompiledQuery {
  return db
    .selectFrom('runbook')
    .selectAll('runbook')
    .innerJoin('runbook_version', 'runbook_version.runbook_id', 'runbook.runbook_id')
    .where('runbook_version.title', '=', isBound ? 'none' : sql<string>`'none'`)
    .compile();
}

/** Milliseconds for running it so many times. */
async function taken(db: Db, query: CompiledQuery): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < EACH; index += 1) await db.executeQuery(query);
  return performance.now() - began;
}

// PostgreSQL plans by rules of its own.
if (engine === 'sqlite') {
  test('a kept statement is not planned anew because its values are bound again', async () => {
    const { db, close } = await freshStore();
    const [bound, written] = [join(db, true), join(db, false)];
    const times = { bound: [] as number[], written: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.bound.push(await taken(db, bound));
      times.written.push(await taken(db, written));
    }
    const ratio = median(times.bound) / median(times.written);
    assert.ok(ratio < 1.6, `a bound value takes ${ratio.toFixed(2)} times as long as a written one`);
    await close();
  });
}

test('what is bound keeps its value and its type', async () => {
  const { db, close } = await freshStore();
  await db.insertInto('counter').values({ name: '007', value: 7 }).execute();
  const rows = await db.selectFrom('counter').selectAll().where('name', '=', '007').limit(1).execute();
  assert.deepEqual(rows, [{ name: '007', value: 7 }]);
  assert.deepEqual(await db.selectFrom('counter').selectAll().where('name', '=', '7').execute(), []);
  await close();
});
