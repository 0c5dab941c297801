import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import request from 'supertest';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { changeRole, disable, enable } from '../../server/identity/standing-actions.ts';
import { ROLES, PERMISSIONS, type Permission } from '../../server/identity/permissions.ts';
import { SCOPES } from '../../server/identity/token.ts';
import { revokeToken } from '../../server/identity/token-actions.ts';
import { TOKEN_QUOTA } from '../../server/web/limiter.ts';
import type { Route } from '../../server/web/route.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { anotherToken, entryCount, program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ana: Program;
let apiRoutes: readonly Route[];

before(async () => {
  here = await world();
  await enter(here, 'ben');
  await program(here, { member: 'ada' });
  ana = await program(here, { member: 'ana' });
  await ana.post('/api/v1/incidents', { title: 'Checkout is slow' });
  apiRoutes = here.routes.filter(({ path }) => path.startsWith('/api/'));
});
after(() => here.end());

type Problem = { code: string; detail: string };

function answerTo(who: Program, method: Route['method'], address: string) {
  if (method === 'GET') return who.get(address);
  return method === 'PUT' ? who.put(address, {}) : who.post(address, {});
}

async function ask(who: Program, { method, path }: Route) {
  const address = path.replace(/:[a-z]+/gi, '1');
  const answer = await answerTo(who, method, address);
  const challenge = answer.headers['www-authenticate'];
  return { status: answer.status, challenge, ...(answer.body as Problem) };
}

test('every route for programs names a scope, a summary and the shape of its answer', () => {
  assert.ok(apiRoutes.length > 60);
  for (const { path, scope, summary, answers } of apiRoutes) {
    assert.ok(scope !== undefined && summary !== undefined && answers !== undefined, path);
  }
});

test('a token can do what its owner may do, and no more', async () => {
  for (const role of ROLES) {
    const who = await program(here, { member: 'vic', role });
    for (const route of apiRoutes) {
      const { status, code } = await ask(who, route);
      const roles: readonly string[] = PERMISSIONS[route.permission as Permission];
      const isRefused = status === 403 && code === 'forbidden';
      assert.equal(isRefused, !roles.includes(role), `${role}: ${route.method} ${route.path}`);
    }
  }
});

test('a token can do what its scopes say, and is told which one is missing', async () => {
  for (const scope of SCOPES) {
    const who = await program(here, { member: 'ada', scopes: [scope] });
    const wide = scope.endsWith(':*') ? scope.slice(0, -1) : undefined;
    for (const route of apiRoutes) {
      const { status, code, detail, challenge } = await ask(who, route);
      const needed = route.scope ?? '';
      const isWithin = needed === scope || (wide !== undefined && needed.startsWith(wide));
      assert.equal(status === 403, !isWithin, `${scope}: ${route.method} ${route.path}`);
      if (isWithin) continue;
      assert.equal(code, 'scope');
      assert.ok(detail.includes(needed));
      assert.equal(challenge, `Bearer realm="muster", error="insufficient_scope", scope="${needed}"`);
    }
  }
});

test('a viewer reads with a token from better days, and writes nothing', async () => {
  const vic = await program(here, { member: 'vic', role: 'responder' });
  await changeRole(here.kit.people, vic.personId, 'viewer', COMMAND_LINE);
  const before = await entryCount(here);
  assert.equal((await vic.get('/api/v1/incidents/1')).status, 200);
  assert.equal((await vic.post('/api/v1/incidents/1/notes', { text: 'Hello' })).status, 403);
  assert.equal((await vic.post('/api/v1/incidents', { title: 'Hello' })).status, 403);
  assert.equal(await entryCount(here), before);
});

test('a token that does not work is answered with 401, whatever is wrong with it', async () => {
  const at = here.clock.now();
  const late = await anotherToken(here, ana.personId, { expiresAt: at });
  const gone = await anotherToken(here, ana.personId);
  await revokeToken(here.kit.people, gone.tokenId, COMMAND_LINE);
  const shut = await program(here, { member: 'ben' });
  await disable(here.kit.people, shut.personId, COMMAND_LINE);
  for (const who of [late, gone, shut]) {
    const answer = await who.get('/api/v1/incidents');
    assert.equal(answer.status, 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="muster", error="invalid_token"');
    assert.equal((answer.body as Problem).code, 'no-token');
  }
  await enable(here.kit.people, shut.personId, COMMAND_LINE);
  assert.equal((await shut.get('/api/v1/incidents')).status, 200);
});

test('what is no token of ours is none', async () => {
  const wrong = [
    '',
    'Bearer',
    'Bearer mst_short',
    `Basic ${Buffer.from(`ana:${ana.token}`).toString('base64')}`,
    ana.token,
    `Bearer ${ana.token}x`,
    `Bearer ${ana.token}, Bearer ${ana.token}`,
    `Bearer mst_${'y'.repeat(43)}`,
  ];
  for (const header of wrong) {
    const answer = await request(here.app).get('/api/v1/incidents').set('Authorization', header);
    assert.equal(answer.status, 401, header);
  }
  const inQuery = await request(here.app).get(`/api/v1/incidents?access_token=${ana.token}`);
  assert.equal(inQuery.status, 401);
  const lowerCase = await request(here.app)
    .get('/api/v1/incidents')
    .set('Authorization', `bearer ${ana.token}`);
  assert.equal(lowerCase.status, 200, 'the name of a scheme may be written small');
});

test('a session opens nothing under /api', async () => {
  const browser = await signedIn(here, 'ben');
  assert.equal((await browser.get('/incidents/1')).status, 200);
  const read = await browser.get('/api/v1/incidents/1');
  assert.equal(read.status, 401);
  assert.equal(read.headers['www-authenticate'], 'Bearer realm="muster"');
  assert.equal(read.headers['set-cookie'], undefined);
  const before = await entryCount(here);
  const written = await browser.post('/api/v1/incidents/1/notes').send({ text: `By ${CAST.ben.name}` });
  assert.equal(written.status, 401);
  assert.equal(await entryCount(here), before);
});

test('a token opens no page', async () => {
  const page = await request(here.app).get('/incidents/1').set('Authorization', `Bearer ${ana.token}`);
  assert.equal(page.status, 303);
});

test('each token has its own minute, and is told how much of it is left', async () => {
  const busy = await anotherToken(here, ana.personId);
  const people = '/api/v1/people';
  const first = await busy.get(people);
  assert.equal(first.headers['ratelimit-policy'], '"requests";q=600;w=60');
  assert.equal(first.headers.ratelimit, '"requests";r=599;t=60');
  here.clock.wind(20);
  // A request that is refused costs as much as any other.
  for (let count = 2; count < TOKEN_QUOTA.requests; count += 1) await busy.get('/api/v1/people?page=2');
  const last = await busy.get(people);
  assert.deepEqual([last.status, last.headers.ratelimit], [200, '"requests";r=0;t=40']);
  const over = await busy.get(people);
  assert.deepEqual([over.status, over.headers['retry-after']], [429, '40']);
  assert.equal((over.body as Problem).code, 'too-many-requests');
  assert.equal((await ana.get(people)).status, 200, 'another token of the same person goes on');
  here.clock.wind(40);
  assert.equal((await busy.get(people)).headers.ratelimit, '"requests";r=599;t=60');
});
