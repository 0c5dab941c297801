import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { Refused } from '../core/refused.ts';
import { seeOther, type Answer } from './answer.ts';
import { isFormToken, isSameOrigin } from './csrf.ts';
import { Stop, told } from './errors.ts';
import { readFields } from './fields.ts';
import { cookieOf, formHolder } from './form-cookie.ts';
import { holdsNul } from './nul.ts';
import { isForScript } from './for-script.ts';
import { keptOf } from './kept.ts';
import type { Limiter } from './limiter.ts';
import { isForPrograms, paths } from './paths.ts';
import { Invalid, type Problem } from './problem.ts';
import type { Filled, Render } from './render.ts';
import { allow, askOf } from './asking.ts';
import type { Route } from './route.ts';
import { send } from './send.ts';
import { serveApi } from './serve-api.ts';
import { serveHook } from './serve-hook.ts';
import { sessionHandle, type SignIns } from './session-handle.ts';
import { TIMES, withTimes } from './times.ts';
import type { SentFile, Uploads } from './upload.ts';
import type { ToCall } from './error-page.ts';
import type { Viewer } from './viewer.ts';

/** What the adapter needs of the installation. */
export type Web = {
  clock: Clock;
  ids: Ids;
  render: Render;
  secret: string;
  /** Scheme, host and port of the public address, as browsers send it in `Origin`. */
  origin: string;
  basePath: string;
  tls: boolean;
  signIns: SignIns;
  /** The holder of an API token, or undefined. */
  tokenViewer(token: string): Promise<Viewer | undefined>;
  /** Counts the requests of each token. */
  limiter: Limiter;
  /** Reads the files that come with requests. */
  uploads: Uploads;
  /** When the clockwork ticked last, for the foot of each page. */
  lastTick(): string | undefined;
  /** Why a permission is missing: which one, which role has it, who can give it. */
  whyNot(permission: string): string;
  /** Whom to call by hand while nothing can be written, and so nobody asked. */
  toCall(viewer: Viewer): Promise<readonly ToCall[]>;
};

/** Reports of the content policy come from the browser itself, without a token, and change nothing. */
const UNGUARDED: ReadonlySet<string> = new Set([paths.policyReport]);

/** Turns a declared route into a handler of Express. */
export function serveRoute(route: Route, web: Web): RequestHandler {
  const isApi = isForPrograms(route.path);
  return async (request, response) => {
    if (route.permission === 'key') {
      refuseNul([request.params, request.query]);
      await serveHook(route, web, request, response);
      return;
    }
    refuseNul([request.params, request.query, request.body]);
    if (isApi) await serveApi(route, web, request, response);
    else await servePage(route, web, request, response);
  };
}

async function servePage(route: Route, web: Web, request: Request, response: Response): Promise<void> {
  const viewer = request.user as Viewer | undefined;
  if (route.permission !== 'public' && viewer === undefined) {
    if (route.method !== 'GET')
      throw new Stop(401, 'signed-out', 'You are signed out. Sign in, then send it again.');
    const next = request.originalUrl.slice(web.basePath.length);
    send(web, request, response, seeOther(`${paths.login}?next=${encodeURIComponent(next)}`));
    return;
  }
  allow(route, web, viewer);
  if (!route.takesFile || !request.is('multipart/form-data')) {
    await answerForm(route, web, request, response, undefined);
    return;
  }
  refuseForeignSite(web, request);
  await web.uploads.reading(request, async ({ fields, file }) => {
    request.body = fields;
    refuseNul(fields);
    await answerForm(route, web, request, response, file);
  });
}

async function answerForm(
  route: Route,
  web: Web,
  request: Request,
  response: Response,
  file: SentFile | undefined,
): Promise<void> {
  const viewer = withTimes(request.user as Viewer | undefined, cookieOf(request, TIMES));
  if (route.method !== 'GET' && !UNGUARDED.has(route.path)) refuseForeignForm(web, request);
  const raw = typedFields(route, request);
  const opId = optionalText((request.body as Body)?.op_id);
  const kept = keptOf(request.body as Body, web.clock.now());
  if (kept !== undefined && !route.mayWait) throw cannotWait();
  const session = sessionHandle(request, response, web);
  const ask = askOf(request, response, web, { viewer, opId, kept, session, file });
  try {
    const answer = await route.handle({ ...ask, fields: readFields(route.schema, raw) });
    const isAgain = answer.kind === 'page' && answer.isFormAgain;
    send(web, request, response, answer, isAgain ? filledBy(web, request, raw, []) : undefined);
  } catch (error) {
    // A script that sends the form of a page has that page, and shows what is wrong on it.
    if (route.again === undefined || !belongsToForm(error) || isForScript(request)) throw error;
    const about = told(error);
    const problems = about.problems.length > 0 ? about.problems : [{ field: '', sentence: about.sentence }];
    const filled = filledBy(web, request, raw, problems);
    const answer = await route.again({ ...ask, fields: raw }, problems);
    response.set(about.headers);
    send(web, request, response, withStatus(answer, about.status), filled);
  }
}

/** A form as it was sent, to be shown again. */
function filledBy(
  web: Web,
  request: Request,
  raw: Record<string, unknown>,
  problems: readonly Problem[],
): Filled {
  return { action: request.path.slice(web.basePath.length), values: withoutPasswords(raw), problems };
}

/** What is told on the form itself; anything else gets a page of its own. */
function belongsToForm(error: unknown): boolean {
  return (
    error instanceof Invalid || error instanceof Refused || (error instanceof Stop && error.status === 429)
  );
}

/** What was typed comes back, except for what nobody should read over a shoulder. */
function withoutPasswords(raw: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !name.includes('password')));
}

type Body = Record<string, unknown> | undefined;

function typedFields(route: Route, request: Request): Record<string, unknown> {
  if (route.method === 'GET') return { ...request.query };
  const { _csrf, op_id, occurred_at, clock_ahead, ...fields } = (request.body ?? {}) as Record<
    string,
    unknown
  >;
  return fields;
}

/** @throws Stop 400, as the text of neither database may hold that character */
export function refuseNul(value: unknown): void {
  if (!holdsNul(value)) return;
  throw new Stop(400, 'malformed', 'The request holds the character NUL, which no text may. Leave it out.');
}

/** What another site sends is refused before a large body is read. */
function refuseForeignSite(web: Web, request: Request): void {
  const from = { site: request.get('sec-fetch-site'), origin: request.get('origin') };
  if (!isSameOrigin(from, web.origin)) throw foreignForm();
}

function refuseForeignForm(web: Web, request: Request): void {
  refuseForeignSite(web, request);
  const token: unknown = (request.body as Body)?._csrf;
  if (!isFormToken(web.secret, formHolder(request), token)) throw foreignForm();
}

function foreignForm(): Stop {
  return new Stop(
    403,
    'foreign-form',
    'This form did not come from a page of this session, so nothing was done. Open the page anew and send it again.',
  );
}

function cannotWait(): Stop {
  return new Stop(
    422,
    'cannot-wait',
    'This is never sent later by itself, as others act upon it. Read how things stand, then send it again.',
  );
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value) ? value : undefined;
}

function withStatus(answer: Answer, status: number): Answer {
  return answer.kind === 'page' ? { ...answer, status } : answer;
}
