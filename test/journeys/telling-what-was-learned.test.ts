import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana writes for the public, Max lets it out, and somebody without an account reads it. */
let here: World;
let ana: Browser;
let max: Browser;
let anybody: Browser;

const PAGE = '/postmortems/1/public';
const APPROVAL = '/postmortems/1/public/approval';
const GOOD = '# Payments failed\n\n## What happened\n\nFor 15 minutes about 20 % of payments failed.\n';

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  max = await signedIn(here, 'max');
  anybody = here.browser();
  const bot = await program(here, { member: 'ana' });
  const declared = { title: 'Checkout fails', severity: 'SEV-2', take_command: 'on' };
  assert.equal((await sendForm(ana, '/incidents/new', '/incidents', declared)).status, 303);
  const impact = { statement: 'payments fail', percent: 20, at: '2023-06-12T17:00:00Z' };
  await bot.post('/api/v1/incidents/1/impacts', impact);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(() => here.end());

async function save(text: string): Promise<void> {
  const saved = await sendForm(ana, PAGE, PAGE, { text, act: 'save' });
  assert.equal(saved.status, 303, saved.text);
}

test('it begins as what the record gives, without names, keys and links of ours', async () => {
  const { text } = await ana.get(PAGE).expect(200, /Nothing is saved yet/);
  const [, written = ''] = /<textarea[^>]* name="text"[^>]*>\n([\s\S]*?)<\/textarea>/.exec(text) ?? [];
  assert.match(written, /20 % of users met this: payments fail/);
  assert.doesNotMatch(written, /Ana|INC-|\]\(\//);
  await anybody.get('/status/1').expect(404);
});

test('what is for those inside is found, and keeps the text inside', async () => {
  await save('# Payments failed\n\nAna Ruiz put db-1.internal back, see [INC-1](/incidents/1).\n');
  await ana
    .get(PAGE)
    .expect(200, /Ana Ruiz&#34; is for those inside/)
    .expect(/asks for an account/);
  await max.get(PAGE).expect(200, /Something in it is not for outside yet/);
  await save(GOOD);
  await max.get(PAGE).expect(200, /No names, hosts, keys or links of ours/);
});

test('it goes out after the end, by a manager who did not write it', async () => {
  const early = await sendForm(max, PAGE, APPROVAL);
  assert.equal(early.status, 409);
  assert.match(early.text, /after the incident is resolved/);
  const room = await ana.get('/incidents/1').expect(200);
  const [, end = ''] = /action="(\/incidents\/1\/impacts\/[^"]+\/end)"/.exec(room.text) ?? [];
  await sendForm(ana, '/incidents/1/resolve', end, { signal: 'checkout errors', value: '0.3 %' });
  const over = { to: 'resolved', temporary_confirmed: 'on', override: 'it was small' };
  const done = await sendForm(ana, '/incidents/1/resolve', '/incidents/1/status', over);
  assert.equal(done.status, 303);
  const { text } = await ana.get(PAGE).expect(200);
  assert.doesNotMatch(text, /Approve version/);
  assert.equal((await sendForm(max, PAGE, APPROVAL)).status, 303);
  const read = await anybody.get('/status/1').expect(200, /about 20 % of payments failed/);
  assert.equal(read.headers['set-cookie'], undefined);
});

test('what is written afterwards waits for an approval of its own, and is compared', async () => {
  await save(GOOD.replace('15 minutes', '16 minutes'));
  await max
    .get(PAGE)
    .expect(200, /What is new waits for an approval/)
    .expect(/<ins>For 16 minutes/);
  await anybody.get('/status/1').expect(200, /For 15 minutes/);
  const own = await sendForm(max, PAGE, PAGE, { text: `${GOOD}\nMine.\n`, act: 'save' });
  assert.equal(own.status, 303);
  await max.get(PAGE).expect(200, /another manager approves it/);
});

test('it can be taken down with a reason', async () => {
  const why = { reason: 'the figure is wrong' };
  assert.equal((await sendForm(max, PAGE, '/postmortems/1/public/withdrawal', why)).status, 303);
  await ana.get(PAGE).expect(200, /Max Orwell took it down: the figure is wrong/);
  await anybody.get('/status/1').expect(404);
});
