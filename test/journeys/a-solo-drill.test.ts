import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Tia is a trainee. She plays the first drill of her life, on the ordinary pages, to its debrief. */
let here: World;
let tia: Browser;
let ana: Browser;

before(async () => {
  here = await world(
    { MUSTER_HOME_ZONE: 'Europe/Madrid', MUSTER_RUNBOOKS: 'runbooks' },
    '2026-11-23T09:00:00.000Z',
  );
  await enter(here);
  tia = await signedIn(here, 'tia');
  ana = await signedIn(here, 'ana');
});
after(() => here.end());

const RUN = '/drills/1';

test('she finds a drill of the first level, reads what it is about, and starts it', async () => {
  const shelf = await tia.get('/drills').expect(200);
  assert.match(shelf.text, /Sunday at breakfast[\s\S]*Level 1: for a first time/);
  const [, briefing = ''] = /href="([^"]+)">Sunday at breakfast/.exec(shelf.text) ?? [];
  assert.match((await tia.get(briefing).expect(200)).text, /It is Sunday, 08:05 in Vienna/);
  const started = await sendForm(tia, briefing, `${briefing}/start`);
  assert.equal(started.headers.location, RUN);
});

test('the page is the one of an incident, under a band that says what it is', async () => {
  const { text } = await tia.get(RUN).expect(200);
  assert.match(text, /<title>DRILL: DRILL-1 Sunday at breakfast/);
  assert.match(text, /<strong>DRILL<\/strong>/);
  assert.match(text, /CertificateExpired on storefront/);
  assert.match(text, /action="\/drills\/1\/declaration"/);
  for (const page of ['timeline', 'people', 'updates', 'about', 'resolve', 'measures', 'replay'])
    assert.match((await tia.get(`${RUN}/${page}`).expect(200)).text, /<title>DRILL: /, page);
});

test('the story has a time of its own, which stands still while it is paused', async () => {
  await tia.get(RUN).expect(200, /0:00:00 into the story/);
  here.clock.wind(60);
  await tia.get(RUN).expect(200, /2:00 into the story, 2 times as fast/);
  await sendForm(tia, RUN, `${RUN}/clock`, { state: 'paused' });
  here.clock.wind(3600);
  await here.tick();
  await tia.get(RUN).expect(200, /2:00 into the story, paused/);
  await sendForm(tia, RUN, `${RUN}/clock`, { state: 'running' });
});

test('she declares and says how many are hurt', async () => {
  const declared = await sendForm(tia, RUN, `${RUN}/declaration`, { severity: 'SEV-1', take_command: 'on' });
  assert.equal(declared.status, 303, declared.text.slice(0, 500));
  await sendForm(tia, RUN, `${RUN}/impacts`, {
    statement: 'Half of the visitors are turned away',
    percent: '50',
  });
  await tia.get(RUN).expect(200, /Half of the visitors are turned away/);
});

test('what would happen reaches her when its time has come, once', async () => {
  here.clock.wind(60);
  await here.tick();
  await here.tick();
  const { text } = await tia.get(RUN).expect(200);
  assert.equal(text.match(/Is that possible\?/g)?.length, 2, 'as a message, and in the timeline');
  assert.doesNotMatch(text, /Support hears from a customer/);
});

test('she asks in her own words, and looking takes its time', async () => {
  await sendForm(tia, RUN, `${RUN}/probes`, { asked: 'when was the last renewal?' });
  await tia.get(RUN).expect(200, /Renewed on Friday at 03:10/);
  await tia.get(RUN).expect(200, /5:00 into the story/);
  await sendForm(tia, RUN, `${RUN}/probes`, { asked: 'the weather in Lisbon' });
  await tia.get(RUN).expect(200, /Nothing unusual there\./);
});

