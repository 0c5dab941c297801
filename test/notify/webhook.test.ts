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

/** Ben gives a webhook. What it gets is checked by the reference library of Standard Webhooks. */
let here: World;
let ben: Browser;
let receiver: Server;
let address: string;
let status = 204;
const got: { headers: IncomingHttpHeaders; body: string }[] = [];

before(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString('utf8')));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  address = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
  // The library refuses what is older than five minutes by the machine's clock.
  here = await world({ MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8' }, systemClock.now());
  await enter(here);
  ben = await signedIn(here, 'ben');
});
after(async () => {
  await here.end();
  receiver.close();
});

async function methodId(): Promise<string> {
  const row = await here.store.db
    .selectFrom('contact_method')
    .select('method_id')
    .where('channel', '=', 'webhook')
    .executeTakeFirstOrThrow();
  return row.method_id;
}

test('an address in a private range is refused unless it is allowed', async () => {
  const typed = { channel: 'webhook', address: 'http://10.1.2.3/hook', delay_minutes: '0' };
  const refused = await sendForm(ben, '/me/contacts', '/me/contacts', typed);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /It leads to 10\.1\.2\.3, which is not a public address\./);
});

test('a signed message is what the reference library takes', async () => {
  assert.equal(
    (await sendForm(ben, '/me/contacts', '/me/contacts', { channel: 'webhook', address })).status,
    303,
  );
  const id = await methodId();
  const page = (await ben.get('/me/contacts').expect(200)).text;
  const secret = /<code>(whsec_[^<]+)<\/code>/.exec(page)?.[1] ?? '';
  await sendForm(ben, '/me/contacts', `/me/contacts/${id}/test`);
  await here.tick();
  const [sent] = got;
  assert.ok(sent);
  const read = new Webhook(secret).verify(sent.body, sent.headers as Record<string, string>) as {
    type: string;
  };
  assert.equal(read.type, 'contact.test');
  assert.throws(() => new Webhook(secret).verify(`${sent.body} `, sent.headers as Record<string, string>));
});

test('each try has the same id, and an answer of 410 ends the way', async () => {
  const id = await methodId();
  got.length = 0;
  status = 500;
  await sendForm(ben, '/me/contacts', `/me/contacts/${id}/test`);
  await here.tick();
  status = 410;
  here.clock.wind(5);
  await here.tick();
  assert.equal(got.length, 2);
  assert.equal(got[0]?.headers['webhook-id'], got[1]?.headers['webhook-id']);
  const page = (await ben.get('/me/contacts').expect(200)).text;
  assert.match(page, /Not used since .*: It answered 410\./);
  assert.equal(
    await here.kit.escalation.db
      .selectFrom('contact_method')
      .select('account_id')
      .executeTakeFirst()
      .then((row) => row?.account_id),
    CAST.ben.id,
  );
});

test('Webhook receiver down for hours', async () => {
  const give = { channel: 'webhook', address: `${address}/other` };
  await sendForm(ben, '/me/contacts', '/me/contacts', give);
  const page = (await ben.get('/me/contacts').expect(200)).text;
  const [, path = ''] = [...page.matchAll(/action="(\/me\/contacts\/[^"]+\/test)"/g)].at(-1) ?? [];
  const id = path.split('/')[3] ?? '';
  const ada = await signedIn(here, 'ada');
  const system = '/admin/system';
  const before = (await ada.get(system).expect(200)).text.match(/Send it again/g)?.length ?? 0;
  got.length = 0;
  status = 503;
  await sendForm(ben, '/me/contacts', path);
  await here.tick();
  const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
  for (const [index, seconds] of waits.entries()) {
    here.clock.wind(seconds - 1);
    await here.tick();
    assert.equal(got.length, index + 1, 'not early');
    here.clock.wind(1);
    await here.tick();
    assert.equal(got.length, index + 2);
  }
  assert.equal(new Set(got.map(({ headers }) => headers['webhook-id'])).size, 1, 'each with the same key');
  here.clock.wind(86_400);
  await here.tick();
  assert.equal(got.length, 10, 'then it is given up');
  const again = await signedIn(here, 'ada');
  const listed = await again.get(system).expect(200);
  assert.match(listed.text, /Ben Okafor, webhook at 127\.0\.0\.1/);
  assert.equal(listed.text.match(/Send it again/g)?.length, before + 1);
  assert.match(listed.text, /Tried 10 times, last at [^<]+: It answered 503\. Given up\./);
  const method = () =>
    here.store.db
      .selectFrom('contact_method')
      .select('ended_at')
      .where('method_id', '=', id)
      .executeTakeFirstOrThrow();
  assert.equal((await method()).ended_at, null, 'the way is not switched off');
  status = 204;
  const [, replay = ''] = /action="(\/admin\/messages\/[^"]+)"/.exec(listed.text) ?? [];
  assert.equal((await sendForm(again, system, replay)).status, 303);
  await here.tick();
  assert.equal(got.length, 11);
  assert.equal(got.at(-1)?.headers['webhook-id'], got[0]?.headers['webhook-id'], 'under the same key');
  assert.doesNotMatch((await again.get(system).expect(200)).text, /Tried 10 times/);
});
