import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { audit, auditOnceIn, readAudit, walkAudit } from '../../server/audit/actions.ts';
import { COMMAND_LINE, type By } from '../../server/audit/by.ts';
import type { Deed } from '../../server/audit/deed.ts';
import { WoundClock } from '../../server/core/clock.ts';
import { ulids } from '../../server/core/ids.ts';
import type { AuditRow } from '../../server/store/schema.ts';
import type { Store } from '../../server/store/open.ts';
import { inTransaction } from '../../server/store/transaction.ts';
import { engine, freshStore } from '../support/database.ts';

const clock = new WoundClock('2026-11-02T09:00:00.000Z');
const ids = ulids(clock);
const ANA: By = {
  type: 'person',
  id: 'account-ana',
  name: 'Ana Ruiz',
  address: '203.0.113.9',
  requestId: 'r1',
};
const team = (name: string): Deed => ({
  kind: 'team-made',
  subject: { type: 'team', id: `team-${name}`, name },
  details: {},
});

let store: Store;
before(async () => {
  store = await freshStore();
});
after(() => store.close());

const tell = (deed: Deed, by = COMMAND_LINE): Promise<void> =>
  inTransaction(store.db, (db) => audit({ db, clock, ids }, by, deed));
const broken = async (): Promise<string | undefined> => (await walkAudit(store.db)).broken?.sentence;

test('deeds are told in one chain, whoever tells them at the same moment', async () => {
  await Promise.all(Array.from({ length: 24 }, (_none, count) => tell(team(`T${String(count)}`), ANA)));
  assert.deepEqual(await walkAudit(store.db), { deeds: 24, broken: undefined });
  const { deeds, next } = await readAudit(store.db, {}, 10);
  assert.deepEqual([deeds.map(({ seq }) => seq), next], [[24, 23, 22, 21, 20, 19, 18, 17, 16, 15], 15]);
  assert.deepEqual(deeds[0]?.by, ANA);
});

test('what is rolled back was not done, and leaves no gap', async () => {
  const failing = inTransaction(store.db, async (db) => {
    await audit({ db, clock, ids }, ANA, team('Never'));
    throw new Error('the act failed');
  });
  await assert.rejects(failing, /the act failed/);
  await tell(team('Later'));
  assert.deepEqual(await walkAudit(store.db), { deeds: 25, broken: undefined });
});

test('a broken character in a name is mended before it is sealed', async () => {
  await tell(team('\ud800 team'));
  assert.equal(await broken(), undefined);
});

test('a deed that repeats itself is told once in a while, and anew by somebody else', async () => {
  const look: Deed = {
    kind: 'private-incident-opened',
    subject: { type: 'incident', id: 'i-1', name: 'INC-1' },
    details: {},
  };
  const count = async (): Promise<number> =>
    (await readAudit(store.db, { kind: look.kind }, 100)).deeds.length;
  for (let page = 0; page < 3; page += 1) await auditOnceIn(3600, { db: store.db, clock, ids }, ANA, look);
  assert.equal(await count(), 1);
  await auditOnceIn(3600, { db: store.db, clock, ids }, { ...ANA, id: 'account-max' }, look);
  assert.equal(await count(), 2);
  clock.wind(3600);
  await auditOnceIn(3600, { db: store.db, clock, ids }, ANA, look);
  assert.equal(await count(), 3);
});

test('the database refuses to change or to delete what was told', async () => {
  await assert.rejects(
    store.db.updateTable('audit').set({ actor_name: 'Nobody' }).execute(),
    /never changed/,
  );
  await assert.rejects(store.db.deleteFrom('audit').execute(), /ever deleted/);
  if (engine === 'postgres') await assert.rejects(sql`TRUNCATE audit`.execute(store.db), /never changed/);
  assert.equal(await broken(), undefined);
});

/** Somebody who has the database itself can take the triggers away. The chain then shows what they did. */
async function withoutTriggers(tamper: () => Promise<unknown>): Promise<string | undefined> {
  const drop =
    engine === 'sqlite'
      ? [sql`DROP TRIGGER audit_is_never_changed`, sql`DROP TRIGGER audit_is_never_deleted`]
      : [sql`DROP TRIGGER audit_is_never_changed ON audit`];
  for (const statement of drop) await statement.execute(store.db);
  await tamper();
  return broken();
}

test('whatever somebody changes, removes, swaps or adds behind its back is found', async () => {
  const all = await store.db.selectFrom('audit').selectAll().orderBy('seq').execute();
  const putBack = async (): Promise<void> => {
    await store.db.deleteFrom('audit').execute();
    await store.db.insertInto('audit').values(all).execute();
    assert.equal(await broken(), undefined, 'it holds again');
  };
  const set = (seq: number, change: Partial<AuditRow>) =>
    store.db.updateTable('audit').set(change).where('seq', '=', seq).execute();
  assert.match(
    (await withoutTriggers(() => set(3, { actor_name: 'Nobody' }))) ?? '',
    /Deed 3 .* does not say/,
  );
  await putBack();

  const columns: Partial<Record<keyof AuditRow, string | null>> = {
    audit_id: 'x',
    kind: 'service-made',
    subject_type: 'person',
    subject_id: 'x',
    subject_name: 'x',
    details: '{"x":1}',
    done_at: '2020-01-01T00:00:00.000Z',
    actor_type: 'system',
    actor_id: 'x',
    actor_name: 'x',
    address: null,
    request_id: null,
    previous_hash: 'x',
    hash: 'x',
  };
  for (const [column, value] of Object.entries(columns)) {
    await set(5, { [column]: value });
    assert.match((await broken()) ?? '', /^Deed [56] of the audit log /, column);
    await putBack();
  }

  await store.db.deleteFrom('audit').where('seq', '=', 7).execute();
  assert.match((await broken()) ?? '', /Deed 7 .* is missing/);
  await putBack();

  await store.db.deleteFrom('audit').where('seq', '>=', all.length).execute();
  assert.match((await broken()) ?? '', new RegExp(`Deed ${String(all.length)} .* missing, or was added`));
  await putBack();

  await set(2, { seq: 1000 });
  await set(3, { seq: 2 });
  await set(1000, { seq: 3 });
  assert.match((await broken()) ?? '', /Deed 2 .* does not follow/);
  await putBack();

  await store.db
    .insertInto('audit')
    .values({ ...(all.at(-1) as AuditRow), audit_id: 'x', seq: all.length + 1 })
    .execute();
  assert.match((await broken()) ?? '', /^Deed \d+ of the audit log /);
});
