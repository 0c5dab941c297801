import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import request, { type Response } from 'supertest';
import { entryCount, program, type Program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { LOG, PIXEL } from '../support/files.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana works an incident and keeps what she sees: a graph, a log, and the file that settles a hypothesis. */
let here: World;
let ana: Browser;
let bot: Program;

before(async () => {
  here = await world();
  await enter(here);
  ana = await signedIn(here, 'ana');
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  bot = await program(here, { member: 'ben' });
});
after(() => here.end());

const ACTION = '/incidents/1/attachments';

type Typed = Readonly<Record<string, string>>;

/** Fills in the form of a page with a file and sends it, as a browser does. */
async function attach(
  browser: Browser,
  page: string,
  file: { name: string; bytes: Buffer } | undefined,
  typed: Typed = {},
): Promise<Response> {
  const hidden = hiddenFields((await browser.get(page).expect(200)).text, ACTION);
  const sending = browser.post(ACTION).set('Referer', `http://localhost:3000${page}`);
  for (const [name, value] of Object.entries({ ...hidden, ...typed })) void sending.field(name, value);
  if (file === undefined) void sending.attach('file', Buffer.alloc(0), { filename: '' });
  else void sending.attach('file', file.bytes, { filename: file.name });
  return sending;
}

/** The addresses of the files on the timeline, the newest first. */
async function files(browser: Browser): Promise<string[]> {
  const { text } = await browser.get('/incidents/1/timeline').expect(200);
  return [...text.matchAll(/(?:src|href)="(\/incidents\/1\/attachments\/\w+)"/g)].map(
    ([, found = '']) => found,
  );
}

test('a picture is shown on the timeline, with its caption and in words', async () => {
  const typed = { caption: 'The error rate', alt: 'Errors rise from 1 % to 40 % at 10:05' };
  const answer = await attach(ana, '/incidents/1', { name: 'graph.png', bytes: PIXEL }, typed);
  assert.equal(answer.status, 303, answer.text);
  assert.equal(answer.headers.location, '/incidents/1');
  const { text } = await ana.get('/incidents/1/timeline');
  assert.match(text, /Ana Ruiz attached graph\.png \(PNG picture, 70 bytes\): The error rate\./);
  assert.match(text, /<img src="[^"]+" alt="Errors rise from 1 % to 40 % at 10:05"/);
});

test('its bytes come back as they were sent, to be looked at and nothing else', async () => {
  const [address = ''] = await files(ana);
  const answer = await ana.get(address).expect(200);
  assert.deepEqual(answer.body, PIXEL);
  const { headers } = answer;
  assert.equal(headers['content-type'], 'image/png');
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-disposition'], 'inline; filename=graph.png');
  assert.equal(headers['cache-control'], 'private, no-cache');
  const hash = createHash('sha256').update(PIXEL).digest('hex');
  assert.equal(headers.etag, `"${hash}"`);
  const again = await ana.get(address).set('If-None-Match', `"${hash}"`).expect(304);
  assert.equal(again.headers['content-security-policy'], "sandbox; default-src 'none'");
});

test('what calls itself a picture and is none is saved, never shown', async () => {
  const page = Buffer.from('<script>alert(1)</script>');
  const answer = await attach(ana, '/incidents/1/timeline', { name: '../evil.png', bytes: page });
  assert.equal(answer.headers.location, '/incidents/1/timeline');
  const { text } = await ana.get('/incidents/1/timeline');
  assert.match(text, /attached evil\.png \(text, 25 bytes\)/);
  const [address = ''] = await files(ana);
  const file = await ana.get(address).expect(200);
  assert.equal(file.headers['content-type'], 'text/plain; charset=utf-8');
  assert.equal(file.headers['content-disposition'], 'attachment; filename=evil.png');
});

test('a name with any characters comes back in a header that holds one line', async () => {
  await attach(ana, '/incidents/1', { name: 'Größe "数".log', bytes: LOG });
  const [address = ''] = await files(ana);
  const { headers } = await ana.get(address).expect(200);
  assert.match(
    String(headers['content-disposition']),
    /^attachment; filename="[^\r\n]+"; filename\*=UTF-8''/,
  );
});

test('a file may be told for the past, and keeps what was typed when something is wrong', async () => {
  const early = await attach(ana, '/incidents/1', { name: 'a.log', bytes: LOG }, { at: '-20m' });
  assert.equal(early.status, 303);
  const typed = { caption: 'The log of the gateway', at: 'soon' };
  const wrong = await attach(ana, '/incidents/1', { name: 'b.log', bytes: LOG }, typed);
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="The log of the gateway"/);
  const none = await attach(ana, '/incidents/1', undefined, { caption: 'No file at all' });
  assert.equal(none.status, 422);
  assert.match(none.text, /<a href="#field-incidents-1-attachments-file">Choose the file to attach/);
  const empty = await attach(ana, '/incidents/1', { name: 'empty.txt', bytes: Buffer.alloc(0) });
  assert.equal(empty.status, 409);
  assert.match(empty.text, /This file is empty/);
});

