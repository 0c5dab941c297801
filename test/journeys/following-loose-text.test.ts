import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana and Ben have runbooks that follow no convention: a list somebody ticks, a page of prose, a text with gaps. */
let here: World;
let folder: string;
let ana: Browser;
let ben: Browser;
let program: Program;

const LIST = `# Restart the mail queue

Ask Ina first, see [the gateway](../pay/Gateway%20down.md).

- [ ] Stop the workers. They need a minute.
- [ ] Note how many mails wait
- [ ] Start the workers again
`;
const PROSE = `# What we know about the old printer

It hangs when two people print at once. Switch it off at the wall, wait, and switch it on.

Nobody knows why.
`;
const GAPS = `## Detect

### 1. Look at the light

- **If** green → [step 2](#2-go-home)
- **If** red → cancel

### 2. Go home

Lock the door.

## Resolve

### 3. Tell the others

Say it aloud.
`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-loose-'));
  await mkdir(join(folder, 'mail'));
  await mkdir(join(folder, 'pay'));
  await writeFile(join(folder, 'mail', 'Restart the queue.md'), LIST);
  await writeFile(join(folder, 'pay', 'Gateway down.md'), '# Gateway down\n\n1. Call the bank\n');
  await writeFile(join(folder, 'printer.md'), PROSE);
  await writeFile(join(folder, 'lights.md'), GAPS);
  here = await world({ MUSTER_RUNBOOKS: folder });
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  program = await anotherToken(here, CAST.ana.id);
});
after(async () => {
  await here.end();
  await rm(folder, { recursive: true });
});

/** Declares an incident with the words of a runbook in its title, and follows the first that is offered. */
async function follow(number: number, title: string): Promise<string> {
  const run = `/incidents/${String(number)}`;
  await sendForm(ana, '/incidents/new', '/incidents', { title, take_command: 'on' });
  const sent = await sendForm(ana, run, `${run}/runs`);
  assert.equal(sent.status, 303, sent.text);
  return run;
}

async function incident(number: number): Promise<IncidentJson> {
  return (await program.get(`/api/v1/incidents/${String(number)}`)).body as IncidentJson;
}

const stepsOf = async (number: number) => (await incident(number)).runs[0]?.steps ?? [];

test('a task list is offered by its words and followed: each item is a step with its box', async () => {
  const run = await follow(1, 'Mail queue hangs');
  const page = await ana.get(run).expect(200);
  assert.match(page.text, /0 of 3 steps/);
  assert.doesNotMatch(page.text, /aria-label="Phases"/, 'without phases there is no rail');
  const [first] = await stepsOf(1);
  assert.ok(first);
  const base = `${run}/runs/1/steps/${first.step_id}`;
  assert.equal((await sendForm(ben, run, `${base}/checks/1`)).status, 303);
  const answered = await sendForm(ben, run, `${base}/result`, { observed: 'stopped at 09:02' });
  assert.equal(answered.status, 303, answered.text);
  const [, second] = await stepsOf(1);
  assert.equal(second?.is_current, true, 'the next item is open');
  await ben.get(run).expect(200, /1 step done/);
});

test('the title leads to the page of the runbook, and a link in its text to the other file', async () => {
  const page = await ana.get('/incidents/1');
  const [, link = ''] = /<h2 id="run-1"><a href="([^"]+)"/.exec(page.text) ?? [];
  const read = await ana.get(link).expect(200, /Restart the mail queue/);
  const [, other = ''] = /<a href="([^"]+)">the gateway<\/a>/.exec(read.text) ?? [];
  await ana.get(other).expect(200, /Call the bank/);
});

test('left half done, the timeline and the draft of the postmortem tell how far it was followed', async () => {
  await ana
    .get('/incidents/1/timeline')
    .expect(200, /Ben Okafor answered[^<]*Stop the workers[^<]*stopped at 09:02/);
  assert.equal((await program.post('/api/v1/incidents/1/postmortem')).status, 201);
  const draft = await ana.get('/postmortems/1/edit').expect(200);
  assert.match(draft.text, /Restart the mail queue/);
});

test('a page of prose is one step; what is seen on the way is noted beside it, and it can be left', async () => {
  const run = await follow(2, 'The old printer hangs again');
  const [only, ...more] = await stepsOf(2);
  assert.deepEqual([only?.title, more], ['Read and do', []]);
  const base = `${run}/runs/1/steps/${only?.step_id ?? ''}`;
  const note = { text: 'Switched it off at the wall' };
  assert.equal((await sendForm(ben, run, `${base}/notes`, note)).status, 303);
  const page = await ana.get(run).expect(200);
  assert.match(page.text, /Notes on this step[\s\S]*?Switched it off at the wall[\s\S]*?Ben Okafor, /u);
  assert.equal((await stepsOf(2))[0]?.state, 'open');
  await sendForm(ben, run, `${base}/result`, { observed: 'it prints' });
  const done = await ana.get(run).expect(200, /Switched it off at the wall/);
  assert.match(done.text, /1 of 1 step\b/);
  assert.match(done.text, /Attach another runbook/, 'and there is a way on');
  assert.match(done.text, /Resolve or cancel/);
});

test('a second answer stands beside the first, where both can be read', async () => {
  const [only] = await stepsOf(2);
  const late = await program.post(`/api/v1/incidents/2/runs/1/steps/${only?.step_id ?? ''}/result`, {
    observed: 'it prints, but slowly',
    matched: 'no',
  });
  assert.equal(late.status, 201, late.text);
  await ana.get('/incidents/2').expect(200, /Notes on this step[\s\S]*?it prints, but slowly/u);
});

test('what fits none of the ways is recorded, and the commander decides how to go on', async () => {
  const run = await follow(3, 'Strange lights at the door');
  const { runs } = await incident(3);
  const id = String(runs.length);
  const base = `${run}/runs/${id}/steps/look-at-the-light`;
  const offered = await ben.get(run).expect(200, /None of these: let the commander decide/);
  assert.match(offered.text, /What you saw is none of these/);
  const typed = { observed: 'it is blue', matched: 'no', branch: 'none' };
  assert.equal((await sendForm(ben, run, `${base}/result`, typed)).status, 303);
  const page = await ana.get(run).expect(200, /it is blue[^<]*· fits none of its ways/);
  assert.match(page.text, /What was seen fits none of the ways that the runbook names\./);
  await ana.get(`${run}/timeline`).expect(200, /it is blue \(not as expected\)\. It fits none of the ways/);
});

test('the commander moves the run to another phase, and says why while steps are open', async () => {
  const run = '/incidents/3';
  const { runs } = await incident(3);
  const phase = `${run}/runs/${String(runs.length)}/phase`;
  const bare = await sendForm(ana, run, phase, { to: 'resolve' });
  assert.equal(bare.status, 409);
  assert.match(bare.text, /Say in one line why the phase goes on without it\./);
  const reason = 'The light does not matter';
  assert.equal((await sendForm(ana, run, phase, { to: 'resolve', reason })).status, 303);
  await ana
    .get(`${run}/timeline`)
    .expect(200, /moved the run from detect to resolve: The light does not matter\./);
  const current = (await incident(3)).runs.at(-1)?.steps.find(({ is_current }) => is_current);
  assert.equal(current?.title, 'Tell the others');
});
