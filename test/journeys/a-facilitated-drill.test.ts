import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Response } from 'supertest';
import { trainee } from '../../server/drills/trainee.ts';
import { viewerById } from '../../server/identity/sign-in-actions.ts';
import { act } from '../../server/incidents/actions.ts';
import { openRoom } from '../../server/incidents/room-actions.ts';
import type { Command } from '../../server/incidents/command.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Max lets Tia and Ana practise. Ben watches. They play a drill to its debrief, which Max leads from a console. */
let here: World;
let max: Browser;
let tia: Browser;
let ana: Browser;
let ben: Browser;

before(async () => {
  here = await world(
    { MUSTER_HOME_ZONE: 'Europe/Madrid', MUSTER_RUNBOOKS: 'runbooks', MUSTER_SMTP_URL: 'smtp://127.0.0.1:9' },
    '2026-11-23T09:00:00.000Z',
  );
  await enter(here);
  [max, tia, ana, ben] = await Promise.all([
    signedIn(here, 'max'),
    signedIn(here, 'tia'),
    signedIn(here, 'ana'),
    signedIn(here, 'ben'),
  ]);
});
after(() => here.end());

const RUN = '/drills/1';
const CONSOLE = '/drills/1/console';
const PLAN = '/drills/1/plan';
let planning = '';

const seats = (more: Record<string, string> = {}) => ({
  role_commander: CAST.tia.id,
  role_operations: CAST.ana.id,
  observers: CAST.ben.id,
  ...more,
});

/** What no page offers them, sent all the same with the proof of their session. */
async function sent(browser: Browser, address: string, typed: Record<string, string>): Promise<Response> {
  const [, proof = ''] = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/me')).text) ?? [];
  return browser
    .post(address)
    .type('form')
    .send({ _csrf: proof, ...typed });
}

test('he chooses a scenario, and is told what is wrong with his choice, beside what he chose', async () => {
  const shelf = await max.get('/drills').expect(200);
  const [, briefing = ''] = /href="([^"]+)">Monday morning at the shop/.exec(shelf.text) ?? [];
  await max.get(briefing).expect(200, /Lead this drill for others/);
  planning = `${briefing}/planning`;
  assert.doesNotMatch((await tia.get(briefing)).text, /Lead this drill/);
  await tia.get(planning).expect(403);

  const wrong = async (typed: Record<string, string>, sentence: RegExp): Promise<void> => {
    const answer = await sendForm(max, planning, planning, seats(typed));
    assert.equal(answer.status, 409, answer.text.slice(0, 200));
    assert.match(answer.text, sentence);
    assert.match(answer.text, new RegExp(`value="${CAST.ana.id}" selected`));
    assert.match(answer.text, new RegExp(`value="${CAST.ben.id}" checked`));
  };
  await wrong({ agreed: 'tomorrow' }, /Write the hour as 2026-11-30 14:00/);
  await wrong({ agreed: '2026-11-22 09:00' }, /That hour lies behind/);
  await wrong({ role_commander: CAST.ana.id }, /Ana Ruiz is chosen twice/);
  await wrong({ role_commander: CAST.max.id }, /You lead this drill and know its secrets/);
});

test('they agree on an hour, and those who take part are invited, nobody else', async () => {
  const agreed = await sendForm(max, planning, planning, seats({ agreed: '2026-11-23 11:00' }));
  assert.equal(agreed.headers.location, PLAN, agreed.text.slice(0, 300));
  const rows = await here.store.db.selectFrom('message').selectAll().execute();
  assert.deepEqual(rows.map(({ address }) => address).sort(), [
    CAST.ana.email,
    CAST.ben.email,
    CAST.tia.email,
  ]);
  for (const { content } of rows) assert.match(content, /DRILL: Max Orwell invites you to/);
  const { text } = await tia.get(PLAN).expect(200);
  assert.match(text, /2026-11-23, 11:00|11:00/);
  assert.match(text, /Max Orwell leads it\. You are commander\./);
  assert.match((await ben.get(PLAN).expect(200)).text, /You watch\./);
  assert.doesNotMatch(text, /Let it begin|Read the script/);
  const calendar = await tia.get('/drills/1/plan.ics').expect(200);
  assert.match(
    calendar.text,
    /DTSTART:20261123T100000Z[\s\S]*SUMMARY:DRILL DRILL-1: Monday morning at the shop/,
  );
  await tia.get('/drills').expect(200, /Agreed[\s\S]*DRILL-1/);
});

test('nobody from outside finds it, and those who take part find no console', async () => {
  const ada = await signedIn(here, 'ada');
  for (const address of [PLAN, '/drills/1/plan.ics', RUN, CONSOLE]) await ada.get(address).expect(404);
  await ana.get(CONSOLE).expect(404);
  assert.equal((await tia.get(RUN)).headers.location, PLAN);
});

