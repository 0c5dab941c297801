import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { systemClock } from '../../server/core/clock.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben is reached by a chat, by ntfy, and by an adapter that sends text messages and calls. */
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let here: World;
let ben: Browser;
let receiver: Server;
let root: string;
const got: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];

before(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString('utf8')));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(200).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  root = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
  here = await world(
    {
      MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8',
      MUSTER_SMS_ADAPTER: `${root}/sms`,
      MUSTER_VOICE_ADAPTER: `${root}/voice`,
      MUSTER_ADAPTER_SECRET: SECRET,
    },
    systemClock.now(),
  );
  await enter(here);
  ben = await signedIn(here, 'ben');
  for (const [channel, address] of [
    ['slack', `${root}/slack`],
    ['ntfy', `${root}/ntfy`],
    ['sms', '+49 30 1234567'],
    ['voice', '+49 30 1234567'],
  ] as const) {
    const answer = await sendForm(ben, '/me/contacts', '/me/contacts', { channel, address });
    assert.equal(answer.status, 303, answer.text);
  }
});
after(async () => {
  await here.end();
  receiver.close();
});

const to = (path: string) => got.findLast((one) => one.path === path);

test('each way has a button for a test message, and shows its last proof', async () => {
  const page = (await ben.get('/me/contacts').expect(200)).text;
  const tests = [...page.matchAll(/action="(\/me\/contacts\/[^"]+\/test)"/g)].map(([, path = '']) => path);
  assert.equal(tests.length, 4);
  for (const path of tests) await sendForm(ben, '/me/contacts', path);
  await here.tick();
  assert.deepEqual(got.map(({ path }) => path).sort(), ['/ntfy', '/slack', '/sms', '/voice']);
  const [first = ''] = tests;
  await sendForm(ben, '/me/contacts', first.replace(/test$/, 'proof'));
  const after = (await ben.get('/me/contacts').expect(200)).text;
  assert.match(after, /You said that a test arrived on/);
  assert.equal(after.match(/the channel took it\. Nobody has said that it arrived\./g)?.length, 3);
});

test('somebody who is asked to come is told by all of them, with the link that answers', async () => {
  const max = await signedIn(here, 'max');
  const declared = { title: 'Kasse <fällt> aus', severity: 'SEV-1', take_command: 'on' };
  await sendForm(max, '/incidents/new', '/incidents', declared);
  const asked = { to: CAST.ben.id, reason: 'Bitte & sofort' };
  await sendForm(max, '/incidents/1/people', '/incidents/1/escalations', asked);
  await here.tick();

  const chat = JSON.parse(to('/slack')?.body ?? '') as { text: string; blocks: { type: string }[] };
  assert.match(
    chat.text,
    /^SEV-1 INC-1: Kasse &lt;fällt&gt; aus\nMax Orwell asks you to come: Bitte &amp; sofort/,
  );
  assert.match(chat.text, /\/answer\/\S+$/);
  assert.deepEqual(
    chat.blocks.map(({ type }) => type),
    ['section', 'actions'],
  );

  const { headers = {}, body = '' } = to('/ntfy') ?? {};
  const [, title = ''] = /^=\?UTF-8\?B\?(.+)\?=$/.exec(String(headers.title)) ?? [];
  assert.equal(Buffer.from(title, 'base64').toString(), 'SEV-1 INC-1: Kasse <fällt> aus');
  assert.equal(headers.priority, '5');
  assert.match(String(headers.click), /\/answer\//);
  assert.match(body, /^Max Orwell asks you to come/);

  const sms = to('/sms');
  assert.ok(sms);
  const read = new Webhook(SECRET).verify(sms.body, sms.headers as Record<string, string>) as {
    type: string;
    data: { to: string; text: string };
  };
  assert.equal(read.type, 'sms.requested');
  assert.equal(read.data.to, '+49 30 1234567');
  assert.match(read.data.text, /\/answer\/\S+$/);
  const voice = to('/voice');
  assert.ok(voice);
  new Webhook(SECRET).verify(voice.body, voice.headers as Record<string, string>);
  assert.doesNotMatch(voice.body.split('"answer_url"')[0] ?? '', /https?:/, 'no address is spoken');
});

test('what went to an adapter is called so, and others see no address that works like a key', async () => {
  const { run_id: id } = await here.store.db
    .selectFrom('escalation_run')
    .select('run_id')
    .executeTakeFirstOrThrow();
  const max = await signedIn(here, 'max');
  const { text } = await max.get(`/escalation/runs/${id}`).expect(200);
  assert.match(text, /sent to the adapter/);
  assert.doesNotMatch(text, /\/slack|\/ntfy"/);
});

test('what is not sent from here cannot be chosen', async () => {
  const bare = await world();
  await enter(bare, 'ana');
  const ana = await signedIn(bare, 'ana');
  const page = (await ana.get('/me/contacts').expect(200)).text;
  assert.doesNotMatch(page, /value="sms"/);
  const typed = { channel: 'sms', address: '+49 30 1234567' };
  const refused = await sendForm(ana, '/me/contacts', '/me/contacts', typed);
  assert.match(refused.text, /Nothing is sent this way from here/);
  await bare.end();
});
