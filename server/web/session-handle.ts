import type { Request, Response } from 'express';
import { secret as randomText } from '../core/ids.ts';
import { cookieOf } from './form-cookie.ts';
import type { SessionHandle } from './route.ts';
import type { Web } from './serve-route.ts';
import { sessionHash } from './session.ts';
import type { Viewer } from './viewer.ts';

const DEVICE = 'muster-device';
const YEAR_MS = 31_536_000_000;

/** What identity may do with the session of this browser. Signing in gives a new id, so a planted one is worth nothing. */
export function sessionHandle(request: Request, response: Response, web: Web): SessionHandle {
  return {
    hash: (request.user as Viewer | undefined) === undefined ? undefined : sessionHash(request.sessionID),
    device: cookieOf(request, DEVICE),
    signIn: async (accountId) => {
      // passport makes the session anew itself; it is given no more than the id of the account.
      await new Promise<void>((done, fail) => {
        request.login({ id: accountId }, (error: unknown) => {
          if (error === undefined || error === null) done();
          else fail(error instanceof Error ? error : new Error('The session could not be begun'));
        });
      });
      keepDevice(request, response, web);
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

/** A device that has signed in before has an allowance of wrong passwords of its own: a stranger cannot lock it out. */
function keepDevice(request: Request, response: Response, web: Web): void {
  const path = web.basePath === '' ? '/' : web.basePath;
  const value = cookieOf(request, DEVICE) ?? randomText();
  response.cookie(DEVICE, value, { path, httpOnly: true, secure: web.tls, sameSite: 'lax', maxAge: YEAR_MS });
}