test('he reads the script, and lets it begin', async () => {
  await max.get(CONSOLE).expect(200, /release 418[\s\S]*The script/);
  here.clock.wind(3600);
  const begun = await sendForm(max, PLAN, `${PLAN}/beginning`);
  assert.equal(begun.headers.location, CONSOLE);
  const { text } = await max.get(CONSOLE).expect(200);
  assert.match(text, /<title>DRILL: Console of DRILL-1/);
  assert.match(text, /Tia Lund, commander[\s\S]*has opened no page yet/);
  assert.match(text, /Still to come[\s\S]*4:00<\/strong> Support asks about card payments/);
  assert.equal((await tia.get(PLAN)).headers.location, RUN);
});

test('those who practise see the ordinary pages, without hints and pause; Ben sees them and can do nothing', async () => {
  const { text } = await tia.get(RUN).expect(200);
  assert.match(text, /<title>DRILL: DRILL-1 Monday morning at the shop/);
  assert.match(text, /Ask what you would look up/);
  assert.doesNotMatch(
    text,
    /Take a hint|Pause the clock|Wait until something happens|Finish and look back|console/,
  );
  const refused = await sent(tia, `${RUN}/clock`, { state: 'paused', speed: '1' });
  assert.match(refused.text, /Whoever leads this drill does that/);
  const watched = (await ben.get(RUN).expect(200)).text;
  assert.match(watched, /You watch this drill\./);
  assert.doesNotMatch(watched, /Ask what you would look up|Declare and take command/);
  const tried = await sent(ben, `${RUN}/notes`, { text: 'I say something' });
  assert.match(tried.text, /You watch this drill: those who practise act in it/);
  assert.doesNotMatch((await tia.get(`${RUN}/timeline`)).text, /I say something/);
  await tia.get(RUN);
});

test('he sees where they are, and what they did last', async () => {
  const declared = await sendForm(tia, RUN, `${RUN}/declaration`, { severity: 'SEV-1' });
  assert.equal(declared.status, 303, declared.text.slice(0, 300));
  await ana.get(`${RUN}/updates`).expect(200);
  const { text } = await max.get(CONSOLE).expect(200);
  assert.match(text, /Tia Lund, commander<\/th><td>run[\s\S]*?declared/i);
  assert.match(text, /Ana Ruiz, operations<\/th><td>updates/);
});

test('a question that nothing answers waits for him, and his answer is theirs', async () => {
  await sendForm(ana, RUN, `${RUN}/probes`, { asked: 'what does the weather do' });
  await ana.get(RUN).expect(200, /being looked up: <strong>what does the weather do/);
  const { text } = await max.get(CONSOLE).expect(200);
  const [, form = ''] = /action="(\/drills\/1\/console\/questions\/[^"]+)"/.exec(text) ?? [];
  assert.match(text, /Ana Ruiz looks for: <strong>what does the weather do/);
  await sendForm(max, CONSOLE, form, { answer: 'It rains in Lisbon.', minutes: '1' });
  const run = (await tia.get(RUN).expect(200)).text;
  assert.match(run, /It rains in Lisbon\.[\s\S]*Looking took/);
  assert.doesNotMatch(run, /being looked up/);
  await sendForm(ana, RUN, `${RUN}/probes`, { asked: 'the provider' });
  await ana.get(RUN).expect(200, /0\.02 % errors/);
});

test('he delivers an inject now, moves one, leaves one out, and says what no script has', async () => {
  const inject = async (title: string, typed: Record<string, string>): Promise<void> => {
    const { text } = await max.get(CONSOLE).expect(200);
    const at = text.indexOf(`</strong> ${title}`);
    const [, form = ''] = /action="(\/drills\/1\/console\/injects\/[^"]+)"/.exec(text.slice(at)) ?? [];
    const answer = await sendForm(max, CONSOLE, form, typed);
    assert.equal(answer.status, 303, answer.text.slice(0, 300));
  };
  const { text } = await max.get(CONSOLE);
  const titles = [...text.matchAll(/<li><strong>[^<]+<\/strong> ([^<]+?) <span class="quiet">/g)].map(
    ([, title = '']) => title,
  );
  const [first = '', second = '', third = ''] = titles;
  assert.ok(titles.length >= 3, titles.join());
  await inject(first, { what: 'now' });
  await inject(second, { what: 'later', minutes: '60' });
  await inject(third, { what: 'skip' });
  const after = (await max.get(CONSOLE)).text;
  assert.match(after, new RegExp(`${first}: has reached them`));
  assert.match(after, new RegExp(`1:\\d\\d:\\d\\d</strong> ${second}`));
  assert.match(after, new RegExp(`${third}: left out`));
  await sendForm(max, CONSOLE, `${CONSOLE}/messages`, {
    from: 'The director',
    as: 'phone',
    to: 'commander',
    text: 'Are you there?',
  });
  await tia.get(RUN).expect(200, /Phone, The director[\s\S]*Are you there\?/);
});

