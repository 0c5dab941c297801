import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { answerLink, mailbox, type Mailbox } from '../support/mailbox.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Max builds a rotation and a policy; an incident asks Ana, then Ben, who accepts from the link in his mail. */
let here: World;
let mail: Mailbox;
let max: Browser;

before(async () => {
  mail = await mailbox();
  here = await world({ MUSTER_SMTP_URL: mail.url, MUSTER_MAIL_FROM: 'Muster <muster@example.org>' });
  await enter(here);
  max = await signedIn(here, 'max');
});
after(async () => {
  await here.end();
  await mail.end();
});

const to = (address: string) => mail.letters.filter((letter) => letter.to === address);

async function later(seconds: number): Promise<void> {
  here.clock.wind(seconds);
  await here.tick();
}

test('a manager makes a weekly rotation', async () => {
  await max.get('/escalation').expect(200, /There is no schedule yet/);
  const made = await sendForm(max, '/escalation/schedules', '/escalation/schedules', {
    name: 'Shop',
    zone: 'Europe/Berlin',
    member_1: CAST.ana.id,
    member_2: CAST.ben.id,
    length: '1',
    unit: 'weeks',
    first_date: '2026-11-02',
    first_time: '09:00',
  });
  assert.equal(made.headers.location, '/escalation/schedules/shop', made.text);
  const page = await max.get('/escalation/schedules/shop').expect(200);
  assert.match(page.text, /<strong>Ana Ruiz<\/strong> is on call, until Monday 9 November, 09:00 UTC\+1/);
  assert.match(page.text, /Then Ben Okafor\./);
  assert.match(page.text, /Somebody is on call at each moment of the next 90 days\./);
  assert.match(page.text, /<svg [^>]*role="img"/);
});

test('a policy without a fallback is refused, and what was typed comes back', async () => {
  const refused = await sendForm(max, '/escalation/policies', '/escalation/policies', {
    name: 'Shop',
    zone: 'UTC',
    level_1_target_1: `person:${CAST.ana.id}`,
    fallback: '',
  });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Name the fallback: the person who is told when nobody accepted\./);
  assert.match(refused.text, new RegExp(`<option value="person:${CAST.ana.id}" selected>`));
});

test('a manager makes a policy of three levels and sees what it would do', async () => {
  const { rows } = await schedules();
  const made = await sendForm(max, '/escalation/policies', '/escalation/policies', {
    name: 'Shop',
    zone: 'UTC',
    level_1_target_1: `schedule:${rows[0] ?? ''}`,
    level_1_minutes: '5',
    level_2_target_1: `person:${CAST.ben.id}`,
    level_2_minutes: '5',
    level_3_target_1: `person:${CAST.max.id}`,
    level_3_minutes: '10',
    repeat: '0',
    fallback: CAST.ada.id,
  });
  assert.equal(made.headers.location, '/escalation/policies/shop', made.text);
  const page = await max.get('/escalation/policies/shop').expect(200);
  assert.match(page.text, /1\. Whoever is on call in Shop, at once\./);
  assert.match(page.text, /Monday 2 November, 09:00Z: Ana Ruiz \(level 1\)/);
  assert.match(page.text, /Monday 2 November, 09:05Z: Ben Okafor \(level 2\)/);
  assert.match(page.text, /09:20Z: Ada Novak \(the fallback\)/);
});

async function schedules(): Promise<{ rows: string[] }> {
  const rows = await here.store.db.selectFrom('schedule').select('schedule_id').execute();
  return { rows: rows.map(({ schedule_id }) => schedule_id) };
}

test('it tells who would be asked at any moment, and asks about one that comes twice', async () => {
  const page = await max
    .get('/escalation/policies/shop?at=2026-11-10+12%3A00&zone=Europe%2FBerlin')
    .expect(200);
  assert.match(page.text, /Tuesday 10 November, 12:00 UTC\+1: Ben Okafor \(level 1\)/);
  const twice = await max
    .get('/escalation/policies/shop?at=2027-10-31+02%3A30&zone=Europe%2FBerlin')
    .expect(200);
  assert.match(twice.text, /02:30 comes twice on that night\. Which of the two is meant\?/);
});

test('an incident of a service asks whoever is on call, by mail', async () => {
  const policy = await here.store.db.selectFrom('policy').select('policy_id').executeTakeFirstOrThrow();
  await sendForm(max, '/admin/services', '/admin/services', { name: 'Web shop', policy: policy.policy_id });
  await max.get('/escalation/policies/shop').expect(200, /begun by incidents of Web shop/);
  await sendForm(max, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-1',
    service: 'web-shop',
    take_command: 'on',
  });
  await later(1);
  assert.equal(to(CAST.ana.email).length, 1);
  assert.match(to(CAST.ana.email)[0]?.text ?? '', /Why you: on call in Shop until/);
  const page = await max.get('/escalation').expect(200);
  assert.match(page.text, /INC-1: Checkout fails/);
  assert.match(page.text, /Level 1 is asked until Monday 2 November, 09:05Z: Ana Ruiz\./);
});

test('whoever is asked sees it on the board', async () => {
  const ana = await signedIn(here, 'ana');
  await ana.get('/').expect(200, /INC-1: Max Orwell asked you to come at 09:00Z/);
});

