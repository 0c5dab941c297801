import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createSchedule } from '../../server/escalation/schedule-actions.ts';
import { addMember, createTeam } from '../../server/identity/team-actions.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A manager looks who of the shop has practised what; Ben has followed one runbook, and is told when it is due again. */
let here: World;
let manager: Browser;
let ben: Browser;

before(async () => {
  here = await world(
    { MUSTER_RUNBOOKS: 'runbooks', MUSTER_SMTP_URL: 'smtp://127.0.0.1:9' },
    '2026-05-04T09:00:00.000Z',
  );
  await enter(here);
  await createTeam(here.kit.people, 'Shop', COMMAND_LINE);
  for (const who of [CAST.ben, CAST.ana]) await addMember(here.kit.people, 'shop', who.id, COMMAND_LINE);
  const rotation = {
    zone: 'UTC',
    firstDate: '2026-05-04',
    firstTime: '09:00',
    length: 1,
    unit: 'weeks',
    members: [{ personId: CAST.ben.id }],
  } as const;
  const layers = [{ name: 'Main', rotation }];
  await createSchedule(here.kit.escalation, { name: 'Shop', zone: 'UTC', layers }, COMMAND_LINE);
  ben = await signedIn(here, 'ben');
});
after(() => here.end());

const COVERAGE = '/drills/coverage?team=shop';

/** The row of a runbook as words. */
async function rowOf(browser: Browser, title: string): Promise<string> {
  const { text } = await browser.get(COVERAGE).expect(200);
  const row = text.split('<tr>').find((row) => row.includes(`>${title}</a>`)) ?? '';
  return row
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

async function reminders() {
  return (await here.store.db.selectFrom('message').selectAll().execute()).filter(({ content }) =>
    content.includes('is due again'),
  );
}

test('at first nobody has run anything, and no scenario was played', async () => {
  const { text } = await ben.get(COVERAGE).expect(200);
  assert.match(text, /Nobody on this rota has run it/);
  assert.match(text, /Scenarios that nobody has played to their end[\s\S]*Sunday at breakfast/);
  assert.match(text, /data-label="Ben [^"]*">never</);
  await ben.get('/runbooks/disk-full').expect(200, /Nobody on any rota has run it\./);
  await ben.get('/drills').expect(200, /href="\/drills\/coverage"/);
  await ben.get('/insights').expect(200, /href="\/drills\/coverage"/);
});

test('a dry run of his stands in his cell, by its month', async () => {
  await sendForm(ben, '/runbooks/disk-full/dry-run', '/runbooks/disk-full/dry-run', { clock: 'paused' });
  const page = await ben.get('/drills/1').expect(200);
  const [, action = '', step = ''] =
    /action="(\/drills\/1\/runs\/1\/steps\/([^/"]+)\/result)"/.exec(page.text) ?? [];
  assert.notEqual(step, '');
  const [, branch = 'none'] = /name="branch" value="([^"]+)"/.exec(page.text) ?? [];
  const answered = await sendForm(ben, '/drills/1', action, { observed: '97 %', matched: 'yes', branch });
  assert.equal(answered.status, 303);
  await sendForm(ben, '/drills/1', '/drills/1/end', { why: 'finished' });
  const row = await rowOf(ben, 'Disk full');
  assert.match(row, /drilled this month/);
  assert.doesNotMatch(row, /Nobody/);
  await ben.get('/runbooks/disk-full').expect(200, /Exercised in a drill this month\./);
});

test('what happened in an incident that one may not see is in no cell of theirs', async () => {
  const filed = {
    title: 'Private matter',
    severity: 'SEV-3',
    take_command: 'on',
    visibility: 'private',
    runbook: 'bad-deployment',
  };
  await sendForm(ben, '/incidents/new', '/incidents', filed);
  const run = await ben.get('/incidents/1').expect(200);
  const [, action = ''] = /action="(\/incidents\/1\/runs\/1\/steps\/[^/"]+\/result)"/.exec(run.text) ?? [];
  const [, branch = 'none'] = /name="branch" value="([^"]+)"/.exec(run.text) ?? [];
  const answered = await sendForm(ben, '/incidents/1', action, {
    observed: 'a release',
    matched: 'yes',
    branch,
  });
  assert.equal(answered.status, 303);
  assert.match(await rowOf(ben, 'Bad deployment'), /in an incident this month/);
  const ana = await signedIn(here, 'ana');
  assert.doesNotMatch(await rowOf(ana, 'Bad deployment'), /in an incident/);
});

test('after 90 days it is due again: the page says so, and he is told once', async () => {
  await here.tick();
  assert.equal((await reminders()).length, 0);
  here.clock.wind(91 * 86_400);
  await here.tick();
  here.clock.wind(3600);
  await here.tick();
  const [first, ...others] = await reminders();
  assert.equal(others.length, 0);
  assert.equal(first?.account_id, CAST.ben.id);
  assert.match(
    first.content,
    /Bad deployment[\s\S]*is due again: you last followed it 3 months ago\. So is \\"Disk full/,
  );
  ben = await signedIn(here, 'ben');
  assert.match(await rowOf(ben, 'Disk full'), /drilled 3 months ago: due again[\s\S]*Practise it again/);
  await ben.get('/drills').expect(200, /Due again[\s\S]*href="\/runbooks\/disk-full\/dry-run">Disk full/);
});

test('and no sooner than 90 days later once more', async () => {
  here.clock.wind(89 * 86_400);
  await here.tick();
  assert.equal((await reminders()).length, 1);
  here.clock.wind(2 * 86_400);
  await here.tick();
  assert.equal((await reminders()).length, 2);
});

test('it is for those who may look at many incidents together, and shows everybody to whoever is in no team', async () => {
  const tia = await signedIn(here, 'tia');
  await tia.get('/drills/coverage').expect(403);
  manager = await signedIn(here, 'max');
  await manager.get('/drills/coverage?team=all').expect(200, /these people|this rota/);
});