test('whom they ask to come answers by his hand, and by nothing else', async () => {
  const ask = { to: 'played-infrastructure', reason: 'we need your hands' };
  await sendForm(tia, `${RUN}/people`, `${RUN}/escalations`, ask);
  here.clock.wind(120);
  await here.tick();
  assert.doesNotMatch((await tia.get(`${RUN}/people`)).text, /Infrastructure accepted/);
  const { text } = await max.get(CONSOLE).expect(200);
  const [, form = ''] = /action="(\/drills\/1\/console\/escalations\/[^"]+)"/.exec(text) ?? [];
  assert.match(text, /<strong>Infrastructure<\/strong> is asked to come: we need your hands/);
  await sendForm(max, CONSOLE, form, { how: 'accept' });
  await tia.get(`${RUN}/timeline`).expect(200, /Infrastructure accepted/);
  const database = { to: 'played-database', reason: 'its load is high' };
  await sendForm(tia, `${RUN}/people`, `${RUN}/escalations`, database);
  const again = (await max.get(CONSOLE)).text;
  const [, no = ''] = /action="(\/drills\/1\/console\/escalations\/[^"]+)"/.exec(again) ?? [];
  await sendForm(max, CONSOLE, no, { how: 'decline' });
  await tia.get(`${RUN}/timeline`).expect(200, /Database declined|Database said no|Database[^<]*busy/);
});

test('frozen, they can do nothing, and go on when the clock runs', async () => {
  await sendForm(max, CONSOLE, `${CONSOLE}/clock`, { state: 'frozen' });
  await tia.get(RUN).expect(200, /Frozen\./);
  const tried = await sendForm(tia, RUN, `${RUN}/hypotheses`, { statement: 'The gateway fails' });
  assert.match(tried.text, /The drill is frozen/);
  const elapsed = /(\S+) into the story/.exec((await tia.get(RUN)).text)?.[1];
  here.clock.wind(600);
  assert.equal(/(\S+) into the story/.exec((await tia.get(RUN)).text)?.[1], elapsed);
  await sendForm(max, CONSOLE, `${CONSOLE}/clock`, { state: 'running', speed: '1' });
  const followed = await sendForm(tia, RUN, `${RUN}/hypotheses`, { statement: 'The gateway fails' });
  assert.equal(followed.status, 303);
  await sendForm(max, CONSOLE, `${CONSOLE}/jump`);
});

test('he gives a hint, and says go for a dangerous step', async () => {
  const { text } = await max.get(CONSOLE).expect(200);
  const [, hint = ''] = /action="(\/drills\/1\/console\/hints\/[^"]+)"/.exec(text) ?? [];
  await sendForm(max, CONSOLE, hint);
  await tia.get(RUN).expect(200, /<strong>Hint<\/strong>/);
});

test('he keeps marks and notes, which nobody sees before the end', async () => {
  const { text } = await max.get(CONSOLE).expect(200);
  const [, form = ''] = /action="(\/drills\/1\/console\/objectives\/[^"]+)"/.exec(text) ?? [];
  await sendForm(max, CONSOLE, form, { mark: '1', note: 'only after I looked at her' });
  await max.get(CONSOLE).expect(200, /only after I looked at her/);
  for (const browser of [tia, ben])
    assert.doesNotMatch((await browser.get(RUN)).text, /only after I looked at her/);
});