test('whoever is asked answers on the page of escalations, and nobody else is offered it', async () => {
  const ana = await signedIn(here, 'ana');
  const page = await ana.get('/escalation').expect(200);
  assert.match(page.text, /action="\/escalation\/runs\/[^"]+\/acceptance"[\s\S]*?>Accept<\/button>/);
  assert.match(page.text, /action="\/escalation\/runs\/[^"]+\/refusal"[\s\S]*?>Decline: I am busy<\/button>/);
  const others = await max.get('/escalation').expect(200);
  assert.match(others.text, /Level 1 is asked/);
  assert.doesNotMatch(others.text, /\/acceptance"/);
});

test('the second person is asked on time', async () => {
  await later(298);
  assert.equal(to(CAST.ben.email).length, 0, 'not early');
  await later(2);
  assert.equal(to(CAST.ben.email).length, 1);
});

test('opening the link answers nothing, and its button accepts once, without signing in', async () => {
  const [letter] = to(CAST.ben.email);
  assert.ok(letter);
  const link = answerLink(letter);
  const phone = here.browser();
  await phone.get(link).expect(200, /Max Orwell asks <strong>Ben Okafor<\/strong> to come/);
  await phone.get(link).expect(200, /Accept: it is mine/);
  await later(10);
  const accepted = await sendForm(phone, link, link, { answer: 'accept' });
  assert.equal(accepted.status, 200);
  assert.match(accepted.text, /It is yours\./);
  const again = await phone.get(link).expect(200);
  assert.match(again.text, /Ben Okafor accepted at Monday 2 November, 09:05Z\./);
  assert.doesNotMatch(again.text, /Accept: it is mine/);
});

test('somebody else who is signed in cannot use the link', async () => {
  const [letter] = to(CAST.ana.email);
  assert.ok(letter);
  await max
    .get(answerLink(letter))
    .expect(200, /Max Orwell is signed in here, and this link is for Ana Ruiz/);
});

test('the timeline tells all of it with names, and the escalation tells why', async () => {
  const timeline = (await max.get('/incidents/1/timeline').expect(200)).text;
  assert.match(timeline, /Max Orwell asked for Shop: SEV-1 incident of Web shop was declared\./);
  assert.match(
    timeline,
    /Level 1 was notified: Ana Ruiz \(in Muster and e-mail\)\. An answer is due by 09:05Z\./,
  );
  assert.match(timeline, /Nobody of level 1 answered in time\./);
  assert.match(timeline, /Level 2 was notified: Ben Okafor/);
  assert.match(timeline, /Ben Okafor accepted the request\./);
  const { run_id: id } = await here.store.db
    .selectFrom('escalation_run')
    .select('run_id')
    .executeTakeFirstOrThrow();
  const run = (await max.get(`/escalation/runs/${id}?person=${CAST.ana.id}`).expect(200)).text;
  assert.match(run, /Ana Ruiz was asked, on call in Shop until .*Messages: in Muster sent, e-mail sent\./);
  assert.match(run, /Ben Okafor accepted, so the levels after that were not told\./);
  await later(3600);
  assert.equal(to(CAST.max.email).length, 0, 'nobody is asked after that');
});

test('whoever wonders asks why, for any incident and any person', async () => {
  const about = (person: string) => max.get(`/escalation/why?incident=inc-1&person=${person}`).expect(200);
  const { text } = await about(CAST.ana.id);
  assert.match(text, /Level 1 of Shop, .*: Ana Ruiz was asked, on call in Shop until .*e-mail sent\./);
  assert.match(
    text,
    /Level 2 of Shop, .*: Ana Ruiz was not one of those whom this level asks\. It asked Ben Okafor/,
  );
  assert.match(
    (await about(CAST.ada.id)).text,
    /Ben Okafor accepted, so the levels after that were not told\./,
  );
  await max.get('/escalation/why?incident=INC-7').expect(200, /Nobody was asked to come to INC-7/);
  const vic = await signedIn(here, 'vic');
  await vic.get('/escalation/why').expect(200, /Why was I asked, or not\?/);
});

test('a year of the policy tells where it is thin, and both nights in which the clocks change', async () => {
  const { text } = await max.get('/escalation/policies/shop/coverage').expect(200);
  assert.match(text, /level 2, since the same people had just been told/);
  assert.match(text, /as the clocks change in Europe\/Berlin/);
  assert.equal(text.match(/as the clocks change in Europe\/Berlin/g)?.length, 2);
  assert.match(text, /These have not said in the last 90 days that a test message arrived:/);
});

test('somebody takes the pager for an hour', async () => {
  const ben = await signedIn(here, 'ben');
  const page = '/escalation/schedules/shop';
  assert.equal((await sendForm(ben, page, `${page}/pager`)).status, 303);
  const shown = (await ben.get(page).expect(200)).text;
  assert.match(shown, /<strong>Ben Okafor<\/strong> is on call, until Monday 2 November, 12:05 UTC\+1/);
  assert.match(shown, /Ben Okafor takes the pager; override until/);
});

test('somebody proves that a message reaches them', async () => {
  const ben = await signedIn(here, 'ben');
  await ben.get('/me/contacts').expect(200, /ben@example\.org[\s\S]*Never tested\./);
  const id = `mail-${CAST.ben.id}`;
  await sendForm(ben, '/me/contacts', `/me/contacts/${id}/test`);
  await later(1);
  assert.match(to(CAST.ben.email).at(-1)?.subject ?? '', /Muster can reach you here/);
  await ben.get('/me/contacts').expect(200, /the channel took it\. Nobody has said that it arrived\./);
  await sendForm(ben, '/me/contacts', `/me/contacts/${id}/proof`);
  await ben.get('/me/contacts').expect(200, /You said that a test arrived on Monday 2 November 2026/);
});
