import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anotherToken, entriesOf, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ana writes something wrong and puts it right, gives a role up, and skips a step: each with a reason that stays. */
let here: World;
let ana: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  program = await anotherToken(here, CAST.ana.id);
  const fields = { title: 'The disk is full', severity: 'SEV-3', take_command: 'on', runbook: 'disk-full' };
  assert.equal((await sendForm(ana, '/incidents/new', '/incidents', fields)).status, 303);
});
after(() => here.end());

const RUN = '/incidents/1';

const entries = (kind: string) => entriesOf(program, 'INC-1', kind);

async function noted(text: string): Promise<string> {
  assert.equal((await sendForm(ana, RUN, `${RUN}/notes`, { text })).status, 303);
  return `${RUN}/entries/${String((await entries('note-added')).at(-1)?.seq)}`;
}

test('a wrong word is put right, and the timeline keeps both', async () => {
  const entry = await noted('Node 3 is full');
  const typed = { field: 'text', to: 'Node 4 is full', reason: 'I misread the board.' };
  assert.equal((await sendForm(ana, entry, `${entry}/text`, typed)).status, 303);
  const page = await ana.get(`${RUN}/timeline`).expect(200, /Node 4 is full/);
  assert.match(page.text, /Node 3 is full/);
  assert.equal((await entries('text-corrected')).length, 1);
});

test('an entry that never was true is struck with a reason', async () => {
  const entry = await noted('We told the suppliers');
  const empty = await sendForm(ana, entry, `${entry}/strike`, { reason: ' ' });
  assert.equal(empty.status, 422);
  assert.equal(
    (await sendForm(ana, entry, `${entry}/strike`, { reason: 'It was another day.' })).status,
    303,
  );
  await ana.get(`${RUN}/timeline`).expect(200, /It was another day\./);
  assert.equal((await entries('entry-struck')).length, 1);
});

test('a step is skipped with a reason, and the next one follows', async () => {
  const [, step = ''] = /action="([^"]+)\/skip"/.exec((await ana.get(RUN).expect(200)).text) ?? [];
  assert.equal(
    (await sendForm(ana, RUN, `${step}/skip`, { reason: 'The alert says it already.' })).status,
    303,
  );
  const [skipped] = await entries('step-skipped');
  assert.equal(skipped?.body.reason, 'The alert says it already.');
  assert.doesNotMatch(
    (await ana.get(RUN)).text,
    new RegExp(`action="${step}/skip"`),
    'it is not open any more',
  );
});

test('a role is given up with a reason, and stands vacant', async () => {
  const release = `${RUN}/roles/commander/release`;
  const typed = { reason: 'My train goes.' };
  assert.equal((await sendForm(ana, `${RUN}/people`, release, typed)).status, 303);
  await ana.get(`${RUN}/timeline`).expect(200, /My train goes\./);
  assert.equal((await entries('role-released')).length, 1);
});