test('a form that is sent twice attaches once', async () => {
  const hidden = hiddenFields((await ana.get('/incidents/1')).text, ACTION);
  const before = await entryCount(here);
  const send = async (bytes: Buffer): Promise<Response> => {
    const sending = ana.post(ACTION);
    for (const [name, value] of Object.entries(hidden)) void sending.field(name, value);
    return sending.attach('file', bytes, { filename: 'twice.log' });
  };
  assert.equal((await send(LOG)).status, 303);
  assert.equal((await send(LOG)).status, 303);
  assert.equal(await entryCount(here), before + 1);
  assert.equal((await send(PIXEL)).status, 422, 'the same form with another file is a mistake');
  assert.equal(await entryCount(here), before + 1);
  const rows = await here.store.db.selectFrom('attachment_content').select('attachment_id').execute();
  const entries = await here.store.db
    .selectFrom('entry')
    .select('seq')
    .where('kind', '=', 'attachment-added')
    .execute();
  assert.equal(rows.length, entries.length, 'no bytes without an entry');
});

test('evidence names the file that shows it, which then cannot be struck', async () => {
  await sendForm(ana, '/incidents/1', '/incidents/1/hypotheses', { statement: 'The gateway is slow' });
  const { text } = await ana.get('/incidents/1');
  const action = /\/incidents\/1\/hypotheses\/\w+\/ruling-out/.exec(text)?.[0] ?? '';
  const [, file = ''] = /<option value="(\w{26})">graph\.png: The error rate/.exec(text) ?? [];
  const form = { text: 'It answers in 20 ms', attachment: file };
  assert.equal((await sendForm(ana, '/incidents/1', action, form)).status, 303);
  await ana
    .get('/incidents/1')
    .expect(200, new RegExp(`href="/incidents/1/attachments/${file}">graph\\.png`));
  const { text: timeline } = await ana.get('/incidents/1/timeline');
  const [, seq = ''] = /id="e(\d+)"(?:(?!<li)[\s\S])*attached graph\.png/.exec(timeline) ?? [];
  const entry = `/incidents/1/entries/${seq}`;
  const refused = await sendForm(ana, entry, `${entry}/strike`, { reason: 'The wrong graph' });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Later entries lean on this: \d+ \(hypothesis ruled out\)/);
  const made = await bot.post('/api/v1/incidents/1/hypotheses', { statement: 'The cache is cold' });
  assert.equal(made.status, 201);
  const unknown = await bot.post(`/api/v1/incidents/1${action.slice('/incidents/1'.length)}`, {
    text: 'It is slow',
    attachment: 'nothing',
  });
  assert.equal(unknown.status, 409);
});

