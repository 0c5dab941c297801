import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { calendarText } from '../../server/escalation/calendar.ts';
import { coverShift, createSchedule } from '../../server/escalation/schedule-actions.ts';
import { fetchCalendar, readCalendar } from '../support/calendar.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana and Ben are on call in turn. What their calendar programs are given is read by a parser that is not ours. */
let here: World;
let ana: Browser;

before(async () => {
  here = await world({ MUSTER_URL: 'http://muster.test:3000' }, '2026-10-20T08:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  const rotation = {
    zone: 'Europe/Berlin',
    firstDate: '2026-10-19',
    firstTime: '09:00',
    length: 1,
    unit: 'weeks',
    members: [{ personId: CAST.ana.id }, { personId: CAST.ben.id }],
  } as const;
  const layers = [{ name: 'Primary', rotation }];
  const wanted = { name: 'Shop, nights; and days', zone: 'Europe/Berlin', layers };
  const { slug } = await createSchedule(here.kit.escalation, wanted, COMMAND_LINE);
  const cover = {
    personId: CAST.ana.id,
    insteadOf: CAST.ben.id,
    from: '2026-10-28T17:00:00.000Z',
    to: '2026-10-29T07:00:00.000Z',
    reason: 'Ben’s concert, which\nis long: 🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻🎻',
  };
  await coverShift(here.kit.escalation, slug, cover, COMMAND_LINE);
});
after(() => here.end());

async function addresses(): Promise<string[]> {
  const page = (await ana.get('/me/calendars').expect(200)).text;
  return [
    ...page.matchAll(
      /<code class="copyable" tabindex="0" id="calendar-\d+">http:\/\/muster\.test:3000([^<]+)<\/code>/g,
    ),
  ].map(([, path = '']) => path);
}

const events = (path: string) => fetchCalendar(here, path);

test('somebody makes an address, and it reads their own shifts alone', async () => {
  assert.deepEqual(await addresses(), []);
  await sendForm(ana, '/me/calendars', '/me/calendars', { schedule: '' });
  const [path = ''] = await addresses();
  const { name, events: own } = await events(path);
  assert.equal(name, 'On call: Ana Ruiz');
  assert.deepEqual(
    own.slice(0, 3).map(({ summary, begins, ends }) => [summary, begins, ends]),
    [
      // The schedule was made on Tuesday; its week ends an hour later in UTC, since the clocks were put back in it.
      ['On call: Shop, nights; and days', '2026-10-20T08:00:00.000Z', '2026-10-26T08:00:00.000Z'],
      ['On call: Shop, nights; and days', '2026-10-28T17:00:00.000Z', '2026-10-29T07:00:00.000Z'],
      ['On call: Shop, nights; and days', '2026-11-02T08:00:00.000Z', '2026-11-09T08:00:00.000Z'],
    ],
  );
});

test('the calendar of a schedule has everybody, without a hole', async () => {
  const page = (await ana.get('/me/calendars').expect(200)).text;
  const [, schedule = ''] = /name="schedule" value="([^"]+)"/.exec(page) ?? [];
  await sendForm(ana, '/me/calendars', '/me/calendars', { schedule });
  const path = (await addresses()).at(-1) ?? '';
  const { events: all } = await events(path);
  assert.deepEqual(
    all.slice(0, 5).map(({ summary }) => summary.replace('Shop, nights; and days: ', '')),
    ['nobody on call', 'Ana Ruiz', 'Ben Okafor', 'Ana Ruiz', 'Ben Okafor'],
  );
  for (const [index, event] of all.entries()) if (index > 0) assert.equal(event.begins, all[index - 1]?.ends);
  assert.equal(new Set(all.map(({ uid }) => uid)).size, all.length, 'each has an id of its own');
});

test('a shift keeps its id from one reading to the next', async () => {
  const [path = ''] = await addresses();
  const before = (await events(path)).events.map(({ uid }) => uid);
  here.clock.wind(86_400);
  const after = (await events(path)).events.map(({ uid }) => uid);
  assert.deepEqual(after.slice(0, 5), before.slice(0, 5));
  ana = await signedIn(here, 'ana');
});

test('another address ends the one before, and so does switching it off, and so does a closed account', async () => {
  const [first = ''] = await addresses();
  await sendForm(ana, '/me/calendars', '/me/calendars', { schedule: '' });
  const [second = ''] = await addresses();
  assert.notEqual(first, second);
  await here.browser().get(first).expect(404);
  await here.browser().get(second).expect(200);
  await here
    .browser()
    .get(second.replace(/.\.ics$/, 'x.ics'))
    .expect(404);
  await sendForm(ana, '/me/calendars', '/me/calendars/end', { schedule: '' });
  await here.browser().get(second).expect(404);
  const [left = ''] = await addresses();
  const { db } = here.store;
  await db
    .updateTable('account')
    .set({ disabled_at: here.clock.now() })
    .where('account_id', '=', CAST.ana.id)
    .execute();
  await here.browser().get(left).expect(404);
});

test('what people typed cannot end a line of a calendar', () => {
  const shift = {
    uid: 'a@b',
    from: '2026-11-02T08:00:00.000Z',
    to: '2026-11-02T09:00:00.000Z',
    summary: 'a\r\nEND:VEVENT\r\nBEGIN:VEVENT;x',
    description: 'back\\slash, comma',
    changedAt: '2026-11-01T08:00:00.000Z',
  };
  const { events } = readCalendar(calendarText('Shop', [shift]));
  assert.deepEqual(
    events.map(({ summary, description }) => [summary, description]),
    [['a\nEND:VEVENT\nBEGIN:VEVENT;x', 'back\\slash, comma']],
  );
});
