import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana writes, Ben and Max review, Max publishes. */
let here: World;
let ana: Browser;
let ben: Browser;
let max: Browser;

const READ = '/postmortems/1';
const REVIEW = '/postmortems/1/review';
const APPROVAL = {
  verdict: 'approved',
  answer_kept: 'yes',
  answer_complete: 'yes',
  answer_deep: 'yes',
  answer_right: 'yes',
  answer_known: 'none',
};

before(async () => {
  here = await world({ MUSTER_HOME_ZONE: 'America/Los_Angeles' }, '2023-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  max = await signedIn(here, 'max');
  const bot = await program(here, { member: 'ana' });
  await bot.post('/api/v1/incidents', { title: 'Checkout fails', severity: 'SEV-1', take_command: true });
  await bot.post('/api/v1/incidents/1/status', { to: 'resolved', override: 'it was small' });
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
});
after(() => here.end());

async function write(text: string): Promise<void> {
  const saved = await sendForm(ana, `${READ}/edit`, `${READ}/edit`, { text, act: 'save' });
  assert.equal(saved.status, 303);
}

test('a draft says that nobody reads it yet, and by when it is due', async () => {
  await write('# Checkout fails\n\nShort.\n\n## Timeline\n\n- 10:15 it failed\n');
  await ana
    .get(REVIEW)
    .expect(200, /Nobody was asked to review it yet/)
    .expect(/Due Thursday 15 June 2023, 10:15 PDT \(17:15Z\)/);
  const nobody = await sendForm(ana, REVIEW, REVIEW, {});
  assert.equal(nobody.status, 422);
  assert.match(nobody.text, /at least one person/);
});

test('who is asked sees it, comments on a section, and asks for changes', async () => {
  const asked = await sendForm(ana, REVIEW, REVIEW, { reviewers: [CAST.ben.id, CAST.max.id] });
  assert.equal(asked.status, 303);
  await ana.get(REVIEW).expect(200, /Still missing: Ben Okafor and Max Orwell have not answered yet/);
  const said = { section: 'Timeline', text: 'When did it end?' };
  assert.equal((await sendForm(ben, REVIEW, `${REVIEW}/comments`, said)).status, 303);
  await ben.get(REVIEW).expect(200, /aria-label="Comments on Timeline"[\s\S]*When did it end\?/);
  const hasty = await sendForm(ben, REVIEW, `${REVIEW}/verdict`, { verdict: 'approved' });
  assert.equal(hasty.status, 422);
  assert.match(hasty.text, /Answer: Is the data kept\?/);
  const changes = { verdict: 'changes', words: 'the end is missing' };
  assert.equal((await sendForm(ben, REVIEW, `${REVIEW}/verdict`, changes)).status, 303);
  await ana.get(READ).expect(200, /In review, 1 open comment/);
});

test('an answer is about the version that was read', async () => {
  const { text } = await max.get(REVIEW).expect(200);
  await write('# Checkout fails\n\nShort.\n\n## Timeline\n\n- 10:15 it failed\n- 10:30 it worked\n');
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(text) ?? [];
  const stale = { _csrf: csrf, op_id: '', version: '2', ...APPROVAL };
  const late = await max.post(`${REVIEW}/verdict`).type('form').send(stale);
  assert.equal(late.status, 409);
  assert.match(late.text, /Version 3 is the newest by now/);
  await ana.get(`${READ}/compare?from=2&to=3`).expect(200, /<ins>- 10:30 it worked<\/ins>/);
});

test('it is reviewed once everybody approved the newest version and no comment is open', async () => {
  for (const who of [ben, max]) {
    assert.equal((await sendForm(who, REVIEW, `${REVIEW}/verdict`, APPROVAL)).status, 303);
  }
  const page = await ana.get(REVIEW).expect(200, /Still missing: 1 comment is open/);
  const [, resolve = ''] = /action="([^"]+\/resolution)"/.exec(page.text) ?? [];
  assert.equal((await sendForm(ana, REVIEW, resolve, { words: 'added' })).status, 303);
  await ana
    .get(REVIEW)
    .expect(200, /Resolved by Ana Ruiz: added/)
    .expect(/Version 3 has had its review/);
});

test('an edit after the review sends it back, and an older text comes back as a new version', async () => {
  await write('# Checkout fails\n\nWorse.\n');
  await ana.get(REVIEW).expect(200, /Ben Okafor answered version 3, and the text has changed since/);
  await ana.get(REVIEW).expect(200, /What changed since the answer/);
  const back = await sendForm(ana, `${READ}?version=3`, `${READ}/restore`);
  assert.equal(back.status, 303);
  await ana
    .get(READ)
    .expect(200, /Version 3 is back, as version 5/)
    .expect(/10:30 it worked/);
  for (const who of [ben, max]) await sendForm(who, REVIEW, `${REVIEW}/verdict`, APPROVAL);
  await ana.get(REVIEW).expect(200, /Version 5 has had its review/);
});

test('what has had its review is published without giving reasons', async () => {
  const published = await sendForm(max, READ, `${READ}/publish`);
  assert.equal(published.status, 303);
  await max.get(READ).expect(200, /Version 5 is published/);
  await ana.get(REVIEW).expect(200, /Version 5 is published/);
  const { text } = await ana.get('/incidents/1/timeline').expect(200);
  assert.match(text, /Max Orwell published version 5 of the postmortem\./);
});

test('a reader has no part in a review', async () => {
  const vic = await signedIn(here, 'vic');
  await vic.get(REVIEW).expect(403, /postmortem\.review/);
});
