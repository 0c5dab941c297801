import type { Request, RequestHandler, Response } from 'express';
import type { Passport } from 'passport';
import { deviceMark, knownDevice } from './device.ts';
import { cookieOf } from './form-cookie.ts';
import type { SessionHandle } from './route.ts';
import type { Web } from './serve-route.ts';
import { sessionHash } from './session.ts';
import type { Viewer } from './viewer.ts';

const DEVICE = 'muster-device';
const YEAR_MS = 31_536_000_000;

/** The ways to sign in. Identity makes them; here they are only run. */
export type SignIns = InstanceType<typeof Passport>;

/** What identity may do with the session of this browser. Signing in gives a new id, so a planted one is worth nothing. */
export function sessionHandle(request: Request, response: Response, web: Web): SessionHandle {
  return {
    hash: (request.user as Viewer | undefined) === undefined ? undefined : sessionHash(request.sessionID),
    deviceOf: (accountId) => knownDevice(web.secret, accountId, cookieOf(request, DEVICE)),
    authenticate: (strategy) => authenticated(web.signIns, strategy, request, response),
    signIn: async (accountId) => {
      // passport makes the session anew itself; it is given no more than the id of the account.
      await new Promise<void>((done, fail) => {
        request.login({ id: accountId }, (error: unknown) => {
          if (error === undefined || error === null) done();
          else fail(error instanceof Error ? error : new Error('The session could not be begun'));
        });
      });
      keepDevice(response, web, accountId);
    },
    signOut: async () => {
      await new Promise<void>((done, fail) => {
        request.session.destroy((error: unknown) => {
          if (error === undefined || error === null) done();
          else fail(error instanceof Error ? error : new Error('The session could not be ended'));
        });
      });
      response.setHeader('Clear-Site-Data', '"cache"');
    },
  };
}

/** Runs one of passport's strategies on the request; it says who this is, or nobody. */
function authenticated(
  signIns: SignIns,
  strategy: string,
  request: Request,
  response: Response,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, user?: Express.User | false | null): void => {
      if (error !== undefined && error !== null) {
        reject(error instanceof Error ? error : new Error('The sign-in could not be checked'));
        return;
      }
      resolve(user === undefined || user === null || user === false ? undefined : (user as Viewer).id);
    };
    const run = signIns.authenticate(strategy, { session: false }, done) as RequestHandler;
    void run(request, response, done);
  });
}

/** A device that has signed in before has an allowance of wrong passwords of its own: a stranger cannot lock it out. */
function keepDevice(response: Response, web: Web, accountId: string): void {
  const path = web.basePath === '' ? '/' : web.basePath;
  const value = deviceMark(web.secret, accountId);
  response.cookie(DEVICE, value, { path, httpOnly: true, secure: web.tls, sameSite: 'lax', maxAge: YEAR_MS });
}
