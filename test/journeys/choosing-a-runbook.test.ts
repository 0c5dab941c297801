import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana declares in a hurry. What fits is offered with its reason, on the form if she asks, and in the incident. */
let here: World;
let ana: Browser;
let vic: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
  ana = await signedIn(here, 'ana');
  vic = await signedIn(here, 'vic');
  program = await anotherToken(here, CAST.ana.id);
  await createService(here.kit.people, { name: 'Storefront', runbookId: 'disk-full' }, COMMAND_LINE);
});
after(() => here.end());

const DECLARE = '/incidents/new';
type Offers = { data: { runbook: { slug: string; content_hash: string }; why: string[]; exact: boolean }[] };

test('the form shows what fits when it is asked, and declares nothing by that', async () => {
  const typed = { title: 'Cache misses since the change', service: 'storefront', severity: 'SEV-1' };
  const back = await sendForm(ana, DECLARE, '/incidents', { ...typed, look: 'on' });
  assert.equal(back.status, 200);
  assert.match(
    back.text,
    /Cache-miss storm after a configuration change<\/a>: Its service is Storefront; shares/,
  );
  assert.match(back.text, /Disk full<\/a>: The usual runbook of Storefront/);
  assert.match(back.text, /<option value="cache-miss-storm" selected>[^<]*\(may fit\)/, 'the best is chosen');
  assert.match(back.text, /value="Cache misses since the change"/, 'what was typed stays');
  assert.match(back.text, /value="SEV-1" checked/);
  assert.doesNotMatch(back.text, /There is a problem/);
  assert.deepEqual((await program.get('/api/v1/incidents')).body, { data: [], next_cursor: null });
});

