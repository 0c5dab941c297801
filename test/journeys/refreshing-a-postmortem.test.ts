import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { program } from '../support/api.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A draft was worked on when Ben remembers when the release went out. The record grows, and the text with it. */
let here: World;
let ana: Browser;
let ben: Browser;
let vic: Browser;

const TEXT = '/postmortems/1/edit';
const REFRESH = '/postmortems/1/refresh';

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  vic = await signedIn(here, 'vic');
});
after(() => here.end());

async function text(): Promise<string> {
  const file = await ana.get('/postmortems/1.md').expect(200);
  return file.text;
}

/** Saves the newest text with something changed, as the editor does. */
async function change(from: string, to: string): Promise<void> {
  const page = await ana.get(TEXT).expect(200);
  const [, shown = ''] = /<textarea[^>]* name="text"[^>]*>\n([\s\S]*?)<\/textarea>/.exec(page.text) ?? [];
  const plain = shown
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  assert.ok(plain.includes(from), `the text has "${from}"`);
  const saved = await sendForm(ana, TEXT, TEXT, { text: plain.replace(from, to), act: 'save' });
  assert.equal(saved.status, 303);
}

test('while an incident goes on its postmortem is drafted and worked on', async () => {
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  const impact = { statement: 'payments fail', percent: '20', at: '10:05', about: 'on' };
  await sendForm(ana, '/incidents/1', '/incidents/1/impacts', impact);
  await sendForm(ana, '/incidents/1', '/incidents/1/hypotheses', { statement: 'The payment gateway fails' });
  // The draft may begin while it goes on: a program of Ana's asks for it.
  const bot = await program(here, { member: 'ana' });
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
  await change('payments fail', 'nobody could pay by card');
  await change('*What would have halved the time to notice it?*', 'An alert on the first failed payment.');
});

test('while the record knows nothing new there is nothing to take in', async () => {
  await ana.get('/postmortems/1').expect(200, /href="\/postmortems\/1\/refresh"/);
  const { text: page } = await ana.get(REFRESH).expect(200, /The record knows nothing new/);
  assert.ok(!page.includes('Take it in'));
  const { text: read } = await vic.get('/postmortems').expect(200);
  assert.ok(!read.includes('refresh'));
  await vic.get(REFRESH).expect(403);
});

test('what came afterwards is shown first, and then comes in beside what people wrote', async () => {
  here.clock.wind(60);
  const suspected = { statement: 'The cache configuration' };
  const told = await sendForm(ben, '/incidents/1', '/incidents/1/hypotheses', suspected);
  assert.equal(told.status, 303);
  const look = await ana.get(REFRESH).expect(200, /From the record: \d updated/);
  assert.match(look.text, /<ins>[^<]*the cache configuration/);
  assert.doesNotMatch(await text(), /the cache configuration/);
  const taken = await sendForm(ana, REFRESH, REFRESH);
  assert.equal(taken.status, 303);
  const now = await text();
  assert.match(now, /Suspected: the cache configuration/);
  for (const words of ['nobody could pay by card', 'An alert on the first failed payment.']) {
    assert.ok(now.includes(words), words);
  }
  await ana.get('/postmortems/1').expect(200, /Version 4 by Ana Ruiz[\s\S]*from the record/);
});

test('a second press finds nothing to do, and an old page cannot overwrite', async () => {
  await ana.get(REFRESH).expect(200, /The record knows nothing new/);
  await sendForm(ben, '/incidents/1', '/incidents/1/hypotheses', { statement: 'A full disk' });
  const old = await ana.get(REFRESH).expect(200);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(old.text) ?? [];
  await change('An alert on the first failed payment.', 'An alert on the second failed payment.');
  const late = await ana.post(REFRESH).type('form').send({ _csrf: csrf, op_id: '', base_rev: '4' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Two texts/);
  assert.ok((await text()).includes('second failed payment'));
});
