import type { Request } from 'express';
import { Passport } from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Instant } from '../core/clock.ts';
import type { SignIns } from '../web/session-handle.ts';
import type { Viewer } from '../web/viewer.ts';
import { browserName } from './browser-name.ts';

export type Checks = {
  /** The id of the account whose password this is. */
  accountWithPassword(email: string, password: string): Promise<string | undefined>;
  /** Who an account is; undefined once it may no longer sign in. */
  viewerById(accountId: string): Promise<Viewer | undefined>;
};

/**
 * Passport as this installation uses it: sign-in by password, and sessions that hold the id of an account. Who that is
 * and what they may do is read anew for each request, so that a change of role or a disabled account takes effect at
 * once.
 */
export function makePassport(checks: Checks): SignIns {
  const passport = new Passport();
  passport.use(
    new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      checks.accountWithPassword(email, password).then((id) => {
        done(null, id === undefined ? false : { id });
      }, done);
    }),
  );
  passport.serializeUser(
    (request: Request, user: Express.User, done: (error: unknown, id?: string) => void) => {
      const { id, at } = user as { id: string; at: Instant };
      // The session is new at this point and not saved yet, so this costs no write of its own.
      Object.assign(request.session, { device: browserName(request.get('user-agent')), provedAt: at });
      done(null, id);
    },
  );
  passport.deserializeUser((id: string, done) => {
    checks.viewerById(id).then((viewer) => {
      done(null, viewer ?? false);
    }, done);
  });
  return passport;
}