test('that nothing fits is an answer as well, and a title is asked for', async () => {
  const none = await sendForm(ana, DECLARE, '/incidents', { title: 'The coffee machine leaks', look: 'on' });
  assert.match(none.text, /No runbook shares a service or telling words with this\./);
  const empty = await sendForm(ana, DECLARE, '/incidents', { title: '', look: 'on' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Enter what is broken, in a few words\./);
});

test('declared with a title alone, the incident offers what fits, each with its reason', async () => {
  await sendForm(ana, DECLARE, '/incidents', { title: 'Cache misses everywhere', take_command: 'on' });
  const run = await ana.get('/incidents/1').expect(200);
  assert.match(run.text, /Which runbook fits\?/);
  assert.match(run.text, /Shares the words cache, misses/);
  const seen = await vic.get('/incidents/1').expect(200, /Shares the words cache, misses/);
  assert.doesNotMatch(seen.text, /Follow it/, 'who may only read is shown no form');
});

test('programs are offered the same, with an alert that is named in full first', async () => {
  const page = await ana.get('/incidents/1');
  const found = (await program.get('/api/v1/incidents/INC-1/fitting-runbooks')).body as Offers;
  for (const { runbook } of found.data.slice(0, 5)) {
    assert.ok(page.text.includes(`name="content_hash" value="${runbook.content_hash}"`), runbook.slug);
  }
  const query = '?title=Odd&alert=CircuitOpenSearch&alert=CacheHitRateLow';
  const told = (await program.get(`/api/v1/fitting-runbooks${query}`)).body as Offers;
  const [first, second] = told.data;
  assert.deepEqual([first?.runbook.slug, first?.exact], ['cache-miss-storm', true]);
  assert.deepEqual(second?.why, ['used when CircuitOpen*, such as CircuitOpenSearch']);
  const nothing = await program.get('/api/v1/fitting-runbooks');
  assert.deepEqual(nothing.body, { data: [] }, 'nothing told, nothing fits');
});

test('one press follows it, and its reason stands in the record', async () => {
  const found = (await program.get('/api/v1/incidents/INC-1/fitting-runbooks')).body as Offers;
  const [first] = found.data;
  assert.ok(first);
  const chosen = { content_hash: first.runbook.content_hash, why: first.why };
  assert.equal((await sendForm(ana, '/incidents/1', '/incidents/1/runs', chosen)).status, 303);
  await ana
    .get('/incidents/1/timeline')
    .expect(200, /attached the runbook Cache-miss storm[^:]*: shares the words cache, misses/);
  const after = (await program.get('/api/v1/incidents/INC-1/fitting-runbooks')).body as Offers;
  assert.ok(!after.data.some(({ runbook }) => runbook.slug === 'cache-miss-storm'), 'not offered again');
  await ana.get('/incidents/1?attach=on').expect(200, /Attach a runbook/);
});

test('"none of them fits" is one press, says what was looked at, and leaves the way open', async () => {
  await sendForm(ana, DECLARE, '/incidents', { title: 'Disk of the till is full', take_command: 'on' });
  const typed = { reason: 'Nothing is written about tills' };
  const said = await sendForm(ana, '/incidents/2', '/incidents/2/runs/none-fits', typed);
  assert.equal(said.status, 303);
  const run = await ana.get('/incidents/2').expect(200, /None of our runbooks fits/);
  assert.match(run.text, /What looked as if it fits/);
  assert.match(run.text, /<option value="[0-9a-f]{64}"/, 'one can still be attached');
  const entries = (await program.get('/api/v1/incidents/INC-2/entries?limit=200')).body as {
    data: { kind: string; body: { looked?: string[]; reason?: string } }[];
  };
  const none = entries.data.find(({ kind }) => kind === 'runbook-none-fits');
  assert.equal(none?.body.reason, 'Nothing is written about tills');
  assert.ok(none.body.looked?.includes('disk-full'));
});

test('with two runbooks each act leads back to its own, and one step is the place of the page', async () => {
  const places = (text: string): number => text.split('id="current"').length - 1;
  const { body } = await program.get('/api/v1/fitting-runbooks?title=disk&service=storefront');
  const second = (body as Offers).data.find(({ runbook }) => runbook.slug === 'disk-full');
  assert.ok(second);
  const { content_hash } = second.runbook;
  const attached = await sendForm(ana, '/incidents/1?attach=on', '/incidents/1/runs', {
    content_hash,
    why: 'also',
  });
  const [, anchor] = /^\/incidents\/1#(r2-.+)$/.exec(attached.get('location') ?? '') ?? [];
  const page = (await ana.get('/incidents/1')).text;
  assert.ok(anchor);
  assert.ok(page.includes(`id="${anchor}"`));
  assert.equal(places(page), 1);
  const claim = `/incidents/1/runs/2/steps/${anchor.slice('r2-'.length)}/claim`;
  assert.equal((await sendForm(ana, '/incidents/1', claim)).get('location'), `/incidents/1#${anchor}`);
});

test('where no runbook is followed, what leads to the step leads to what stands in its place', async () => {
  await sendForm(ana, DECLARE, '/incidents', { title: 'The coffee machine leaks', take_command: 'on' });
  const open = (await ana.get('/incidents/3')).text;
  assert.match(open, /href="#current"[\s\S]*id="current"[\s\S]*Which runbook fits\?/);
  await sendForm(ana, '/incidents/3', '/incidents/3/status', { to: 'cancelled', reason: 'it does not leak' });
  await ana.get('/incidents/3').expect(200, /id="current"[^>]*>No runbook is attached\./);
});

test('Enter in a field chooses none of the ways a step leads: it asks, and what was typed stays', async () => {
  const page = (await ana.get('/incidents/1')).text;
  const [form = '', action = ''] =
    /<form[^>]*action="(\/incidents\/1\/runs\/1[^"]*\/result)">[\s\S]*?<\/form>/.exec(page) ?? [];
  assert.match(form, /name="branch"/);
  const [first = ''] = /<button[^>]*>/.exec(form) ?? [];
  assert.doesNotMatch(first, /name=/, 'a browser takes the first button for Enter');
  const back = await sendForm(ana, '/incidents/1', action, { observed: 'two of nine', matched: 'yes' });
  assert.ok(back.status === 409 || back.status === 422, String(back.status));
  assert.match(back.text, /Choose where this leads/);
  assert.match(back.text, /value="two of nine"/);
});
