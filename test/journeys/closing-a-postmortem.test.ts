import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Max ends what will not be finished, says why, and changes his mind. */
let here: World;
let ana: Browser;
let max: Browser;

const READ = '/postmortems/1';
const CLOSE = `${READ}/closing`;
const OPEN = `${READ}/reopening`;
const WHY = 'The shop is replaced in May, and its tasks with it';

before(async () => {
  here = await world({}, '2026-06-12T17:15:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  max = await signedIn(here, 'max');
  const bot = await program(here, { member: 'ana' });
  const declared = { title: 'Checkout fails', severity: 'SEV-2', take_command: true };
  assert.equal((await bot.post('/api/v1/incidents', declared)).status, 201);
  const over = { to: 'resolved', override: 'it was small' };
  assert.equal((await bot.post('/api/v1/incidents/1/status', over)).status, 201);
  assert.equal((await bot.post('/api/v1/incidents/1/postmortem')).status, 201);
  const item = { text: 'Page on the hit rate', type: 'detect', due: '2026-06-30', done_when: 'it rang' };
  await sendForm(ana, READ, '/incidents/1/actions', { ...item, owner: CAST.ben.id });
});
after(() => here.end());

async function publish(): Promise<void> {
  assert.equal((await sendForm(max, READ, `${READ}/publish`, { unreviewed: 'small' })).status, 303);
}

test('what nobody can read yet has no end', async () => {
  const { text } = await max.get(READ).expect(200);
  assert.ok(!text.includes(`action="${CLOSE}"`));
});

test('a manager closes what is published, and has to say why', async () => {
  await publish();
  const { text } = await max.get(READ).expect(200);
  assert.match(text, /1 task would stay open\./);
  const silent = await sendForm(max, READ, CLOSE, { reason: '' });
  assert.equal(silent.status, 422);
  assert.match(silent.text, /Say why it is closed, and what becomes of what is open/);
  assert.equal((await sendForm(max, READ, CLOSE, { reason: WHY })).status, 303);
  await max
    .get(READ)
    .expect(200, new RegExp(`Closed by ${CAST.max.name}, 12 June 2026, [^:]+:[^:]+: ${WHY}`));
});

test('the list says the same to everybody, and the task stays where it was', async () => {
  const vic = await signedIn(here, 'vic');
  for (const reader of [ana, max, vic])
    await reader.get('/postmortems').expect(200, new RegExp(`Closed by ${CAST.max.name}: ${WHY}`));
  await ana.get('/actions').expect(200, /ACT-1/);
  const { text } = await vic.get(READ).expect(200, new RegExp(WHY));
  assert.ok(!text.includes(`action="${OPEN}"`));
});

test('nobody below a manager closes or opens it', async () => {
  const { text } = await ana.get(READ).expect(200);
  assert.ok(!text.includes(`action="${CLOSE}"`) && !text.includes(`action="${OPEN}"`));
});

test('two managers at once: the second is told who was first', async () => {
  await sendForm(max, READ, OPEN);
  const ada = await signedIn(here, 'ada');
  const page = await ada.get(READ).expect(200);
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
  await sendForm(max, READ, CLOSE, { reason: WHY });
  const late = await ada.post(CLOSE).type('form').send({ _csrf: csrf, op_id: '', reason: 'too old' });
  assert.equal(late.status, 409);
  assert.match(late.text, new RegExp(`${CAST.max.name} has closed it already: ${WHY}`));
});

test('it is opened again, and what is published afterwards is open as well', async () => {
  assert.equal((await sendForm(max, READ, OPEN)).status, 303);
  await max.get('/postmortems').expect(200, /Published, 1 task open/);
  await sendForm(max, READ, CLOSE, { reason: WHY });
  const edit = `${READ}/edit`;
  const saved = await sendForm(ana, edit, edit, { text: '# Checkout fails\n\nShort.\n', act: 'save' });
  assert.equal(saved.status, 303);
  await publish();
  await max.get('/postmortems').expect(200, /Published, 1 task open/);
});

test('when all that was promised is done it is closed by itself', async () => {
  const item = { text: 'Page on the hit rate', type: 'detect', due: '2026-06-30', done_when: 'it rang' };
  await sendForm(ana, '/actions/1', '/actions/1/acceptance', { ...item, owner: CAST.ben.id });
  await sendForm(ana, '/actions/1', '/actions/1/done', { evidence: 'it rang on Monday' });
  const { text } = await max.get(READ).expect(200, /Closed: all that was promised is done/);
  assert.ok(!text.includes(`action="${CLOSE}"`));
});