test('he ends it; each rates themselves first, and then reads what the others and he say', async () => {
  const ended = await sendForm(max, CONSOLE, `${CONSOLE}/end`, { why: 'finished' });
  assert.equal(ended.headers.location, `${RUN}/debrief`);
  await max.get(`${RUN}/debrief`).expect(200, /release 418|one hour to three seconds/);
  const first = (await tia.get(`${RUN}/debrief`).expect(200)).text;
  assert.match(first, /First, how do you see it yourself\?/);
  assert.doesNotMatch(first, /the facilitator says so/);
  await sendForm(tia, `${RUN}/debrief`, `${RUN}/ratings`, { assess: '3', lead: '2' });
  const one = (await tia.get(`${RUN}/debrief`).expect(200)).text;
  assert.match(
    one,
    /<strong>1: only when told, or unsafe<\/strong>, the facilitator says so, and that counts/,
  );
  assert.match(one, /Tia Lund, commander<\/th><td>3<\/td>/);
  assert.match(one, /Ana Ruiz, operations<\/th><td colspan="6">not yet/);
  assert.doesNotMatch(one, /only after I looked at her/);
  await sendForm(ana, `${RUN}/debrief`, `${RUN}/ratings`, { assess: '1' });
  await tia.get(`${RUN}/debrief`).expect(200, /Ana Ruiz, operations<\/th><td>1<\/td>/);
  await max.get(`${RUN}/debrief`).expect(200, /Ana Ruiz, operations<\/th><td>1<\/td>/);
  await sendForm(ana, `${RUN}/debrief`, `${RUN}/ratings/deletion`);
  await max.get(`${RUN}/debrief`).expect(200, /Ana Ruiz, operations<\/th><td colspan="6">deleted by them/);
  await sendForm(max, `${RUN}/debrief`, `${RUN}/findings`, { text: 'Ask earlier', list: 'us' });
  await tia.get(`${RUN}/debrief`).expect(200, /Ask earlier/);
  await tia.get('/drills').expect(200, /Yours so far[\s\S]*DRILL-1/);
});

test('while something real burns a start asks, and a drill that runs is broken off for it, in words', async () => {
  await sendForm(ana, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-1',
    take_command: 'on',
  });
  const asked = await sendForm(max, planning, planning, seats());
  assert.equal(asked.status, 409);
  assert.match(asked.text, /INC-1 is real and open/);
  const begun = await sendForm(max, planning, planning, seats({ despite_real: 'on' }));
  assert.equal(begun.headers.location, '/drills/2/console', begun.text.slice(0, 300));
  await max.get('/drills/2/console').expect(200, /Something real is open[\s\S]*INC-1 Checkout fails/);
  await sendForm(max, '/drills/2/console', '/drills/2/console/end', { why: 'real-emergency', real: '1' });
  for (const browser of [tia, ana, ben]) {
    const { text } = await browser.get('/drills/2').expect(200);
    assert.match(
      text,
      /The drill has ended: something real needs the people\. It is <a href="\/incidents\/1">INC-1 Checkout fails/,
    );
  }
  await sendForm(tia, '/drills/2/debrief', '/drills/2/ratings', { lead: '3' });
  await tia.get('/drills/2/debrief').expect(200, /broken off for a real emergency, so nothing is scored/);
});

test('what was agreed is called off, and those who were invited are told', async () => {
  await sendForm(max, planning, planning, seats({ despite_real: 'on', agreed: '2026-11-30 14:00' }));
  await sendForm(max, '/drills/3/plan', '/drills/3/plan/end');
  await tia.get('/drills/3/plan').expect(200, /It was called off\./);
  const rows = await here.store.db.selectFrom('message').selectAll().execute();
  assert.equal(rows.filter(({ content }) => content.includes('DRILL: Max Orwell called it off')).length, 3);
});

test('a dangerous step waits for his go, which is said as the role that has to', async () => {
  const shelf = await max.get('/drills').expect(200);
  const [, briefing = ''] = /href="([^"]+)">Sunday at breakfast/.exec(shelf.text) ?? [];
  const form = `${briefing}/planning`;
  await sendForm(max, form, form, { role_commander: CAST.tia.id, despite_real: 'on' });
  await sendForm(tia, '/drills/4', '/drills/4/declaration', { severity: 'SEV-2' });
  const { library, incidents } = here.kit;
  const viewer = await viewerById(here.store.db, CAST.tia.id);
  assert.ok(viewer);
  const { row } = await library.find('certificate-expired');
  const does = async (command: Command): Promise<void> => {
    await act(incidents, trainee(viewer), -4, [command], { opId: undefined, body: {} });
  };
  await does({ type: 'attach-runbook', contentHash: row.content_hash, why: [] });
  await does({ type: 'open-step', runId: 1, stepId: 'install' });
  for (let left = 10; left > 0; left -= 1) {
    const { state } = await openRoom(incidents, trainee(viewer), -4);
    const other = state.runs[0]?.steps.find((one) => one.state === 'open' && one.stepId !== 'install');
    if (other === undefined) break;
    await does({ type: 'skip-step', runId: 1, stepId: other.stepId, reason: 'seen before' });
  }
  await sendForm(tia, '/drills/4', '/drills/4/go');
  await tia.get('/drills/4').expect(200, /Ask for the go/);
  await max.get('/drills/4/console').expect(200, /Tia Lund asks for it[\s\S]*Say go, as/);
  await sendForm(max, '/drills/4/console', '/drills/4/console/go');
  await tia.get('/drills/4/timeline').expect(200, /\(played\)/);
  assert.doesNotMatch((await max.get('/drills/4/console')).text, /Say go, as/);
});
