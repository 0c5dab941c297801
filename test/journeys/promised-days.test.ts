import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { program } from '../support/api.ts';
import { fetchCalendar, type CalendarEvent } from '../support/calendar.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben has what he promised in his calendar program. What it is given is read by a parser that is not ours. */
let here: World;
let ana: Browser;
let ben: Browser;

const PAGE = '/me/calendars';
const OF_ACTIONS = { kind: 'actions', schedule: '' };
const ADDRESS = /http:\/\/muster\.test:3000(\/feeds\/(actions|oncall)\/[^<]+)/g;

before(async () => {
  here = await world({ MUSTER_URL: 'http://muster.test:3000' }, '2026-10-20T08:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  await sendForm(ana, '/incidents/new', '/incidents', { title: 'Checkout fails', take_command: 'on' });
  const bot = await program(here, { member: 'ana' });
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
  await promise('Fail the release; when a lifetime, or a zone, is odd', CAST.ben.id, '2026-10-30');
  await promise('Page when the hit rate is low: 🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯', CAST.ben.id, '2026-11-02');
  await promise('Put the hit rate on the board', CAST.ana.id, '2026-10-31');
  await promise('Rehearse it, some day', CAST.ben.id, '');
});
after(() => here.end());

async function promise(text: string, owner: string, due: string): Promise<void> {
  const typed = { text, owner, due, type: 'detect', done_when: 'a drill shows it' };
  const made = await sendForm(ana, '/postmortems/1', '/incidents/1/actions', typed);
  assert.equal(made.status, 303, made.text.slice(0, 300));
}

async function addresses(browser: Browser, of: string): Promise<string[]> {
  const { text } = await browser.get(PAGE).expect(200);
  return [...text.matchAll(ADDRESS)].filter(([, , kind]) => kind === of).map(([, path = '']) => path);
}

async function theAddress(browser: Browser): Promise<string> {
  const [path, ...more] = await addresses(browser, 'actions');
  assert.ok(path !== undefined && more.length === 0, 'one address of action items');
  return path;
}

const read = (path: string) => fetchCalendar(here, path);

test('Ben makes an address, and it reads what he promised with a day, and nothing of others', async () => {
  assert.deepEqual(await addresses(ben, 'actions'), []);
  await ben.get(PAGE).expect(200, /Your action items/);
  await sendForm(ben, PAGE, PAGE, OF_ACTIONS);
  const { name, events: days } = await read(await theAddress(ben));
  assert.equal(name, 'Action items: Ben Okafor');
  assert.deepEqual(
    days.map(({ summary, start, isAllDay }) => [summary, start, isAllDay]),
    [
      ['ACT-1 Fail the release; when a lifetime, or a zone, is odd', '2026-10-30', true],
      ['ACT-2 Page when the hit rate is low: 🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯🎯', '2026-11-02', true],
    ],
  );
  const [first] = days;
  assert.equal(first?.url, 'http://muster.test:3000/actions/1');
  assert.match(first.description, /Done when: a drill shows it/);
});

test('a day that is moved stays the same entry, and what is done leaves', async () => {
  const path = await theAddress(ben);
  const before = (await read(path)).events;
  const moved = { text: 'Fail the release', owner: CAST.ben.id, due: '2026-11-20', type: 'prevent' };
  await sendForm(ben, '/actions/1', '/actions/1/acceptance', { ...moved, done_when: 'it is refused' });
  const after = (await read(path)).events;
  const of = (days: CalendarEvent[]) => days.find(({ summary }) => summary.startsWith('ACT-1 '));
  assert.equal(of(after)?.start, '2026-11-20');
  assert.equal(of(after)?.uid, of(before)?.uid);
  await sendForm(ben, '/actions/1', '/actions/1/done', { evidence: 'release 419 was refused' });
  assert.deepEqual(
    (await read(path)).events.map(({ summary }) => summary.slice(0, 5)),
    ['ACT-2'],
  );
});

test('the address of shifts is another one, and neither opens the other', async () => {
  await sendForm(ben, PAGE, PAGE, { schedule: '' });
  const [shifts = ''] = await addresses(ben, 'oncall');
  const actions = await theAddress(ben);
  await here.browser().get(shifts).expect(200);
  await here.browser().get(actions.replace('/actions/', '/oncall/')).expect(404);
  await here.browser().get(shifts.replace('/oncall/', '/actions/')).expect(404);
  await sendForm(ben, PAGE, `${PAGE}/end`, { kind: 'shifts', schedule: '' });
  await here.browser().get(shifts).expect(404);
  await here.browser().get(actions).expect(200);
});

test('what Ben is shut out of leaves his calendar', async () => {
  const path = await theAddress(ben);
  const { db } = here.store;
  await db.updateTable('incident').set({ visibility: 'private' }).execute();
  assert.deepEqual((await read(path)).events, []);
  await db.updateTable('incident').set({ visibility: 'all' }).execute();
  assert.equal((await read(path)).events.length, 1);
});

test('another address ends the one before, and so does switching it off, and so does a closed account', async () => {
  const first = await theAddress(ben);
  await sendForm(ben, PAGE, PAGE, OF_ACTIONS);
  const second = await theAddress(ben);
  assert.notEqual(first, second);
  await here.browser().get(first).expect(404);
  await here
    .browser()
    .get(second.replace(/.\.ics$/, 'x.ics'))
    .expect(404);
  await sendForm(ben, PAGE, `${PAGE}/end`, OF_ACTIONS);
  await here.browser().get(second).expect(404);
  await ben.get(PAGE).expect(200, /That address does not work any more|No address yet/);
  await sendForm(ben, PAGE, PAGE, OF_ACTIONS);
  const third = await theAddress(ben);
  await here.browser().get(third).expect(200);
  const { db } = here.store;
  await db
    .updateTable('account')
    .set({ disabled_at: here.clock.now() })
    .where('account_id', '=', CAST.ben.id)
    .execute();
  await here.browser().get(third).expect(404);
});
