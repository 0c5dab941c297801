import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { CAST, type Member } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { level, paging, type Paging } from './paging.ts';

let here: Paging;
let run: string;
beforeEach(async () => {
  here = await paging([level(['ana']), level(['ben'])]);
  await here.declare('SEV-1');
  const row = await here.world.store.db
    .selectFrom('escalation_run')
    .select('run_id')
    .executeTakeFirstOrThrow();
  run = `/escalation/runs/${row.run_id}`;
});
afterEach(() => here.end());

const send = async (member: Member, act: string, typed: Record<string, string> = {}) =>
  sendForm(await here.browser(member), run, `${run}/${act}`, typed);
const shown = async (member: Member): Promise<string> =>
  (await (await here.browser(member)).get(run).expect(200)).text;
const timeline = async (): Promise<string> =>
  (await (await here.browser('max')).get('/incidents/1/timeline').expect(200)).text;

test('the level that is asked is told again, with a reason, by messages of their own', async () => {
  assert.equal(here.lettersTo('ana').length, 1);
  assert.equal((await send('max', 'again', { reason: '' })).status, 422);
  await here.later(240);
  assert.equal((await send('max', 'again', { reason: 'she was on the train' })).status, 303);
  await here.later(120);
  assert.equal(here.lettersTo('ana').length, 2);
  assert.match(here.lettersTo('ana')[1]?.text ?? '', /Max Orwell asks you to come: she was on the train/);
  assert.equal(here.lettersTo('ben').length, 0, 'their time began anew');
  const keys = await here.world.store.db.selectFrom('message').select('message_key').execute();
  assert.equal(new Set(keys.map(({ message_key }) => message_key)).size, keys.length);
  assert.match(
    await timeline(),
    /Level 1 was notified again, since Max Orwell asked for it \(she was on the train\)/,
  );
  await here.later(200);
  assert.equal(here.lettersTo('ben').length, 1, 'and then it goes on');
});

test('what was exhausted is tried again with whoever came last', async () => {
  await here.later(300);
  await here.later(300);
  await here.later(300);
  assert.match(await shown('max'), /Everybody was asked and nobody accepted/);
  const before = here.lettersTo('ada').length;
  assert.equal((await send('max', 'again', { reason: 'now' })).status, 303);
  await here.later(120);
  assert.equal(here.lettersTo('ada').length, before + 1);
});

test('the next level is asked before its time, with a reason or without', async () => {
  await here.later(60);
  assert.equal((await send('max', 'next', { reason: 'Ana is on a plane' })).status, 303);
  await here.later(1);
  assert.match(here.lettersTo('ben')[0]?.text ?? '', /Max Orwell asks you to come: Ana is on a plane/);
  assert.match(
    await timeline(),
    /Level 2 was notified before its time, since Max Orwell asked for it \(Ana is on a plane\)/,
  );
  assert.equal((await send('max', 'next')).status, 303);
  assert.match(
    await timeline(),
    /The fallback was notified before its time, since Max Orwell asked for it: Ada Novak/,
  );
});

test('whoever has it is not asked again by this', async () => {
  await send('ana', 'acceptance');
  assert.doesNotMatch(await shown('max'), /Page them again/);
});

test('it is given back with a reason, and the next ones are asked at once', async () => {
  await send('ana', 'acceptance');
  assert.doesNotMatch(await shown('max'), /Give it back/, 'it is for whoever has it');
  const empty = await send('ana', 'giving-back', { to: '', reason: '' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Say who takes it over, or in a few words why/);
  assert.equal((await send('ana', 'giving-back', { to: '', reason: 'my shift is over' })).status, 303);
  await here.later(1);
  assert.equal(here.lettersTo('ben').length, 1);
  assert.match(await timeline(), /Ana Ruiz gave it back/);
});

test('somebody who is asked to take over has it when they accept, and not before', async () => {
  await send('ana', 'acceptance');
  assert.equal((await send('ana', 'giving-back', { to: CAST.max.id, reason: 'lunch' })).status, 303);
  await here.later(1);
  assert.match(here.lettersTo('max').at(-1)?.text ?? '', /Ana Ruiz asks you to come: lunch/);
  assert.match(await shown('ben'), /Ana Ruiz accepted[^<]*Max Orwell is asked to take it over/);
  assert.equal((await send('max', 'acceptance')).status, 303);
  assert.match(await shown('ben'), /Max Orwell accepted/);
  assert.match(await timeline(), /Ana Ruiz gave it over to Max Orwell/);
  await here.later(1);
  assert.match(here.lettersTo('ana').at(-1)?.subject ?? '', /Max Orwell has taken it over/);
});

test('who declines to take over, or says nothing, leaves it where it is', async () => {
  await send('ana', 'acceptance');
  await send('ana', 'giving-back', { to: CAST.max.id, reason: 'lunch' });
  await send('max', 'refusal', { reason: 'busy' });
  await here.later(1);
  assert.match(here.lettersTo('ana').at(-1)?.subject ?? '', /Max Orwell does not take it over/);
  await send('ana', 'giving-back', { to: CAST.ben.id, reason: 'lunch' });
  await here.later(300);
  await here.later(1);
  assert.match(
    here.lettersTo('ana').at(-1)?.subject ?? '',
    /Ben Okafor did not answer, so it is yours still/,
  );
  assert.match(await shown('ben'), /Ana Ruiz accepted/);
});
