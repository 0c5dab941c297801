import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana and Max take a postmortem along, mail its summary, and are reminded of what was promised. */
let here: World;
let ana: Browser;
let max: Browser;
let bot: Program;

const READ = '/postmortems/1';

before(async () => {
  const settings = { MUSTER_HOME_ZONE: 'America/Los_Angeles', MUSTER_SMTP_URL: 'smtp://127.0.0.1:9' };
  here = await world(settings, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  max = await signedIn(here, 'max');
  bot = await program(here, { member: 'ana' });
  const declared = { title: 'Checkout <fails>', severity: 'SEV-2', take_command: true };
  assert.equal((await bot.post('/api/v1/incidents', declared)).status, 201);
  here.clock.wind(600);
  assert.equal((await bot.post('/api/v1/incidents/1/notes', { text: 'One node is slow' })).status, 201);
  here.clock.wind(600);
  const over = { to: 'resolved', override: 'it was small' };
  assert.equal((await bot.post('/api/v1/incidents/1/status', over)).status, 201);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(() => here.end());

type Queued = { person_name: string; content: string; message_key: string };

async function outbox(): Promise<Queued[]> {
  return here.store.db
    .selectFrom('message')
    .select(['person_name', 'content', 'message_key'])
    .orderBy('message_id')
    .execute();
}

test('the file of HTML stands by itself, with the entries and their hashes', async () => {
  const file = await ana.get('/postmortems/1.html').expect(200);
  assert.match(String(file.headers['content-type']), /^text\/html/);
  assert.match(String(file.headers['content-disposition']), /attachment; .*INC-1-postmortem\.html/);
  assert.doesNotMatch(file.text, /<script|<link|src="(?!data:)/);
  assert.match(file.text, /<h1>Checkout &lt;fails&gt;<\/h1>/);
  assert.match(file.text, /the chain of its hashes holds/);
  const [entry] = await here.store.db.selectFrom('entry').select('hash').where('seq', '=', 1).execute();
  assert.ok(file.text.includes(entry?.hash ?? 'no hash'));
  assert.match(file.text, /<h2 id="over-time">The incident over its time<\/h2>\s*<figure class="band"/);
  assert.match(file.text, /\.band-row path/, 'what it is drawn by comes along');
  const marks = [...file.text.matchAll(/<a href="#e(\d+)"/g)].map(([, seq]) => seq);
  assert.ok(marks.length > 0);
  for (const seq of marks) assert.ok(file.text.includes(`id="e${String(seq)}"`), 'each mark has its entry');
  const json = await ana.get('/postmortems/1.json').expect(200);
  assert.equal((JSON.parse(json.text) as { format: string }).format, 'muster-postmortem-1');
});

test('the page shows the incident over its time, as a picture and as a table, and each mark leads to its entry', async () => {
  const { text } = await ana.get(READ).expect(200);
  const [, figure = ''] =
    /<h2 id="over-time">[^<]+<\/h2>\s*<link[^>]+>\s*(<figure class="band"[\s\S]*?<\/figure>)/.exec(text) ??
    [];
  assert.match(figure, /<svg [^>]*role="group"/);
  assert.match(figure, /The same as a table[\s\S]*<th scope="row">/);
  const [, mark = ''] = /<a href="([^"]+)"[^>]*><title>/.exec(figure) ?? [];
  assert.match(mark, /^\/incidents\/1\/timeline\?entry=\d+#e\d+$/);
  await ana.get(mark).expect(200);
});

test('the summary goes by mail to whoever took part, once for a version that is published', async () => {
  const page = await ana.get(READ).expect(200);
  assert.doesNotMatch(page.text, /Mail the summary/);
  const published = await sendForm(max, READ, `${READ}/publish`, { unreviewed: 'small' });
  assert.equal(published.status, 303);
  const sent = () => sendForm(max, READ, `${READ}/summary`);
  assert.deepEqual([(await sent()).status, (await sent()).status], [303, 303]);
  const letters = (await outbox()).filter(({ content }) => content.includes('"letter"'));
  assert.deepEqual(
    letters.map(({ person_name }) => person_name),
    [CAST.ana.name],
  );
  assert.match(letters[0]?.content ?? '', /what we learned from/);
});

test('an owner is reminded a week before, on the day and weekly; then it expires and a manager is asked', async () => {
  const item = { text: 'Page on the hit rate', type: 'detect', due: '2023-06-30', done_when: 'it rang' };
  await sendForm(ana, READ, '/incidents/1/actions', { ...item, owner: CAST.ben.id });
  await sendForm(ana, '/actions/1', '/actions/1/acceptance', { ...item, owner: CAST.ben.id });
  const reminders = async (): Promise<string[]> =>
    (await outbox())
      .filter(({ message_key: key }) => key.startsWith('remind-'))
      .map(
        ({ person_name: name, content }) => `${name}: ${(JSON.parse(content) as { words: string }).words}`,
      );
  const day = async (days: number): Promise<void> => {
    here.clock.wind(days * 86_400);
    await here.tick();
    await here.tick();
  };
  await day(1);
  assert.deepEqual(await reminders(), []);
  await day(10);
  assert.deepEqual(await reminders(), [`${CAST.ben.name}: ACT-1 is due in 7 days: Page on the hit rate`]);
  await day(7);
  assert.equal((await reminders()).at(-1), `${CAST.ben.name}: ACT-1 is due today: Page on the hit rate`);
  await day(8);
  assert.equal((await reminders()).length, 3);
  await day(22);
  ana = await signedIn(here, 'ana');
  await ana
    .get('/actions/1')
    .expect(200, /expired/)
    .expect(/nobody had said a word/);
  const [asked] = (await outbox()).filter(({ message_key: key }) => key.startsWith('expired-'));
  assert.equal(asked?.person_name, CAST.max.name);
});

test('the days of what was promised are a calendar, and a ticket elsewhere is a link', async () => {
  const again = await sendForm(ana, '/actions/1', '/actions/1/reopening', { reason: 'still wanted' });
  assert.equal(again.status, 303);
  const calendar = await ana
    .get('/actions.ics')
    .expect(200, /BEGIN:VEVENT[\s\S]*DTSTART;VALUE=DATE:20230630/);
  assert.match(String(calendar.headers['content-type']), /^text\/calendar/);
  const ticket = {
    text: 'Page on the hit rate',
    type: 'detect',
    owner: CAST.ben.id,
    due: '2023-06-30',
    done_when: 'it rang',
    ticket: 'https://tracker.example/T-9',
  };
  await sendForm(ana, '/actions/1', '/actions/1/change', ticket);
  await ana.get('/actions/1').expect(200, /href="https:\/\/tracker\.example\/T-9"/);
});
