import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { program } from '../support/api.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** What Ana and Ben promise after an incident, and what becomes of it. */
let here: World;
let ana: Browser;
let ben: Browser;
let vic: Browser;

const READ = '/postmortems/1';
const NEW = '/incidents/1/actions';
const ONE = '/actions/1';

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  vic = await signedIn(here, 'vic');
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  const followUp = { text: 'Put the hit rate on the board' };
  const bot = await program(here, { member: 'ana' });
  assert.equal((await bot.post('/api/v1/incidents/1/follow-ups', followUp)).status, 201);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(() => here.end());

test('before anything was promised the list says so', async () => {
  await ana.get('/actions').expect(200, /No open action items; 0 done this quarter/);
});

test('what was noted during the incident becomes an action item with one press', async () => {
  await ana.get(READ).expect(200, /Noted then: Put the hit rate on the board/);
  const done = await sendForm(ana, READ, NEW);
  assert.equal(done.headers.location, '/postmortems/1#action-items');
  const { text } = await ana.get(READ).expect(200, /ACT-1[\s\S]*Put the hit rate on the board/);
  assert.ok(!text.includes('Noted then'));
  await ana.get(ONE).expect(200, /the entry/);
});

test('it is accepted only with an owner, a day and a test, and what was typed stays', async () => {
  const typed = { text: 'Put the hit rate on the board', type: 'detect', due: '2023-06-20' };
  const hasty = await sendForm(ana, ONE, `${ONE}/acceptance`, typed);
  assert.equal(hasty.status, 422);
  assert.match(hasty.text, /without an owner nobody does/);
  assert.match(hasty.text, /value="2023-06-20"/);
  const whole = { ...typed, owner: CAST.ben.id, done_when: 'the board shows it' };
  const done = await sendForm(ana, ONE, `${ONE}/acceptance`, whole);
  assert.equal(done.status, 303);
  await ben.get('/actions?who=mine').expect(200, /ACT-1[\s\S]*due in 8 days[\s\S]*accepted/);
  await ana.get('/actions?who=mine').expect(200, /No open action items/);
});

test('two people at once: the second is told, and nothing is overwritten', async () => {
  const { text } = await ben.get(ONE).expect(200);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(text) ?? [];
  const stale = { _csrf: csrf, op_id: '', rev: '1', reason: 'too dear' };
  const late = await ben.post(`${ONE}/rejection`).type('form').send(stale);
  assert.equal(late.status, 409);
  assert.match(late.text, /Ana Ruiz changed ACT-1 since you opened this page/);
});

test('it comes into the text of the postmortem by a refresh, and its row is known again', async () => {
  await sendForm(ana, `${READ}/refresh`, `${READ}/refresh`);
  const file = await ana.get('/postmortems/1.md').expect(200);
  assert.match(
    file.text,
    /\| ACT-1 Put the hit rate on the board \[#\d+\]\(\S+\) \| detect \| Ben Okafor \| 2023-06-20 \| the board shows it \|/,
  );
});

test('a day too late is said in words, and done needs what shows it', async () => {
  here.clock.wind(10 * 86_400);
  ben = await signedIn(here, 'ben');
  await ben.get('/actions').expect(200, /<strong>2 days late<\/strong>/);
  const empty = await sendForm(ben, ONE, `${ONE}/done`, { evidence: '' });
  assert.equal(empty.status, 422);
  const done = await sendForm(ben, ONE, `${ONE}/done`, { evidence: 'the board of 22 June' });
  assert.equal(done.status, 303);
  await ben.get('/actions').expect(200, /No open action items; 1 done this quarter/);
  await ben.get(ONE).expect(200, /What shows that it is done:<\/strong> the board of 22 June/);
  const again = await sendForm(ben, ONE, `${ONE}/reopening`, { reason: 'the board was changed' });
  assert.equal(again.status, 303);
});

test('a viewer reads what was promised after incidents, and cannot change it', async () => {
  vic = await signedIn(here, 'vic');
  const { text } = await vic.get(ONE).expect(200);
  assert.ok(!text.includes(`action="${ONE}/`));
  const csv = await vic.get('/actions.csv').expect(200);
  assert.match(csv.text, /^Key,Task[^\r]*\r\nACT-1,Put the hit rate on the board,detect,accepted,Ben Okafor/);
  await vic.get('/actions/77').expect(404, /There is no action item ACT-77/);
});
