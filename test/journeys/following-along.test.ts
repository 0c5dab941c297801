import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, before, test } from 'node:test';
import { insertAccount } from '../../server/identity/account-store.ts';
import { hashed } from '../../server/identity/passwords.ts';
import { REGIONS } from '../../server/incidents/live-regions.ts';
import { CAST, enter, PASSWORD, signedIn, type Member } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { figure } from '../support/large.ts';
import { eventsIn, listen, type Listening } from '../support/listening.ts';
import { served } from '../support/served.ts';
import { ask, signIn, type SignedIn } from '../support/wire.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let site: Awaited<ReturnType<typeof served>>;
let ana: Browser;
let ben: Browser;
const agent = new Agent({ keepAlive: true });
const open: Listening[] = [];

before(async () => {
  here = await world({ MUSTER_LIVE_STREAMS: '300' });
  await enter(here);
  site = await served(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  await sendForm(ana, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-2',
    take_command: 'on',
  });
});
after(async () => {
  for (const one of open) one.close();
  agent.destroy();
  await site.end();
  await here.end();
});

const entered = new Map<Member, Promise<SignedIn>>();

function inside(member: Member): Promise<SignedIn> {
  const known =
    entered.get(member) ?? signIn(site.origin, agent, { email: CAST[member].email, password: PASSWORD });
  entered.set(member, known);
  return known;
}

async function follow(member: Member, path: string, lastId?: string): Promise<Listening> {
  const { cookie } = await inside(member);
  const listening = await listen(site.origin + path, { cookie, lastId });
  open.push(listening);
  return listening;
}

async function note(browser: Browser, text: string): Promise<number> {
  const sent = await sendForm(browser, '/incidents/1', '/incidents/1/notes', { text });
  assert.equal(sent.status, 303);
  return head();
}

async function head(number = 1): Promise<number> {
  const { seq } = await here.store.db
    .selectFrom('incident')
    .select('seq')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return seq;
}

const named = (listening: Listening, name: string) => listening.events.filter(({ event }) => event === name);
const ids = (listening: Listening) => listening.events.flatMap(({ id }) => (id === undefined ? [] : [id]));

test('whoever follows hears which parts an act touched, the id on the last of them only', async () => {
  const seq = await head();
  const heard = await follow('ben', `/incidents/1/live?after=${String(seq)}`);
  assert.equal(heard.status, 200);
  assert.match(String(heard.headers['content-type']), /^text\/event-stream/);
  assert.equal(heard.headers['x-accel-buffering'], 'no');
  assert.equal(heard.headers['content-encoding'], undefined);
  const now = await note(ana, 'The queue is full');
  await heard.until(() => ids(heard).length > 0);
  const batch = heard.events.filter(({ event }) => event !== 'presence');
  assert.deepEqual(
    batch.map(({ event, data, id }) => [event, data, id]),
    [
      ['steps', String(now), undefined],
      ['timeline', String(now), undefined],
      ['entries', String(now), undefined],
      ['news', String(now), String(now)],
    ],
  );
  assert.match(heard.text(), /^retry: \d+\n\nevent: clock\ndata: \d+\n\n/);
  assert.ok(heard.text().includes(`data: ${String(Date.parse(here.clock.now()))}\n`));
  heard.close();
});

test('whoever comes back hears each part that was touched since, once', async () => {
  const began = await head();
  await note(ana, 'One');
  await sendForm(ana, '/incidents/1', '/incidents/1/severity', { to: 'SEV-1', reason: '' });
  const now = await note(ana, 'Two');
  const heard = await follow('ben', '/incidents/1/live', String(began));
  await heard.until(() => ids(heard).length > 0);
  const told = heard.events.filter(({ event }) => event !== 'presence');
  assert.deepEqual(
    told.map(({ event }) => event),
    [...REGIONS],
  );
  assert.ok(told.every(({ data }) => data === String(now)));
  heard.close();

  const nothing = await follow('ben', '/incidents/1/live', String(now));
  await nothing.until(() => nothing.text().includes('retry'));
  assert.deepEqual(ids(nothing), []);
  nothing.close();

  const older = await follow('ben', '/incidents/1/live', '99999');
  await older.until(() => ids(older).length > 0);
  assert.equal(
    named(older, 'strip').length,
    1,
    'an older database was put in place: everything counts as new',
  );
  older.close();
});

