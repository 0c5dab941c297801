import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program, type Program } from '../support/api.ts';
import { enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** A year of incidents, and what Max reads from them together. */
let here: World;
let max: Browser;
let bot: Program;

/** How many minutes users were hurt in each, INC-1 first. In the last one nobody recorded it. */
const MINUTES = [10, 20, 30, 100, 400, undefined] as const;
const DAY = 86_400;

before(async () => {
  const settings = { MUSTER_HOME_ZONE: 'Europe/Vienna', MUSTER_RUNBOOKS: 'runbooks' };
  here = await world(settings, '2026-01-05T09:00:00.000Z');
  await enter(here);
  max = await signedIn(here, 'max');
});
after(() => here.end());

async function did(path: string, body: object = {}): Promise<void> {
  const answer = await bot.post(`/api/v1/incidents${path}`, body);
  assert.ok(answer.status < 300, answer.text.slice(0, 300));
}

type Room = { impact: { impact_id: string }[] };

/** An incident from its beginning to its end. */
async function happened(number: number, minutes: number | undefined): Promise<void> {
  const room = `/${String(number)}`;
  await did('', { title: `=Shop, "slow" ${String(number)}`, severity: 'SEV-2', take_command: true });
  if (minutes !== undefined) await did(`${room}/impacts`, { statement: 'Checkout is slow', percent: 30 });
  here.clock.wind((minutes ?? 5) * 60);
  if (minutes !== undefined) {
    const { impact } = (await bot.get(`/api/v1/incidents${room}`)).body as Room;
    await did(`${room}/impacts/${impact[0]?.impact_id ?? ''}/end`, { signal: 'errors are normal' });
  }
  await did(`${room}/status`, { to: 'resolved', override: 'it was small' });
  here.clock.wind(20 * DAY);
}

/** The section of one figure. */
async function figure(query = ''): Promise<string> {
  const { text } = await max.get(`/insights${query}`).expect(200);
  const [, section = ''] =
    /(<section aria-labelledby="impact-duration">[\s\S]*?<\/section>)/.exec(text) ?? [];
  assert.ok(section !== '', 'there is a figure of how long users were hurt');
  return section;
}

test('before anything has ended the page says what will be there', async () => {
  const { text } = await max.get('/insights').expect(200);
  assert.match(text, /No incident of this time counts yet\. An incident counts from its end on\./);
  assert.doesNotMatch(text, /class="chart-dot"/);
});

test('each figure is a picture made by the server: a dot an incident, its median, its count, what is missing', async () => {
  bot = await program(here, { member: 'ana' });
  for (const [index, minutes] of MINUTES.entries()) await happened(index + 1, minutes);
  max = await signedIn(here, 'max');
  const section = await figure();
  assert.match(
    section,
    /<p>5 incidents, half took at most 30 min; 1 incident without it, as an end is missing\.<\/p>/,
  );
  assert.equal(section.match(/<circle class="chart-dot"/g)?.length, 5);
  assert.equal(section.match(/class="chart-median"/g)?.length, 1);
  const heights = [...section.matchAll(/<circle class="chart-dot" cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) =>
    Number(y),
  );
  assert.deepEqual(
    heights,
    heights.toSorted((a, b) => b - a),
    'what took longer stands higher',
  );
  const { text } = await max.get('/insights').expect(200);
  assert.doesNotMatch(
    text.replace(/<script\b[^>]*\bsrc="[^"]+"[^>]*><\/script>/g, ''),
    /<script|<canvas|style="/,
  );
});

test('five incidents have no trend: nothing joins the dots', async () => {
  const section = await figure();
  const paths = [...section.matchAll(/<path class="([^"]+)" d="([^"]+)"/g)];
  for (const [, name, d = ''] of paths) {
    assert.ok(name === 'chart-line' || name === 'chart-median', `${String(name)} is a line of the chart`);
    assert.match(d, /^M[\d.]+ [\d.]+H[\d.]+$/, 'level lines only: the scale and the median');
  }
  assert.doesNotMatch(section, /<poly|trend|average|mean\b/i);
});

test('each figure has the same as a table, and each row leads to how it was reckoned', async () => {
  const { text } = await max.get('/insights').expect(200);
  const pictures = text.match(/<div class="chart"/g)?.length ?? 0;
  assert.ok(pictures > 0);
  assert.equal(text.match(/<summary>The same as a table<\/summary>/g)?.length, pictures);
  const section = await figure();
  const rows = [
    ...section.matchAll(
      /<tr><th scope="row"><a href="([^"]+)">([^<]+)<\/a><\/th><td>[^<]+<\/td><td>([^<]+)<\/td><\/tr>/g,
    ),
  ];
  assert.deepEqual(
    rows.map(([, , key, value]) => [key, value]),
    [
      ['INC-5', '6 h 40 min'],
      ['INC-4', '1 h 40 min'],
      ['INC-3', '30 min'],
      ['INC-2', '20 min'],
      ['INC-1', '10 min'],
    ],
  );
  await max.get(rows[0]?.[1] ?? '').expect(200, /6 h 40 min/);
});

test('all of it is a table for other programs, in seconds, and nothing in it is run there', async () => {
  const file = await max.get('/insights.csv?span=all').expect(200);
  assert.match(String(file.headers['content-type']), /^text\/csv/);
  const [head, ...lines] = file.text.trimEnd().split('\r\n');
  assert.equal(head, 'Measure,Incident,Title,Opened,Seconds');
  const durations = lines.filter((line) => line.startsWith('Impact duration,'));
  assert.equal(durations.length, 5);
  assert.equal(durations[0], `Impact duration,INC-1,"'=Shop, ""slow"" 1",2026-01-05T09:00:00.000Z,600`);
});

test('a shorter time has those of that time alone', async () => {
  const section = await figure('?span=3');
  assert.doesNotMatch(section, />INC-1</);
  assert.match(section, />INC-5</);
  await max.get('/insights?span=7').expect(422);
});

test('a drill and what was cancelled count nowhere', async () => {
  const before = (await max.get('/insights?span=all').expect(200)).text;
  const shelf = await max.get('/drills').expect(200);
  const [, briefing = ''] = /href="([^"]+)">Sunday at breakfast/.exec(shelf.text) ?? [];
  assert.equal((await sendForm(max, briefing, `${briefing}/start`)).status, 303);
  const declared = { severity: 'SEV-1', take_command: 'on' };
  assert.equal((await sendForm(max, '/drills/1', '/drills/1/declaration', declared)).status, 303);
  const hurt = { statement: 'Half of them are turned away', percent: '50' };
  assert.equal((await sendForm(max, '/drills/1', '/drills/1/impacts', hurt)).status, 303);
  await did('', { title: 'A false alarm', severity: 'SEV-3', take_command: true });
  await did('/7/status', { to: 'cancelled', reason: 'nothing was wrong' });
  const { text } = await max.get('/insights?span=all').expect(200);
  assert.doesNotMatch(text, /DRILL-1|INC-7/);
  assert.doesNotMatch((await max.get('/insights.csv?span=all').expect(200)).text, /DRILL-1|INC-7/);
  const count = (page: string): string => /<p>(\d+ incidents?)\./.exec(page)?.[1] ?? '';
  assert.equal(count(text), count(before));
});

test('whoever only watches is told who may read it', async () => {
  const vic = await signedIn(here, 'vic');
  await vic.get('/insights').expect(403);
  await vic.get('/insights.csv').expect(403);
});
