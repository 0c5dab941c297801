import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { RequestHandler } from 'express';
import { ulids } from './core/ids.ts';
import { byCharacters } from './core/lists.ts';
import { routeFaults } from './identity/route-check.ts';
import { page } from './web/answer.ts';
import type { ErrorPage, ToCall } from './web/error-page.ts';
import { Stop, told, type Told } from './web/errors.ts';
import { isForScript } from './web/for-script.ts';
import { headers } from './web/headers.ts';
import { maskedPath, type Logger } from './web/log.ts';
import { href, isForPrograms, isForSenders, paths } from './web/paths.ts';
import { problemJson } from './web/problem-json.ts';
import type { Route } from './web/route.ts';
import { send } from './web/send.ts';
import { MOST_HOOK_BYTES } from './web/serve-hook.ts';
import { serveRoute, type Web } from './web/serve-route.ts';
import type { Viewer } from './web/viewer.ts';

export type AppParts = {
  web: Web;
  log: Logger;
  trustProxy: number | string[];
  session: RequestHandler;
  /** Passport's own steps: who is signed in. */
  signedIn: readonly RequestHandler[];
  routes: readonly Route[];
  /** Hears how long each answer took, for the figures of this server. */
  onAnswer?: OnAnswer;
};

/** `route` is the pattern of the address, below the root. */
export type OnAnswer = (answer: { route: string; method: string; status: number; seconds: number }) => void;

/** The app, read from top to bottom. Throws when a route lacks a permission: the server then does not start. */
export function makeApp(parts: AppParts): Express {
  const { web, log } = parts;
  const faults = routeFaults(parts.routes);
  if (faults.length > 0) throw new Error(`The table of routes is not safe to serve:\n${faults.join('\n')}`);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  // Whatever still reaches Express's own last handler must not show its stack.
  app.set('env', 'production');
  // Pages are made anew for each reader; answers that can be asked about again carry their own.
  app.set('etag', false);

  app.use(requestId(web));
  app.use(headers(web.basePath, web.tls));
  app.use(logged(log));
  if (parts.onAnswer !== undefined) app.use(timed(parts.onAnswer));
  app.use(belowRoot(web.basePath));
  app.use(forPages(web, parts.session));
  for (const step of parts.signedIn) app.use(forPages(web, step));
  const isFile = fileBodies(web, parts.routes);
  // Kept as it came, whatever type it says that it has; the readers below find nothing left to read.
  app.use(ofHooks(web, express.raw({ type: () => true, limit: MOST_HOOK_BYTES })));
  app.use(ofChanges(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 1000 }), isFile));
  app.use(ofChanges(express.json({ limit: '1mb', strict: false }), isFile));

  for (const route of inOrder(parts.routes)) register(app, web, route);
  for (const path of new Set(parts.routes.map((route) => route.path))) {
    // Not `app.all`, which registers the handler for each of the thirty-odd methods that there are.
    app.route(web.basePath + path).all(wrongMethod(parts.routes.filter((route) => route.path === path)));
  }
  app.use((request: Request) => {
    throw noPage(request);
  });
  app.use(answerErrors(web, log));
  return app;
}

/** What lies beside us is another's: no session is read there, as its cookie is for our part alone. */
function belowRoot(basePath: string): RequestHandler {
  return (request, _response, next) => {
    if (request.path !== basePath && !request.path.startsWith(`${basePath}/`)) throw noPage(request);
    next();
  };
}

function noPage({ path }: Request): Stop {
  return new Stop(404, 'not-found', `Muster has no page at ${cutPath(path)}. The board shows what is open.`);
}

function register(app: Express, web: Web, route: Route): void {
  const handler = serveRoute(route, web);
  const path = web.basePath + route.path;
  const named = (_request: Request, response: Response, next: NextFunction): void => {
    response.locals.route = route.path;
    next();
  };
  switch (route.method) {
    case 'GET':
      app.get(path, named, handler);
      return;
    case 'POST':
      app.post(path, named, handler);
      return;
    case 'PATCH':
      app.patch(path, named, handler);
      return;
    case 'PUT':
      app.put(path, named, handler);
  }
}

/**
 * Short paths first: Express tries one route after the other, and what is asked for most is short. Among those of one
 * length `/incidents/new` comes before `/incidents/:number`: literal parts first, wherever they were declared.
 */
function inOrder(routes: readonly Route[]): Route[] {
  const rank = (path: string): string =>
    path
      .split('/')
      .map((part) => (part.startsWith(':') ? (part.includes('.') ? '1' : '2') : '0'))
      .join('');
  return [...routes].sort((a, b) => {
    const [one, other] = [rank(a.path), rank(b.path)];
    return one.length - other.length || byCharacters(one, other);
  });
}

