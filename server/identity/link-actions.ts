import { audit } from '../audit/actions.ts';
import { COMMAND_LINE, type By } from '../audit/by.ts';
import type { Subject } from '../audit/deed.ts';
import { secret as randomToken } from '../core/ids.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { comparedEmail, mayGive, mayMakePasswordLink, personSubject } from './account.ts';
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
export type Maker = { by: By; role: AccountRole | 'command line' };

export const FROM_THE_COMMAND_LINE: Maker = { by: COMMAND_LINE, role: 'command line' };

export type Newcomer = { email: string; name: string; role: AccountRole };

/** A link is told once, when it is made; what is stored is its hash. */
export type MadeLink = { /** Below the root. */ link: string; expiresAt: Instant };

/** A link with which somebody new chooses a password. One that was made before for the same address stops working. */
export async function invite(people: People, newcomer: Newcomer, maker: Maker): Promise<MadeLink> {
  if (maker.role !== 'command line' && !mayGive(maker.role, newcomer.role)) {
    throw new Refused(
      'role-above-own',
      `You are ${maker.role} and cannot give the role ${newcomer.role}. Choose a lower one, or ask an admin.`,
      { field: 'role' },
    );
  }
  return inTransaction(people.db, async (db) => {
    if ((await accountByEmail(db, newcomer.email)) !== undefined) throw emailTaken(newcomer.email);
    await withdrawInvites(db, comparedEmail(newcomer.email));
    const whom = { type: 'link', name: `${newcomer.name} (${newcomer.email})` } as const;
    return makeLink({ ...people, db }, { purpose: 'invite', ...newcomer }, whom, maker);
  });
}

/** Takes an invitation back: its link stops working. */
export async function withdraw(people: People, id: string, by: By): Promise<void> {
  await inTransaction(people.db, async (db) => {
    const taken = await withdrawInvite(db, id);
    // Somebody was faster, or it was used: there is nothing to tell.
    if (taken === undefined) return;
    const subject: Subject = { type: 'link', id, name: `${taken.name ?? ''} (${taken.email ?? ''})` };
    await audit({ ...people, db }, by, { kind: 'link-withdrawn', subject, details: {} });
  });
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
  if (maker.role !== 'command line' && !mayMakePasswordLink(maker.role, account.role)) {
    throw new Refused(
      'link-for-higher-role',
      `${account.name} is ${account.role}, and only an admin makes a password link for managers and admins.`,
    );
  }
  return inTransaction(people.db, async (db) => {
    await withdrawPasswordLinks(db, accountId);
    return makeLink({ ...people, db }, { purpose: 'password', accountId }, personSubject(account), maker);
  });
}

/** The first administrator's link, in the place of the one before it. */
export async function makeSetupLink(people: People): Promise<MadeLink> {
  return inTransaction(people.db, async (db) => {
    await withdrawSetup(db);
    const whom = { type: 'installation', name: 'this installation' } as const;
    return makeLink({ ...people, db }, { purpose: 'setup' }, whom, FROM_THE_COMMAND_LINE);
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

/** @param whom whom the link is for, as the audit log names them; without an id it is the link itself */
async function makeLink(
  people: People,
  about: About,
  whom: Omit<Subject, 'id'> & { id?: string },
  { by }: Maker,
): Promise<MadeLink> {
  const { db, clock, ids } = people;
  const at = clock.now();
  const id = ids.next();
  const token = randomToken();
  const expiresAt = plusSeconds(at, LINK_SECONDS[about.purpose]);
  const createdBy = by.type === 'person' ? by.id : undefined;
  await insertInvitation(db, {
    ...about,
    id,
    expiresAt,
    tokenHash: tokenHash(token),
    createdBy,
    at,
  });
  await audit(people, by, {
    kind: 'link-made',
    subject: { id, ...whom },
    details: {
      purpose: about.purpose,
      expiresAt,
      ...(about.purpose === 'invite' && { role: about.role }),
    },
  });
  return { link: linkOf(about.purpose, token), expiresAt };
}
