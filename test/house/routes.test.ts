import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Express } from 'express';
import { makeApp, type AppParts } from '../../server/app.ts';
import { PERMISSIONS } from '../../server/identity/permissions.ts';
import { routeFaults } from '../../server/identity/route-check.ts';
import { nothing } from '../../server/web/answer.ts';
import { noFields } from '../../server/web/fields.ts';
import { paths } from '../../server/web/paths.ts';
import { route, type Route } from '../../server/web/route.ts';
import { world, type World } from '../support/world.ts';
import { found, source, sourcesIn, withoutComments, type Source } from './tree.ts';

let here: World;
before(async () => {
  here = await world();
});
after(() => here.end());

test('every route names a known permission or stands on the public list', () => {
  assert.ok(here.routes.length > 0);
  assert.deepEqual(routeFaults(here.routes), []);
});

test('the server does not start with a route that names no permission', () => {
  const open = route('GET', paths.incidents, 'incident.peek', noFields, () => nothing);
  const parts = { routes: [...here.routes, open] } as unknown as AppParts;
  assert.throws(() => makeApp(parts), /GET \/incidents names no known permission/);
});

/** Permissions for the features that come next; each line goes with the first route or rule that names it. */
const AWAITED = new Set<string>([]);

test('every permission is named by a route, a rule or a view, and is not awaited any more once it is', () => {
  const all = [...sourcesIn('server', '.ts'), ...sourcesIn('views', '.ejs')];
  const texts = all.filter(({ path }) => path !== 'server/identity/permissions.ts').map(({ text }) => text);
  const idle = Object.keys(PERMISSIONS).filter((name) => !texts.some((text) => text.includes(`'${name}'`)));
  assert.deepEqual(idle.sort(), [...AWAITED].sort());
});

/** The senders of these take no cookie, so that no other site can act through them. */
const WITHOUT_COOKIES = /^\/(?:api|hooks|v2)\//;

function methodFaults(routes: readonly Pick<Route, 'method' | 'path'>[]): string[] {
  const changing = routes.filter(({ method, path }) => method !== 'GET' && !WITHOUT_COOKIES.test(path));
  return changing
    .filter(({ method }) => method !== 'POST')
    .map(({ method, path }) => `${method} ${path} cannot be sent by a form without JavaScript: use POST.`);
}

test('every change of a page is a POST', () => {
  assert.deepEqual(methodFaults(here.routes), []);
  assert.equal(methodFaults([{ method: 'PATCH', path: '/incidents/:number' }]).length, 1);
  assert.equal(methodFaults([{ method: 'PATCH', path: '/api/v1/incidents/:number' }]).length, 0);
});

test('no change is made for a stranger or for a form of another site', async () => {
  const changing = here.routes.filter(({ method, path }) => method === 'POST' && !WITHOUT_COOKIES.test(path));
  for (const { path, permission } of changing.filter(({ path }) => path !== paths.policyReport)) {
    const address = path.replace(/:[a-z]+/gi, '1');
    const sent = await here.browser().post(address).type('form').send({ _csrf: 'made up' });
    assert.equal(sent.status, permission === 'public' ? 403 : 401, path);
  }
  await here.browser().post(paths.policyReport).type('application/csp-report').send('{}').expect(204);
});

/** Every literal in the code that looks like an address of ours, outside of the place where addresses are made. */
function addressFaults(sources: readonly Source[]): string[] {
  const firsts = new Set(Object.values(paths).map((path) => path.split('/')[1] ?? ''));
  firsts.delete('');
  const segments = [...firsts].join('|').replaceAll('.', '\\.');
  const literal = new RegExp(`['"\`}](\\/(?:${segments})(?![\\w-])[^'"\`$\\s]*)`, 'g');
  return sources
    .filter(({ path }) => !ADDRESSES.has(path))
    .flatMap(({ path, text }) =>
      found({ path, text: withoutComments(text) }, literal, ([, address = '']) =>
        PREFIXES.has(address) || BELOW[path] === address
          ? undefined
          : `"${address}" is an address of ours: write it with paths and href.`,
      ),
    );
}

/** The list of addresses, and the list of those that are public, which is literal on purpose. */
const ADDRESSES = new Set(['server/web/paths.ts', 'server/identity/permissions.ts']);

/** Not addresses but the beginning of many: static files need no session. */
const PREFIXES = new Set(['/static/']);

/** A noun below an incident that is also the first word of an address of ours. */
const BELOW: Readonly<Record<string, string>> = { 'server/incidents/assessment-act-routes.ts': '/status' };

