import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Route } from '../../server/web/route.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A leak that only a few may read of: Ana works on it, Tia’s team owns the service, Ben and Vic know nothing of it. */
let here: World;
let ana: Browser;
let ben: Browser;
let tia: Browser;
let vic: Browser;
let max: Browser;
let ada: Browser;
let program: Program;

before(async () => {
  here = await world();
  await enter(here);
  [ana, ben, tia] = [await signedIn(here, 'ana'), await signedIn(here, 'ben'), await signedIn(here, 'tia')];
  [vic, max, ada] = [await signedIn(here, 'vic'), await signedIn(here, 'max'), await signedIn(here, 'ada')];
  program = await anotherToken(here, CAST.ben.id);
});
after(() => here.end());

const SECRET = 'Customer data in a public bucket';

test('a manager says who sees the incidents of a team’s services from now on', async () => {
  const teams = '/admin/teams';
  await sendForm(max, teams, teams, { team_name: 'Shop' });
  await sendForm(max, teams, `${teams}/shop/members`, { person: CAST.tia.id });
  await sendForm(max, '/admin/services', '/admin/services', { name: 'Web Shop', team: 'shop' });
  const saved = await sendForm(max, teams, `${teams}/shop`, { visibility: 'team' });
  assert.equal(saved.headers.location, `${teams}#shop`);
  await max.get(teams).expect(200, /<option value="team" selected>The team sees them/);
  const late = await sendForm(max, teams, `${teams}/shop`, { visibility: 'private', rev: '1' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Somebody changed Shop since you opened this page, and nothing was saved/);
  await ada.get('/admin/audit').expect(200, /changed the team Shop: who sees its incidents from all to team/);
});

test('an incident of the service is seen by the team and by nobody else', async () => {
  const typed = { title: SECRET, service: 'web-shop', severity: 'SEV-2', take_command: 'on' };
  const declared = await sendForm(ana, '/incidents/new', '/incidents', typed);
  assert.equal(declared.headers.location, '/incidents/1');
  await ana.get('/incidents/1').expect(200, /<span class="badge badge-quiet">team only</);
  await tia.get('/incidents/1').expect(200);
  for (const stranger of [ben, vic]) {
    await stranger.get('/incidents/1').expect(404);
    for (const list of ['/', '/incidents', '/postmortems'])
      assert.doesNotMatch((await stranger.get(list)).text, /Customer data|INC-1/, list);
  }
  const listed = await program.get('/api/v1/incidents');
  assert.deepEqual((listed.body as { data: unknown[] }).data, []);
});

test('the commander makes it private, and then the team does not see it either', async () => {
  const changed = await sendForm(ana, '/incidents/1/people', '/incidents/1/details', { to: 'private' });
  assert.equal(changed.status, 303);
  await ana.get('/incidents/1/people').expect(200, /Seen by those who take part, and managers\./);
  await ana.get('/incidents/1/timeline').expect(200, /changed who sees this incident/);
  await tia.get('/incidents/1').expect(404);
});

/** What an answer says, but for what differs from request to request. */
function told(answer: { status: number; text: string; headers: Record<string, unknown> }): string {
  const text = answer.text
    .replaceAll(/"request_id":"[^"]*"/g, '')
    .replaceAll(/(?:name="_csrf"|name="op_id"|nonce|content)[ =]*(?:value=)?"[^"]*"/g, '')
    .replaceAll('/1', '/N')
    .replaceAll('/77', '/N')
    .replaceAll(/(INC|DRILL)-(?:1|77)\b/g, '$1-N');
  const { location } = answer.headers as { location?: string };
  return `${String(answer.status)} ${(location ?? '').replace(/\/(?:1|77)\b/, '/N')} ${text}`;
}

test('every address of it answers as that of a number which no incident has', async () => {
  const author = await anotherToken(here, CAST.ana.id);
  assert.equal((await author.post('/api/v1/incidents/1/postmortem')).status, 201);
  const guard = hiddenFields((await ben.get('/incidents/new')).text, '/incidents');
  const ask = async ({ method, path }: Route, number: string) => {
    const address = path.replace(':number', number).replace(/:[a-z]+/gi, '1');
    if (path.startsWith('/api/')) {
      if (method === 'GET') return program.get(address);
      return method === 'PUT' ? program.put(address) : program.post(address, {});
    }
    return method === 'GET' ? ben.get(address) : ben.post(address).type('form').send(guard);
  };
  const routes = here.routes.filter(({ path }) => path.includes(':number'));
  let missing = 0;
  for (const route of routes) {
    const [hidden, none] = [await ask(route, '1'), await ask(route, '77')];
    assert.equal(told(hidden), told(none), `${route.method} ${route.path}`);
    if (route.method === 'GET') assert.ok([403, 404].includes(hidden.status), route.path);
    if (hidden.status === 404) missing += 1;
  }
  assert.ok(
    missing > 20,
    `${String(missing)} of ${String(routes.length)} addresses say that there is nothing`,
  );
});

test('who is offered a role sees it, and for good once they accept', async () => {
  await sendForm(ana, '/incidents/1/people', '/incidents/1/roles/scribe/offers', { to: CAST.ben.id });
  await ben.get('/').expect(200, /Customer data in a public bucket/);
  const offer = /\/incidents\/1\/offers\/[^/"]+\/acceptance/.exec((await ben.get('/incidents/1')).text)?.[0];
  assert.ok(offer);
  await sendForm(ben, '/incidents/1', offer);
  await sendForm(ben, '/incidents/1/people', '/incidents/1/responders/departure');
  await ben.get('/incidents/1/timeline').expect(200);
  assert.equal((await program.get('/api/v1/incidents/1/entries')).status, 200);
});

test('who takes part and does not command may not change who sees it', async () => {
  const page = await ben.get('/incidents/1/people').expect(200);
  assert.doesNotMatch(page.text, /Change who sees it/);
  const asked = await program.post('/api/v1/incidents/1/details', { field: 'visibility', to: 'all' });
  assert.equal(asked.status, 409);
  assert.match(asked.text, /Only the commander can change who sees this incident: ask Ana Ruiz/);
});

test('a manager sees it, and that look stands in the audit log, once an hour', async () => {
  const looks = async () =>
    (await ada.get('/admin/audit').expect(200)).text.match(/looked at the private incident INC-1/g)?.length ??
    0;
  await ana.get('/incidents/1').expect(200);
  assert.equal(await looks(), 0, 'who takes part leaves no trace');
  await max.get('/incidents/1').expect(200, /badge-quiet">private</);
  await max.get('/incidents/1/timeline').expect(200);
  await max.get('/postmortems/1').expect(200);
  assert.equal(await looks(), 1);
  here.clock.wind(3601);
  await max.get('/incidents/1').expect(200);
  assert.equal(await looks(), 2);
});

test('whoever declares may choose otherwise', async () => {
  const typed = { title: 'Search is slow', service: 'web-shop', visibility: 'all' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
  await vic.get('/incidents/2').expect(200, /Search is slow/);
  const told = { title: 'A laptop is lost', visibility: 'private' };
  assert.equal((await program.post('/api/v1/incidents', told)).status, 201);
  await ana.get('/incidents/3').expect(404);
  await ben.get('/incidents/3').expect(200, /A laptop is lost/);
  const wrong = await program.post('/api/v1/incidents', { ...told, visibility: 'nobody' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Choose who sees it: all, team or private\./);
});

test('somebody who only reads looks on as an observer, and is told who may do more', async () => {
  await vic.get('/incidents/2/people').expect(200, /Join as an observer/);
  const joined = await sendForm(vic, '/incidents/2/people', '/incidents/2/responders');
  assert.equal(joined.status, 303);
  const page = await vic.get('/incidents/2/people').expect(200);
  assert.match(page.text, /Vic Sorel since/);
  assert.doesNotMatch(page.text, /Take it|Ask them to come/);
  const guard = hiddenFields(page.text, '/incidents/2/responders/departure');
  const noted = await vic
    .post('/incidents/2/notes')
    .type('form')
    .send({ ...guard, text: 'Hello' });
  assert.equal(noted.status, 403);
  assert.match(
    noted.text,
    /needs the permission &#34;incident\.act&#34;\. A responder has it; an administrator can/,
  );
  const left = await vic.post('/incidents/2/responders/departure').type('form').send(guard);
  assert.equal(left.status, 303);
  assert.doesNotMatch((await vic.get('/incidents/2/people')).text, /Vic Sorel since/);
});

test('an offered role is answered by whoever was asked, and nobody takes one that is not for them', async () => {
  const bot = await anotherToken(here, CAST.vic.id);
  const command = await program.post('/api/v1/incidents/2/roles/commander/holder', {});
  assert.equal(command.status, 201, command.text);
  const offered = async (role: string): Promise<string> => {
    const made = await program.post(`/api/v1/incidents/2/roles/${role}/offers`, { to: CAST.vic.id });
    assert.equal(made.status, 201, made.text);
    const { entries } = made.body as { entries: { body: { offerId: string } }[] };
    return `/api/v1/incidents/2/offers/${entries[0]?.body.offerId ?? ''}`;
  };
  const asObserver = await offered('observer');
  assert.equal((await bot.post(`${asObserver}/acceptance`)).status, 201);
  const asScribe = await offered('scribe');
  assert.equal((await bot.post(`${asScribe}/acceptance`)).status, 409);
  assert.equal((await bot.post(`${asScribe}/refusal`, { reason: 'I only look on' })).status, 201);
});
