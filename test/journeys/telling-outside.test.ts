import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A SEV-1: Ana commands, Ben has communications, Max is a manager. They decide, tell the outside, and look back. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  program = await anotherToken(here, CAST.max.id);
  const declared = { title: 'Checkout fails', severity: 'SEV-1', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', declared);
  await sendForm(ana, RUN, `${RUN}/impacts`, { statement: 'Payments fail', percent: '34' });
  const reason = { to: 'investigating', override: 'we know enough' };
  await sendForm(ana, RUN, `${RUN}/status`, reason);
});
after(() => here.end());

const RUN = '/incidents/1';
const UPDATES = '/incidents/1/updates';
const WORDS = {
  users_see: 'Some payments fail',
  we_do: 'We look for the cause',
  changed: 'This is the first update',
  next_in_minutes: '20',
};

async function read(): Promise<IncidentJson> {
  const answer = await program.get('/api/v1/incidents/INC-1');
  assert.equal(answer.status, 200, answer.text);
  return answer.body as IncidentJson;
}

async function draftId(): Promise<string> {
  const open = (await read()).update_drafts.filter(({ ended }) => ended === null);
  assert.equal(open.length, 1);
  return open[0]?.update_id ?? '';
}

test('before it is sent, the page says where an update to the public will be read', async () => {
  await ana
    .get(UPDATES)
    .expect(200, /one to the public is on <a href="\/status">the status page<\/a> at once/);
});

test('the form begins with what users meet, and alone in a SEV-1 it asks why that cannot wait', async () => {
  const page = await ana.get(UPDATES).expect(200);
  assert.match(page.text, /name="users_see"[^>]*>\s*Payments fail</);
  const back = await sendForm(ana, UPDATES, UPDATES, { ...WORDS, audience: 'public' });
  assert.equal(back.status, 409);
  assert.match(back.text, /You are alone here: say why it cannot wait for a second reader\./);
  assert.match(back.text, /id="field-incidents-1-updates-alone_reason-error"/, 'beside its field');
  assert.match(back.text, /This is the first update/, 'what was typed is kept');
});

test('with somebody else there it is refused, and says how it goes', async () => {
  await sendForm(ben, '/incidents/1/people', `${RUN}/roles/communications/holder`);
  const back = await sendForm(ana, UPDATES, UPDATES, { ...WORDS, audience: 'public' });
  assert.equal(back.status, 409);
  assert.match(back.text, /In a SEV-1 a second person reads a public update: let somebody else write it/);
});

test('the clock of the first update counts down on every page of the incident', async () => {
  here.clock.wind(10 * 60);
  for (const page of ['', '/timeline', '/people', '/updates', '/resolve']) {
    await ana.get(RUN + page).expect(200, /Next update<\/dt><dd[^>]*>public in 5 min/);
  }
});

test('what is overdue is shown to communications, then the commander, then the manager', async () => {
  const shows = async (browser: Browser, page: string): Promise<boolean> => {
    return (await browser.get(page)).text.includes('The public update was due');
  };
  const seen: boolean[][] = [];
  for (const minutes of [6, 5, 10]) {
    here.clock.wind(minutes * 60);
    await here.tick();
    seen.push([await shows(ben, RUN), await shows(ana, RUN), await shows(max, RUN), await shows(max, '/')]);
  }
  assert.deepEqual(seen, [
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, true],
  ]);
  await ana.get(UPDATES).expect(200, /Update debt: 16 min \(public and internal\)\./);
});

test('communications writes it, the commander reads and sends it, and somebody sees it public', async () => {
  const saved = await sendForm(ben, UPDATES, UPDATES, { ...WORDS, audience: 'public' });
  assert.equal(saved.status, 409, 'communications does not send to the public unread');
  // The same fields go to the button beside it.
  const opened = await ben.get(UPDATES);
  assert.match(opened.text, /formaction="\/incidents\/1\/updates\/drafts">Save as a draft/);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(opened.text) ?? [];
  const draft = { ...WORDS, audience: 'public', _csrf: csrf, op_id: here.kit.people.ids.next() };
  const drafted = await ben.post(`${UPDATES}/drafts`).type('form').send(draft);
  assert.equal(drafted.headers.location, UPDATES);
  await ana.get(RUN).expect(200, /A public update waits for your approval: Ben Okafor wrote it at 10:46 PDT/);
  const sending = `${UPDATES}/drafts/${await draftId()}/sending`;
  assert.equal((await sendForm(ana, UPDATES, sending)).status, 303);
  const page = await ana.get(UPDATES).expect(200, /nobody has said yet that they saw it public/);
  assert.match(page.text, /Some payments fail[\s\S]*Next update by 11:06 PDT/);
  const [update] = (await read()).updates;
  assert.equal(update?.by.name, 'Ana Ruiz');
  const sighting = `${UPDATES}/${update.update_id}/sighting`;
  await sendForm(ben, UPDATES, sighting, { url: 'https://status.example.org/1' });
  await ana.get(UPDATES).expect(200, /Ben Okafor saw it public at 10:46 PDT/);
});

