import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { secret as randomText } from '../core/ids.ts';
import type { Viewer } from './viewer.ts';

const NAME = 'muster-form';

/** One cookie of a request. */
export function cookieOf(request: Request, name: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[name];
}

/** What the token of a form is bound to: the session, or a cookie of its own while nobody is signed in. */
export function formHolder(request: Request): string {
  if ((request.user as Viewer | undefined) !== undefined) return `session:${request.sessionID}`;
  return `browser:${cookieOf(request, NAME) ?? ''}`;
}

/** Gives a browser without a session the cookie that its forms are bound to. Call before `formHolder` in a page. */
export function ensureFormCookie(request: Request, response: Response, path: string, tls: boolean): void {
  if ((request.user as Viewer | undefined) !== undefined || cookieOf(request, NAME) !== undefined) return;
  const value = randomText();
  request.headers.cookie = `${request.headers.cookie ?? ''}; ${NAME}=${value}`;
  response.cookie(NAME, value, { path, httpOnly: true, secure: tls, sameSite: 'lax', maxAge: 3_600_000 });
}
