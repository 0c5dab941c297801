import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana has led for hours and wants to go home; Ben is asleep, and Max takes over. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;

before(async () => {
  here = await world();
  await enter(here);
  [ana, ben, max] = [await signedIn(here, 'ana'), await signedIn(here, 'ben'), await signedIn(here, 'max')];
  const typed = { title: 'Checkout fails', severity: 'SEV-2', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
  await sendForm(ana, '/incidents/1', '/incidents/1/decisions', { text: 'We roll the release back' });
});
after(() => here.end());

const PAGE = '/incidents/1/handover';
const OFFERS = '/incidents/1/roles/commander/offers';

test('the page has the brief as it stands, and the same as text', async () => {
  const page = await ana.get(PAGE).expect(200);
  assert.match(page.text, /<dt>Status<\/dt><dd><ul class="plain"><li>SEV-2, triage/);
  assert.match(page.text, /<dt>Last decisions<\/dt>[\s\S]*We roll the release back/);
  assert.match(page.text, /INC-1: Checkout fails\nStatus:\n- SEV-2, triage/);
  await ben
    .get(PAGE)
    .expect(200)
    .expect(({ text }) => {
      assert.doesNotMatch(text, /Offer commander to/, 'only the holder offers');
    });
});

test('an offer that nobody answers lapses after ten minutes, and the holder is told', async () => {
  const offered = await sendForm(ana, PAGE, OFFERS, { to: CAST.ben.id });
  assert.equal(offered.status, 303);
  await ana.get(PAGE).expect(200, /You offered commander to Ben Okafor\./);
  await ben.get('/').expect(200, /href="\/incidents\/1\/handover">Read the whole brief/);
  here.clock.wind(601);
  await here.tick();
  const told = /Ben Okafor did not answer: your offer of commander lapsed at [^<]*\. You hold it still\./;
  await ana.get('/incidents/1').expect(200, told);
  await ana.get('/').expect(200, told);
  await ben
    .get('/')
    .expect(200)
    .expect(({ text }) => {
      assert.doesNotMatch(text, /did not answer/);
    });
});

test('a new offer ends that, and whoever accepts with the brief open leads', async () => {
  await sendForm(ana, PAGE, OFFERS, { to: CAST.max.id });
  const page = await max.get(PAGE).expect(200);
  assert.match(page.text, /<dt>Last decisions<\/dt>/);
  const accept = /\/incidents\/1\/offers\/\w+\/acceptance/.exec(page.text)?.[0] ?? '';
  const sent = await max
    .post(accept)
    .set('Referer', `http://localhost:3000${PAGE}`)
    .type('form')
    .send(hiddenFields(page.text, accept));
  assert.equal(sent.headers.location, PAGE, 'back to the brief');
  await max.get(PAGE).expect(200, /Offer commander to/);
  await ana
    .get('/incidents/1')
    .expect(200)
    .expect(({ text }) => {
      assert.doesNotMatch(text, /did not answer/);
    });
});