/** A program's request with a body of any type. */
function sent(type: string, body: Buffer | string, headers: Typed = {}, query = '') {
  return request(here.app)
    .post(`/api/v1/incidents/INC-1/attachments${query}`)
    .set('Authorization', `Bearer ${bot.token}`)
    .set('Content-Type', type)
    .set(headers)
    .send(body);
}

type Made = { entries: { body: Record<string, unknown> }[] };

test('a program sends a file as the body itself, with its name in the header', async () => {
  const name = { 'Content-Disposition': 'attachment; filename="gateway.log"' };
  const answer = await sent('text/plain', LOG.toString(), name, '?caption=The%20gateway');
  assert.equal(answer.status, 201, answer.text);
  const [entry] = (answer.body as Made).entries;
  assert.deepEqual(
    [entry?.body.name, entry?.body.mediaType, entry?.body.bytes, entry?.body.caption],
    ['gateway.log', 'text/plain', LOG.length, 'The gateway'],
  );
  const room = await bot.get('/api/v1/incidents/1');
  const { attachments } = room.body as { attachments: { name: string; url: string }[] };
  const file = attachments.find((one) => one.name === 'gateway.log');
  const read = await bot.get(new URL(file?.url ?? '').pathname);
  assert.equal(read.text, LOG.toString());
});

test('a body of JSON is a file as well, and a form goes too', async () => {
  const named = { 'Content-Disposition': `attachment; filename*=UTF-8''zust%C3%A4nde.json` };
  const json = await sent('application/json', '{"errors": 40}', named);
  assert.equal(json.status, 201, json.text);
  assert.equal((json.body as Made).entries[0]?.body.mediaType, 'application/json');
  assert.equal((json.body as Made).entries[0]?.body.name, 'zustände.json');
  const form = await request(here.app)
    .post('/api/v1/incidents/1/attachments')
    .set('Authorization', `Bearer ${bot.token}`)
    .field('caption', 'By a form')
    .attach('file', PIXEL, { filename: 'dot.png' });
  assert.equal(form.status, 201, form.text);
  assert.equal((form.body as Made).entries[0]?.body.mediaType, 'image/png');
});

test('a key makes a request safe to repeat, and another file under it is refused', async () => {
  const key = { 'Idempotency-Key': 'upload-1' };
  const first = await sent('text/plain', 'one', key);
  const second = await sent('text/plain', 'one', key);
  assert.deepEqual(second.body, first.body);
  assert.equal(second.headers['idempotent-replayed'], 'true');
  const other = await sent('text/plain', 'two', key);
  assert.equal(other.status, 422);
  assert.equal((other.body as { code: string }).code, 'key-reused');
});

test('nobody attaches who may not act, and who may not see the incident sees no file', async () => {
  const vic = await signedIn(here, 'vic');
  const [address = ''] = await files(ana);
  await vic.get(address).expect(200);
  const page = await vic.get('/incidents/1').expect(200);
  assert.doesNotMatch(page.text, /attachments"/);
  const own = hiddenFields((await vic.get('/me')).text, '/me/profile');
  const answer = await vic
    .post(ACTION)
    .field('_csrf', own._csrf ?? '')
    .attach('file', LOG, { filename: 'a.log' });
  assert.equal(answer.status, 403);
  await here.browser().get(address).expect(303);
  await ana.get(address.replace('/1/', '/2/')).expect(404);
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Another one' });
  await ana.get(address.replace('/1/', '/2/')).expect(404, /INC-2 has no such file/);
});

test('a form from another site is refused before its file is read', async () => {
  const before = await entryCount(here);
  const foreign = await ana
    .post(ACTION)
    .set('Sec-Fetch-Site', 'cross-site')
    .attach('file', LOG, { filename: 'a.log' });
  assert.equal(foreign.status, 403);
  const without = await ana.post(ACTION).attach('file', LOG, { filename: 'a.log' });
  assert.equal(without.status, 403, 'and so is one without the token of the session');
  assert.equal(await entryCount(here), before);
});
