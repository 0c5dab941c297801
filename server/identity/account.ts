import type { Subject } from '../audit/deed.ts';
import type { Instant } from '../core/clock.ts';
import { ROLES, type AccountRole } from './permissions.ts';

/** A person who may sign in. */
export type Account = {
  id: string;
  email: string;
  name: string;
  role: AccountRole;
  /** Their own time zone, or undefined for the installation's. */
  zone: string | undefined;
  createdAt: Instant;
  /** Since when they may no longer sign in. Nothing that they did goes away. */
  disabledAt: Instant | undefined;
};

/** Somebody as the audit log names them. */
export function personSubject({ id, name }: Pick<Account, 'id' | 'name'>): Subject {
  return { type: 'person', id, name };
}

/** What each role is for, in the words of the form that gives it. */
export const ROLE_MEANINGS: Record<AccountRole, string> = {
  viewer: 'reads everything that is not private, and can report a problem',
  trainee: 'reads as a viewer and takes part in drills',
  responder: 'declares incidents, runs them and writes postmortems',
  manager: 'also publishes, invites people and edits teams',
  admin: 'also changes roles, disables accounts and looks after the installation',
};

/** Nobody gives more than they have. */
export function mayGive(giver: AccountRole, role: AccountRole): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(giver);
}

/** The roles that somebody may give, the least first. */
export function rolesToGive(giver: AccountRole): AccountRole[] {
  return ROLES.filter((role) => mayGive(giver, role));
}

/**
 * Whoever holds a link for a forgotten password becomes that person. So the links of managers and admins are made by
 * admins alone.
 */
export function mayMakePasswordLink(maker: AccountRole, target: AccountRole): boolean {
  return maker === 'admin' || (maker === 'manager' && !['manager', 'admin'].includes(target));
}

/** Addresses are kept as typed and compared by this. */
export function comparedEmail(email: string): string {
  return email.trim().toLowerCase();
}