test('a manager approves what the commander wrote, and then communications sends it', async () => {
  here.clock.wind(60);
  const draft = { ...WORDS, audience: 'public', changed: 'The gateway is cleared' };
  const opened = await ana.get(UPDATES);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(opened.text) ?? [];
  const op_id = here.kit.people.ids.next();
  await ana
    .post(`${UPDATES}/drafts`)
    .type('form')
    .send({ ...draft, _csrf: csrf, op_id });
  const id = await draftId();
  const own = await ana.get(UPDATES);
  assert.doesNotMatch(own.text, /Approve it|Send the draft/);
  await sendForm(max, UPDATES, `${UPDATES}/drafts/${id}/approval`);
  await ben.get(UPDATES).expect(200, /approved by Max Orwell at 10:47 PDT/);
  await sendForm(ben, UPDATES, `${UPDATES}/drafts/${id}/sending`);
  assert.equal((await read()).updates.at(-1)?.by.name, 'Ben Okafor');
});

test('an empty repeat is refused beside its field, and another time can be promised', async () => {
  const same = { ...WORDS, audience: 'internal', changed: 'no news' };
  const back = await sendForm(ben, UPDATES, UPDATES, same);
  assert.match(back.text, /Say at least what we still do/);
  const due = { audience: 'support', in_minutes: '90', reason: 'Support asks once an hour' };
  assert.equal((await sendForm(ben, UPDATES, `${UPDATES}/due`, due)).status, 303);
  await ben.get(UPDATES).expect(200, /Support update<\/dt><dd>due in 1 h 30 min/);
});

test('a decision is recorded with who objected and what it rests on', async () => {
  const decision = {
    text: 'We roll release 418 back',
    asked_for_objections: 'on',
    [`objection_${CAST.ben.id}`]: 'The database is at its limit',
    because: '#3, 4',
  };
  assert.equal((await sendForm(ana, RUN, `${RUN}/decisions`, decision)).status, 303);
  const page = await ana.get(RUN).expect(200, /Decided: <strong>We roll release 418 back/);
  assert.match(page.text, /Ben Okafor objected: The database is at its limit/);
  assert.match(page.text, /rests on <a href="\/incidents\/1\/timeline#e3">#3<\/a>/);
  const [decided] = (await read()).decisions;
  assert.deepEqual([decided?.objections[0]?.name, decided?.because], ['Ben Okafor', [3, 4]]);
  const wrong = await sendForm(ana, RUN, `${RUN}/decisions`, { text: 'And now?', because: 'the log' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Write numbers of entries, such as 12, 14\./);
  const api = { text: 'We wait', objections: [`${CAST.ben.id}=I would not`] };
  const made = await program.post('/api/v1/incidents/1/decisions', api);
  assert.match(made.text, /Max Orwell \(curl\) decided: We wait\. Ben Okafor objected: I would not\./);
});

test('what speaks for a review is ticked when it is resolved, and a manager lets the review go', async () => {
  const page = await ana.get(`${RUN}/resolve`).expect(200, /What speaks for a review\?/);
  assert.match(page.text, /it was nearly very bad/);
  await sendForm(ana, RUN, `${RUN}/severity`, { to: 'SEV-3', reason: 'one shop' });
  const [, end = ''] = /action="([^"]+\/end)"/.exec((await ana.get(RUN)).text) ?? [];
  await sendForm(ana, RUN, end, { signal: 'payments work' });
  await sendForm(ana, RUN, `${RUN}/severity`, { to: 'SEV-3', reason: 'one shop' });
  const resolving = {
    to: 'resolved',
    temporary_confirmed: 'on',
    override: 'it was one shop',
    signals: ['surprised-us', 'people-were-confused'],
  };
  assert.equal((await sendForm(ana, `${RUN}/resolve`, `${RUN}/status`, resolving)).status, 303);
  const done = await ana.get(`${RUN}/resolve`);
  assert.match(
    done.text,
    /A review is required by Monday 26 June 2023, 10:47 PDT: it surprised us and people were confused\./,
  );
  assert.doesNotMatch(done.text, /Go without a review/);
  await ana.get('/').expect(200);
  const more = { signals: ['surprised-us', 'people-were-confused', 'still-talked-about'] };
  await sendForm(ben, `${RUN}/resolve`, `${RUN}/review/signals`, more);
  assert.deepEqual((await read()).review?.signals, [
    'surprised-us',
    'people-were-confused',
    'still-talked-about',
  ]);
  const waiver = { reason: 'the same as last week' };
  assert.equal((await sendForm(max, `${RUN}/resolve`, `${RUN}/review/waiver`, waiver)).status, 303);
  await ana.get(`${RUN}/resolve`).expect(200, /Max Orwell let the review go: the same as last week/);
});
