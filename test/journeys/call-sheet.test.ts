import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keepMethod } from '../../server/notify/contact-actions.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Who to call in an incident, on one page: for paper, and for a phone without network. */
let here: World;
let ana: Browser;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'UTC' });
  await enter(here);
  ana = await signedIn(here, 'ana');
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  const asking = { to: CAST.ben.id, reason: 'The gateway is ruled out' };
  await sendForm(ana, '/incidents/1/people', '/incidents/1/escalations', asking);
});
after(() => here.end());

const SHEET = '/incidents/1/call-sheet';

test('names roles and whoever was asked, and says that nobody has given a number', async () => {
  await ana.get('/incidents/1/people').expect(200, /href="\/incidents\/1\/call-sheet"/);
  const { text } = await ana.get(SHEET).expect(200);
  assert.match(text, /Commander<\/th><td>Ana Ruiz<br>/);
  assert.match(text, /Operations<\/th><td>nobody<\/td>/);
  assert.match(text, /Ben Okafor<\/strong>, asked at 09:00[^<]* by Ana Ruiz: The gateway is ruled out/);
  assert.match(text, /Nobody on this sheet has given a phone number/);
});

test('has the numbers to press, and a picture that leads back to the incident', async () => {
  const { db, ids } = here.kit.people;
  const at = here.clock.now();
  const number = '+34 91 555 01 20';
  await keepMethod(
    db,
    { id: ids.next(), personId: CAST.ben.id, channel: 'phone', address: number, delaySeconds: 0 },
    at,
  );
  const { text } = await ana.get(SHEET).expect(200);
  assert.match(text, /<a href="tel:\+34915550120">\+34 91 555 01 20<\/a>/);
  assert.doesNotMatch(text, /Nobody on this sheet/);
  assert.match(text, /aria-label="http:\/\/[^"]+\/incidents\/1 as a picture for cameras"/);
});
