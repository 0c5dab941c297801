import type { Request, Response } from 'express';
import { Stop } from './errors.ts';
import type { Ask, Route } from './route.ts';
import type { Web } from './serve-route.ts';
import type { Viewer } from './viewer.ts';

/** A request without anything of Express, its fields still unread. */
export function askOf(
  request: Request,
  response: Response,
  web: Web,
  { viewer, opId, kept, session, file }: Pick<Ask, 'viewer' | 'opId' | 'kept' | 'session' | 'file'>,
): Ask {
  return {
    params: request.params as Record<string, string>,
    fields: undefined,
    file,
    viewer,
    now: web.clock.now(),
    opId,
    kept,
    requestId: String(response.getHeader('X-Request-Id')),
    to: (path) => web.basePath + path,
    absolute: (path) => web.origin + web.basePath + path,
    address: request.ip ?? '',
    header: (name) => request.get(name),
    session,
  };
}

/** @throws Stop without the permission that the route names */
export function allow(route: Route, web: Web, viewer: Viewer | undefined): void {
  if (route.permission === 'public' || viewer?.permissions.has(route.permission) === true) return;
  throw new Stop(403, 'forbidden', web.whyNot(route.permission));
}
