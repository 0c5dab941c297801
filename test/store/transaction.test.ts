import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDuplicate, SeqTaken, storeTrouble } from '../../server/store/failures.ts';
import { AlreadyServed, holdFolder } from '../../server/store/lock.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { told } from '../../server/web/errors.ts';
import { freshStore } from '../support/database.ts';

test('work that came second runs again from its start, and only its last run is kept', async () => {
  const { db, close } = await freshStore();
  let runs = 0;
  await inTransaction(db, async (db) => {
    runs += 1;
    await db
      .insertInto('counter')
      .values({ name: `run ${String(runs)}`, value: runs })
      .execute();
    if (runs < 3) throw new SeqTaken();
  });
  assert.equal(runs, 3);
  assert.deepEqual(await db.selectFrom('counter').selectAll().execute(), [{ name: 'run 3', value: 3 }]);
  await close();
});

test('work that never comes first is given up after five runs', async () => {
  const { db, close } = await freshStore();
  let runs = 0;
  const hopeless = inTransaction(db, async () => {
    runs += 1;
    throw new SeqTaken();
  });
  await assert.rejects(hopeless, SeqTaken);
  assert.equal(runs, 5);
  await close();
});

test('whoever never came first is asked to send it again, and reads of no defect', () => {
  const error = new SeqTaken();
  assert.equal(storeTrouble(error), 'busy');
  const { status, code, sentence } = told(error);
  assert.deepEqual([status, code], [503, 'busy']);
  assert.match(sentence, /send it again/);
  assert.equal(storeTrouble(new Error('something else')), undefined);
});

test('a defect runs once, leaves nothing behind, and a duplicate is told from the rest', async () => {
  const { db, close } = await freshStore();
  let runs = 0;
  const twice = inTransaction(db, async (db) => {
    runs += 1;
    await db.insertInto('counter').values({ name: 'one', value: 1 }).execute();
    await db.insertInto('counter').values({ name: 'one', value: 2 }).execute();
  });
  await assert.rejects(twice, (error) => isDuplicate(error));
  assert.equal(runs, 1);
  assert.deepEqual(await db.selectFrom('counter').selectAll().execute(), []);
  assert.equal(isDuplicate(new Error('something else')), false);
  await close();
});

test('a second server on the same folder is refused until the first has let go', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-lock-'));
  const first = holdFolder(folder);
  assert.throws(() => holdFolder(folder), AlreadyServed);
  first.release();
  holdFolder(folder).release();
  rmSync(folder, { recursive: true });
});
