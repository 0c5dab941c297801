import type { Request, Response } from 'express';
import { askOf } from './asking.ts';
import type { Route } from './route.ts';
import { send } from './send.ts';
import { noSession } from './session-handle.ts';
import type { Web } from './serve-route.ts';

/** The most that a sender may send at once. */
export const MOST_HOOK_BYTES = 512 * 1024;

/**
 * Serves what systems send: they hold a key of their own, which the route reads. The body comes as its bytes, since it
 * is kept as it came.
 */
export async function serveHook(route: Route, web: Web, request: Request, response: Response): Promise<void> {
  const ask = askOf(request, response, web, {
    viewer: undefined,
    opId: undefined,
    kept: undefined,
    session: noSession,
    file: undefined,
  });
  const fields: unknown = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  send(web, request, response, await route.handle({ ...ask, fields }));
}