function requestId(web: Web) {
  const ids = ulids(web.clock);
  return (_request: Request, response: Response, next: NextFunction): void => {
    response.setHeader('X-Request-Id', ids.next());
    // Node's own would be the system's time; a copy of a page tells its age by this one.
    response.setHeader('Date', new Date(web.clock.now()).toUTCString());
    next();
  };
}

function logged(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!log.isLevelEnabled('info')) {
      next();
      return;
    }
    const began = process.hrtime.bigint();
    response.on('finish', () => {
      log.info(
        {
          request_id: response.getHeader('X-Request-Id'),
          method: request.method,
          path: maskedPath(request.path),
          status: response.statusCode,
          ms: Number((process.hrtime.bigint() - began) / 100_000n) / 10,
          account_id: (request.user as Viewer | undefined)?.id,
        },
        'request',
      );
    });
    next();
  };
}

/** Addresses that nobody declared count as one, or a stranger could make as many figures as they like. */
function timed(onAnswer: OnAnswer) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    response.on('finish', () => {
      const route = (response.locals as { route?: string }).route ?? 'unknown';
      const { method } = request;
      const seconds = (performance.now() - began) / 1000;
      onAnswer({ route, method, status: response.statusCode, seconds });
    });
    next();
  };
}

/**
 * Static files are the same for everybody: they need no session, and must not wait for one. Programs have none: a
 * cookie would let another site act through a browser.
 */
function forPages(web: Web, handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const path = request.path.slice(web.basePath.length);
    if (path.startsWith('/static/') || isForPrograms(path)) next();
    else void handler(request, response, next);
  };
}

/** The body of a request that only reads has no meaning, so it is not read either; one that is a file is read apart. */
function ofChanges(handler: RequestHandler, isFile: (path: string) => boolean): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || isFile(request.path)) next();
    else void handler(request, response, next);
  };
}

/** Bodies of what systems send; they are small, and larger ones are refused before they are read. */
function ofHooks(web: Web, handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (!isForSenders(request.path.slice(web.basePath.length)) || request.method !== 'POST') next();
    else void handler(request, response, next);
  };
}

/** Whether what programs send to an address is a file, whatever type they give it. */
function fileBodies(web: Web, routes: readonly Route[]): (path: string) => boolean {
  const patterns = routes
    .filter(({ takesFile, path }) => takesFile && isForPrograms(path))
    .map(({ path }) => new RegExp(`^${web.basePath}${path.replace(/:[a-z]+/gi, '[^/]+')}/?$`));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function wrongMethod(routes: readonly Route[]) {
  const allowed = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (request: Request): never => {
    throw new Stop(405, 'wrong-method', `This address takes ${allowed}, not ${request.method}.`, {
      Allow: allowed,
    });
  };
}

function answerErrors(web: Web, log: Logger) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const about = told(error);
    if (about.status >= 500)
      log.error({ err: error, request_id: response.getHeader('X-Request-Id') }, about.title);
    if (response.headersSent) {
      next(error);
      return;
    }
    response.set(about.headers);
    const isForProgram = isForPrograms(request.path.slice(web.basePath.length));
    if (isForProgram || isForScript(request)) sendProblem(web, about, request, response);
    else {
      void callList(web, about, request).then((toCall) => {
        send(web, request, response, errorPage(about, toCall, request, response));
      }, next);
    }
  };
}

/** While nothing can be written nobody is asked by Muster, so whoever wanted that reads whom to call. */
async function callList(web: Web, about: Told, request: Request): Promise<readonly ToCall[]> {
  const viewer = request.user as Viewer | undefined;
  if (about.status !== 503 || viewer === undefined) return [];
  // The page of the error comes in any case, also when the database cannot be read either.
  return web.toCall(viewer).catch(() => []);
}

function sendProblem(web: Web, about: Told, request: Request, response: Response): void {
  const body = problemJson(about, {
    type: web.origin + web.basePath + href(paths.problem, { code: about.code }),
    path: request.path,
    requestId: String(response.getHeader('X-Request-Id')),
  });
  response.status(about.status).set('Cache-Control', 'no-store').type('application/problem+json');
  response.send(JSON.stringify(body));
}

/** The plain page of an error. What was typed stands below it, so that nothing is lost. */
function errorPage(about: Told, toCall: readonly ToCall[], request: Request, response: Response) {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const typed = Object.entries(body)
    .filter(
      ([name, value]) => typeof value === 'string' && value !== '' && !/^_csrf$|^op_id$|password/.test(name),
    )
    .map(([name, value]) => ({ name, value: String(value) }));
  const errorId = about.status >= 500 ? String(response.getHeader('X-Request-Id')) : undefined;
  const model: ErrorPage = {
    heading: about.title,
    sentence: about.sentence,
    problems: about.problems,
    errorId,
    toCall,
    typed,
  };
  return page('error', about.title, model, { status: about.status });
}

function cutPath(path: string): string {
  return path.length > 80 ? `${path.slice(0, 80)}…` : path;
}