test('somebody whom she asks is played, and no message leaves', async () => {
  const people = await tia.get(`${RUN}/people`).expect(200);
  assert.doesNotMatch(people.text, /Ana Ruiz/);
  const asked = await sendForm(tia, `${RUN}/people`, `${RUN}/escalations`, {
    to: 'played-infrastructure',
    reason: 'edge-2 shows another certificate than edge-1',
  });
  assert.equal(asked.status, 303, asked.text.slice(0, 300));
  here.clock.wind(150);
  await here.tick();
  await tia.get(RUN).expect(200, /I have rights on the balancers/);
  const { db } = here.store;
  assert.deepEqual(await db.selectFrom('message').selectAll().execute(), []);
  assert.deepEqual(await db.selectFrom('escalation_run').selectAll().execute(), []);
});

test('nobody else finds it, anywhere', async () => {
  for (const address of [RUN, `${RUN}/timeline`, `${RUN}/debrief`]) await ana.get(address).expect(404);
  for (const address of ['/', '/incidents', '/status', '/live/counts', '/actions', '/postmortems'])
    assert.doesNotMatch((await ana.get(address).expect(200)).text, /DRILL|Sunday at breakfast/, address);
  await ana.get('/incidents/1').expect(404);
  await tia.get('/incidents/-1').expect(404);
});

test('a hint is given, and it says what it was for in no word', async () => {
  await sendForm(tia, RUN, `${RUN}/hints`);
  await tia.get(RUN).expect(200, /Why can the neighbour order\?/);
});

test('she finishes, rates herself first, and only then sees what the record says', async () => {
  const ended = await sendForm(tia, RUN, `${RUN}/end`, { why: 'finished' });
  assert.equal(ended.headers.location, `${RUN}/debrief`);
  const first = await tia.get(`${RUN}/debrief`).expect(200);
  assert.match(first.text, /First, how do you see it yourself\?/);
  assert.doesNotMatch(first.text, /It is declared within three minutes|never told to load it/);
  await sendForm(tia, `${RUN}/debrief`, `${RUN}/ratings`, { assess: '3', diagnose: '2', lead: '1' });
  const { text } = await tia.get(`${RUN}/debrief`).expect(200);
  assert.match(text, /was never told to load it/);
  assert.match(text, /It is declared within three minutes \(by 3:00\): <strong>3: unprompted and in time/);
  assert.match(text, /The cause is found[^:]+\(by 14:00\): <strong>0: not done/);
  assert.match(text, /the weather in Lisbon/);
  assert.match(text, /did not come/);
});

test('she takes her result along, with DRILL over each part of it; nobody else can', async () => {
  const { text } = await tia
    .get(`${RUN}/debrief.md`)
    .expect(200)
    .expect('content-disposition', /DRILL-1-debrief\.md/);
  assert.match(text, /^# DRILL: Debrief of DRILL-1\n/);
  assert.match(text, /## DRILL: Profile\n\n- \*\*Assess\*\*: the record 3\.0, you 3/);
  assert.match(text, /It is declared within three minutes \(by 3:00\): 3: unprompted and in time/);
  for (const [heading] of text.matchAll(/^#+ .*/gm)) assert.match(heading, /DRILL/);
  await ana.get(`${RUN}/debrief.md`).expect(404);
});

test('a finding about a tool becomes an action item, and the result is hers to delete', async () => {
  const found = { text: 'The job that tells the balancers must say when it is off', list: 'tool' };
  await sendForm(tia, `${RUN}/debrief`, `${RUN}/findings`, found);
  await tia.get(`${RUN}/debrief`).expect(200, /ACT-1/);
  await tia.get('/actions').expect(200, /ACT-1/);
  await tia.get('/actions/1').expect(200, /href="\/drills\/1"/);
  await tia.get('/drills').expect(200, /looked back at/);
  await sendForm(tia, `${RUN}/debrief`, `${RUN}/ratings/deletion`);
  const { text } = await tia.get(`${RUN}/debrief`).expect(200);
  assert.match(text, /You deleted your result\./);
  assert.doesNotMatch(text, /unprompted and in time/);
});
