import { create as disposition } from 'content-disposition';
import type { Request, Response } from 'express';
import type { Answer } from './answer.ts';
import { durationText, secondsBetween } from '../core/time.ts';
import { formToken } from './csrf.ts';
import { eventStream } from './event-stream.ts';
import { isForScript } from './for-script.ts';
import { cookieOf, ensureFormCookie, formHolder } from './form-cookie.ts';
import { packed, packingOf } from './packing.ts';
import type { Chrome, Filled } from './render.ts';
import type { Web } from './serve-route.ts';
import { TIMES, timesShown } from './times.ts';
import type { Viewer } from './viewer.ts';

const NOTICE = 'muster-notice';
/** The cookie that names the form that was done, so that the browser lets go of what was typed into it. */
const DONE = 'muster-done';
/** The cookie of the choice between light and dark; without it the system's is followed. */
export const THEME = 'muster-theme';
/** The cookie that says `off` where single keys do nothing. */
export const KEYS = 'muster-keys';
/** Files that are no documents: what a document may do does not concern them, and takes a kilobyte for each of them. */
const PARTS_OF_PAGES = /^(?:font\/|text\/css|text\/javascript)/;
const FOR_DOCUMENTS = ['Content-Security-Policy', 'Permissions-Policy'] as const;
const NOTHING_RUNS = "sandbox; default-src 'none'";
const MINUTE_MS = 60_000;
const YEAR_MS = 31_536_000_000;

/** Writes an answer as HTTP. */
export function send(web: Web, request: Request, response: Response, answer: Answer, filled?: Filled): void {
  switch (answer.kind) {
    case 'page': {
      const { title, refreshSeconds } = answer;
      const said = saidOnce(web, request, response);
      const around = { ...chromeOf(web, request, response, title, filled), ...said, refreshSeconds };
      const frame =
        answer.frame && web.render.part(answer.frame.part, { ...answer.frame.page, chrome: around });
      const chrome = { ...around, frame };
      response.setHeader('Cache-Control', answer.noStore ? 'no-store' : 'private, no-cache');
      sayWhose(response, chrome.viewer);
      response.status(answer.status).type('html');
      sendPacked(request, response, web.render.document(answer.view, { ...answer.page, chrome }));
      return;
    }
    case 'see-other':
      if (!isSentLater(request)) {
        if (answer.notice !== undefined) keepForNext(web, response, NOTICE, answer.notice);
        if (isDone(request)) keepForNext(web, response, DONE, web.basePath + request.path);
      }
      for (const [name, value] of Object.entries(answer.cookies)) keepChoice(web, response, name, value);
      response.setHeader('Cache-Control', 'no-store');
      if (isForScript(request)) {
        response.json({ to: web.basePath + answer.to, said: answer.notice });
        return;
      }
      response.redirect(303, web.basePath + answer.to);
      return;
    case 'moved':
      response.redirect(301, web.basePath + answer.to);
      return;
    case 'json':
      response.setHeader('Cache-Control', 'no-store');
      response.set(answer.headers).status(answer.status).json(answer.body);
      return;
    case 'file':
      response.setHeader(
        'Cache-Control',
        answer.forEver ? 'public, max-age=31536000, immutable' : 'no-store',
      );
      if (answer.name !== undefined) response.attachment(answer.name);
      if (answer.forEver) sayNoMoreThanNeeded(response, answer.type);
      if (answer.forEver) response.vary('Accept-Encoding');
      if (answer.packing !== undefined) response.setHeader('Content-Encoding', answer.packing);
      response.type(answer.type).send(answer.body);
      return;
    case 'evidence':
      response.setHeader('Cache-Control', 'private, no-cache');
      response.setHeader('Content-Security-Policy', NOTHING_RUNS);
      response.setHeader('Content-Disposition', dispositionOf(answer.name, answer.isShown));
      response.setHeader('ETag', `"${answer.hash}"`);
      response.setHeader('Content-Type', answer.type);
      response.send(answer.bytes);
      return;
    case 'open':
      response.setHeader('Cache-Control', 'public, max-age=15');
      response.type(`${answer.type}; charset=utf-8`);
      sendPacked(request, response, answer.body);
      return;
    case 'fragment':
      sendFragment(web, request, response, answer);
      return;
    case 'stream':
      if (request.method === 'HEAD') response.type('text/event-stream').end();
      else answer.begin(eventStream(response));
      return;
    case 'nothing':
      response.status(204).end();
  }
}

/** Whose page it is, so that a copy of it is kept for nobody else. */
function sayWhose(response: Response, viewer: Viewer | undefined): void {
  if (viewer !== undefined) response.setHeader('Muster-Reader', viewer.id);
}

