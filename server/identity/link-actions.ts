import { secret as randomToken } from '../core/ids.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { comparedEmail, mayGive, mayMakePasswordLink } from './account.ts';
import { accountByEmail, accountById } from './account-store.ts';
import { LINK_SECONDS, linkOf, type Invitation } from './invitation.ts';
import {
  insertInvitation,
  openInvitation,
  withdrawInvite,
  withdrawInvites,
  withdrawPasswordLinks,
  withdrawSetup,
} from './invitation-store.ts';
import type { People } from './people.ts';
import type { AccountRole } from './permissions.ts';
import { tokenHash } from './token-hash.ts';

/** Whoever makes a link: a person, or the command line, which may do everything. */
export type Maker = { id: string; role: AccountRole } | 'command line';

export type Newcomer = { email: string; name: string; role: AccountRole };

/** A link is told once, when it is made; what is stored is its hash. */
export type MadeLink = { /** Below the root. */ link: string; expiresAt: Instant };

/** A link with which somebody new chooses a password. One that was made before for the same address stops working. */
export async function invite(people: People, newcomer: Newcomer, maker: Maker): Promise<MadeLink> {
  if (maker !== 'command line' && !mayGive(maker.role, newcomer.role)) {
    throw new Refused(
      'role-above-own',
      `You are ${maker.role} and cannot give the role ${newcomer.role}. Choose a lower one, or ask an admin.`,
      { field: 'role' },
    );
  }
  return inTransaction(people.db, async (db) => {
    if ((await accountByEmail(db, newcomer.email)) !== undefined) throw emailTaken(newcomer.email);
    await withdrawInvites(db, comparedEmail(newcomer.email));
    return makeLink({ ...people, db }, { purpose: 'invite', ...newcomer }, maker);
  });
}

/** Takes an invitation back: its link stops working. */
export async function withdraw(people: People, id: string): Promise<void> {
  await withdrawInvite(people.db, id);
}

/** A link for somebody who forgot their password. One that was made before stops working. */
export async function makePasswordLink(people: People, accountId: string, maker: Maker): Promise<MadeLink> {
  const account = await accountById(people.db, accountId);
  if (account === undefined) throw new NotFound('There is no such person. The list shows everybody.');
  if (account.disabledAt !== undefined) {
    throw new Refused(
      'account-disabled',
      `${account.name} may not sign in. Let them in again first, then make the link.`,
    );
  }
  if (maker !== 'command line' && !mayMakePasswordLink(maker.role, account.role)) {
    throw new Refused(
      'link-for-higher-role',
      `${account.name} is ${account.role}, and only an admin makes a password link for managers and admins.`,
    );
  }
  return inTransaction(people.db, async (db) => {
    await withdrawPasswordLinks(db, accountId);
    return makeLink({ ...people, db }, { purpose: 'password', accountId }, maker);
  });
}

/** The first administrator's link, in the place of the one before it. */
export async function makeSetupLink(people: People): Promise<MadeLink> {
  return inTransaction(people.db, async (db) => {
    await withdrawSetup(db);
    return makeLink({ ...people, db }, { purpose: 'setup' }, 'command line');
  });
}

/** @throws NotFound when no link of that token may be used: never made, used, too old, or another took its place */
export async function linkBehind(db: Db, token: string, now: Instant): Promise<Invitation> {
  const found = await openInvitation(db, tokenHash(token), now);
  if (found !== undefined) return found;
  throw new NotFound(
    'This link does not work, or no longer: each works once and for a few days. Ask whoever sent it for a new one.',
  );
}

export function emailTaken(email: string): Refused {
  return new Refused(
    'email-taken',
    `${email} has an account already. Make a password link for it if the password is forgotten.`,
    { field: 'email' },
  );
}

type About =
  | { purpose: 'setup' }
  | { purpose: 'invite'; email: string; name: string; role: AccountRole }
  | { purpose: 'password'; accountId: string };

async function makeLink({ db, clock, ids }: People, about: About, maker: Maker): Promise<MadeLink> {
  const at = clock.now();
  const token = randomToken();
  const expiresAt = plusSeconds(at, LINK_SECONDS[about.purpose]);
  const createdBy = maker === 'command line' ? undefined : maker.id;
  await insertInvitation(db, {
    ...about,
    id: ids.next(),
    expiresAt,
    tokenHash: tokenHash(token),
    createdBy,
    at,
  });
  return { link: linkOf(about.purpose, token), expiresAt };
}
