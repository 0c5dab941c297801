import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { MadeJson } from '../../server/api/entry-json.ts';
import { anotherToken, entryCount, program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ana: Program;

before(async () => {
  here = await world();
  ana = await program(here, { member: 'ana' });
  await ana.post('/api/v1/incidents', { title: 'Checkout is slow' });
});
after(() => here.end());

const NOTES = '/api/v1/incidents/1/notes';
const key = (name: string) => ({ 'Idempotency-Key': name });

test('a repeat is answered as the first one was, and nothing is done twice', async () => {
  const first = await ana.post(NOTES, { text: 'The cache is cold' }, key('note-1'));
  assert.equal(first.status, 201);
  assert.equal(first.headers['idempotent-replayed'], undefined);
  const before = await entryCount(here);
  here.clock.wind(3 * 24 * 3600);
  await ana.post(NOTES, { text: 'Something else happened meanwhile' });
  for (const path of [NOTES, '/api/v1/incidents/INC-1/notes']) {
    const repeat = await ana.post(path, { text: 'The cache is cold' }, key('note-1'));
    assert.equal(repeat.status, 201);
    assert.equal(repeat.headers['idempotent-replayed'], 'true');
    assert.deepEqual(repeat.body, first.body);
    assert.equal(repeat.headers.location, first.headers.location);
  }
  assert.equal(await entryCount(here), before + 1);
});

test('an incident is declared once, however often it is sent', async () => {
  const fields = { title: 'Search is down', severity: 'SEV-2' };
  const first = await ana.post('/api/v1/incidents', fields, key('declare-1'));
  const again = await ana.post('/api/v1/incidents', fields, key('declare-1'));
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual(again.body, first.body);
  const list = await ana.get('/api/v1/incidents');
  assert.equal((list.body as { data: unknown[] }).data.length, 2);
});

test('repeats that come at the same moment are one request', async () => {
  const fields = { title: 'Mail is late' };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => ana.post('/api/v1/incidents', fields, key('declare-2'))),
  );
  const keys = answers.map(({ status, body }) => [status, (body as MadeJson).incident]);
  assert.deepEqual(keys, Array(4).fill([201, 'INC-3']));
  const replayed = answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true');
  assert.equal(replayed.length, 3);
});

test('the same key with another body is refused, and nothing is written', async () => {
  await ana.post(NOTES, { text: 'One' }, key('note-2'));
  const before = await entryCount(here);
  const others: readonly [path: string, body: object][] = [
    [NOTES, { text: 'Two' }],
    ['/api/v1/incidents/2/notes', { text: 'One' }],
    ['/api/v1/incidents/1/decisions', { text: 'One' }],
    ['/api/v1/incidents', { title: 'One' }],
  ];
  for (const [path, body] of others) {
    const answer = await ana.post(path, body, key('note-2'));
    assert.equal(answer.status, 422, path);
    const { code, errors } = answer.body as { code: string; errors: { pointer: string }[] };
    assert.equal(code, 'key-reused');
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      [''],
    );
  }
  assert.equal(await entryCount(here), before);
});

test('each token has keys of its own', async () => {
  const other = await anotherToken(here, ana.personId);
  const first = await ana.post(NOTES, { text: 'By one program' }, key('count-1'));
  const second = await other.post(NOTES, { text: 'By another' }, key('count-1'));
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.equal(second.headers['idempotent-replayed'], undefined);
});

test('an act that finds nothing to add says so, also when it is repeated', async () => {
  await ana.post('/api/v1/incidents/1/responders', {});
  for (const replayed of [undefined, 'true']) {
    const answer = await ana.post('/api/v1/incidents/1/responders', {}, key('join-1'));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['idempotent-replayed'], replayed);
    const { said, entries } = answer.body as MadeJson;
    assert.deepEqual(entries, []);
    assert.ok(said !== null);
  }
});