/** A picture may be opened as a document, in which nothing runs. */
function sayNoMoreThanNeeded(response: Response, type: string): void {
  const isPicture = type === 'image/svg+xml';
  if (!isPicture && !PARTS_OF_PAGES.test(type)) return;
  for (const name of FOR_DOCUMENTS) response.removeHeader(name);
  if (isPicture) response.setHeader('Content-Security-Policy', NOTHING_RUNS);
}

/** A part of a page, made anew unless the browser has it as it is. */
function sendFragment(
  web: Web,
  request: Request,
  response: Response,
  { part, page, tag }: Extract<Answer, { kind: 'fragment' }>,
): void {
  response.setHeader('Cache-Control', 'private, no-cache');
  response.vary('HX-Request, Cookie');
  response.setHeader('ETag', tag);
  sayWhose(response, request.user as Viewer | undefined);
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const chrome = chromeOf(web, request, response, '');
  response.status(200).type('html');
  sendPacked(request, response, web.render.part(part, { ...page, chrome }));
}

/** A page is a tenth of its size on the way to a phone. */
function sendPacked(request: Request, response: Response, html: string): void {
  response.vary('Accept-Encoding');
  const packing = packingOf(request.get('accept-encoding'));
  if (packing === undefined) {
    response.send(html);
    return;
  }
  packed(Buffer.from(html), packing, 'quick').then(
    (bytes) => response.setHeader('Content-Encoding', packing).send(bytes),
    () => response.send(html),
  );
}

function dispositionOf(name: string, isShown: boolean): string {
  return disposition(name, { type: isShown ? 'inline' : 'attachment' });
}

/** What surrounds the page for this reader. */
function chromeOf(web: Web, request: Request, response: Response, title: string, filled?: Filled): Chrome {
  const path = web.basePath === '' ? '/' : web.basePath;
  ensureFormCookie(request, response, path, web.tls);
  const theme = cookieOf(request, THEME);
  const problems = filled?.problems.length ?? 0;
  const pageId = web.ids.next();
  let forms = 0;
  return {
    title: problems > 0 ? `Error: ${title}` : title,
    viewer: request.user as Viewer | undefined,
    path: request.path,
    csrf: formToken(web.secret, formHolder(request)),
    newOpId: () => {
      forms += 1;
      return `${pageId}-${forms}`;
    },
    notice: undefined,
    done: undefined,
    filled,
    hasKeys: cookieOf(request, KEYS) !== 'off',
    times: timesShown(cookieOf(request, TIMES)),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    now: web.clock.now(),
    beat: beatText(web),
    requestId: String(response.getHeader('X-Request-Id')),
  };
}

function beatText({ clock, lastTick }: Web): string | undefined {
  const last = lastTick();
  return last === undefined
    ? undefined
    : `escalation loop ran ${durationText(Math.max(0, secondsBetween(last, clock.now())))} ago`;
}

/**
 * What the form before left for the next page. A part that is pulled in between does not ask, so it swallows nothing; nor
 * does a page that the browser fetches only to keep it.
 */
function saidOnce(web: Web, request: Request, response: Response): Pick<Chrome, 'notice' | 'done'> {
  if ((request.get('sec-fetch-mode') ?? 'navigate') !== 'navigate')
    return { notice: undefined, done: undefined };
  const path = web.basePath === '' ? '/' : web.basePath;
  const taken = (name: string): string | undefined => {
    const kept = cookieOf(request, name);
    if (kept !== undefined) response.clearCookie(name, { path });
    return kept;
  };
  return { notice: taken(NOTICE), done: taken(DONE) };
}

function keepChoice(web: Web, response: Response, name: string, value: string): void {
  const path = web.basePath === '' ? '/' : web.basePath;
  const maxAge = value === '' ? 0 : YEAR_MS;
  response.cookie(name, value, { path, httpOnly: true, secure: web.tls, sameSite: 'lax', maxAge });
}

/** A form of somebody who is signed in; who has to sign in first has done nothing yet. */
function isDone(request: Request): boolean {
  return request.method === 'POST' && request.user !== undefined;
}

/** What was kept on a device goes out beside whatever its page shows, so nothing is said on the next one. */
function isSentLater(request: Request): boolean {
  return (request.body as Record<string, unknown> | undefined)?.occurred_at !== undefined;
}

/** Keeps a value for the page that comes next, and no longer. */
function keepForNext(web: Web, response: Response, name: string, value: string): void {
  const path = web.basePath === '' ? '/' : web.basePath;
  response.cookie(name, value, {
    path,
    httpOnly: true,
    secure: web.tls,
    sameSite: 'lax',
    maxAge: MINUTE_MS,
  });
}