test('a stream that is cut at any byte leaves every part at its last state', async () => {
  const began = await head();
  const whole = await follow('ben', '/incidents/1/live', String(began));
  await sendForm(ana, '/incidents/1', '/incidents/1/severity', { to: 'SEV-2', reason: 'It calmed down' });
  await whole.until(() => ids(whole).length > 0);
  whole.close();
  const now = String(await head());
  const text = whole.text();
  const regions = new Set(eventsIn(text).flatMap(({ event }) => (event === 'presence' ? [] : [event])));
  assert.ok(regions.size > 5);

  // What comes back depends on the id alone, so each of the few is asked for once.
  const answers = new Map<string, readonly string[]>();
  const told = async (lastId: string | undefined): Promise<readonly string[]> => {
    const key = lastId ?? '';
    const known = answers.get(key);
    if (known !== undefined) return known;
    const again = await follow('ben', `/incidents/1/live?after=${String(began)}`, lastId);
    await again.until(() => again.text().includes('retry'));
    if (lastId !== now) await again.until(() => ids(again).length > 0);
    again.close();
    const names = again.events.filter(({ data, event }) => data === now && event !== 'presence');
    answers.set(
      key,
      names.map(({ event }) => event),
    );
    return answers.get(key) ?? [];
  };
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const before = eventsIn(bytes.subarray(0, cut).toString('utf8'));
    const lastId = before.findLast(({ id }) => id !== undefined)?.id;
    const finals = [
      ...before.filter(({ data }) => data === now).map(({ event }) => event),
      ...(await told(lastId)),
    ];
    for (const region of regions)
      assert.ok(finals.includes(region), `${region} after a cut at ${String(cut)}`);
  }
  assert.equal(answers.size, 2, 'before and after the id');
});

test('a private incident is no more there than any that is not, and a stream ends when it becomes private', async () => {
  const heard = await follow('ben', `/incidents/1/live?after=${String(await head())}`);
  const board = await follow('ben', '/live');
  await board.until((events) => events.length > 0);
  await sendForm(ana, '/incidents/1/people', '/incidents/1/details', { to: 'private' });
  await heard.untilOver();
  assert.deepEqual(ids(heard), [], 'not even that it changed');
  await board.until((events) => events.length === 2);
  assert.equal((await follow('ben', '/incidents/1/live')).status, 404);
  assert.equal((await ben.get('/incidents/1/parts/strip')).status, 404);
  assert.equal((await ben.get('/incidents/1/live/counts')).status, 404);

  const mine = await follow('ana', `/incidents/1/live?after=${String(await head())}`);
  await note(ana, 'Only for those who take part');
  await mine.until(() => ids(mine).length === 1);
  assert.equal(board.events.length, 2, 'the board of somebody who may not see it stays still');
  await sendForm(ana, '/incidents/1/people', '/incidents/1/details', { to: 'all' });
  await board.until((events) => events.length === 3);
  board.close();
  mine.close();
});

test('a stream ends with the session, or when the account is disabled', async () => {
  const { cookie, csrf } = await inside('tia');
  const heard = await follow('tia', `/incidents/1/live?after=${String(await head())}`);
  await ask(`${site.origin}/logout`, { agent, cookie, form: { _csrf: csrf } });
  await note(ana, 'Somebody left');
  await heard.untilOver();
  assert.deepEqual(ids(heard), []);

  const other = await follow('vic', '/live');
  await other.until((events) => events.length === 1);
  const ada = await signedIn(here, 'ada');
  const page = `/admin/people/${CAST.vic.id}`;
  await sendForm(ada, page, `${page}/disabling`, {});
  here.clock.wind(16);
  await here.tick();
  await other.untilOver();
});

test('nobody hears anything without being signed in', async () => {
  for (const path of ['/live', '/incidents/1/live']) {
    const answer = await listen(site.origin + path, { cookie: '' });
    assert.equal(answer.status, 303, path);
    answer.close();
  }
});

test('a quiet stream says every 15 s that it is still there', async () => {
  const heard = await follow('ben', '/live');
  await heard.until((events) => events.length === 1);
  here.clock.wind(14);
  await here.tick();
  assert.doesNotMatch(heard.text(), /^:$/m);
  here.clock.wind(1);
  await here.tick();
  await heard.until(() => /^:$/m.test(heard.text()));
  heard.close();
});

test('who is here is shown to those who are, and whoever goes from page to page stays', async () => {
  const first = await follow('ana', '/incidents/1/live');
  await first.until(() => named(first, 'presence').some(({ data }) => data === '1'));
  assert.match((await ana.get('/incidents/1/parts/presence')).text, /class="presence"><\/p>/);
  const second = await follow('ben', '/incidents/1/live');
  await first.until(() => named(first, 'presence').some(({ data }) => data === '2'));
  assert.ok(named(first, 'presence').every(({ id }) => id === undefined));
  assert.match((await ana.get('/incidents/1/parts/presence')).text, />Ana Ruiz and Ben Okafor are here</);
  assert.match((await ana.get('/incidents/1')).text, />Ana Ruiz and Ben Okafor are here</);
  second.close();
  await passedOn(4);
  assert.match((await ana.get('/incidents/1')).text, />Ana Ruiz and Ben Okafor are here</);
  await passedOn(2);
  assert.doesNotMatch((await ana.get('/incidents/1')).text, /are here</);
  await first.until(() => named(first, 'presence').at(-1)?.data === '1');
  const entries = await here.store.db.selectFrom('entry').select('kind').execute();
  assert.ok(entries.every(({ kind }) => !kind.includes('presence')));
  first.close();
});

