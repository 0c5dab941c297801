import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { personSubject, type Account } from './account.ts';
import { accountById, lockStanding, otherActiveAdmins, updateAccount } from './account-store.ts';
import type { Heirs, People } from './people.ts';
import type { AccountRole } from './permissions.ts';
import { endSessions } from './session-store.ts';

/** Gives somebody another role. It holds from their next request on. */
export async function changeRole(
  people: People,
  accountId: string,
  role: AccountRole,
  by: By,
): Promise<Account> {
  return inTransaction(people.db, async (db) => {
    const account = await heldAccount(db, accountId);
    if (role !== 'admin') await keepAnAdmin(db, account);
    await updateAccount(db, accountId, { role });
    await audit({ ...people, db }, by, {
      kind: 'role-changed',
      subject: personSubject(account),
      details: { from: account.role, to: role },
    });
    return { ...account, role };
  });
}

/**
 * Shuts somebody out at once: sessions end, tokens stop working, and waiting password links with them.
 * @param heirs who takes their places where others depend on them; undefined where nobody was asked for them
 * @throws Invalid for a place that nobody takes; Refused for the last admin, and where somebody would be missing
 */
export async function disable(people: People, accountId: string, by: By, heirs?: Heirs): Promise<Account> {
  return inTransaction(people.db, async (db) => {
    const account = await heldAccount(db, accountId);
    await keepAnAdmin(db, account);
    await people.leaving?.replace({ ...people, db }, accountId, heirs, by);
    await updateAccount(db, accountId, { disabled_at: people.clock.now() });
    await endSessions(db, accountId);
    await audit({ ...people, db }, by, {
      kind: 'account-disabled',
      subject: personSubject(account),
      details: {},
    });
    return account;
  });
}

/** Lets somebody in again with the password and the tokens that they had. */
export async function enable(people: People, accountId: string, by: By): Promise<Account> {
  return inTransaction(people.db, async (db) => {
    const account = await heldAccount(db, accountId);
    await updateAccount(db, accountId, { disabled_at: null });
    await audit({ ...people, db }, by, {
      kind: 'account-enabled',
      subject: personSubject(account),
      details: {},
    });
    return account;
  });
}

/** One after the other: two admins who demote each other at once must not both succeed. */
async function heldAccount(db: Db, accountId: string): Promise<Account> {
  await lockStanding(db);
  const account = await accountById(db, accountId);
  if (account === undefined) throw new NotFound('There is no such person. The list shows everybody.');
  return account;
}

async function keepAnAdmin(db: Db, account: Account): Promise<void> {
  const isAdmin = account.role === 'admin' && account.disabledAt === undefined;
  if (!isAdmin || (await otherActiveAdmins(db, account.id)) > 0) return;
  throw new Refused(
    'last-admin',
    `${account.name} is the only admin who can sign in. Make somebody else admin first.`,
    { field: 'role' },
  );
}
