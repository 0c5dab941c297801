import { audit } from '../audit/actions.ts';
import { byPerson, COMMAND_LINE, type By } from '../audit/by.ts';
import type { Details } from '../audit/deed.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { isDuplicate } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import { personSubject, type Account } from './account.ts';
import { accountById, anyAccount, insertAccount, updateAccount } from './account-store.ts';
import { useInvitation } from './invitation-store.ts';
import { emailTaken, linkBehind, type Newcomer } from './link-actions.ts';
import { passwordProblem, type Owner } from './password-rules.ts';
import { hashed } from './passwords.ts';
import type { People } from './people.ts';
import { endSessions } from './session-store.ts';
import { forgetTries } from './try-actions.ts';

/** Makes an account with its password at once: for the demo. People come in by a link. */
export async function makeAccount(
  people: People,
  newcomer: Newcomer & { password: string },
): Promise<Account> {
  const password = await newPassword('password', newcomer.password, newcomer);
  return inTransaction(people.db, async (db) => {
    const account = await addAccountRow({ ...people, db }, newcomer, password);
    await tellMade({ ...people, db }, account, 'demo', COMMAND_LINE);
    return account;
  });
}

/**
 * The set-up link becomes the first administrator. Of two people who send it at once, one does.
 * @returns who may be signed in
 */
export async function setUp(
  people: People,
  given: { token: string; email: string; name: string; password: string },
  from: Place,
): Promise<Account> {
  const password = await newPassword('password', given.password, given);
  return inTransaction(people.db, async (db) => {
    const link = await setupLinkBehind(db, given.token, people.clock.now());
    await takeLink(db, link.id, people.clock.now());
    const admin = await addAccountRow({ ...people, db }, { ...given, role: 'admin' }, password);
    await tellMade({ ...people, db }, admin, 'set-up', byPerson(admin, from));
    return admin;
  });
}

/** The first administrator's link, while there is nobody. */
export async function setupLinkBehind(db: Db, token: string, now: Instant): Promise<{ id: string }> {
  if (await anyAccount(db))
    throw new NotFound('Muster is set up already. Sign in, or ask an admin to invite you.');
  const link = await linkBehind(db, token, now);
  if (link.purpose === 'setup') return link;
  throw new NotFound('This is not the set-up link. The server prints it when it starts.');
}

/** A link for somebody new or with a forgotten password, with whom it is for. */
export type Personal = {
  id: string;
  owner: Owner;
  account: Account | undefined;
  invited: Newcomer | undefined;
};

export async function personalLinkBehind(db: Db, token: string, now: Instant): Promise<Personal> {
  const link = await linkBehind(db, token, now);
  switch (link.purpose) {
    case 'invite':
      return { id: link.id, owner: link, account: undefined, invited: link };
    case 'password': {
      const account = await accountById(db, link.accountId);
      if (account?.disabledAt !== undefined || account === undefined) {
        throw new NotFound('This account may not sign in. Ask an admin to let it in again.');
      }
      return { id: link.id, owner: account, account, invited: undefined };
    }
    case 'setup':
      throw new NotFound('This link opens the set-up page only.');
  }
}

/**
 * Uses a personal link: somebody new gets an account, somebody who forgot gets a new password and every session of
 * theirs ends.
 * @returns who may be signed in
 */
export async function acceptLink(
  people: People,
  given: { token: string; name: string | undefined; password: string },
  from: Place,
): Promise<Account> {
  const { owner } = await personalLinkBehind(people.db, given.token, people.clock.now());
  const name = given.name ?? owner.name;
  const names = `${owner.name} ${name}`;
  const password = await newPassword('password', given.password, { email: owner.email, name: names });
  return inTransaction(people.db, async (db) => {
    const now = people.clock.now();
    const { id, account, invited } = await personalLinkBehind(db, given.token, now);
    await takeLink(db, id, now);
    if (invited !== undefined) {
      const made = await addAccountRow({ ...people, db }, { ...invited, name }, password);
      await tellMade({ ...people, db }, made, 'invitation', byPerson(made, from));
      return made;
    }
    if (account === undefined) throw new Error('A personal link is for somebody');
    await updateAccount(db, account.id, { password });
    await endSessions(db, account.id);
    await forgetTries(db, account.email);
    await tellPassword({ ...people, db }, account, 'link', byPerson(account, from));
    return account;
  });
}

/** A new password from the field `new_password`. Every session ends; the caller begins one anew. */
export async function changePassword(
  people: People,
  account: Account,
  wanted: string,
  by: By,
): Promise<void> {
  const password = await newPassword('new_password', wanted, account);
  await inTransaction(people.db, async (db) => {
    await updateAccount(db, account.id, { password });
    await endSessions(db, account.id);
    await tellPassword({ ...people, db }, account, 'typed', by);
  });
}

export async function changeProfile(
  people: People,
  accountId: string,
  { name, zone }: { name: string; zone?: string | undefined },
  by: By,
): Promise<void> {
  await inTransaction(people.db, async (db) => {
    const before = await accountById(db, accountId);
    if (before === undefined) throw new NotFound('This account is gone.');
    if (before.name === name && before.zone === zone) return;
    await updateAccount(db, accountId, { name, home_zone: zone ?? null });
    const details: Details['profile-changed'] = {
      ...(before.name !== name && { name: { from: before.name, to: name } }),
      ...(before.zone !== zone && { zone: { from: before.zone ?? null, to: zone ?? null } }),
    };
    await audit({ ...people, db }, by, { kind: 'profile-changed', subject: personSubject(before), details });
  });
}

/** From where somebody without an account sent a request. */
export type Place = Pick<By, 'address' | 'requestId'>;

async function tellMade(
  people: People,
  account: Account,
  how: Details['account-made']['how'],
  by: By,
): Promise<void> {
  const subject = personSubject(account);
  await audit(people, by, { kind: 'account-made', subject, details: { role: account.role, how } });
}

async function tellPassword(
  people: People,
  account: Account,
  how: Details['password-changed']['how'],
  by: By,
): Promise<void> {
  await audit(people, by, { kind: 'password-changed', subject: personSubject(account), details: { how } });
}

/** Checks a new password and hashes it. Outside of any transaction: it takes a while. */
async function newPassword(field: string, password: string, owner: Owner): Promise<string> {
  const sentence = passwordProblem(password, owner);
  if (sentence !== undefined) throw new Invalid([{ field, sentence }]);
  return hashed(password);
}

async function takeLink(db: Db, id: string, now: Instant): Promise<void> {
  if (await useInvitation(db, id, now)) return;
  throw new Refused(
    'link-used',
    'This link was used a moment ago. Sign in with the password that was chosen.',
  );
}

async function addAccountRow(
  { db, clock, ids }: People,
  newcomer: Newcomer,
  password: string,
): Promise<Account> {
  const { email, name, role } = newcomer;
  const account = { id: ids.next(), email: email.trim(), name, role };
  const at = clock.now();
  try {
    await insertAccount(db, { ...account, password, at });
  } catch (error) {
    throw isDuplicate(error) ? emailTaken(email) : error;
  }
  return { ...account, zone: undefined, createdAt: at, disabledAt: undefined };
}
