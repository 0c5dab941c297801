import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { world, type World } from '../support/world.ts';

let here: World;
before(async () => {
  here = await world();
});
after(() => here.end());

test('an unknown address is answered by a page that leads back to the board', async () => {
  const answer = await here.browser().get('/nothing').expect(404);
  assert.match(answer.text, /Muster has no page at \/nothing/);
  assert.match(answer.text, /href="\/"/);
});

test('a wrong method is told which ones the address takes', async () => {
  const answer = await here.browser().post('/readyz').expect(405);
  assert.equal(answer.headers.allow, 'GET, HEAD');
});

test('a hostile address is shown encoded', async () => {
  const answer = await here.browser().get('/%3Cscript%3Ealert(1)%3C/script%3E').expect(404);
  assert.doesNotMatch(answer.text, /<script>alert/);
});

test('the process is healthy and ready', async () => {
  await here.browser().get('/healthz').expect(200, { status: 'ok' });
  await here.browser().get('/readyz').expect(200, { status: 'ok' });
});

test('a static file needs no session', async () => {
  const page = await here.browser().get('/nothing');
  const [address = ''] = /\/static\/app\.[0-9a-f]+\.css/.exec(page.text) ?? [];
  const answer = await here
    .browser()
    .get(address)
    .expect(200)
    .expect('Content-Type', /text\/css/);
  assert.match(answer.headers['cache-control'] ?? '', /immutable/);
});
