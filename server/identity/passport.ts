import type { Request } from 'express';
import { Passport } from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Db } from '../store/open.ts';
import { accountByEmail, passwordHash, updateAccount, viewerRow } from './account-store.ts';
import { viewerOf } from './account-viewer.ts';
import { browserName } from './browser-name.ts';
import type { SignIns } from '../web/session-handle.ts';
import { hashed, isOutdated, isRight, takeAsLong } from './passwords.ts';

/**
 * Passport as this installation uses it: sign-in by password, and sessions that hold the id of an account. Who that is
 * and what they may do is read anew for each request, so that a change of role or a disabled account takes effect at
 * once.
 */
export function makePassport(db: Db): SignIns {
  const passport = new Passport();
  passport.use(
    new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      byPassword(db, email, password).then((account) => {
        done(null, account ?? false);
      }, done);
    }),
  );
  passport.serializeUser(
    (request: Request, user: Express.User, done: (error: unknown, id?: string) => void) => {
      // The session is new at this point and not saved yet, so its device costs no write of its own.
      Object.assign(request.session, { device: browserName(request.get('user-agent')) });
      done(null, (user as SignedIn).id);
    },
  );
  passport.deserializeUser((id: string, done) => {
    viewerRow(db, id).then((row) => {
      done(null, viewerOf(row) ?? false);
    }, done);
  });
  return passport;
}

type SignedIn = { id: string };

/** Whose password this is. Unknown, disabled and password-less accounts take as long as the others. */
async function byPassword(db: Db, email: string, password: string): Promise<SignedIn | undefined> {
  const account = await accountByEmail(db, email);
  const stored = account && (await passwordHash(db, account.id));
  if (account === undefined || stored === undefined) {
    await takeAsLong(password);
    return undefined;
  }
  const right = await isRight(password, stored);
  if (!right || account.disabledAt !== undefined) return undefined;
  if (isOutdated(stored)) await updateAccount(db, account.id, { password: await hashed(password) });
  return { id: account.id };
}
