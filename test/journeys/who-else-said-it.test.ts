import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana hears on the phone that Ben comes, and takes back that users are hurt. */
let here: World;
let ana: Browser;
let program: Program;

before(async () => {
  here = await world();
  await enter(here);
  ana = await signedIn(here, 'ana');
  program = await anotherToken(here, CAST.ana.id);
  const typed = { title: 'Checkout fails', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
});
after(() => here.end());

const RUN = '/incidents/1';
const PEOPLE = '/incidents/1/people';

async function incident(): Promise<IncidentJson> {
  return (await program.get('/api/v1/incidents/1')).body as IncidentJson;
}

test('a request is accepted for somebody who said yes on the phone', async () => {
  await sendForm(ana, PEOPLE, `${RUN}/escalations`, { to: CAST.ben.id, reason: 'the cache is cold' });
  const id = (await incident()).escalations[0]?.escalation_id ?? '';
  const accept = `${RUN}/escalations/${id}/acceptance`;
  const silent = await sendForm(ana, PEOPLE, accept, { on_behalf_of: CAST.ben.id, note: '' });
  assert.equal(silent.status, 409);
  assert.match(silent.text, /Say how you know that Ben Okafor takes it/);
  const typed = { on_behalf_of: CAST.ben.id, note: 'told me on the phone' };
  assert.equal((await sendForm(ana, PEOPLE, accept, typed)).status, 303);
  const said = /Ben Okafor accepted the request, recorded by Ana Ruiz: told me on the phone\./;
  await ana.get(`${RUN}/timeline`).expect(200, said);
});

test('an impact that was none is withdrawn with a reason', async () => {
  await sendForm(ana, RUN, `${RUN}/impacts`, { statement: 'Payments fail' });
  const id = (await incident()).impact[0]?.impact_id ?? '';
  const withdrawal = `${RUN}/impacts/${id}/withdrawal`;
  assert.equal((await sendForm(ana, RUN, withdrawal, { reason: 'only a test shop' })).status, 303);
  await ana.get(RUN).expect(200, /Nobody has said yet how users are hurt\./);
  const said = /Ana Ruiz withdrew the impact &#34;Payments fail&#34;: only a test shop\./;
  await ana.get(`${RUN}/timeline`).expect(200, said);
});
