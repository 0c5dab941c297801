import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { agent } from 'supertest';
import { ulids } from '../../server/core/ids.ts';
import { PERMISSIONS, ROLES, type AccountRole } from '../../server/identity/permissions.ts';
import { SCOPES } from '../../server/identity/token.ts';
import { tokenHash } from '../../server/identity/token-hash.ts';
import { insertToken } from '../../server/identity/token-store.ts';
import { routeFaults } from '../../server/identity/route-check.ts';
import { noFields } from '../../server/web/fields.ts';
import { publicRoute, route, type Route } from '../../server/web/route.ts';
import { nothing } from '../../server/web/answer.ts';
import { CAST, enter, signedIn, type Member } from '../support/cast.ts';
import { world, type Browser, type World } from '../support/world.ts';

/**
 * Who may use which route, found by really asking. A change of access is a visible difference of the file:
 * `node test/identity/access.test.ts --write` makes it anew.
 */
const FILE = new URL('access-matrix.txt', import.meta.url);
const COLUMNS = ['nobody', ...ROLES] as const;
type Column = (typeof COLUMNS)[number];

const MEMBERS: Record<AccountRole, Member> = {
  viewer: 'vic',
  trainee: 'tia',
  responder: 'ana',
  manager: 'max',
  admin: 'ada',
};

let here: World;
const browsers = new Map<Column, Browser>();

before(async () => {
  here = await world();
  await enter(here);
  browsers.set('nobody', here.browser());
  const ids = ulids(here.clock);
  for (const role of ROLES) {
    browsers.set(role, await signedIn(here, MEMBERS[role]));
    await insertToken(here.store.db, {
      id: ids.next(),
      accountId: CAST[MEMBERS[role]].id,
      name: role,
      scopes: [...SCOPES, 'incidents:*'],
      createdAt: here.clock.now(),
      expiresAt: undefined,
      usedAt: undefined,
      tokenHash: tokenHash(tokenOf(role)),
    });
  }
});
after(() => here.end());

function tokenOf(role: AccountRole): string {
  return `mst_${role.padEnd(43, 'x')}`;
}

/** The answer to one request. Forms carry no token on purpose: they are judged, and then nothing is done. */
async function ask({ method, path }: Route, column: Column): Promise<{ status: number; text: string }> {
  const address = path.replace(/:[a-z]+/gi, '1');
  if (!path.startsWith('/api/')) {
    const browser = browsers.get(column) ?? here.browser();
    // A stream of events has no end to wait for.
    if (path.endsWith('/live')) return browser.head(address);
    return method === 'GET' ? browser.get(address) : browser.post(address).type('form').send({});
  }
  const bearer = column === 'nobody' ? 'Bearer none' : `Bearer ${tokenOf(column)}`;
  const caller = agent(here.app).set('Authorization', bearer);
  switch (method) {
    case 'GET':
      return caller.get(address);
    case 'POST':
      return caller.post(address).send({});
    case 'PATCH':
      return caller.patch(address).send({});
    case 'PUT':
      return caller.put(address).send({});
  }
}

/** `yes` when the permission is there, whatever the answer is then; `in` when one must sign in first. */
async function cell(route: Route, column: Column): Promise<Cell> {
  const name = `${column} ${route.method} ${route.path}`;
  const known = asked.get(name) ?? (await askedCell(route, column));
  asked.set(name, known);
  return known;
}

type Cell = 'yes' | 'no' | 'in';
const asked = new Map<string, Cell>();

async function askedCell(route: Route, column: Column): Promise<Cell> {
  const { status, text } = await ask(route, column);
  // Those who send alerts hold a key of their own: neither a session nor a token opens anything there.
  if (route.permission === 'key') return status === 401 ? 'no' : 'yes';
  if (column === 'nobody') return status === 401 || isSentToSignIn(route, status) ? 'in' : 'yes';
  // What is asked of a stream is answered without words.
  const isWordless = !route.path.startsWith('/api/') && route.path.endsWith('/live');
  return status === 403 && (isWordless || text.includes('This needs the permission')) ? 'no' : 'yes';
}

function isSentToSignIn(route: Route, status: number): boolean {
  return route.permission !== 'public' && route.method === 'GET' && status === 303;
}

async function matrix(): Promise<string> {
  const rows: string[][] = [['route', 'permission', ...COLUMNS]];
  const sorted = [...here.routes].sort(
    (a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method),
  );
  for (const route of sorted) {
    const cells: string[] = [];
    for (const column of COLUMNS) cells.push(await cell(route, column));
    rows.push([`${route.method} ${route.path}`, route.permission, ...cells]);
  }
  const widths = (rows[0] ?? []).map((_title, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return (
    rows
      .map((row) =>
        row
          .map((text, at) => text.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n') + '\n'
  );
}

test('who may use which route is what the file says', async () => {
  const found = await matrix();
  if (process.argv.includes('--write')) writeFileSync(FILE, found);
  assert.equal(
    found,
    readFileSync(FILE, 'utf8'),
    'access changed: read the difference, then write the file anew',
  );
});

function rolesOf({ permission }: Route): readonly string[] {
  if (permission === 'public') return ROLES;
  return permission === 'key' ? [] : PERMISSIONS[permission as keyof typeof PERMISSIONS];
}

test('each route answers each role as its permission says', async () => {
  for (const route of here.routes) {
    const roles = rolesOf(route);
    for (const role of ROLES) {
      assert.equal(
        await cell(route, role),
        roles.includes(role) ? 'yes' : 'no',
        `${role}: ${route.method} ${route.path}`,
      );
    }
    const expected = route.permission === 'public' ? 'yes' : route.permission === 'key' ? 'no' : 'in';
    assert.equal(await cell(route, 'nobody'), expected, `nobody: ${route.method} ${route.path}`);
  }
});

test('a route that names no known permission stops the start', () => {
  const answer = () => nothing;
  const faulty = [
    route('GET', '/made-up', 'made.up', noFields, answer),
    publicRoute('GET', '/admin/open', noFields, answer),
    publicRoute('GET', '/healthz', noFields, answer),
    publicRoute('GET', '/healthz', noFields, answer),
  ];
  assert.deepEqual(routeFaults(faulty), [
    'GET /made-up names no known permission ("made.up").',
    'GET /admin/open is public but does not stand on the public list.',
    'GET /healthz is declared twice.',
  ]);
  assert.deepEqual(routeFaults(here.routes), []);
});
