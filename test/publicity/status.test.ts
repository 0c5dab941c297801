import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import request from 'supertest';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import type { EntryJson, MadeJson } from '../../server/api/entry-json.ts';
import { numberOfKey } from '../../server/incidents/key.ts';
import { program, type Program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type World } from '../support/world.ts';

/** Ana works and tells the public; a stranger looks at the status page. */
let here: World;
let ana: Program;
let ben: Program;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2026-05-05T17:00:00.000Z');
  await enter(here);
  ana = await program(here, { member: 'max' });
  ben = await program(here, { member: 'ben' });
  const { people } = here.kit;
  await createService(people, { name: 'checkout-api', publicName: 'Checkout' }, COMMAND_LINE);
  await createService(people, { name: 'search-api', publicName: 'Search' }, COMMAND_LINE);
  await createService(people, { name: 'ledger' }, COMMAND_LINE);
});
after(() => here.end());

const stranger = (path: string) => request(here.app).get(path);

async function does(who: Program, noun: string, body: object, incident = 1): Promise<EntryJson[]> {
  const answer = await who.post(`/api/v1/incidents/${String(incident)}${noun}`, body);
  assert.equal(answer.status, 201, answer.text);
  return (answer.body as MadeJson).entries;
}

async function tells(incident: number, words: object): Promise<void> {
  const said = { audience: 'public', we_do: 'We look for the cause.', next_in_minutes: 20, ...words };
  const [draft] = await does(ben, '/updates/drafts', said, incident);
  const { messageId } = draft?.body as { messageId: string };
  await does(ana, `/updates/drafts/${messageId}/approval`, {}, incident);
  await does(ana, `/updates/drafts/${messageId}/sending`, { next_in_minutes: 20 }, incident);
}

test('with nothing to tell everything works, for whoever asks, without a cookie or a script', async () => {
  const answer = await stranger('/status').expect(200);
  assert.match(answer.text, /Everything works\./);
  assert.match(answer.text, /<span>Checkout<\/span>[\s\S]*Works[\s\S]*<span>Search<\/span>/);
  assert.doesNotMatch(answer.text, /ledger|checkout-api/);
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal(answer.headers['cache-control'], 'public, max-age=15');
  assert.doesNotMatch(answer.text, /<script|<form|Sign in/);
  assert.ok(answer.text.length < 15_000);
});

test('an incident is not there before something was sent to the public', async () => {
  const opening = {
    title: 'Lock on orders_pk in db-3',
    severity: 'SEV-1',
    service: 'checkout-api',
    take_command: true,
  };
  assert.equal((await ana.post('/api/v1/incidents', opening)).status, 201);
  await does(ben, '/updates/drafts', {
    audience: 'public',
    users_see: 'A draft that nobody approved.',
    we_do: 'We look.',
    changed: 'Nothing yet.',
    next_in_minutes: 20,
  });
  const internal = {
    audience: 'internal',
    users_see: 'Bad inside.',
    we_do: 'We look.',
    changed: 'First.',
    next_in_minutes: 30,
  };
  await does(ana, '/updates', internal);
  assert.match((await stranger('/status').expect(200)).text, /Everything works\./);
  await stranger('/status/1').expect(404);
});

test('what was sent is there at once, and nothing else is', async () => {
  here.clock.wind(600);
  await does(ana, '/status', { to: 'investigating', override: 'there is no time' });
  await tells(1, { users_see: 'Some payments fail.', changed: 'This is the first update.' });
  const { text } = await stranger('/status').expect(200);
  assert.match(text, /There is trouble with Checkout\./);
  assert.match(text, /<span>Checkout<\/span>[\s\S]*?Broken[\s\S]*<span>Search<\/span>[\s\S]*?Works/);
  assert.match(text, /Some payments fail\.<\/a>/);
  assert.match(text, /Checkout, we look for the cause, since Tuesday 5 May 2026, 10:10 PDT \(17:10Z\)/);
  assert.match(text, /The next update comes by 10:30 PDT \(17:30Z\)\./);
  assert.doesNotMatch(text, /orders_pk|db-3|Bad inside|nobody approved|Max|Ben|INC-/);
  await stranger('/status/1').expect(200, /<h1>Some payments fail\.<\/h1>/);
});

test('somebody who is signed in gets the very same', async () => {
  const browser = await signedIn(here, 'ana');
  assert.equal((await browser.get('/status').expect(200)).text, (await stranger('/status')).text);
});

test('a private incident tells the public what was sent, and an internal one nothing', async () => {
  await ana.post('/api/v1/incidents', {
    title: 'A leak of keys',
    visibility: 'private',
    severity: 'SEV-3',
    service: 'search-api',
  });
  assert.doesNotMatch((await stranger('/status')).text, /leak/);
  await does(ana, '/roles/commander/holder', {}, 2);
  await does(ana, '/status', { to: 'investigating', override: 'there is no time' }, 2);
  const words = { users_see: '<b>Search</b> is slow & stale.', we_do: 'We look.', changed: 'First word.' };
  await does(ana, '/updates', { audience: 'public', ...words, next_in_minutes: 20 }, 2);
  const { text } = await stranger('/status');
  assert.match(text, /&lt;b&gt;Search&lt;\/b&gt; is slow &amp; stale\./);
  assert.match(text, /<span>Search<\/span>[\s\S]*?Minor trouble/);
  assert.doesNotMatch(text, /leak/);
});

