import type { Request, Response } from 'express';
import { allow, askOf } from './asking.ts';
import type { Answer } from './answer.ts';
import { entityTag } from './entity-tag.ts';
import { Stop } from './errors.ts';
import { readFields } from './fields.ts';
import { Invalid, OtherContent } from './problem.ts';
import { rateHeaders } from './rate-window.ts';
import type { Route } from './route.ts';
import { send } from './send.ts';
import { noSession } from './session-handle.ts';
import { refuseNul, type Web } from './serve-route.ts';
import type { Viewer } from './viewer.ts';

/** Serves a route to a program: it comes with a token, never with a cookie, and is told everything in JSON. */
export async function serveApi(route: Route, web: Web, request: Request, response: Response): Promise<void> {
  const viewer = await bearer(web, request);
  // For the log.
  request.user = viewer;
  const opId = idempotencyKey(request);
  const asked = askOf(request, response, web, {
    viewer,
    opId,
    kept: undefined,
    session: noSession,
    file: undefined,
  });
  count(web, viewer, response);
  allow(route, web, viewer);
  mustHaveScope(viewer, route.scope);
  if (route.takesFile) {
    await web.uploads.reading(request, async ({ fields, file }) => {
      refuseNul(fields);
      const answer = await handled(route, { ...asked, file, fields: readFields(route.schema, fields) });
      send(web, request, response, answer);
    });
    return;
  }
  const isReading = route.method === 'GET';
  const raw = isReading ? { ...request.query } : bodyOf(request);
  const answer = await handled(route, { ...asked, fields: readFields(route.schema, raw) });
  send(web, request, response, isReading ? withValidator(answer) : answer);
}

async function handled(route: Route, ask: Parameters<Route['handle']>[0]): Promise<Answer> {
  try {
    return await route.handle(ask);
  } catch (error) {
    if (!(error instanceof OtherContent)) throw error;
    const sentence =
      'This Idempotency-Key came before with another body, so nothing was done. Send a new key with a new request.';
    throw new Stop(422, 'key-reused', sentence);
  }
}

async function bearer(web: Web, request: Request): Promise<Viewer> {
  const header = request.get('authorization');
  const [, token] = /^Bearer +(mst_[\w-]{43})$/i.exec(header ?? '') ?? [];
  const viewer = token === undefined ? undefined : await web.tokenViewer(token);
  if (viewer !== undefined) return viewer;
  const sentence =
    header === undefined
      ? 'Send a token: "Authorization: Bearer mst_…". People make theirs under /me; a session is not taken here.'
      : 'This token does not work: it is misspelt, revoked or expired. People make new ones under /me.';
  throw new Stop(401, 'no-token', sentence, {
    'WWW-Authenticate': `Bearer realm="muster"${header === undefined ? '' : ', error="invalid_token"'}`,
  });
}

/** @throws Stop when the token has asked too much in this minute */
function count(web: Web, viewer: Viewer, response: Response): void {
  const { quota } = web.limiter;
  const told = web.limiter.count(viewer.tokenId ?? viewer.id);
  response.set(rateHeaders(quota, told));
  if (told.isWithin) return;
  const wait = String(told.resetSeconds);
  throw new Stop(
    429,
    'too-many-requests',
    `This token sent ${String(quota.requests)} requests within ${String(quota.seconds)} s. Go on in ${wait} s.`,
    { 'Retry-After': wait },
  );
}

function mustHaveScope(viewer: Viewer, scope: string | undefined): void {
  if (scope === undefined) return;
  const [area = ''] = scope.split(':');
  if (viewer.scopes?.some((held) => held === scope || held === `${area}:*`) === true) return;
  throw new Stop(403, 'scope', `This token lacks the scope ${scope}. Make one that has it under /me.`, {
    'WWW-Authenticate': `Bearer realm="muster", error="insufficient_scope", scope="${scope}"`,
  });
}

/** The JSON object that was sent; nothing at all is an object without fields. */
function bodyOf(request: Request): object {
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = request.headers;
  if (length === '0' && chunked === undefined) return {};
  if (!request.is('application/json'))
    throw new Stop(415, 'wrong-type', 'Send the body as application/json.');
  const body: unknown = request.body ?? null;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Invalid([
    { field: '', sentence: 'Send one JSON object with the fields, such as {"text": "what you saw"}.' },
  ]);
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Stop(400, 'malformed', 'An Idempotency-Key has 1 to 255 visible characters.');
}

/** Lets a client ask whether what it has still holds: Express then answers 304 by itself. */
function withValidator(answer: Answer): Answer {
  if (answer.kind !== 'json') return answer;
  return {
    ...answer,
    headers: { ETag: entityTag(answer.body), 'Cache-Control': 'private, no-cache', ...answer.headers },
  };
}
