import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Three people declare the same outage; two of the incidents end in the third, one by way of the other. */
let here: World;
let ana: Browser;
let ben: Browser;
let program: Program;

before(async () => {
  here = await world();
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  program = await anotherToken(here, CAST.ana.id);
  for (const title of [
    'Checkout fails',
    'Payments are slow',
    'Cart is empty',
    'Search is down',
    'Login is slow',
  ])
    await sendForm(ana, '/incidents/new', '/incidents', { title, take_command: 'on' });
});
after(() => here.end());

const at = (number: number, page = ''): string => `/incidents/${String(number)}${page}`;

async function incident(number: number): Promise<IncidentJson> {
  return (await program.get(`/api/v1${at(number)}`)).body as IncidentJson;
}

test('a merge without a reason, or into nothing, comes back with what was typed', async () => {
  const back = await sendForm(ana, at(2, '/about'), at(2, '/merging'), {
    into: 'INC-77',
    reason: 'the graph',
  });
  assert.equal(back.status, 409);
  assert.match(back.text, /There is no incident INC-77/);
  assert.match(back.text, /value="INC-77"[\s\S]*value="the graph"/);
  const silent = await sendForm(ana, at(2, '/about'), at(2, '/merging'), { into: 'INC-1', reason: ' ' });
  assert.match(silent.text, /Enter how you know that it is the same/);
  assert.equal((await incident(2)).status, 'triage');
});

test('the second incident ends in the first: both say so, and both timelines stay readable', async () => {
  await sendForm(ana, at(2, '/people'), at(2, '/escalations'), { to: CAST.ben.id, reason: 'the gateway' });
  const typed = { into: 'inc-1', reason: 'the same graph' };
  const done = await sendForm(ana, at(2, '/about'), at(2, '/merging'), typed);
  assert.equal(done.status, 303, done.text);
  for (const page of ['', '/timeline', '/people', '/about']) {
    const { text } = await ben.get(at(2, page)).expect(200);
    assert.match(text, /This incident goes on in <a href="\/incidents\/1">INC-1<\/a>, Checkout fails\./);
  }
  const own = await ben.get(at(2, '/timeline')).expect(200);
  assert.match(
    own.text,
    /Ana Ruiz merged the incident into INC-1, &#34;Checkout fails&#34;: the same graph\./,
  );
  assert.match(own.text, /Payments are slow/);
  const other = await ben.get(at(1, '/timeline')).expect(200);
  assert.match(
    other.text,
    /Ana Ruiz merged INC-2, &#34;Payments are slow&#34; into this incident: the same graph\./,
  );
  await ben.get(at(1, '/about')).expect(200, /INC-2<\/a>, Payments are slow, was merged into this one/);
  const [first, second] = [await incident(1), await incident(2)];
  assert.deepEqual([first.status, first.merges_received], ['triage', ['INC-2']]);
  assert.deepEqual([second.status, second.merged_into], ['merged', 'INC-1']);
  assert.equal(second.escalations[0]?.withdrawn?.why, 'merged');
  await ben.get('/incidents?status=merged').expect(200, /Payments are slow/);
  await ben.get('/').expect(200, /\(4\) Board/);
  await ben.get('/incidents?status=open').expect(200, /^(?![\s\S]*Payments are slow)/);
});

test('a third that names the second goes on to the first', async () => {
  const merged = await program.post(`/api/v1${at(3, '/merging')}`, {
    into: 'INC-2',
    reason: 'seen together',
  });
  assert.equal(merged.status, 201, merged.text);
  assert.match(merged.text, /INC-2 was merged into INC-1 before, so this one went there\./);
  assert.equal((await incident(3)).merged_into, 'INC-1');
  assert.deepEqual((await incident(1)).merges_received, ['INC-2', 'INC-3']);
});

test('a circle is refused, and nothing is written on either side', async () => {
  const before = [await incident(1), await incident(3)];
  const round = await program.post(`/api/v1${at(1, '/merging')}`, { into: 'INC-3', reason: 'the other way' });
  assert.equal(round.status, 409, round.text);
  assert.match(round.text, /INC-3 was merged into this one, so everything is here already/);
  assert.deepEqual([await incident(1), await incident(3)], before);
});

test('the same request again changes nothing on either side', async () => {
  const again = () =>
    program.post(
      `/api/v1${at(4, '/merging')}`,
      { into: '1', reason: 'one cause' },
      { 'Idempotency-Key': 'merge-4' },
    );
  assert.equal((await again()).status, 201);
  const { entry_count: count } = await incident(1);
  const repeat = await again();
  assert.equal(repeat.headers['idempotent-replayed'], 'true');
  assert.equal((await incident(1)).entry_count, count);
});

test('two that are merged into each other at once: one of them goes, the other stays', async () => {
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Login fails', take_command: 'on' });
  const answers = await Promise.all([
    program.post(`/api/v1${at(5, '/merging')}`, { into: 'INC-6', reason: 'the same' }),
    program.post(`/api/v1${at(6, '/merging')}`, { into: 'INC-5', reason: 'the same' }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409]);
  const both = [await incident(5), await incident(6)];
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['merged', 'triage']);
});

test('one cannot be merged into what one may not see', async () => {
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'A quiet one', take_command: 'on' });
  const hide = await program.post(`/api/v1${at(7, '/details')}`, { field: 'visibility', to: 'private' });
  assert.equal(hide.status, 201, hide.text);
  await sendForm(ben, '/incidents/new', '/incidents', { title: 'Ours', take_command: 'on' });
  const typed = { into: 'INC-7', reason: 'a guess' };
  const back = await sendForm(ben, at(8, '/about'), at(8, '/merging'), typed);
  assert.match(back.text, /There is no incident INC-7\./);
});

test('the record of all of them holds', async () => {
  for (const { broken } of await walkChains(here.store.db)) assert.equal(broken, undefined);
});