test('every address in the server comes from paths.ts', () => {
  assert.deepEqual(addressFaults(sourcesIn('server', '.ts')), []);
  const planted =
    "seeOther('/incidents/42'); const a = `${base}/me/tokens`; // not '/incidents'\nconst b = '/incidentally';";
  assert.deepEqual(addressFaults([{ path: 'server/incidents/routes.ts', text: planted }]), [
    'server/incidents/routes.ts:1 "/incidents/42" is an address of ours: write it with paths and href.',
    'server/incidents/routes.ts:1 "/me/tokens" is an address of ours: write it with paths and href.',
  ]);
});

function declarationFaults(sources: readonly Source[]): string[] {
  const declaration = /\b(?:publicRoute|route)\(\s*'[A-Z]+',\s*(\S[^,\n]*),/g;
  return sources.flatMap((file) =>
    found(file, declaration, ([, path = '']) =>
      !/['"`]/.test(path) ? undefined : `A route is declared with ${path} instead of an address of paths.ts.`,
    ),
  );
}

/** The acts of an incident are a table of their own, with addresses below the incident's, on pages and in the API. */
function isKnown(path: string): boolean {
  const known = new Set<string>(Object.values(paths));
  return (
    known.has(path) ||
    [paths.incident, paths.apiIncident, paths.drill].some((above) => path.startsWith(`${above}/`))
  );
}

test('every route is declared with an address of paths.ts', () => {
  assert.deepEqual(declarationFaults(sourcesIn('server', '.ts')), []);
  const unknown = here.routes.map(({ path }) => path).filter((path) => !isKnown(path));
  assert.deepEqual(unknown, []);
  const planted = "  publicRoute('GET', paths.help, noFields, show),\n  route(\n    'GET',\n    '/hello',\n";
  assert.deepEqual(declarationFaults([{ path: 'server/help/routes.ts', text: planted }]), [
    "server/help/routes.ts:2 A route is declared with '/hello' instead of an address of paths.ts.",
  ]);
});

type Layer = { rawPath: unknown; route?: { methods: Readonly<Record<string, boolean>> } };

/** What Express's router really holds. `rawPath` is an internal of it; a version that lacks it fails here. */
function registered(app: Express): { served: string[]; elsewhere: string[] } {
  const { stack } = app.router as unknown as { stack: readonly Layer[] };
  const steps = stack.filter(({ route }) => route === undefined);
  const served = stack.flatMap(({ rawPath, route }) =>
    methodsOf(route?.methods ?? {}).map((method) => `${method} ${String(rawPath)}`),
  );
  return {
    served: served.sort(),
    elsewhere: steps.map(({ rawPath }) => String(rawPath)).filter((path) => path !== '/'),
  };
}

/** What is there for all methods is called `_all`. */
function methodsOf(methods: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(methods).map((name) => (name === '_all' ? 'every' : name));
}

/** What the table says: each route, and for each address the answer to a wrong method. */
function expected(routes: readonly Route[], basePath: string): string[] {
  const all = new Set(routes.map(({ path }) => `every ${basePath}${path}`));
  return [...routes.map(({ method, path }) => `${method.toLowerCase()} ${basePath}${path}`), ...all].sort();
}

test('the router of Express holds exactly the routes of the table, under a base path too', async () => {
  assert.deepEqual(registered(here.app), { served: expected(here.routes, ''), elsewhere: [] });
  const below = await world({ MUSTER_URL: 'http://localhost:3000/ops/' });
  assert.deepEqual(registered(below.app), { served: expected(below.routes, '/ops'), elsewhere: [] });

  below.app.get('/back-door', (_request, response) => response.end());
  assert.notDeepEqual(registered(below.app).served, expected(below.routes, '/ops'));
  below.app.use('/side', (_request, _response, next) => {
    next();
  });
  assert.deepEqual(registered(below.app).elsewhere, ['/side']);
  await below.end();
});

test('the public list is short, and nothing on it reaches into what people wrote', () => {
  const { text } = source('server/identity/permissions.ts');
  const [, list = ''] = /PUBLIC_ROUTES = \[([\s\S]*?)\]/.exec(text) ?? [];
  const entries = [...list.matchAll(/'([^']+)'/g)].map(([, path = '']) => path);
  const told = entries.filter((path) =>
    /^\/(?:incidents|drills|runbooks|postmortems|admin|me|search|api)\b/.test(path),
  );
  assert.ok(entries.length > 0 && entries.length < 25);
  assert.deepEqual(told, []);
});
