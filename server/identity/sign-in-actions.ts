import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { Viewer } from '../web/viewer.ts';
import { accountByEmail, passwordHash, rehash, viewerRow } from './account-store.ts';
import { viewerOf } from './account-viewer.ts';
import { isOpenSession } from './session-store.ts';
import { hashed, isOutdated, isRight, takeAsLong } from './passwords.ts';

/** Whose password this is. Unknown, disabled and password-less accounts take as long as the others. */
export async function accountWithPassword(
  db: Db,
  email: string,
  password: string,
): Promise<string | undefined> {
  const account = await accountByEmail(db, email);
  const stored = account && (await passwordHash(db, account.id));
  if (account === undefined || stored === undefined) {
    await takeAsLong(password);
    return undefined;
  }
  const right = await isRight(password, stored);
  if (!right || account.disabledAt !== undefined) return undefined;
  if (isOutdated(stored)) await rehash(db, account.id, { stored, anew: await hashed(password) });
  return account.id;
}

/** Whoever follows along, asked anew: undefined once the session is over or the account may not sign in. */
export async function viewerOfSession(
  db: Db,
  accountId: string,
  hash: string,
  span: { now: Instant; idleSince: Instant },
): Promise<Viewer | undefined> {
  return (await isOpenSession(db, accountId, hash, span)) ? viewerById(db, accountId) : undefined;
}

/** Who is signed in, as far as they still may be. It is asked for each request, so it is one query by key. */
export async function viewerById(db: Db, accountId: string): Promise<Viewer | undefined> {
  return viewerOf(await viewerRow(db, accountId));
}
