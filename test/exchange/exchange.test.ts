import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { unzipped } from '../../server/core/zip.ts';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { Refused } from '../../server/core/refused.ts';
import { PATHS } from '../../server/exchange/export.ts';
import { importIncident } from '../../server/exchange/import-actions.ts';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { program, type Program } from '../support/api.ts';
import { atOnce } from '../support/at-once.ts';
import { enter, signedIn } from '../support/cast.ts';
import { PIXEL } from '../support/files.ts';
import { hiddenFields } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana takes an incident along from one house, and Max brings it into another. */
let shop: World;
let bank: World;
let ana: Browser;
let max: Browser;
let shopBot: Program;
let bankBot: Program;
let zip: Buffer;

const RUNBOOKS = { MUSTER_RUNBOOKS: 'runbooks' };
const LIMITS = { members: 100, bytes: 10_000_000 };

before(async () => {
  shop = await world({ ...RUNBOOKS, MUSTER_URL: 'http://localhost:4000' });
  bank = await world();
  await enter(shop);
  await enter(bank);
  ana = await signedIn(shop, 'ana');
  max = await signedIn(bank, 'max');
  shopBot = await program(shop, { member: 'max' });
  bankBot = await program(bank, { member: 'max' });
  await tell();
  // The bank has an incident of its own, so that numbers differ.
  await bankBot.post('/api/v1/incidents', { title: 'Cash machines are slow' });
});
after(async () => {
  await shop.end();
  await bank.end();
});

async function tell(): Promise<void> {
  const opening = {
    title: 'Checkout fails',
    severity: 'SEV-2',
    take_command: true,
    runbook: 'cache-miss-storm',
  };
  assert.equal((await shopBot.post('/api/v1/incidents', opening)).status, 201);
  await shopBot.post('/api/v1/incidents', { title: 'Search is slow' });
  const room = '/api/v1/incidents/1';
  await shopBot.post(`${room}/links`, { relation: 'related', target: 'INC-2', on: true });
  await shopBot.post(`${room}/links`, {
    relation: 'ticket',
    target: 'https://tickets.example.org/7',
    on: true,
  });
  await shopBot.post(`${room}/labels`, { label: 'waiting for vendor', on: true });
  await shopBot.post(`${room}/notes`, { text: 'The password is tulip' });
  const file = await sendFile(shopBot, `${room}/attachments`, PIXEL, 'graph.png');
  assert.equal(file.status, 201, file.text);
}

async function sendFile(who: Program, path: string, bytes: Buffer, name: string) {
  const { default: request } = await import('supertest');
  const app = who === shopBot ? shop.app : bank.app;
  return request(app)
    .post(path)
    .set('Authorization', `Bearer ${who.token}`)
    .set('Content-Type', 'application/octet-stream')
    .set('Content-Disposition', `attachment; filename="${name}"`)
    .send(bytes);
}

test('whoever works in it takes it along from its page, and the audit log says so', async () => {
  const about = await ana.get('/incidents/1/about').expect(200);
  assert.match(about.text, /href="\/incidents\/1\/export\/zip">Everything/);
  const vic = await signedIn(shop, 'vic');
  assert.doesNotMatch((await vic.get('/incidents/1/about').expect(200)).text, /Take it along/);
  await vic.get('/incidents/1/export/zip').expect(403);
  const answer = await ana.get('/incidents/1/export/zip').buffer(true).parse(binary).expect(200);
  assert.match(answer.headers['content-disposition'] ?? '', /attachment; filename="?INC-1\.zip/);
  zip = answer.body as Buffer;
  const ada = await signedIn(shop, 'ada');
  await ada.get('/admin/audit').expect(200, /Ana Ruiz[\s\S]*INC-1/);
});

type Parse = Parameters<ReturnType<Browser['get']>['parse']>[0];
const binary: Parse = (response, done) => {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => {
    done(null, Buffer.concat(parts));
  });
};

