import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { createService } from '../../server/catalog/actions.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana and Ben name what is affected, label it, tie it to an older incident, and meet in the same title. */
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
  for (const name of ['Storefront', 'Cart']) await createService(here.kit.people, { name }, COMMAND_LINE);
  for (const title of ['Payments are slow', 'Checkout fails'])
    await sendForm(ana, '/incidents/new', '/incidents', { title, take_command: 'on' });
});
after(() => here.end());

const RUN = '/incidents/2';
const ABOUT = '/incidents/2/about';

async function incident(number = 2): Promise<IncidentJson> {
  return (await program.get(`/api/v1/incidents/${String(number)}`)).body as IncidentJson;
}

test('services are named after declaring, and taken off again', async () => {
  await ana.get(ABOUT).expect(200, /None is named\./);
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/services`, { added: 'cart' })).status, 303);
  await sendForm(ben, ABOUT, `${RUN}/services`, { added: 'storefront' });
  assert.deepEqual((await incident()).services, ['cart', 'storefront']);
  const back = await sendForm(ana, ABOUT, `${RUN}/services`, { removed: 'cart' });
  assert.equal(back.headers.location, ABOUT);
  const page = await ana.get(ABOUT).expect(200, /Not affected<span class="unseen">: Storefront/);
  assert.match(page.text, /<option value="cart">Cart/);
  const unknown = await program.post(`/api/v1${RUN}/services`, { added: ['nowhere'] });
  assert.equal(unknown.status, 409, unknown.text);
  assert.match(unknown.text, /There is no service \\"nowhere\\"/);
});

test('a label is put on, and the lists of pages and programs are filtered by it', async () => {
  assert.equal(
    (await sendForm(ben, ABOUT, `${RUN}/labels`, { label: 'Waiting for vendor', on: 'on' })).status,
    303,
  );
  await ana.get(ABOUT).expect(200, /label=waiting%20for%20vendor">Waiting for vendor/);
  const list = await ana.get('/incidents?label=WAITING%20for%20vendor').expect(200);
  assert.match(list.text, /Checkout fails/);
  assert.doesNotMatch(list.text, /Payments are slow/);
  assert.match(list.text, /<option value="waiting for vendor" selected>/);
  await ana.get('/incidents?label=nothing').expect(200, /No incident fits this filter\./);
  const listed = await program.get('/api/v1/incidents?label=waiting%20for%20Vendor');
  assert.deepEqual(
    (listed.body as { data: { key: string }[] }).data.map(({ key }) => key),
    ['INC-2'],
  );
  await sendForm(ben, ABOUT, `${RUN}/labels`, { label: 'waiting for vendor' });
  assert.deepEqual((await incident()).labels, []);
  await ana.get('/incidents?label=waiting%20for%20vendor').expect(200, /No incident fits/);
});

test('an incident that follows another is seen from both sides', async () => {
  const typed = { relation: 'follows', target: 'inc-1', on: 'on' };
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/links`, typed)).status, 303);
  await ana.get(ABOUT).expect(200, /It follows <a href="\/incidents\/1">INC-1<\/a>, Payments are slow/);
  await ana
    .get('/incidents/1/about')
    .expect(200, /<a href="\/incidents\/2">INC-2<\/a>, Checkout fails, follows this one/);
  await ana
    .get(`${RUN}/timeline`)
    .expect(200, /Ana Ruiz noted that this follows INC-1, &#34;Payments are slow&#34;\./);
  const [link] = (await incident()).links;
  assert.deepEqual([link?.relation, link?.target, link?.title], ['follows', 'INC-1', 'Payments are slow']);
});

test('a link to nothing comes back with what was typed', async () => {
  const typed = { relation: 'caused-by', target: 'the release', title: 'v42', on: 'on' };
  const back = await sendForm(ana, ABOUT, `${RUN}/links`, typed);
  assert.equal(back.status, 409);
  assert.match(back.text, /Write the key of an incident, such as INC-7, or an address/);
  assert.match(back.text, /value="the release"/);
  assert.match(back.text, /<option value="caused-by" selected>/);
  const unknown = await sendForm(ana, ABOUT, `${RUN}/links`, { ...typed, target: 'INC-77' });
  assert.match(unknown.text, /There is no incident INC-77/);
  const timeless = await program.post(`/api/v1${RUN}/links`, {
    relation: 'caused-by',
    target: 'INC-1',
    on: true,
    ended_at: 'at some time',
  });
  const { errors } = timeless.body as { errors: { pointer: string }[] };
  assert.deepEqual([timeless.status, errors.map(({ pointer }) => pointer)], [422, ['/ended_at']]);
});

test('two who write the same title meet: the second sees both texts and loses none', async () => {
  const first = { field: 'title', from: 'Checkout fails', to: 'Paying fails' };
  assert.equal((await sendForm(ben, ABOUT, `${RUN}/details`, first)).status, 303);
  const late = { field: 'title', from: 'Checkout fails', to: 'The checkout fails in Spain' };
  const back = await sendForm(ana, ABOUT, `${RUN}/details`, late);
  assert.equal(back.status, 409);
  assert.match(
    back.text,
    /Ben Okafor changed this since you opened it\. It says now: &#34;Paying fails&#34;/,
  );
  assert.match(back.text, /value="The checkout fails in Spain"/);
  assert.match(back.text, /name="from" value="Paying fails"/);
  const again = { ...late, from: 'Paying fails', to: 'Paying fails in Spain' };
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/details`, again)).status, 303);
  assert.equal((await incident()).title, 'Paying fails in Spain');
});

test('a summary is written, and taken away again', async () => {
  const summary = { field: 'summary', from: '', to: 'Since 10:00.\r\nOnly in Spain.' };
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/details`, summary)).status, 303);
  assert.equal((await incident()).summary, 'Since 10:00.\nOnly in Spain.');
  const blind = await sendForm(ben, ABOUT, `${RUN}/details`, { field: 'summary', from: '', to: 'Mine.' });
  assert.equal(blind.status, 409);
  const none = { field: 'summary', from: 'Since 10:00.\r\nOnly in Spain.', to: '' };
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/details`, none)).status, 303);
  assert.equal((await incident()).summary, null);
});

test('how it was noticed is said, with a time that was typed', async () => {
  await ana.get(ABOUT).expect(200, /Nobody has said how it was noticed\./);
  const typed = { by: 'user', text: 'three calls', at: '-20m', about: 'on' };
  assert.equal((await sendForm(ana, ABOUT, `${RUN}/detection`, typed)).status, 303);
  await ana.get(ABOUT).expect(200, /A user, at about 08:40[^:<]*: three calls/);
});

test('who only reads sees all of it and no form', async () => {
  const vic = await signedIn(here, 'vic');
  const page = await vic.get(ABOUT).expect(200, /Paying fails in Spain/);
  assert.doesNotMatch(page.text, /Link it|Put it on|Change the title/);
});

test('the record holds, and the tables of labels and links say what it says', async () => {
  for (const { broken } of await walkChains(here.store.db)) assert.equal(broken, undefined);
  const links = await here.store.db.selectFrom('incident_link').select(['relation', 'target']).execute();
  assert.deepEqual(links, [{ relation: 'follows', target: 'INC-1' }]);
});
