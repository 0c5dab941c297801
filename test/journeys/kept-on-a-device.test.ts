import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntryJson } from '../../server/api/entry-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm, type Typed } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana's phone had no network for a while; what it kept comes in later, with the time at which she did it. */
let here: World;
let ana: Browser;
let ben: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'UTC' }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  program = await anotherToken(here, CAST.ana.id);
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  // Half an hour later, in which there was no network.
  here.clock.wind(1_800);
});
after(() => here.end());

const RUN = '/incidents/1';

async function entries(): Promise<EntryJson[]> {
  const { body } = await program.get('/api/v1/incidents/INC-1/entries?limit=100');
  return (body as { data: EntryJson[] }).data;
}

const wordsOf = ({ body }: EntryJson): unknown => (body as { text?: unknown }).text;

/** Sends a form as a script of ours does, with what a browser says of one that it kept. */
async function sendKept(
  browser: Browser,
  page: string,
  action: string,
  typed: Typed,
): Promise<{ status: number; body: unknown }> {
  const { text } = await browser.get(page).expect(200);
  return browser
    .post(action)
    .type('form')
    .set('Accept', 'application/json')
    .send({ ...hiddenFields(text, action), ...typed });
}

test('it stands on the timeline when it was done, and says when it came', async () => {
  const typed = { text: 'Disk is full', occurred_at: '2026-11-02T09:10:00.000Z', clock_ahead: '0' };
  const { body, status } = await sendKept(ana, RUN, `${RUN}/notes`, typed);
  assert.equal(status, 200);
  assert.deepEqual(body, { to: RUN });
  const note = (await entries()).find(({ kind }) => kind === 'note-added');
  assert.ok(note);
  const { occurred_at, recorded_at, source, precision } = note;
  assert.deepEqual(
    { occurred_at, recorded_at, source, precision },
    {
      occurred_at: '2026-11-02T09:10:00.000Z',
      recorded_at: '2026-11-02T09:30:00.000Z',
      source: 'offline',
      precision: 'second',
    },
  );
  assert.match((await ana.get(`${RUN}/timeline`)).text, /Disk is full/);
});

test('it was typed when it was kept, so a time that counts from then does', async () => {
  const typed = { text: 'Saw it before', at: '-5m', occurred_at: '2026-11-02T09:20:00.000Z' };
  await sendKept(ana, RUN, `${RUN}/notes`, typed);
  const note = (await entries()).find((one) => wordsOf(one) === 'Saw it before');
  assert.equal(note?.occurred_at, '2026-11-02T09:15:00.000Z');
  assert.equal(note?.source, 'typed');
});

test('a clock that was ahead is put right, and that is told once', async () => {
  for (const text of ['By a fast clock', 'By the same clock']) {
    const typed = { text, occurred_at: '2026-11-02T09:22:30.000Z', clock_ahead: '120000' };
    await sendKept(ana, RUN, `${RUN}/notes`, typed);
  }
  const all = await entries();
  assert.equal(
    all.find((one) => wordsOf(one) === 'By a fast clock')?.occurred_at,
    '2026-11-02T09:20:30.000Z',
  );
  const told = all.filter(({ kind }) => kind === 'clock-skew-noticed');
  assert.deepEqual(
    told.map(({ body }) => body),
    [{ personId: CAST.ana.id, personName: CAST.ana.name, skewMs: 120_000 }],
  );
  assert.match(
    (await ana.get(`${RUN}/timeline`)).text,
    /The browser of Ana Ruiz is 2 min ahead of the server/,
  );
});

test('a time that lies ahead means now', async () => {
  await sendKept(ana, RUN, `${RUN}/notes`, { text: 'Ahead', occurred_at: '2026-11-02T12:00:00.000Z' });
  const note = (await entries()).find((one) => wordsOf(one) === 'Ahead');
  assert.equal(note?.occurred_at, '2026-11-02T09:30:00.000Z');
});

test('sent twice it is one entry, whether or not it said the second time that it was kept', async () => {
  const { text } = await ana.get(RUN);
  const form = { ...hiddenFields(text, `${RUN}/notes`), text: 'Only once' };
  const send = (more: Typed) =>
    ana
      .post(`${RUN}/notes`)
      .type('form')
      .send({ ...form, ...more })
      .expect(303);
  await send({});
  await send({ occurred_at: '2026-11-02T09:10:00.000Z' });
  assert.equal((await entries()).filter((one) => wordsOf(one) === 'Only once').length, 1);
});

test('what others act upon is never sent later by itself', async () => {
  const kept = { to: CAST.ben.id, reason: 'Ranking is ruled out', occurred_at: '2026-11-02T09:10:00.000Z' };
  const { status, body } = await sendKept(ana, `${RUN}/people`, `${RUN}/escalations`, kept);
  assert.equal(status, 422);
  assert.match((body as { detail: string }).detail, /never sent later by itself/);
  assert.ok(!(await entries()).some(({ kind }) => kind === 'escalation-requested'));
});

test('a refusal says why, for the script that has the words', async () => {
  const { status, body } = await sendKept(ben, RUN, `${RUN}/notes`, {
    text: '',
    occurred_at: '2026-11-02T09:10:00.000Z',
  });
  assert.equal(status, 422);
  assert.match(JSON.stringify(body), /Enter a note\./);
  const unread = await sendKept(ben, RUN, `${RUN}/notes`, { text: 'x', occurred_at: 'this morning' });
  assert.match(JSON.stringify(unread.body), /cannot be read/);
});

test('an incident that was declared without network began then', async () => {
  const typed = { title: 'Payments time out', occurred_at: '2026-11-02T09:12:00.000Z' };
  const { body } = await sendKept(ana, '/incidents/new', '/incidents', typed);
  assert.deepEqual(body, { to: '/incidents/2' });
  assert.match((await ana.get('/incidents/2')).text, /Open for<\/dt><dd[^>]*>00:18:00/);
});
