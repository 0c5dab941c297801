import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { runVerify } from '../../server/admin/verify-command.ts';
import { chainEnds, walkChains } from '../../server/incidents/verify-actions.ts';
import type { IncidentRow } from '../../server/store/schema.ts';
import { engine } from '../support/database.ts';
import { attach, declare } from '../support/incident-kit.ts';
import { world, type World } from '../support/world.ts';

let here: World;

before(async () => {
  here = await world();
  for (const title of ['Checkout fails', 'Search is slow']) {
    await declare(here.kit.incidents, title);
  }
});
after(() => here.end());

async function broken(): Promise<string[]> {
  return (await walkChains(here.store.db)).flatMap(({ broken }) => broken?.sentence ?? []);
}

test('a record that nobody touched holds, all of it or one incident', async () => {
  assert.deepEqual(await broken(), []);
  const one = await walkChains(here.store.db, 'inc-2');
  assert.deepEqual(
    one.map(({ key, broken }) => [key, broken]),
    [['INC-2', undefined]],
  );
  await assert.rejects(walkChains(here.store.db, 'INC-9'), { name: 'NotFound' });
  const { words, failed } = await runVerify(here.store.db, undefined);
  assert.match(words, /^2 incidents with \d+ entries, 0 deeds in the audit log: every chain holds\.$/);
  assert.equal(failed, false);
  const alone = await runVerify(here.store.db, 'INC-2');
  assert.match(alone.words, /^1 incident with \d+ entries: every chain holds\.$/);
});

/** What a stranger could do to the row of an incident, and what is said about it. */
const ROWS: readonly [change: Partial<IncidentRow>, says: RegExp][] = [
  [
    { title: 'Nothing happened' },
    /The list says title Nothing happened of INC-1, and its entries say Checkout fails/,
  ],
  [{ status: 'closed' }, /The list says status closed of INC-1/],
  [{ seq: 3 }, /Entry 4 of INC-1 is missing, or was added behind the end/],
  [{ head_hash: 'x' }, /of INC-1 does not say what it said/],
];

test('a row that says otherwise than its entries is named', async () => {
  const { db } = here.store;
  const first = db.selectFrom('incident').selectAll().where('key', '=', 'INC-1');
  const kept = await first.executeTakeFirstOrThrow();
  for (const [change, says] of ROWS) {
    await db.updateTable('incident').set(change).where('key', '=', 'INC-1').execute();
    const found = await broken();
    assert.equal(found.length, 1, JSON.stringify(change));
    assert.match(found[0] ?? '', says);
    await db.updateTable('incident').set(kept).where('key', '=', 'INC-1').execute();
  }
  assert.deepEqual(await broken(), []);
});

test('a list beside an incident that says otherwise than its entries is named', async () => {
  const { db } = here.store;
  const { incident_id } = await db
    .selectFrom('incident')
    .select('incident_id')
    .where('key', '=', 'INC-1')
    .executeTakeFirstOrThrow();
  const insiders = await db.selectFrom('incident_insider').selectAll().execute();
  await db.insertInto('incident_label').values({ incident_id, label: 'secret' }).execute();
  assert.deepEqual(await broken(), ['The lists say other labels of INC-1 than its entries.']);
  await db.deleteFrom('incident_label').execute();
  await db
    .insertInto('incident_link')
    .values({ incident_id, relation: 'related', target: 'INC-2' })
    .execute();
  assert.deepEqual(await broken(), ['The lists say other links of INC-1 than its entries.']);
  await db.deleteFrom('incident_link').execute();
  await db.deleteFrom('incident_insider').where('incident_id', '=', incident_id).execute();
  assert.deepEqual(await broken(), ['The lists say other people of INC-1 than its entries.']);
  const lost = insiders.filter((row) => row.incident_id === incident_id);
  await db.insertInto('incident_insider').values(lost).execute();
  assert.deepEqual(await broken(), []);
});

test('what the row says of what is due is not compared: whoever claims it moves it on', async () => {
  const { db } = here.store;
  await db.updateTable('incident').set({ next_due_at: '2030-01-01T00:00:00.000Z' }).execute();
  assert.deepEqual(await broken(), []);
});

test('the quick look sees an end that is not there, and entries behind it', async () => {
  const { db } = here.store;
  assert.deepEqual((await chainEnds(db)).loose, []);
  await db.updateTable('incident').set({ head_hash: 'x' }).where('key', '=', 'INC-2').execute();
  assert.deepEqual((await chainEnds(db)).loose, ['INC-2']);
});

/** Takes the triggers of a table away, as somebody could who has the database itself. */
async function withoutTriggers(): Promise<void> {
  const names = ['attachment_content_is_never_changed', 'attachment_content_is_never_deleted'];
  const drop =
    engine === 'sqlite'
      ? names.map((name) => `DROP TRIGGER ${name}`)
      : names.slice(0, 1).map((name) => `DROP TRIGGER ${name} ON attachment_content`);
  for (const statement of drop) await here.store.db.executeQuery(CompiledQuery.raw(statement));
}

async function brokenFirst(): Promise<string[]> {
  return (await walkChains(here.store.db, 'INC-1')).flatMap(({ broken }) => broken?.sentence ?? []);
}

test('a file that was exchanged, lost or slipped in is named', async () => {
  const { db } = here.store;
  await attach(here.kit.incidents, 1, 'gateway.log', Buffer.from('timeout'));
  assert.deepEqual(await brokenFirst(), []);
  await assert.rejects(
    db
      .updateTable('attachment_content')
      .set({ bytes: Buffer.from('x') })
      .execute(),
    /never/,
  );
  await assert.rejects(db.deleteFrom('attachment_content').execute(), /never/);
  await withoutTriggers();
  const kept = await db.selectFrom('attachment_content').selectAll().executeTakeFirstOrThrow();
  await db
    .updateTable('attachment_content')
    .set({ bytes: Buffer.from('fine') })
    .execute();
  assert.match((await brokenFirst()).join(), /The file gateway\.log of entry \d+ of INC-1 is not the one/);
  await db.deleteFrom('attachment_content').execute();
  assert.match((await brokenFirst()).join(), /The file gateway\.log of entry \d+ of INC-1 is missing/);
  await db
    .insertInto('attachment_content')
    .values([kept, { ...kept, attachment_id: 'another' }])
    .execute();
  assert.match((await brokenFirst()).join(), /INC-1 has a file that none of its entries attached/);
});
