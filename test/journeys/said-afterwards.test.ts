import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Who was there without having joined, and how bad it was when looked back on: both are said by somebody else. */
let here: World;
let ana: Browser;
let max: Browser;
let program: Program;

before(async () => {
  here = await world({}, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  max = await signedIn(here, 'max');
  program = await anotherToken(here, CAST.ana.id);
  const fields = { title: 'Search is slow', severity: 'SEV-3', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', fields);
});
after(() => here.end());

const RUN = '/incidents/1';

async function incident(): Promise<IncidentJson> {
  return (await program.get('/api/v1/incidents/INC-1')).body as IncidentJson;
}

test('Ana says that Ben is on the call; saying it twice adds nothing', async () => {
  const add = `${RUN}/responders/additions`;
  assert.equal((await sendForm(ana, `${RUN}/people`, add, { person: CAST.ben.id })).status, 303);
  const people = await ana.get(`${RUN}/people`).expect(200, /Ben Okafor since/);
  const [, form = ''] = people.text.split(`action="${add}"`);
  assert.match(form.slice(0, form.indexOf('</form>')), /Max Orwell/);
  assert.doesNotMatch(form.slice(0, form.indexOf('</form>')), /Ben Okafor/);
  await ana.get(`${RUN}/timeline`).expect(200, /Ana Ruiz added Ben Okafor\./);
  const again = await program.post('/api/v1/incidents/INC-1/responders/additions', { person: CAST.ben.id });
  assert.match(again.text, /Ben Okafor is in this incident already/);
});

test('somebody unknown is refused at the field', async () => {
  const { status, body } = await program.post('/api/v1/incidents/INC-1/responders/additions', {
    person: 'nobody',
  });
  assert.ok(status === 409 || status === 422, String(status));
  assert.match(JSON.stringify(body), /person/);
});

test('the final severity is set by a manager, once it is over', async () => {
  const early = await program.post('/api/v1/incidents/INC-1/severity/final', { to: 'SEV-1' });
  assert.equal(early.status, 403);
  const page = await max.get(`${RUN}/resolve`).expect(200);
  assert.doesNotMatch(page.text, /Set the final severity/);
  const fields = { to: 'resolved', override: 'Nothing was left to watch.', temporary_confirmed: 'on' };
  assert.equal((await program.post('/api/v1/incidents/INC-1/status', fields)).status, 201);
  assert.doesNotMatch((await ana.get(`${RUN}/resolve`)).text, /Set the final severity/);
  const typed = { to: 'SEV-2', reason: 'A third of the searches failed.' };
  assert.equal((await sendForm(max, `${RUN}/resolve`, `${RUN}/severity/final`, typed)).status, 303);
  await max.get(`${RUN}/resolve`).expect(200, /The final severity is SEV-2\./);
  assert.match(
    (await max.get(`${RUN}/timeline`)).text,
    /final severity[\s\S]*A third of the searches failed/i,
  );
  assert.equal((await incident()).final_severity, 'SEV-2');
});
