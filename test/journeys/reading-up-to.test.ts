import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anotherToken, entryCount, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana works; Vic looks in, goes away, and comes back to what is new. */
let here: World;
let vic: Browser;
let tia: Browser;
let ana: Program;

before(async () => {
  here = await world();
  await enter(here);
  [vic, tia] = [await signedIn(here, 'vic'), await signedIn(here, 'tia')];
  ana = await anotherToken(here, CAST.ana.id);
  await ana.post('/api/v1/incidents', { title: 'Checkout fails', severity: 'SEV-2', take_command: true });
});
after(() => here.end());

const TIMELINE = '/incidents/1/timeline';
const MARK = '/incidents/1/read-mark';

test('whoever comes late says how far they read, and no entry is made of it', async () => {
  await vic.get(TIMELINE).expect(200, /You have not marked how far you read\./);
  const before = await entryCount(here);
  const marked = await sendForm(vic, TIMELINE, MARK);
  assert.equal(marked.headers.location, TIMELINE);
  assert.equal(await entryCount(here), before);
  const page = await vic.get(TIMELINE).expect(200);
  assert.match(
    page.text,
    new RegExp(`You read up to #${String(before)} at [^<]*09:00[^<]* Nothing is new\\.`),
  );
  assert.doesNotMatch(page.text, /I have read up to here/);
});

test('who comes back goes to the first entry that is new to them', async () => {
  const seen = await entryCount(here);
  for (const text of ['The cache is cold', 'The gateway is fine'])
    assert.equal((await ana.post('/api/v1/incidents/1/notes', { text })).status, 201);
  const page = await vic.get(TIMELINE).expect(200);
  assert.match(page.text, /2 entries are new to you\./);
  const first = String(seen + 1);
  assert.ok(page.text.includes(`href="/incidents/1/timeline?entry=${first}#e${first}">First new entry`));
  await tia.get(TIMELINE).expect(200, /You have not marked how far you read/);
  const filtered = await vic.get(`${TIMELINE}?show=people`).expect(200);
  assert.doesNotMatch(filtered.text, /I have read up to here/, 'what a filter hides is not read');
});

test('a mark moves on and never back, and not behind the end', async () => {
  const last = await entryCount(here);
  const program = await anotherToken(here, CAST.vic.id);
  const mark = async (seq: number) => {
    const { status, body } = await program.post(`/api/v1${MARK}`, { seq });
    return { status, seq: (body as { seq?: number }).seq };
  };
  assert.deepEqual(await mark(last), { status: 200, seq: last });
  assert.deepEqual(await mark(2), { status: 200, seq: last });
  const beyond = await program.post(`/api/v1${MARK}`, { seq: last + 1 });
  assert.equal(beyond.status, 409);
  assert.match(beyond.text, /so nobody can have read number/);
  await vic.get(TIMELINE).expect(200, /Nothing is new\./);
});
