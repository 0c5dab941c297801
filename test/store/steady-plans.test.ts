import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type CompiledQuery } from 'kysely';
import type { Db } from '../../server/store/open.ts';
import { engine, freshStore } from '../support/database.ts';

/** A busy machine makes single rounds long, never short: the shortest of so many are compared. */
const MOST_ROUNDS = 80;
const MOST_RATIO = 1.6;
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
    let least = { bound: Infinity, written: Infinity };
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      least = {
        bound: Math.min(least.bound, await taken(db, bound)),
        written: Math.min(least.written, await taken(db, written)),
      };
      if (round > 5 && least.bound < least.written * MOST_RATIO) break;
    }
    const ratio = least.bound / least.written;
    assert.ok(ratio < MOST_RATIO, `a bound value takes ${ratio.toFixed(2)} times as long as a written one`);
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
