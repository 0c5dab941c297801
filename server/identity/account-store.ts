import type { Selectable } from 'kysely';
import type { Instant } from '../core/clock.ts';
import { takeTurn } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { AccountRow } from '../store/schema.ts';
import type { ViewerRow } from './account-viewer.ts';
import { comparedEmail, type Account } from './account.ts';
import type { AccountRole } from './permissions.ts';

export type NewAccount = {
  id: string;
  email: string;
  name: string;
  role: AccountRole;
  /** The hash of a password, never the password. */
  password: string;
  at: Instant;
};

export async function insertAccount(db: Db, account: NewAccount): Promise<void> {
  await db
    .insertInto('account')
    .values({
      account_id: account.id,
      email: account.email,
      name: account.name,
      role: account.role,
      password: account.password,
      home_zone: null,
      created_at: account.at,
      disabled_at: null,
      rev: 1,
    })
    .execute();
}

export async function accountById(db: Db, id: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('account_id', '=', id).executeTakeFirst();
  return row && accountOf(row);
}

export async function accountByEmail(db: Db, email: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where(({ fn }) => fn<string>('lower', ['email']), '=', comparedEmail(email))
    .executeTakeFirst();
  return row && accountOf(row);
}

/** What each request asks: who is signed in. One query by key, and no more columns than it needs. */
export async function viewerRow(db: Db, id: string): Promise<ViewerRow | undefined> {
  return db
    .selectFrom('account')
    .select(['account_id', 'name', 'email', 'role', 'home_zone', 'disabled_at'])
    .where('account_id', '=', id)
    .executeTakeFirst();
}

/** The hash of somebody's password; undefined when there is no such account or it has none. */
export async function passwordHash(db: Db, accountId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('account')
    .select('password')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.password ?? undefined;
}

/** Stores the same password under a newer hash, unless it was changed while that was reckoned. */
export async function rehash(
  db: Db,
  accountId: string,
  { stored, anew }: { stored: string; anew: string },
): Promise<void> {
  await db
    .updateTable('account')
    .set({ password: anew })
    .where('account_id', '=', accountId)
    .where('password', '=', stored)
    .execute();
}

/** Everybody, by name. */
export async function allAccounts(db: Db): Promise<Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('name').orderBy('account_id').execute();
  return rows.map(accountOf);
}

export async function anyAccount(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('account_id').limit(1).executeTakeFirst()) !== undefined;
}

/** How many admins can sign in, beside one account. */
export async function otherActiveAdmins(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('account_id', '!=', accountId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Until the end of the transaction nobody else changes who may do what. */
export async function lockStanding(db: Db): Promise<void> {
  await takeTurn(db, 'account-standing');
}

export type AccountChange = Partial<
  Pick<AccountRow, 'name' | 'home_zone' | 'role' | 'password' | 'disabled_at'>
>;

export async function updateAccount(db: Db, id: string, change: AccountChange): Promise<void> {
  await db
    .updateTable('account')
    .set(change)
    .set(({ eb }) => ({ rev: eb('rev', '+', 1) }))
    .where('account_id', '=', id)
    .execute();
}

/** The role in a row has passed the table's own CHECK. */
function accountOf(row: Selectable<AccountRow>): Account {
  return {
    id: row.account_id,
    email: row.email,
    name: row.name,
    role: row.role as AccountRole,
    zone: row.home_zone ?? undefined,
    createdAt: row.created_at,
    disabledAt: row.disabled_at ?? undefined,
  };
}
