import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';
import { anotherToken, entriesOf, type Program } from '../support/api.ts';

/** Ben follows a runbook whose commands wait for values; what he copies stands on the timeline as he copied it. */
let here: World;
let ana: Browser;
let ben: Browser;
let vic: Browser;
let program: Program;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-11-02T09:00:00.000Z');
  await enter(here);
  ana = await signedIn(here, 'ana');
  ben = await signedIn(here, 'ben');
  vic = await signedIn(here, 'vic');
  program = await anotherToken(here, CAST.ben.id);
  const fields = { title: 'Checkout fails after a release', severity: 'SEV-2', take_command: 'on' };
  await sendForm(ana, '/incidents/new', '/incidents', fields);
  const { row } = await here.kit.library.find('bad-deployment');
  const attached = await sendForm(ana, RUN, `${RUN}/runs`, { content_hash: row.content_hash });
  assert.equal(attached.status, 303, attached.text);
  const seen = { observed: 'Errors rose at 08:50', matched: 'no', branch: '1:0', value_SERVICE: 'checkout' };
  const [, first = ''] = /action="([^"]+\/result)"/.exec((await ben.get(RUN)).text) ?? [];
  assert.equal((await sendForm(ben, RUN, first, seen)).status, 303);
});
after(() => here.end());

const RUN = '/incidents/1';
const COPIES = /action="(\/incidents\/1\/runs\/1\/steps\/([^"/]+)\/copies)"/;

async function copied(): Promise<{ text: string; names: string[] }[]> {
  const entries = await entriesOf(program, 'INC-1', 'command-copied');
  return entries.map(({ body }) => body as { text: string; names: string[] });
}

test('a command is noted as copied, with the values that were recorded', async () => {
  const [, address = ''] = COPIES.exec((await ben.get(RUN).expect(200)).text) ?? [];
  assert.notEqual(address, '', 'the current step has a command to copy');
  const sent = await sendForm(ben, RUN, address);
  assert.equal(sent.status, 303, sent.text);
  const [first] = await copied();
  assert.match(first?.text ?? '', /checkout/);
  assert.doesNotMatch(first?.text ?? '', /\$SERVICE/);
  assert.deepEqual(first?.names.includes('SERVICE'), true);
  await ana.get(`${RUN}/timeline`).expect(200, /Ben Okafor copied command 1 of step [\s\S]*checkout/);
});

test('a program may say what it copied in its own words; a command that is not there is refused', async () => {
  const [, , step = ''] = COPIES.exec((await ben.get(RUN)).text) ?? [];
  const base = `/api/v1/incidents/INC-1/runs/1/steps/${step}/copies`;
  const said = { text: 'kubectl get pods', names: [] };
  assert.equal((await program.post(base, said)).status, 201);
  assert.equal((await copied()).at(-1)?.text ?? '', 'kubectl get pods');
  const { status, text } = await program.post(base, { index: 60 });
  assert.equal(status, 409, text);
  assert.match(text, /no such command/);
});

test('whoever only looks on is offered no such form, and may not send it', async () => {
  const page = await vic.get(RUN).expect(200);
  assert.doesNotMatch(page.text, COPIES);
  const [, address = ''] = COPIES.exec((await ben.get(RUN)).text) ?? [];
  const people = await vic.get(`${RUN}/people`).expect(200);
  const guard = hiddenFields(people.text, `${RUN}/responders`);
  assert.equal(
    (
      await vic
        .post(address)
        .type('form')
        .send({ ...guard, index: '0' })
    ).status,
    403,
  );
});
