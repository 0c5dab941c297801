import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { Invalid } from '../web/problem.ts';
import type { SignedInAsk } from '../web/route.ts';
import { accountById, passwordHash } from './account-store.ts';
import type { Account } from './account.ts';
import { isRight } from './passwords.ts';
import type { People } from './people.ts';
import { isProved } from './proof.ts';
import { beginTry, endTry, tellFailed } from './try-actions.ts';

const FIELD = 'current_password';

/**
 * Checks the password of whoever is signed in. Wrong ones are counted as at sign-in: a borrowed browser must not try
 * it out.
 * @throws Invalid for the field `current_password`
 */
export async function checkOwnPassword(people: People, ask: SignedInAsk, password: string): Promise<Account> {
  const { viewer, session, address } = ask;
  const account = await accountById(people.db, viewer.id);
  if (account === undefined) throw new NotFound('Your account is gone.');
  const trier = { email: account.email, account, address, device: session.deviceOf(account.id) };
  const held = await beginTry(people, trier, byOf(ask));
  const stored = await passwordHash(people.db, account.id);
  if (stored === undefined || !(await isRight(password, stored))) {
    await tellFailed(people, account, 'again', byOf(ask));
    const sentence = 'This is not your password. Type the one that you sign in with.';
    throw new Invalid([{ field: FIELD, sentence }]);
  }
  await endTry(people.db, held);
  return account;
}

/**
 * Lets an act that hands power over go on if the password was typed within ten minutes, or is typed with it.
 * @throws Invalid for the field `current_password`
 */
export async function askAgain(
  people: People,
  ask: SignedInAsk,
  password: string | undefined,
): Promise<void> {
  if (isProved(ask.session.provedAt, ask.now)) return;
  if (password === undefined) {
    const sentence = 'Type your password: it was last asked for more than ten minutes ago.';
    throw new Invalid([{ field: FIELD, sentence }]);
  }
  await checkOwnPassword(people, ask, password);
  await ask.session.prove(ask.now);
}
