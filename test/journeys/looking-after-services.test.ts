import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Max says what can break, who owns it, and which runbook fits. */
let here: World;
let max: Browser;
let ana: Browser;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
  max = await signedIn(here, 'max');
  ana = await signedIn(here, 'ana');
});
after(() => here.end());

test('a manager finds the services below the administration, and none is there yet', async () => {
  await max.get('/').expect(200, /href="\/admin">Admin</);
  await max.get('/admin').expect(200, /href="\/admin\/services">Services</);
  await max.get('/admin/services').expect(200, /There is none yet\. Add the first one below/);
  await ana.get('/admin').expect(403);
});

test('a service is added with its owner and runbook, and can be chosen when declaring', async () => {
  await sendForm(max, '/admin/teams', '/admin/teams', { team_name: 'Shop Team' });
  const wanted = { name: 'Web Shop', team: 'shop-team', runbook: 'cache-miss-storm' };
  const added = await sendForm(max, '/admin/services', '/admin/services', wanted);
  assert.equal(added.headers.location, '/admin/services');
  const list = await max.get('/admin/services').expect(200);
  assert.match(list.text, /<a href="\/admin\/services\/web-shop">Web Shop<\/a>/);
  assert.match(list.text, /<td>Shop Team<\/td>\s*<td>Cache-miss storm after a configuration change<\/td>/);
  await ana.get('/incidents/new').expect(200, /<option value="web-shop"[^>]*>Web Shop</);
});

test('a name that is taken, or that no address can hold, brings the form back as it was typed', async () => {
  const again = await sendForm(max, '/admin/services', '/admin/services', { name: 'Web  shop' });
  assert.equal(again.status, 409);
  assert.match(again.text, /There is a service (?:"|&#34;)web-shop(?:"|&#34;) already/);
  assert.match(again.text, /value="Web {2}shop"/);
  assert.equal((await sendForm(max, '/admin/services', '/admin/services', { name: '!' })).status, 409);
  assert.equal((await sendForm(max, '/admin/services', '/admin/services', { name: '' })).status, 422);
});

test('a change is told when somebody else was faster, and loses nothing', async () => {
  const page = '/admin/services/web-shop';
  const mine = { name: 'Shop', team: '', runbook: '', rev: '1' };
  assert.equal((await sendForm(max, page, page, mine)).status, 303);
  const late = await sendForm(max, page, page, { ...mine, name: 'The Shop' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Somebody changed Shop since you opened this page/);
  assert.match(late.text, /value="The Shop"/);
  assert.equal((await sendForm(max, page, page, { ...mine, name: 'The Shop', rev: '2' })).status, 303);
  await max.get('/admin/services').expect(200, /The Shop<\/a><\/th>\s*<td>nobody yet<\/td>\s*<td>none</);
  await max.get('/admin/services/no-such').expect(404);
});