test('as text, data and lines it is read without unpacking', async () => {
  await ana.get('/incidents/1/export/md').expect(200, /^# INC-1 Checkout fails/);
  const data = await shopBot.get('/api/v1/incidents/1/export?format=json');
  assert.equal((data.body as { format: string }).format, 'muster-incident');
  const lines = await shopBot.get('/api/v1/incidents/1/export?format=jsonl');
  assert.match(lines.text, /^\{"actor":.*"kind":"incident-opened"/);
  await ana.get('/incidents/1/export/pdf').expect(404);
});

async function bring(browser: Browser, bytes: Buffer | undefined, typed: Record<string, string> = {}) {
  const page = '/incidents/import';
  const hidden = hiddenFields((await browser.get(page).expect(200)).text, page);
  const sending = browser.post(page).set('Referer', `http://localhost:3000${page}`);
  for (const [name, value] of Object.entries({ ...hidden, ...typed })) void sending.field(name, value);
  if (bytes !== undefined) void sending.attach('file', bytes, { filename: 'INC-1.zip' });
  return sending;
}

test('a manager looks what is in the file, and nothing is written', async () => {
  await max.get('/incidents').expect(200, /href="\/incidents\/import">Bring one in/);
  const looked = await bring(max, zip, { dry_run: 'on' });
  assert.equal(looked.status, 200);
  assert.match(looked.text, /INC-1 of http:\/\/localhost:4000, exported on 2026-11-02/);
  assert.match(looked.text, /entries whose chain holds, 1 file, 1 runbook/);
  await max.get('/incidents/2').expect(404);
  const ben = await signedIn(bank, 'ben');
  await ben.get('/incidents/import').expect(403);
});

test('a file that is none brings the form back with what to do', async () => {
  const none = await bring(max, undefined);
  assert.equal(none.status, 422);
  assert.match(none.text, /Choose the zip file of an incident/);
  const wrong = await bring(max, Buffer.from('hello'));
  assert.equal(wrong.status, 409);
  assert.match(wrong.text, /cannot be read as a zip file/);
});

test('it comes in under a number of this house, and is a copy', async () => {
  const brought = await bring(max, zip);
  assert.equal(brought.status, 303, brought.text);
  assert.equal(brought.headers.location, '/incidents/2');
  const page = await max.get('/incidents/2').expect(200);
  assert.match(page.text, /INC-1 of http:\/\/localhost:4000 is here as INC-2/);
  assert.match(page.text, /This is a copy of INC-1 of http:\/\/localhost:4000/);
  assert.doesNotMatch(page.text, /<form[^>]+action="\/incidents\/2\//);
  await max.get('/incidents').expect(200, /badge-quiet">copy</);
  assert.doesNotMatch((await max.get('/').expect(200)).text, /Checkout fails/);
});

test('each of its pages can be read, and its file is there', async () => {
  for (const part of [
    'timeline',
    'people',
    'about',
    'updates',
    'measures',
    'replay?seq=1',
    'handover',
    'resolve',
  ])
    await max.get(`/incidents/2/${part}`).expect(200, /INC-2/);
  const about = await max.get('/incidents/2/about').expect(200);
  assert.match(about.text, /href="http:\/\/localhost:4000\/incidents\/2"/);
  const { body } = await bankBot.get('/api/v1/incidents/2');
  const [attached] = (body as { attachments: { url: string }[] }).attachments;
  const path = new URL(attached?.url ?? '').pathname;
  const picture = await bankBot.get(path);
  assert.equal(picture.status, 200);
});

test('nothing is added to it, and time makes nothing happen in it', async () => {
  const note = await bankBot.post('/api/v1/incidents/2/notes', { text: 'Hello' });
  assert.equal(note.status, 409);
  assert.match(note.text, /INC-2 is a copy of INC-1 of http/);
  const merging = { into: 'INC-2', reason: 'the same' };
  assert.equal((await bankBot.post('/api/v1/incidents/1/merging', merging)).status, 409);
  bank.clock.wind(11 * 3600);
  await bank.tick();
  assert.deepEqual(
    (await walkChains(bank.store.db)).map(({ broken }) => broken),
    [undefined, undefined],
  );
});

test('measures say why it stays out of comparisons', async () => {
  const { body } = await bankBot.get('/api/v1/incidents/2/measures');
  assert.match((body as { not_comparable: string }).not_comparable, /It is a copy of INC-1/);
});

test('the same again is recognised, also when the file knows more', async () => {
  const again = await bring(max, zip);
  assert.equal(again.status, 409);
  assert.match(again.text, /INC-1 is already here, as INC-2\./);
  await shopBot.post('/api/v1/incidents/1/notes', { text: 'One thing more' });
  const more = await ana.get('/incidents/1/export/zip').buffer(true).parse(binary).expect(200);
  const looked = await sendFile(bankBot, '/api/v1/imports?dry_run=on', more.body as Buffer, 'INC-1.zip');
  assert.match(
    (looked.body as { already_here: string }).already_here,
    /knows 1 entries more|knows 1 entry more/,
  );
  const home = await sendFile(shopBot, '/api/v1/imports', zip, 'INC-1.zip');
  assert.match(home.text, /INC-1 is already here, as INC-1\./);
});

test('exported again, its entries are the same bytes', async () => {
  const onward = await max.get('/incidents/2/export/zip').buffer(true).parse(binary).expect(200);
  const [first, second] = [await unzipped(zip, LIMITS), await unzipped(onward.body as Buffer, LIMITS)];
  assert.ok(first.get(PATHS.entries)?.equals(second.get(PATHS.entries) ?? Buffer.alloc(0)));
  assert.deepEqual(
    [...second.keys()].filter((path) => /^(?:evidence|runbooks)\//.test(path)),
    [...first.keys()].filter((path) => /^(?:evidence|runbooks)\//.test(path)),
  );
});

test('a private one stays with those who may see everything', async () => {
  const secret = { title: 'A leak', visibility: 'private' };
  await shopBot.post('/api/v1/incidents', secret);
  await ana.get('/incidents/3/export/zip').expect(404);
  const exported = await shopBot.get('/api/v1/incidents/3/export?format=md');
  assert.equal(exported.status, 200);
});

test('what was blanked after it was taken along is blanked in the next export, and its chain holds', async () => {
  const ada = await program(shop, { member: 'ada' });
  const { body } = await shopBot.get('/api/v1/incidents/1/entries?limit=200');
  const entries = (body as { data: { seq: number; kind: string }[] }).data;
  const note = entries.find(({ kind }) => kind === 'note-added')?.seq ?? 0;
  const file = entries.find(({ kind }) => kind === 'attachment-added')?.seq ?? 0;
  for (const [seq, field] of [
    [note, 'text'],
    [file, 'content'],
  ] as const) {
    const done = await ada.post(`/api/v1/incidents/1/entries/${String(seq)}/redaction`, {
      fields: [field],
      reason: 'a secret',
    });
    assert.equal(done.status, 201, done.text);
  }
  const exported = await ana.get('/incidents/1/export/zip').buffer(true).parse(binary).expect(200);
  const third = await world();
  await enter(third);
  const theirs = await signedIn(third, 'max');
  const brought = await bring(theirs, exported.body as Buffer);
  assert.equal(brought.status, 303, brought.text);
  assert.deepEqual(
    (await walkChains(third.store.db)).map(({ broken }) => broken),
    [undefined],
  );
  assert.doesNotMatch((await theirs.get('/incidents/1/timeline').expect(200)).text, /tulip/);
  await third.end();
});

test('the same that comes in twice at the same moment is one copy, and the second is told so', async () => {
  const file = await ana.get('/incidents/2/export/zip').buffer(true).parse(binary).expect(200);
  const bringIn = () => importIncident(bank.kit.incidents, file.body as Buffer, COMMAND_LINE);
  const both = await atOnce(bank.store, 'counter', [bringIn, bringIn]);
  assert.deepEqual(
    both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.key] : [])),
    ['INC-3'],
  );
  const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  assert.ok(refused instanceof Refused && refused.code === 'already-here', String(refused));
  assert.match(refused.message, /INC-2 is already here, as INC-3/);
});
