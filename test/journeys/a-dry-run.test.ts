import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Tia goes through a runbook that no scenario plays, alone, and leaves a record that it was exercised. */
const RUNBOOK = `# Queue stands still

## Detect

### 1. Look at the queue

Look at the board of the queue.

- **Expect:** it grows
- **If it grows** → [step 2](#2-start-the-worker)
- **If it is empty** → stop

## Resolve

### 2. Start the worker

Start it.

- **Expect:** it runs
`;

let here: World;
let tia: Browser;
let ben: Browser;

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-dry-'));
  writeFileSync(join(folder, 'queue.md'), RUNBOOK);
  here = await world(
    { MUSTER_RUNBOOKS: folder, MUSTER_HOME_ZONE: 'Europe/Madrid' },
    '2026-11-23T09:00:30.000Z',
  );
  await enter(here);
  tia = await signedIn(here, 'tia');
  ben = await signedIn(here, 'ben');
});
after(() => here.end());

const DRY = '/runbooks/queue/dry-run';

async function uses() {
  return here.store.db.selectFrom('runbook_use').selectAll().orderBy('used_at').execute();
}

test('the page of a runbook offers it to whoever may practise, and says what it is', async () => {
  const { text } = await tia.get('/runbooks/queue').expect(200);
  assert.match(text, /href="\/runbooks\/queue\/dry-run">Practise it: dry run/);
  await tia.get(DRY).expect(200, /its 2 steps[\s\S]*counts as exercised/);
  const vic = await signedIn(here, 'vic');
  assert.doesNotMatch((await vic.get('/runbooks/queue').expect(200)).text, /dry run/);
  await vic.get(DRY).expect(403);
  const wrong = await sendForm(tia, DRY, DRY, { clock: 'backwards' });
  assert.match(wrong.text, /Let the clock run as a real one does, or let it stand/);
});

test('she starts it with a clock that stands, and its first step lies open under the band', async () => {
  const started = await sendForm(tia, DRY, DRY, { clock: 'paused' });
  assert.equal(started.headers.location, '/drills/1', started.text.slice(0, 300));
  here.clock.wind(600);
  await here.tick();
  const { text } = await tia.get('/drills/1').expect(200);
  assert.match(text, /<title>DRILL: DRILL-1 Dry run: Queue stands still/);
  assert.match(text, /0:00:00 into the story, paused/);
  assert.match(text, /Look at the queue/);
  assert.doesNotMatch(text, /Ask what you would look up|Take a hint|Wait until something happens/);
  await ben.get('/drills/1').expect(404);
  await tia.get('/drills').expect(200, /Go on[\s\S]*DRILL-1 Dry run: Queue stands still/);
});

test('its branches lead on as they do when it is real, and it counts when every answer matched', async () => {
  const step = '/drills/1/runs/1/steps/look-at-the-queue';
  const page = await tia.get('/drills/1').expect(200);
  const [, branch = ''] = /name="branch" value="([^"]+)"/.exec(page.text) ?? [];
  const seen = { observed: 'it grows', matched: 'yes', branch };
  const answered = await sendForm(tia, '/drills/1', `${step}/result`, seen);
  assert.equal(answered.status, 303, answered.text.replace(/<[^>]+>|\s+/g, ' ').slice(0, 1500));
  await tia.get('/drills/1').expect(200, /Start the worker/);
  await sendForm(tia, '/drills/1', '/drills/1/runs/1/steps/start-the-worker/result', {
    observed: 'it runs',
    matched: 'yes',
  });
  await sendForm(tia, '/drills/1', '/drills/1/end', { why: 'finished' });
  const { text } = await tia.get('/drills/1/debrief').expect(200);
  assert.match(text, /<title>DRILL: /);
  assert.match(text, /Exercised\.[\s\S]*Steps answered<\/dt><dd>2[\s\S]*Passed by<\/dt><dd>0/);
  assert.doesNotMatch(text, /how do you see it yourself/);
  const [use, ...others] = await uses();
  assert.equal(others.length, 0);
  assert.equal(use?.account_id, CAST.tia.id);
  assert.equal(use.kind, 'drill');
  assert.equal(use.used_at, '2026-11-23T09:10:30.000Z', 'real time, though its own clock stands');
  assert.equal(use.exercised_at, '2026-11-23T09:10:30.000Z');
});

test('what she found goes to a list at once, as there is nothing to rate', async () => {
  await sendForm(tia, '/drills/1/debrief', '/drills/1/findings', { text: 'Say which worker', list: 'us' });
  await tia.get('/drills/1/debrief').expect(200, /Say which worker/);
  assert.equal((await tia.get('/drills/1/debrief.md')).status, 303);
});

test('one answer that did not match is a use of the runbook, and no exercise', async () => {
  here.clock.wind(60);
  await sendForm(tia, DRY, DRY, { clock: 'real' });
  here.clock.wind(60);
  await tia.get('/drills/2').expect(200, /in real time/);
  const seen = { observed: 'a page that is blank', matched: 'no', branch: 'none' };
  await sendForm(tia, '/drills/2', '/drills/2/runs/1/steps/look-at-the-queue/result', seen);
  await sendForm(tia, '/drills/2', '/drills/2/end', { why: 'finished' });
  await tia.get('/drills/2/debrief').expect(200, /1 answered step did not come out as the runbook says/);
  assert.equal((await uses()).at(-1)?.exercised_at, null);
});

test('a dry run is on no list of scenarios, and in no figure', async () => {
  const { text } = await tia.get('/drills').expect(200);
  assert.match(text, /There is no scenario yet/);
  assert.match(text, /DRILL-2 Dry run: Queue stands still<\/a>, [^<]*: dry run/);
});

test('while something real burns, it asks before it starts', async () => {
  await sendForm(ben, '/incidents/new', '/incidents', {
    title: 'Checkout fails',
    severity: 'SEV-1',
    take_command: 'on',
  });
  await ben.get(DRY).expect(200, /Something real is open[\s\S]*INC-1 Checkout fails[\s\S]*all the same/);
});
