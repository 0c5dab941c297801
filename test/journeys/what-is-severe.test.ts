import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ada says what is severe in her house and what it asks for; what was declared before keeps what it was told. */
let here: World;
let ada: Browser;
let ana: Browser;
let program: Program;

before(async () => {
  here = await world({}, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ada = await signedIn(here, 'ada');
  ana = await signedIn(here, 'ana');
  program = await anotherToken(here, CAST.ana.id);
});
after(() => here.end());

const PAGE = '/admin/severities';
const WANTED = {
  tests: 'A shopper cannot pay\nA till stands still',
  percent: '10',
  roles: ['commander', 'scribe'],
  first_public: '5',
  public: '10',
  internal: '',
  support: '45',
  watch: '20',
  review: 'on',
};

async function declared(title: string): Promise<IncidentJson> {
  const fields = { title, severity: 'SEV-1', take_command: 'on' };
  const { headers } = await sendForm(ana, '/incidents/new', '/incidents', fields);
  return read(Number(headers.location?.split('/').at(-1)));
}

async function read(number: number): Promise<IncidentJson> {
  const answer = await program.get(`/api/v1/incidents/${String(number)}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as IncidentJson;
}

test('what Muster comes with stands there, for administrators only', async () => {
  await ada.get('/admin').expect(200, /href="\/admin\/severities">Severities</);
  const page = await ada.get(PAGE).expect(200);
  assert.match(page.text, /Buying, signing in or paying fails for a quarter of users or more/);
  assert.doesNotMatch(page.text, /Back to what Muster comes with/);
  await ana.get(PAGE).expect(403);
});

test('a change shows where somebody declares, and counts for what is declared from then on', async () => {
  const before = await declared('The old kind');
  assert.equal((await sendForm(ada, PAGE, `${PAGE}/SEV-1`, WANTED)).status, 303);
  await ana.get('/incidents/new').expect(200, /A shopper cannot pay\. A till stands still\./);
  const after = await declared('The new kind');
  const due = ({ update_clocks: { public: first, internal, support } }: IncidentJson) =>
    [first, internal, support].map((clock) => clock?.due_at.slice(11, 16));
  assert.deepEqual(due(before), ['09:15', '09:30', undefined]);
  assert.deepEqual(due(after), ['09:05', undefined, '09:45']);
  assert.deepEqual(due(await read(1)), ['09:15', '09:30', undefined]);
});

test('impact of the new share keeps the severity from being lowered', async () => {
  const impact = await program.post('/api/v1/incidents/2/impacts', { statement: 'One till', percent: 12 });
  assert.equal(impact.status, 201);
  const lower = { to: 'SEV-3', reason: 'one till only' };
  const answer = await program.post('/api/v1/incidents/2/severity', lower);
  assert.equal(answer.status, 409);
  assert.match(answer.text, /Impact of 12 % is still open, and that is SEV-1/);
});

test('a wrong figure brings the form back as it was typed, and a late change is told', async () => {
  const wrong = await sendForm(ada, PAGE, `${PAGE}/SEV-1`, { ...WANTED, percent: '120' });
  assert.equal(wrong.status, 422);
  assert.equal((await sendForm(ada, PAGE, `${PAGE}/SEV-1`, { ...WANTED, percent: '0' })).status, 422);
  assert.match(wrong.text, /Enter the share of users in percent as a number from 0\.1 to 100/);
  assert.match(wrong.text, /value="120"/);
  const late = await sendForm(ada, PAGE, `${PAGE}/SEV-1`, { ...WANTED, rev: '0', percent: '11' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Somebody changed SEV-1 since you opened this page/);
});

test('the audit log tells what was changed, and there is a way back', async () => {
  const log = await ada.get('/admin/audit').expect(200);
  assert.match(log.text, /SEV-1/);
  assert.match(log.text, /A shopper cannot pay; A till stands still/);
  assert.equal((await sendForm(ada, PAGE, `${PAGE}/SEV-1/shipped`, { rev: '1' })).status, 303);
  await ana.get('/incidents/new').expect(200, /paying fails for a quarter of users or more/);
});
