import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, program, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Vic, who only reads, sees that something is wrong; Ana looks and declares it; Tia sees the same a little later. */
let here: World;
let vic: Browser;
let tia: Browser;
let ana: Browser;
let api: Program;

before(async () => {
  here = await world();
  await enter(here);
  [vic, tia, ana] = [await signedIn(here, 'vic'), await signedIn(here, 'tia'), await signedIn(here, 'ana')];
  api = await anotherToken(here, CAST.ana.id);
  const max = await signedIn(here, 'max');
  await sendForm(max, '/admin/services', '/admin/services', { name: 'Web Shop' });
});
after(() => here.end());

const FORM = '/incidents/report';
const report = (who: Browser, title: string, service = '') =>
  sendForm(who, FORM, '/incidents/reports', { title, service, summary: 'It is empty after signing in.' });

async function incident(number: number): Promise<IncidentJson> {
  return (await api.get(`/api/v1/incidents/${String(number)}`)).body as IncidentJson;
}

test('somebody who only reads reports what they see, and it is detected and quiet', async () => {
  await vic.get('/').expect(200, /href="\/incidents\/report">Report a problem/);
  const sent = await report(vic, 'The basket is empty', 'web-shop');
  assert.equal(sent.headers.location, '/incidents/1');
  const page = await vic.get('/incidents/1').expect(200);
  assert.match(page.text, /It is empty after signing in\./);
  assert.doesNotMatch(page.text, /Declare and take command/);
  const found = await incident(1);
  assert.equal(found.status, 'detected');
  assert.equal(found.severity, null);
  await ana.get('/incidents/1/timeline').expect(200, /Vic Sorel/);
});

test('a report without words comes back, and says what is missing', async () => {
  const back = await sendForm(vic, FORM, '/incidents/reports', { title: ' ', summary: 'kept as typed' });
  assert.equal(back.status, 422);
  assert.match(back.text, /Enter what you see, in a few words\./);
  assert.match(back.text, /kept as typed/);
});

test('nothing goes to the public from what is only detected', async () => {
  const update = {
    audience: 'public',
    users_see: 'Baskets are empty.',
    we_do: 'We look.',
    changed: 'This is the first update.',
    next_in_minutes: 30,
  };
  for (const path of ['/updates', '/updates/drafts']) {
    const sent = await api.post(`/api/v1/incidents/1${path}`, update);
    if (path === '/updates') assert.equal(sent.status, 409, sent.text);
    const draft = /"messageId":"(\w+)"/.exec(sent.text)?.[1];
    if (draft === undefined) continue;
    const sending = await api.post(`/api/v1/incidents/1/updates/drafts/${draft}/sending`, {
      next_in_minutes: 30,
    });
    assert.equal(sending.status, 409, sending.text);
    assert.match(sending.text, /Nothing goes to the public before triage is done/);
  }
});

test('whoever sees the same is shown what is open and told what looks alike, and may report all the same', async () => {
  await tia.get(FORM).expect(200, /Open already[\s\S]*The basket is empty/);
  here.clock.wind(240);
  const sent = await report(tia, 'Baskets lose everything', 'web-shop');
  assert.equal(sent.headers.location, '/incidents/2');
  const page = await tia.get('/incidents/2').expect(200);
  assert.match(page.text, /INC-1 \(The basket is empty\), opened 4 min ago, looks alike\./);
  assert.match(page.text, /Looks alike and is open: <a href="\/incidents\/1">INC-1<\/a>/);
});

test('nobody is told of one that they may not see', async () => {
  const hidden = { title: 'Basket data was copied', service: 'web-shop', visibility: 'private' };
  await sendForm(ana, '/incidents/new', '/incidents', hidden);
  await tia
    .get(FORM)
    .expect(200)
    .expect(({ text }) => assert.doesNotMatch(text, /Basket data was copied/));
  await tia
    .get('/incidents/2')
    .expect(200)
    .expect(({ text }) => assert.doesNotMatch(text, /INC-3/));
  await ana.get('/incidents/2').expect(200, /INC-3/);
});

test('a responder declares it with one button', async () => {
  await ana.get('/incidents/1').expect(200, /Nobody has declared it yet/);
  const typed = { take_command: 'on' };
  const declared = await sendForm(ana, '/incidents/1', '/incidents/1/declaration', typed);
  assert.equal(declared.status, 303);
  const found = await incident(1);
  assert.deepEqual([found.status, found.severity], ['triage', 'SEV-2']);
  await ana
    .get('/incidents/1')
    .expect(200)
    .expect(({ text }) => assert.doesNotMatch(text, /Nobody has declared/));
});

test('three that nobody has looked into are enough for one person', async () => {
  await report(vic, 'Vouchers are refused');
  await report(vic, 'The map is grey');
  assert.equal((await report(vic, 'Mails come twice')).status, 303);
  const fourth = await report(vic, 'The footer is gone');
  assert.equal(fourth.status, 409);
  assert.match(fourth.text, /Nobody has looked into INC-4, INC-5 and INC-6 yet, which you reported/);
  assert.match(fourth.text, /The footer is gone/, 'what was typed stays');
  await sendForm(ana, '/incidents/4/resolve', '/incidents/4/status', {
    to: 'cancelled',
    reason: 'by mistake',
  });
  assert.equal((await report(vic, 'The footer is gone')).status, 303);
});

test('a program reports for its owner, once however often it asks', async () => {
  const who = await program(here, { member: 'ben', role: 'viewer' });
  const told = { title: 'Exports are cut off', service: 'web-shop' };
  const first = await who.post('/api/v1/reports', told, { 'Idempotency-Key': 'report-1' });
  assert.equal(first.status, 201, first.text);
  assert.match(first.text, /"said":"INC-\d+ .*looks alike/);
  const again = await who.post('/api/v1/reports', told, { 'Idempotency-Key': 'report-1' });
  assert.deepEqual([again.status, again.text], [201, first.text]);
  assert.equal((await who.post('/api/v1/incidents', told)).status, 403);
});
