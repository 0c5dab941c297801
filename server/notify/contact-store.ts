import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ContactMethodRow } from '../store/schema.ts';
import type { ContactMethod } from './contact.ts';

/** Every method of these people, or of everybody, in the order in which they want to be reached. */
export async function methodRows(db: Db, accountIds?: readonly string[]): Promise<ContactMethod[]> {
  if (accountIds?.length === 0) return [];
  const query = db.selectFrom('contact_method').selectAll().orderBy('position').orderBy('method_id');
  const rows = await (
    accountIds === undefined ? query : query.where('account_id', 'in', accountIds)
  ).execute();
  return rows.map(methodOf);
}

/** Adds a method at the end of somebody's list; one that is there stays. */
export async function insertMethod(
  db: Db,
  method: Pick<ContactMethod, 'id' | 'personId' | 'channel' | 'address' | 'delaySeconds'>,
  at: Instant,
): Promise<void> {
  const { count } = await db
    .selectFrom('contact_method')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('account_id', '=', method.personId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('contact_method')
    .values({
      method_id: method.id,
      account_id: method.personId,
      channel: method.channel,
      address: method.address,
      position: Number(count),
      delay_seconds: method.delaySeconds,
      created_at: at,
      tested_at: null,
      test_result: null,
      proved_at: null,
      ended_at: null,
      ended_why: null,
    })
    .onConflict((conflict) => conflict.column('method_id').doNothing())
    .execute();
}

type Changing = Partial<
  Pick<
    ContactMethodRow,
    'address' | 'delay_seconds' | 'tested_at' | 'test_result' | 'proved_at' | 'ended_at' | 'ended_why'
  >
>;

export async function updateMethod(db: Db, id: string, changing: Changing): Promise<void> {
  await db.updateTable('contact_method').set(changing).where('method_id', '=', id).execute();
}

export async function quietRows(db: Db): Promise<Map<string, { from: string; to: string }>> {
  const rows = await db.selectFrom('quiet_hours').selectAll().execute();
  return new Map(rows.map(({ account_id, begins, ends }) => [account_id, { from: begins, to: ends }]));
}

/** Sets somebody's quiet hours, or takes them away. */
export async function writeQuiet(
  db: Db,
  accountId: string,
  quiet: { from: string; to: string } | undefined,
): Promise<void> {
  if (quiet === undefined) {
    await db.deleteFrom('quiet_hours').where('account_id', '=', accountId).execute();
    return;
  }
  // In one statement: between two of them whoever pages would see none, and wake them.
  const changing = { begins: quiet.from, ends: quiet.to };
  await db
    .insertInto('quiet_hours')
    .values({ account_id: accountId, ...changing })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(changing))
    .execute();
}

function methodOf(row: ContactMethodRow): ContactMethod {
  return {
    id: row.method_id,
    personId: row.account_id,
    channel: row.channel,
    address: row.address,
    delaySeconds: row.delay_seconds,
    testedAt: row.tested_at ?? undefined,
    testResult: row.test_result ?? undefined,
    provedAt: row.proved_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    endedWhy: row.ended_why ?? undefined,
  };
}
