import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { walkChains } from '../../server/incidents/verify-actions.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben finds a step unclear while he follows it. Its owner reads that on the page of the runbook, and answers. */
let here: World;
let ana: Browser;
let ben: Browser;
let vic: Browser;
let program: Program;

const RUN = '/incidents/1';
const BOOK = '/runbooks/disk-full';

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  vic = await signedIn(here, 'vic');
  program = await anotherToken(here, CAST.ana.id, {
    scopes: ['runbooks:*', 'incidents:read', 'incidents:write'],
  });
  const typed = { title: 'Disk is full', runbook: 'disk-full', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
});
after(() => here.end());

type Questions = {
  data: { question: string; problem: string; step: string | null; text: string; answer: object | null }[];
};
const asked = async () =>
  ((await program.get('/api/v1/runbooks/disk-full/questions')).body as Questions).data;

test('nobody has asked anything, so the page of the runbook says nothing of it', async () => {
  const page = await ana.get(BOOK).expect(200);
  assert.doesNotMatch(page.text, /Asked while it was followed/);
  assert.deepEqual(await asked(), []);
});

test('what is asked on the run page stands on the page of the runbook, with who, when and where', async () => {
  const page = await ben.get(RUN).expect(200);
  const [, step = '', heading = ''] =
    /name="step"[^>]*>\s*<option value="([^"]+)"[^>]*>([^<]+)</.exec(page.text) ?? [];
  const typed = { step, problem: 'unclear', text: 'Which of the two boards?' };
  assert.equal((await sendForm(ben, RUN, `${RUN}/runs/1/questions`, typed)).status, 303);
  const read = await vic.get(BOOK).expect(200, /1 open question/);
  assert.ok(read.text.includes(`Unclear at &#34;${heading.replace(/^\d+\. /, '')}&#34;`), heading);
  assert.match(read.text, /Which of the two boards\?/);
  assert.match(
    read.text,
    /Ben Okafor, Monday 2 November 2026, 09:00Z in <a href="\/incidents\/1\/timeline\?entry=\d+#e\d+">INC-1</,
  );
  assert.doesNotMatch(read.text, /Keep the answer/, 'who may only read is not asked to answer');
  assert.deepEqual(
    (await asked()).map(({ problem, text, answer }) => [problem, text, answer]),
    [['unclear', 'Which of the two boards?', null]],
  );
});

test('the owner answers it, and the next who answers reads what was said', async () => {
  const [{ question } = { question: '' }] = await asked();
  const action = `${BOOK}/questions/${question}/answer`;
  const empty = await sendForm(ana, BOOK, action, { answer: '' });
  assert.equal(empty.status, 422);
  const sent = await sendForm(ana, BOOK, action, { answer: 'The left one; the text says so today' });
  assert.equal(sent.headers.location, `${BOOK}#question-${question}`);
  const read = await vic.get(BOOK).expect(200, /No open question, 1 answered/);
  assert.match(read.text, /The left one; the text says so today/);
  const late = await ben
    .post(action)
    .type('form')
    .send({ ...(await proofOf(ben)), answer: 'The right one' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Ana Ruiz answered this at 09:00Z/);
  const astray = action.replace('disk-full', 'bad-deployment');
  assert.equal((await program.post(`/api/v1${astray}`, { answer: 'Of another runbook' })).status, 404);
  assert.doesNotMatch((await vic.get(BOOK)).text, /Of another runbook/);
  const again = await program.post(`/api/v1${action}`, { answer: 'The left one' });
  assert.equal(again.status, 200, again.text);
  assert.doesNotMatch((await ben.get(BOOK)).text, /Write the answer anew/, 'it is not his');
  assert.match((await ana.get(BOOK)).text, /Write the answer anew[\s\S]*value="The left one"/);
  assert.equal((await sendForm(ana, BOOK, action, { answer: 'The left one, now marked' })).status, 303);
  await vic.get(BOOK).expect(200, /The left one, now marked/);
});

async function proofOf(browser: Browser): Promise<{ _csrf: string }> {
  const { text } = await browser.get(RUN);
  return { _csrf: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' };
}

test('what fitted no way of a step is asked of the owner too', async () => {
  const step = await currentStep();
  const seen = { observed: 'The disk is not there at all', matched: 'no', branch: 'none' };
  assert.equal((await program.post(`/api/v1${RUN}/runs/1/steps/${step}/result`, seen)).status, 201);
  await vic.get(BOOK).expect(200, /No way fitted at/);
  const [first] = await asked();
  assert.deepEqual([first?.problem, first?.text], ['fits-none', 'The disk is not there at all']);
});

async function currentStep(): Promise<string> {
  const { runs } = (await program.get('/api/v1/incidents/1')).body as {
    runs: { steps: { step_id: string; is_current: boolean }[] }[];
  };
  return runs[0]?.steps.find(({ is_current }) => is_current)?.step_id ?? '';
}

test('a question that is struck or taken back with its answer is gone', async () => {
  const [{ question } = { question: '' }] = await asked();
  const seq = question.split('-')[1] ?? '';
  const back = await program.post(`/api/v1${RUN}/entries/${seq}/take-back`);
  assert.equal(back.status, 201, back.text);
  assert.deepEqual(
    (await asked()).map(({ problem }) => problem),
    ['unclear'],
  );
});

test('what was asked in a private incident is there for its people alone', async () => {
  const typed = { title: 'Disk of the safe is full', runbook: 'disk-full', visibility: 'private' };
  await sendForm(ana, '/incidents/new', '/incidents', typed);
  const question = { problem: 'wrong', text: 'The safe has no disk' };
  assert.equal((await program.post('/api/v1/incidents/2/runs/1/questions', question)).status, 201);
  await ana.get(BOOK).expect(200, /The safe has no disk/);
  const [{ question: id } = { question: '' }] = await asked();
  const other = await ben.get(BOOK).expect(200);
  assert.doesNotMatch(other.text, /The safe has no disk|INC-2/);
  const action = `${BOOK}/questions/${id}/answer`;
  const hidden = await ben
    .post(action)
    .type('form')
    .send({ ...(await proofOf(ben)), answer: 'x' });
  const nowhere = await ben
    .post(`${BOOK}/questions/77-1/answer`)
    .type('form')
    .send({ ...(await proofOf(ben)), answer: 'x' });
  assert.deepEqual([hidden.status, nowhere.status], [404, 404]);
});

test('the lists beside the incidents are what their entries say', async () => {
  for (const { broken } of await walkChains(here.store.db)) assert.equal(broken, undefined);
});
