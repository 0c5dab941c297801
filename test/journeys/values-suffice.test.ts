import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Whoever has typed what a step asks to record need not type it a second time. */
let here: World;
let ben: Browser;
let step: string;
before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ben = await signedIn(here, 'ben');
  const { row } = await here.kit.library.find('cache-miss-storm');
  await sendForm(ben, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  await sendForm(ben, RUN, `${RUN}/runs`, { content_hash: row.content_hash });
  [, step = ''] = /action="([^"]+\/result)"/.exec((await ben.get(RUN)).text) ?? [];
});
after(() => here.end());

const RUN = '/incidents/1';

test('a step without values and without words says what is missing, beside the field', async () => {
  const back = await sendForm(ben, RUN, step, { matched: 'yes', branch: '1:0' });
  assert.equal(back.status, 422);
  assert.match(back.text, /Enter what you saw: the value or the state/);
});

test('the values are what was seen, and stand on the timeline as such', async () => {
  const values = { value_ERRORS: '7.9 %', value_LATENCY: '6.2 s' };
  const done = await sendForm(ben, RUN, step, { ...values, observed: '', matched: 'yes', branch: '1:0' });
  assert.equal(done.status, 303, done.text);
  const { text } = await ben.get(`${RUN}/timeline`).expect(200);
  assert.match(text, /ERRORS 7\.9 %, LATENCY 6\.2 s/);
});
