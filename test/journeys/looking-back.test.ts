import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana and Ben follow a wrong path for a while; Max looks at it afterwards. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;
let program: Program;
const RUN = '/incidents/1';

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  program = await anotherToken(here, CAST.ana.id);
  await sendForm(ana, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-2',
    take_command: 'on',
  });
  here.clock.wind(240);
  await sendForm(ben, `${RUN}/people`, `${RUN}/roles/operations/holder`, {});
  here.clock.wind(60);
  await sendForm(ben, RUN, `${RUN}/hypotheses`, { statement: 'The gateway fails' });
  here.clock.wind(600);
  const impact = { statement: 'Payments fail', percent: '12', at: '10:05' };
  await sendForm(ana, RUN, `${RUN}/impacts`, impact);
});
after(() => here.end());

test('the page of an earlier moment shows what was known then, and lets nobody act', async () => {
  const page = await max.get(`${RUN}/replay?at=10%3A22`).expect(200);
  assert.match(page.text, /What was known at Monday 12 June 2023, 10:22 PDT \(17:22Z\)/);
  assert.match(page.text, /The gateway fails/);
  assert.doesNotMatch(page.text, /Payments fail/);
  assert.doesNotMatch(page.text, /<form[^>]+method="post"[^>]+action="[^"]*incidents/);
  const later = await max.get(`${RUN}/replay?at=10%3A31`).expect(200);
  assert.match(later.text, /Payments fail/);
});

test('the timeline stands above its list as a picture whose bars lead to entries, and as a table', async () => {
  const page = await max.get(`${RUN}/timeline`).expect(200);
  const open = 'Impact: Payments fail, 12 % of users, since 10:05 PDT, 25 min so far';
  const seq = new RegExp(`href="#e(\\d+)"><title>${open}<`).exec(page.text)?.[1] ?? '';
  assert.match(page.text, new RegExp(`id="e${seq}"`), 'the bar leads to its entry');
  assert.match(page.text, />open: The gateway fails</);
  assert.match(
    page.text,
    /<th scope="row">Impact: Payments fail, 12 % of users<\/th><td>10:05 PDT<\/td><td>goes on/,
  );
  const then = await max.get(`${RUN}/replay?at=10%3A22`).expect(200);
  assert.match(then.text, /href="entries\/\d+"><title>Suspected: open: The gateway fails/);
  assert.doesNotMatch(then.text, /<title>Impact/);
});

test('one steps from entry to entry', async () => {
  const first = await max.get(`${RUN}/replay?seq=1`).expect(200);
  assert.match(first.text, /Entry 1 of \d+ was the last/);
  assert.match(first.text, /href="\/incidents\/1\/replay\?seq=2#then">One on</);
  assert.doesNotMatch(first.text, />One back<\/a>/);
  const last = await max.get(`${RUN}/replay`).expect(200);
  assert.match(last.text, /Payments fail/);
  assert.doesNotMatch(last.text, />One on<\/a>/);
});

test('a time that cannot be read comes back with a sentence and what was typed', async () => {
  const page = await max.get(`${RUN}/replay?at=teatime`).expect(422);
  assert.match(page.text, /&#34;teatime&#34; cannot be read as a time/);
  assert.match(page.text, /value="teatime"/);
  await max.get(`${RUN}/replay?seq=many`).expect(422, /Give the number of the last entry/);
});

test('the measures stand with their ends, and what is missing says why', async () => {
  const page = await max.get(`${RUN}/measures`).expect(200);
  const row = (label: string): string =>
    new RegExp(`${label}</dt>([\\s\\S]*?)</dd>`).exec(page.text)?.[1] ?? '';
  assert.match(row('Time to detect'), />10 min</, 'from 10:05 to 10:15');
  assert.match(row('Time to detect'), /impact began 10:05 PDT \(17:05Z\), typed, #\d+/);
  assert.match(row('Time to detect'), /About: the beginning was said afterwards/);
  assert.match(row('Time to assemble'), />4 min</, 'operations at 10:19');
  assert.match(row('Time to resolve'), /missing: it is not resolved/);
  assert.match(row('Impact duration'), /25 min so far/, '10:05 to 10:30');
  assert.match(row('Response effort'), /26 min so far/, 'Ana 15, Ben 11');
  await ana.get(`${RUN}/timeline`).expect(200, /href="\/incidents\/1\/measures"/);
});

test('programs read the same', async () => {
  const { status, body } = await program.get('/api/v1/incidents/INC-1/measures');
  assert.equal(status, 200);
  const { measures } = body as {
    measures: { name: string; seconds: number | null; missing: string | null }[];
  };
  const said = new Map(measures.map(({ name, seconds, missing }) => [name, seconds ?? missing]));
  assert.equal(said.get('time-to-detect'), 600);
  assert.equal(said.get('time-to-resolve'), 'it is not resolved');
  const then = await program.get('/api/v1/incidents/INC-1?at=2023-06-12T17:22:00Z');
  assert.deepEqual((then.body as { impact: unknown[] }).impact, []);
  const wrong = await program.get('/api/v1/incidents/INC-1?at=teatime');
  assert.equal(wrong.status, 422);
});
