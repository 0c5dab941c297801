import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Response } from 'supertest';
import { program, type Program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { PIXEL } from '../support/files.ts';
import { hiddenFields } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana shows in the postmortem what she saw. Not all that calls itself a picture is one. */
let here: World;
let ana: Browser;
let bot: Program;

const READ = '/postmortems/1';
const ACTION = `${READ}/pictures`;
const TYPED = { section: 'Timeline', alt: 'errors rise from 1 % to 40 %' };

before(async () => {
  here = await world({}, '2026-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  bot = await program(here, { member: 'ana' });
  const declared = { title: 'Checkout fails', severity: 'SEV-2', take_command: true };
  assert.equal((await bot.post('/api/v1/incidents', declared)).status, 201);
  const over = { to: 'resolved', override: 'it was small' };
  assert.equal((await bot.post('/api/v1/incidents/1/status', over)).status, 201);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(() => here.end());

type File = { name: string; bytes: Buffer; type?: string };

/** Fills in the form with a file and sends it, as a browser does. */
async function put(
  file: File | undefined,
  typed: Readonly<Record<string, string>> = TYPED,
): Promise<Response> {
  const hidden = hiddenFields((await ana.get(READ).expect(200)).text, ACTION);
  const sending = ana.post(ACTION).set('Referer', `http://localhost:3000${READ}`);
  for (const [name, value] of Object.entries({ ...hidden, ...typed })) void sending.field(name, value);
  if (file === undefined) void sending.attach('file', Buffer.alloc(0), { filename: '' });
  else
    void sending.attach('file', file.bytes, { filename: file.name, contentType: file.type ?? 'image/png' });
  return sending;
}

async function text(): Promise<string> {
  return (await ana.get('/postmortems/1.md').expect(200)).text;
}

const address = async (): Promise<string> =>
  /!\[errors rise from 1 % to 40 %\]\(\S*?(\/incidents\/1\/attachments\/\w+)\)/.exec(await text())?.[1] ?? '';

test('a picture stands in its section, with its words for those who cannot see it, as the next version', async () => {
  const done = await put({ name: 'rate.png', bytes: PIXEL });
  assert.equal(done.status, 303, done.text.slice(0, 300));
  const page = await ana.get(READ).expect(200, /The picture stands in version 2/);
  assert.match(page.text, /<img src="\/incidents\/1\/attachments\/\w+" alt="errors rise from 1 % to 40 %"/);
  const [, timeline = ''] = /^## Timeline$([\s\S]*?)^## /m.exec(await text()) ?? [];
  assert.match(timeline, /!\[errors rise/);
  await ana.get('/incidents/1/timeline').expect(200, /Ana Ruiz attached rate\.png/);
});

test('its bytes are shown as a picture and can do nothing else', async () => {
  const answer = await ana.get(await address()).expect(200);
  const headers = answer.headers as Readonly<Record<string, string>>;
  assert.deepEqual(answer.body, PIXEL);
  assert.equal(headers['content-type'], 'image/png');
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(String(headers['content-disposition']), /^inline; filename=/);
  await here
    .browser()
    .get(await address())
    .expect(303);
});

test('a form that is sent twice puts it in once', async () => {
  const hidden = hiddenFields((await ana.get(READ).expect(200)).text, ACTION);
  const typed = { ...hidden, section: 'Timeline', alt: 'the same again' };
  for (let sent = 0; sent < 2; sent += 1) {
    const sending = ana.post(ACTION);
    for (const [name, value] of Object.entries(typed)) void sending.field(name, value);
    assert.equal((await sending.attach('file', PIXEL, 'again.png')).status, 303);
  }
  assert.equal((await text()).match(/!\[the same again\]/g)?.length, 1);
});

/** What is no picture, whatever its name and the browser say of it. */
const NONE: readonly [what: string, bytes: Buffer, name: string, type: string][] = [
  ['a page', Buffer.from('<script>alert(1)</script>'), 'rate.png', 'image/png'],
  [
    'a drawing that can hold a script',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'rate.svg',
    'image/svg+xml',
  ],
  ['a PDF', Buffer.from('%PDF-1.7\n'), 'rate.jpg', 'image/jpeg'],
  ['a file of nothing', Buffer.alloc(0), 'rate.gif', 'image/gif'],
];
for (const [what, bytes, name, type] of NONE) {
  test(`${what} is refused by what is in it, and what was typed stays`, async () => {
    const before = await text();
    const refused = await put({ bytes, name, type });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /is no picture that can be shown: PNG, JPEG, WebP or GIF/);
    assert.match(refused.text, /value="errors rise from 1 % to 40 %"/);
    assert.match(refused.text, /aria-invalid="true"/);
    assert.equal(before.replace(/exported \S+/, ''), (await text()).replace(/exported \S+/, ''));
  });
}

test('it needs a file and words', async () => {
  const none = await put(undefined);
  assert.equal(none.status, 422);
  assert.match(none.text, /Choose the picture, or paste it/);
  const silent = await put({ name: 'rate.png', bytes: PIXEL }, { ...TYPED, alt: '' });
  assert.equal(silent.status, 422);
  assert.match(silent.text, /what the picture shows, for those who cannot see it/);
});

test('more than 10 MB is refused, and the page says how much it may be', async () => {
  const large = Buffer.concat([PIXEL, Buffer.alloc(10 * 1024 * 1024)]);
  const refused = await put({ name: 'rate.png', bytes: large });
  assert.equal(refused.status, 413);
  await ana.get(READ).expect(200, /Up to 10 MB: PNG, JPEG, WebP or GIF\. Or paste it\./);
});

test('the file of HTML carries it', async () => {
  const file = await ana.get('/postmortems/1.html').expect(200);
  assert.ok(file.text.includes(`src="data:image/png;base64,${PIXEL.toString('base64')}"`));
});

test('whoever only reads cannot put one in, and whoever may not see the incident does not get it', async () => {
  const vic = await signedIn(here, 'vic');
  const picture = await address();
  await vic
    .post(ACTION)
    .field('section', 'Timeline')
    .field('alt', 'x')
    .attach('file', PIXEL, 'a.png')
    .expect(403);
  const hidden = { field: 'visibility', to: 'private' };
  assert.ok((await bot.post('/api/v1/incidents/1/details', hidden)).status < 300);
  await vic.get(picture).expect(404);
});