test('the feeds say the same', async () => {
  const json = await stranger('/status.json').buffer(true).expect(200);
  assert.match(json.headers['content-type'] ?? '', /application\/feed\+json/);
  const feed = JSON.parse(json.text ?? String(json.body)) as {
    items: { title: string; url: string; id: string }[];
  };
  assert.deepEqual(
    feed.items.map(({ title }) => title),
    ['<b>Search</b> is slow & stale.', 'Some payments fail.'],
  );
  assert.equal(feed.items[1]?.url, 'http://localhost:3000/status/1');
  const atom = await stranger('/status.atom').buffer(true).expect(200);
  const xml = atom.text ?? String(atom.body);
  assert.match(xml, /<title>&lt;b&gt;Search&lt;\/b&gt; is slow &amp; stale\.<\/title>/);
  assert.match(xml, /<updated>2026-05-05T17:10:00\.000Z<\/updated>/);
});

test('what is over stays to be read for two weeks', async () => {
  await does(ana, '/status', { to: 'cancelled', reason: 'a false alarm' }, 2);
  const { text } = await stranger('/status').expect(200);
  assert.match(text, /<span>Search<\/span>[\s\S]*?Works/);
  assert.match(text, /The last two weeks[\s\S]*Search&lt;\/b&gt; is slow/);
  here.clock.wind(15 * 86_400);
  assert.doesNotMatch((await stranger('/status').expect(200)).text, /Search&lt;/);
});

async function declares(severity: string, service: string): Promise<number> {
  const opening = { title: 'A secret title', severity, service, take_command: true };
  return numberOfKey(((await ana.post('/api/v1/incidents', opening)).body as MadeJson).incident);
}

/** An incident that the public was told about; its number. */
async function told(users_see: string, service: string): Promise<number> {
  const number = await declares('SEV-3', service);
  await does(ana, '/status', { to: 'investigating', override: 'there is no time' }, number);
  const words = { users_see, we_do: 'We look.', changed: 'First word.', next_in_minutes: 20 };
  await does(ana, '/updates', { audience: 'public', ...words }, number);
  return number;
}

const moves = (number: number, to: string) =>
  does(ana, '/status', { to, reason: 'it is so', override: 'there is no time' }, number);

test('what was lost is told with the last update, on the page and in the feeds', async () => {
  const number = await told('Invoices come late.', 'search-api');
  const words = { users_see: 'Invoices come again.', we_do: 'Nothing more.', changed: 'It works.' };
  const last = { audience: 'public', ...words, final: true, loss: 'Ten invoices were lost.' };
  await does(ana, '/updates', last, number);
  for (const page of ['/status', `/status/${String(number)}`, '/status.json', '/status.atom'])
    assert.match(await textOf(page), /Ten invoices were lost\./, page);
  await moves(number, 'resolved');
});

test('what was opened again stays there, however long ago it was resolved', async () => {
  const number = await told('Exports fail.', 'search-api');
  await moves(number, 'resolved');
  assert.match(await textOf('/status'), /The last two weeks[\s\S]*Exports fail/);
  assert.doesNotMatch(await textOf(`/status/${String(number)}`), /The next update comes/);
  await moves(number, 'investigating');
  here.clock.wind(15 * 86_400);
  assert.match(await textOf('/status'), /Exports fail[\s\S]*The last two weeks/);
  await moves(number, 'cancelled');
  assert.match(await textOf('/status'), /The last two weeks[\s\S]*Exports fail/);
});

test('what was merged is carried on with the other incident, and promises nothing itself', async () => {
  const [first, second] = [
    await told('Carts are empty.', 'search-api'),
    await told('Baskets fail.', 'ledger'),
  ];
  await does(ana, '/merging', { into: `INC-${String(second)}`, reason: 'the same' }, first);
  const page = await textOf(`/status/${String(first)}`);
  assert.match(page, new RegExp(`carried on with <a href="/status/${String(second)}">Baskets fail\\.</a>`));
  assert.doesNotMatch(page, /The next update comes|over/);
  here.clock.wind(15 * 86_400);
  assert.match(
    await textOf('/status'),
    /<span>Search<\/span>[\s\S]*?Minor trouble[\s\S]*Carts[\s\S]*The last two/,
  );
  await moves(second, 'resolved');
  const over = await textOf('/status');
  assert.match(over, /<span>Search<\/span>[\s\S]*?Works/);
});

test('what was merged into an incident that the public does not know stays as it was told', async () => {
  const first = await told('Letters are late.', 'search-api');
  const number = await declares('SEV-1', 'ledger');
  await does(ana, '/merging', { into: `INC-${String(number)}`, reason: 'the same' }, first);
  const page = await textOf(`/status/${String(first)}`);
  assert.match(page, /Search, we look for the cause, since/);
  assert.doesNotMatch(page, /The next update comes|carried on|secret/);
  await moves(number, 'cancelled');
  assert.match(await textOf(`/status/${String(first)}`), /Search, over, began/);
});

async function textOf(path: string): Promise<string> {
  const answer = await stranger(path).buffer(true).expect(200);
  return answer.text ?? String(answer.body);
}

test('a manager gives a service its public name', async () => {
  const max = await signedIn(here, 'max');
  const page = '/admin/services/ledger';
  const saved = await sendForm(max, page, page, {
    name: 'ledger',
    team: '',
    runbook: '',
    public_name: 'Invoices',
    rev: '1',
  });
  assert.equal(saved.status, 303, saved.text);
  await stranger('/status').expect(200, /<span>Invoices<\/span>/);
});
