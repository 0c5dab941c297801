import type { Db } from '../store/open.ts';
import { NotFound } from '../core/refused.ts';
import { readFields } from '../web/fields.ts';
import type { Account } from './account.ts';
import { accountByEmail, allAccounts } from './account-store.ts';
import { newcomerFields } from './form-fields.ts';
import { FROM_THE_COMMAND_LINE, invite, type MadeLink, type Newcomer } from './link-actions.ts';
import type { People } from './people.ts';
import type { TeamWithMembers } from './team.ts';
import { allTeams } from './team-store.ts';
import { workingTokens } from './token-store.ts';
import type { Token } from './token.ts';

/** What the rest of Muster, the demo and the command line do with people. */

export { makeAccount } from './account-actions.ts';
export { makePasswordLink } from './link-actions.ts';
export { lockStanding } from './account-store.ts';
export { changeRole, disable } from './standing-actions.ts';
export { addMember, createTeam, findTeam } from './team-actions.ts';
export { createToken, revokeToken } from './token-actions.ts';

/**
 * Invites somebody in the name of the command line. Whoever uses the link chooses the password.
 * @throws Invalid, Refused
 */
export async function addAccount(people: People, newcomer: Newcomer): Promise<MadeLink> {
  return invite(people, readFields(newcomerFields, newcomer), FROM_THE_COMMAND_LINE);
}

/** @throws NotFound */
export async function findAccount(db: Db, email: string): Promise<Account> {
  const account = await accountByEmail(db, email);
  if (account === undefined) throw new NotFound(`Nobody here has the e-mail address ${email}.`);
  return account;
}

/** Everybody, by name. */
export async function listAccounts(db: Db): Promise<Account[]> {
  return allAccounts(db);
}

/** Every token that works, the newest first. */
export async function listTokens({ db, clock }: People): Promise<Token[]> {
  return workingTokens(db, clock.now());
}

/** Every team with its members, by name. */
export async function listTeams(db: Db): Promise<TeamWithMembers[]> {
  return allTeams(db);
}