/** Lets seconds pass, once the server has seen that streams were closed. */
async function passedOn(seconds: number): Promise<void> {
  await ana.get('/healthz');
  here.clock.wind(seconds);
  await here.tick();
}

test('a part is that of the whole page, and is asked about again for nothing', async () => {
  const page = await ben.get('/incidents/1');
  for (const region of ['strip', 'rail', 'calls', 'steps', 'roles', 'panels', 'timeline']) {
    const part = await ben.get(`/incidents/1/parts/${region}`).set('HX-Request', 'true');
    assert.equal(part.status, 200, region);
    assert.match(String(part.headers.vary), /HX-Request, Cookie/);
    const without = (html: string) =>
      html
        .replaceAll(/name="(?:_csrf|op_id)" value="[^"]*"/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim();
    // The page shows in its strip whether it is live, which no part ever touches.
    if (region !== 'strip') assert.ok(without(page.text).includes(without(part.text)), region);
    const again = await ben
      .get(`/incidents/1/parts/${region}`)
      .set('If-None-Match', String(part.headers.etag));
    assert.equal(again.status, 304, region);
    const other = await ana
      .get(`/incidents/1/parts/${region}`)
      .set('If-None-Match', String(part.headers.etag));
    assert.equal(other.status, 200, 'what one reader has says nothing about another');
  }
  assert.equal((await ben.get('/incidents/1/parts/everything')).status, 404);
});

test('a form in a part is as good as one of the page', async () => {
  const part = await ben.get('/incidents/1/parts/panels');
  const typed = {
    ...hiddenFields(part.text, '/incidents/1/follow-ups'),
    text: 'Look at the queue',
    type: '',
  };
  assert.equal((await ben.post('/incidents/1/follow-ups').type('form').send(typed)).status, 303);
});

test('nobody follows along on more than twelve pages', async () => {
  const many: Listening[] = [];
  for (let count = 0; count < 12; count += 1) many.push(await follow('max', '/live'));
  assert.ok(many.every(({ status }) => status === 200));
  const refused = await follow('max', '/live');
  assert.equal(refused.status, 429);
  many[0]?.close();
  await many[1]?.until((events) => events.length > 0);
  for (const one of many) one.close();
});

test('two hundred listeners each hear each act once and in order', async () => {
  const acts = figure(5, 50);
  const password = await hashed(PASSWORD);
  const began = await head();
  const listeners: Listening[] = [];
  for (let guest = 0; guest < 20; guest += 1) {
    const id = `0000000000000000000000GU${String(guest).padStart(2, '0')}`;
    const email = `guest-${String(guest)}@example.org`;
    const account = {
      id,
      name: `Guest ${String(guest)}`,
      email,
      role: 'responder',
      at: here.clock.now(),
    } as const;
    await insertAccount(here.store.db, { ...account, password });
    const { cookie } = await signIn(site.origin, agent, { email, password: PASSWORD });
    for (let page = 0; page < 10; page += 1) {
      listeners.push(await listen(`${site.origin}/incidents/1/live?after=${String(began)}`, { cookie }));
    }
  }
  open.push(...listeners);
  assert.ok(listeners.every(({ status }) => status === 200));
  const expected: string[] = [];
  for (let act = 0; act < acts; act += 1) expected.push(String(await note(ana, `Act ${String(act)}`)));
  for (const one of listeners) {
    await one.until(() => one.lastId() === expected.at(-1));
    assert.deepEqual(ids(one), expected);
    assert.deepEqual(
      named(one, 'timeline').map(({ data }) => data),
      expected,
    );
    one.close();
  }
});

test('a page that keeps up by itself does not keep a session alive that nobody uses', async () => {
  const seen = async () => {
    const rows = await here.store.db
      .selectFrom('session')
      .select('seen_at')
      .where('account_id', '=', CAST.ben.id)
      .execute();
    return rows.map((row) => row.seen_at).sort();
  };
  await ben.get('/incidents/1');
  const before = await seen();
  here.clock.wind(600);
  await ben.get('/incidents/1/parts/strip').set('HX-Request', 'true').expect(200);
  await ben
    .get('/incidents/1/live/counts?after=3')
    .set('HX-Request', 'true')
    .expect(200, /"fresh":/);
  assert.deepEqual(await seen(), before);
  const heard = await follow('ben', '/live');
  here.clock.wind(12 * 3600);
  await here.tick();
  await heard.untilOver();
  assert.match(String((await ben.get('/incidents/1/parts/strip')).headers.location), /^\/login/);
  ben = await signedIn(here, 'ben');
  ana = await signedIn(here, 'ana');
  entered.clear();
});

test('the stream tells when the server ends, and a page may come again a second later', async () => {
  const heard = await follow('ben', '/live');
  await heard.until((events) => events.length === 1);
  await here.endStreams();
  await heard.untilOver();
  assert.match(heard.text(), /retry: 1000\n\n$/);
});
