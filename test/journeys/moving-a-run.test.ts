import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { IncidentJson } from '../../server/api/incident-json.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** The owner mends the runbook while Ana and Ben follow it. They look at what is different, then go on with it. */
let here: World;
let ana: Browser;
let ben: Browser;
let program: Program;
let folder: string;
let file: string;
let first: string;

const RUN = '/incidents/1';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-moving-'));
  file = join(folder, 'cache-miss-storm.md');
  await writeFile(file, await readFile('runbooks/cache-miss-storm.md'));
  here = await world({ MUSTER_RUNBOOKS: folder });
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  program = await anotherToken(here, CAST.ana.id);
  const typed = { title: 'Checkout fails', runbook: 'cache-miss-storm', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
  await answer('prove-that-shoppers-are-affected', { observed: 'both high', branch: '1:0' });
  await answer('read-the-cache-hit-rate', { observed: '41 %', branch: '0:0' });
  first = (await run()).content_hash;
});
after(async () => {
  await here.end();
  await rm(folder, { recursive: true });
});

async function answer(step: string, typed: Record<string, string>): Promise<void> {
  const action = `${RUN}/runs/1/steps/${step}/result`;
  const sent = await sendForm(ben, RUN, action, { matched: 'yes', ...typed });
  assert.equal(sent.status, 303, sent.text);
}

async function run(query = ''): Promise<IncidentJson['runs'][number]> {
  const { runs } = (await program.get(`/api/v1/incidents/1${query}`)).body as IncidentJson;
  assert.ok(runs[0]);
  return runs[0];
}

/** The owner writes the file anew. */
async function edit(change: (text: string) => string): Promise<void> {
  here.clock.wind(60);
  await writeFile(file, change(await readFile(file, 'utf8')));
  await here.kit.library.refresh();
}

test('the text does not move by itself: the page says that a newer version exists, and what is different', async () => {
  await edit((text) =>
    text
      .replace('### 2. Read the cache hit rate', '### 2. Read the hit rate of the cache')
      .replaceAll('#2-read-the-cache-hit-rate', '#2-read-the-hit-rate-of-the-cache')
      .replace('Note the release before the change', 'Write down the release before the change'),
  );
  const page = await ben.get(RUN).expect(200);
  assert.match(
    page.text,
    /A newer version of this runbook exists<\/strong>: 3 steps changed and 1 renamed, since/,
  );
  const [here, elsewhere] = [
    page.text.indexOf('In triage, where this run stands'),
    page.text.indexOf('In the other phases'),
  ];
  assert.ok(here > 0 && elsewhere > here, 'the phase in which the run stands comes first');
  assert.match(
    page.text,
    /It seems that &#34;2\. Read the cache hit rate&#34; is called &#34;2\. Read the hit rate of the cache&#34; there/,
  );
  assert.match(page.text, /<ins>Write down the release before the change/);
  assert.match(
    page.text,
    /<option value="read-the-hit-rate-of-the-cache" selected>/,
    'the likely step is offered',
  );
  assert.equal((await run()).content_hash, first);
});

test('only who commands moves it', async () => {
  const back = await sendForm(ben, RUN, `${RUN}/runs/1/version`);
  assert.equal(back.status, 409);
  assert.match(back.text, /Only the commander can move a run to another version: ask Ana Ruiz\./);
});

test('moved, the answers stand under the new names, and the record says so', async () => {
  const renamed = { 'step_read-the-cache-hit-rate': 'read-the-hit-rate-of-the-cache' };
  const moved = await sendForm(ana, RUN, `${RUN}/runs/1/version`, renamed);
  assert.equal(moved.status, 303, moved.text);
  const page = await ana.get(RUN).expect(200);
  assert.doesNotMatch(page.text, /A newer version of this runbook exists/);
  assert.match(page.text, /id="r1-read-the-hit-rate-of-the-cache"[\s\S]*?Done<\/span>: 41 %/);
  assert.match(page.text, /went on to: Read the hit rate of the cache/);
  await ana
    .get(`${RUN}/timeline`)
    .expect(
      200,
      /moved the run to another version of Cache-miss storm[^<]*is called &#34;Read the hit rate of the cache&#34; in it/,
    );
  const { content_hash, moves, steps } = await run();
  assert.deepEqual(
    moves.map(({ from_hash, to_hash }) => [from_hash, to_hash]),
    [[first, content_hash]],
  );
  const step = steps.find(({ step_id }) => step_id === 'read-the-hit-rate-of-the-cache');
  assert.equal(step?.answers[0]?.observed, '41 %');
});

test('replayed before the move, the page shows the older text and knows of no newer one', async () => {
  const seq = (await run()).moves[0]?.seq ?? 0;
  const then = await ana.get(`${RUN}/replay?seq=${String(seq - 1)}`).expect(200);
  assert.match(then.text, /id="r1-read-the-cache-hit-rate"/);
  assert.doesNotMatch(then.text, /A newer version of this runbook exists/);
  assert.equal((await run(`?seq=${String(seq - 1)}`)).content_hash, first);
});

test('a step that vanishes stays to be seen, for people and programs', async () => {
  await edit((text) =>
    text
      .replace(/### 2\. Read the hit rate[\s\S]*?(?=### 3\.)/, '')
      .replaceAll('#2-read-the-hit-rate-of-the-cache', '#watch-and-close'),
  );
  const { content_hash } = (await program.get('/api/v1/runbooks/cache-miss-storm')).body as {
    content_hash: string;
  };
  const sent = await program.post('/api/v1/incidents/1/runs/1/version', { content_hash });
  assert.equal(sent.status, 201, sent.text);
  const page = await ana.get(RUN).expect(200, /No longer in the runbook, and what was done there/);
  assert.match(page.text, /<strong>2\. Read the hit rate of the cache<\/strong>: 41 % · Ben Okafor/);
  const [former] = (await run()).former_steps;
  assert.deepEqual([former?.title, former?.answers[0]?.observed], ['Read the hit rate of the cache', '41 %']);
});

test('a run whose file is gone goes on, and its title still leads to the text', async () => {
  await unlink(file);
  await here.kit.library.refresh();
  const page = await ben.get(RUN).expect(200, /Find the last configuration change/);
  const [, link = ''] = /<h2 id="run-1"><a href="([^"]+)"/.exec(page.text) ?? [];
  await ben.get(link).expect(200);
});
