import type { Request, RequestHandler, Response } from 'express';
import type { Passport } from 'passport';
import type { Instant } from '../core/clock.ts';
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

type Proved = { provedAt?: Instant };

/** What identity may do with the session of this browser. Signing in gives a new id, so a planted one is worth nothing. */
export function sessionHandle(request: Request, response: Response, web: Web): SessionHandle {
  return {
    hash: (request.user as Viewer | undefined) === undefined ? undefined : sessionHash(request.sessionID),
    deviceOf: (accountId) => knownDevice(web.secret, accountId, cookieOf(request, DEVICE)),
    authenticate: (strategy) => authenticated(web.signIns, strategy, request, response),
    signIn: async (accountId) => {
      // passport makes the session anew itself; it is given no more than the id of the account and the time.
      await finished((done) => {
        request.login({ id: accountId, at: web.clock.now() }, done);
      });
      keepDevice(response, web, accountId);
    },
    // Static files are served without a session.
    provedAt: (request.session as Proved | undefined)?.provedAt,
    prove: async (now) => {
      Object.assign(request.session, { provedAt: now } satisfies Proved);
      // Saved here and not with the answer: what follows may end this very session, which must not come back.
      await finished((done) => request.session.save(done));
    },
    signOut: async () => {
      await finished((done) => request.session.destroy(done));
      response.setHeader('Clear-Site-Data', '"cache"');
    },
  };
}

/** A program has no session: it proves with each request who it is. */
export const noSession: SessionHandle = {
  hash: undefined,
  provedAt: undefined,
  deviceOf: () => undefined,
  authenticate: () => Promise.resolve(undefined),
  signIn: noneToChange,
  prove: noneToChange,
  signOut: noneToChange,
};

function noneToChange(): Promise<never> {
  return Promise.reject(new Error('A program has no session that could be changed'));
}

/** Waits for a function that calls back with what went wrong, or with nothing. */
function finished(run: (done: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    run((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The session could not be kept'));
    });
  });
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
