import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../../server/core/clock.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { mailbox, type Mailbox } from '../support/mailbox.ts';
import { pushService, type PushService } from '../support/push-service.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben is rung on his phone: by a push service of our own, which decrypts what it gets and checks who signed it. */
let here: World;
let mail: Mailbox;
let service: PushService;
let max: Browser;
let ben: Browser;

before(async () => {
  mail = await mailbox();
  service = await pushService();
  here = await world(
    {
      MUSTER_SMTP_URL: mail.url,
      MUSTER_MAIL_FROM: 'Muster <muster@example.org>',
      MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8',
    },
    systemClock.now(),
  );
  await enter(here);
  [max, ben] = [await signedIn(here, 'max'), await signedIn(here, 'ben')];
});
after(async () => {
  await here.end();
  await mail.end();
  await service.end();
});

async function subscribe(
  browser: Browser,
  device: string,
  typed: Record<string, string> = {},
): Promise<void> {
  const page = (await browser.get('/me/contacts').expect(200)).text;
  const [, key = ''] = /data-push-key="([\w-]+)"/.exec(page) ?? [];
  const { endpoint, keys } = service.subscribe(device, key);
  const answer = await sendForm(browser, '/me/contacts', '/me/contacts/push', {
    endpoint,
    ...keys,
    ...typed,
  });
  assert.equal(answer.status, 303, answer.text);
}

async function declare(title: string, severity: string): Promise<void> {
  await sendForm(max, '/incidents/new', '/incidents', { title, severity, take_command: 'on' });
}

async function ask(number: number, who: 'ana' | 'ben', reason: string): Promise<void> {
  const people = `/incidents/${String(number)}/people`;
  const typed = { to: CAST[who].id, reason };
  const answer = await sendForm(max, people, `/incidents/${String(number)}/escalations`, typed);
  assert.equal(answer.status, 303, answer.text);
  await here.tick();
}

test('a device is rung, and its owner says that the test arrived', async () => {
  await subscribe(ben, 'phone', { is_title_shown: 'on' });
  const page = (await ben.get('/me/contacts').expect(200)).text;
  const [, test = ''] = /action="(\/me\/contacts\/push-[^"]+\/test)"/.exec(page) ?? [];
  await sendForm(ben, '/me/contacts', test);
  await here.tick();
  const { data } = await service.next('phone', 2_000);
  assert.match(data, /"This test message arrived/);
  await sendForm(ben, '/me/contacts', test.replace(/test$/, 'proof'));
  await ben.get('/me/contacts').expect(200, /You said that a test arrived on/);
});

test('a push service at a private address is refused unless it is allowed', async () => {
  const typed = { endpoint: 'http://10.1.2.3/push', p256dh: 'A'.repeat(87), auth: 'B'.repeat(22) };
  const refused = await sendForm(ben, '/me/contacts', '/me/contacts/push', typed);
  assert.match(refused.text, /It leads to 10\.1\.2\.3, which is not a public address/);
});

test('somebody who is asked to come is rung at once, and accepts by the link in it', async () => {
  await declare('Checkout fails', 'SEV-2');
  await ask(1, 'ben', 'You know the gateway');
  const { data, urgency } = await service.next('phone', 2_000);
  assert.equal(urgency, 'high');
  const shown = JSON.parse(data) as Record<string, string>;
  assert.deepEqual([shown.key, shown.severity, shown.title], ['INC-1', 'SEV-2', 'Checkout fails']);
  assert.equal(shown.path, '/incidents/1');
  const link = shown.answer ?? '';
  const answered = await sendForm(here.browser(), link, link, { answer: 'accept' });
  assert.match(answered.text, /It is yours\./);
});

test('whoever works on an incident hears that its severity rose, but not whoever raised it', async () => {
  const page = '/incidents/1';
  await sendForm(max, page, `${page}/severity`, { to: 'SEV-1', reason: 'Nobody can pay' });
  await here.tick();
  const { data, urgency } = await service.next('phone', 2_000);
  assert.equal(urgency, 'normal');
  assert.match(data, /Severity rose from SEV-2 to SEV-1\. Checkout fails/);
  assert.equal(service.pushed.filter(({ data }) => data.includes('rose')).length, 1);
});

test('without leave no title stands on a locked screen', async () => {
  const ana = await signedIn(here, 'ana');
  await subscribe(ana, 'watch');
  await declare('The board was hacked', 'SEV-1');
  await ask(2, 'ana', 'Please look');
  assert.doesNotMatch((await service.next('watch', 2_000)).data, /hacked/);
});

test('Push subscription gone (410)', async () => {
  const { db } = here.store;
  const own = { channel: 'mail', address: 'ben@home.example', delay_minutes: '5' };
  await sendForm(ben, '/me/contacts', '/me/contacts', own);
  // The address that he signs in with is taken away, so that the later one is the only other way.
  await sendForm(ben, '/me/contacts', `/me/contacts/mail-${CAST.ben.id}/end`);
  service.answer('phone', 410);
  await declare('Search is down', 'SEV-1');
  await ask(3, 'ben', 'Again');
  await here.tick();
  const letters = mail.letters.filter(({ to }) => to === 'ben@home.example');
  assert.match(letters.map(({ subject }) => subject).join('\n'), /SEV-1 INC-3: Search is down/);
  assert.match(letters.map(({ text }) => text).join('\n'), /You are no longer reached by push/);
  await ben.get('/me/contacts').expect(200, /Not used since .*its push service answered 410/);
  const again = await db.selectFrom('message').select('state').where('state', '=', 'queued').execute();
  assert.equal(again.length, 0);
  service.answer('phone', 201);
});

test('the same browser under another account rings that one alone', async () => {
  const page = (await ben.get('/me/contacts').expect(200)).text;
  const [, key = ''] = /data-push-key="([\w-]+)"/.exec(page) ?? [];
  const { endpoint, keys } = service.subscribe('desk', key);
  await sendForm(ben, '/me/contacts', '/me/contacts/push', { endpoint, ...keys });
  await sendForm(max, '/me/contacts', '/me/contacts/push', { endpoint, ...keys });
  await ben.get('/me/contacts').expect(200, /somebody else uses this browser/);
});
