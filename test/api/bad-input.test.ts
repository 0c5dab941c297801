import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import request, { type Response } from 'supertest';
import { entryCount, program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ana: Program;

before(async () => {
  here = await world();
  ana = await program(here, { member: 'ana' });
  const declared = await ana.post('/api/v1/incidents', { title: 'Checkout is slow', take_command: true });
  assert.equal(declared.status, 201);
});
after(() => here.end());

const NOTES = '/api/v1/incidents/1/notes';
const IMPACTS = '/api/v1/incidents/1/impacts';

type Problem = {
  status: number;
  code: string;
  type: string;
  detail: string;
  instance: string;
  request_id: string;
  errors?: { pointer: string; detail: string; choices?: { value: string }[] }[];
};

/** Bytes as they are, since a client library would put a wrong body right. */
async function sent(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return request(here.app)
    .post(path)
    .set('Authorization', `Bearer ${ana.token}`)
    .set({ 'Content-Type': 'application/json', ...headers })
    .send(body);
}

type Row = {
  name: string;
  path?: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
  status: number;
  code: string;
  /** The fields to blame. */
  at?: readonly string[];
};

const LONG = 'x'.repeat(20_001);

const ROWS: readonly Row[] = [
  { name: 'a body that is cut', body: '{"text": "half', status: 400, code: 'malformed' },
  { name: 'no JSON at all', body: 'text=hello', status: 400, code: 'malformed' },
  { name: 'a list', body: '[]', status: 422, code: 'invalid', at: [''] },
  { name: 'a list of notes', body: '[{"text": "a"}]', status: 422, code: 'invalid', at: [''] },
  { name: 'null', body: 'null', status: 422, code: 'invalid', at: [''] },
  { name: 'a number', body: '7', status: 422, code: 'invalid', at: [''] },
  { name: 'a text', body: '"hello"', status: 422, code: 'invalid', at: [''] },
  { name: 'no field', body: '{}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'a blank text', body: '{"text": " \\n "}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'a number as text', body: '{"text": 7}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'null as text', body: '{"text": null}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'an object as text', body: '{"text": {"a": 1}}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'a list as text', body: '{"text": ["a"]}', status: 422, code: 'invalid', at: ['/text'] },
  { name: 'too much text', body: `{"text": "${LONG}"}`, status: 422, code: 'invalid', at: ['/text'] },
  {
    name: 'unknown fields',
    body: '{"text": "a", "colour": "red", "a.b/c~d": 1}',
    status: 422,
    code: 'invalid',
    at: ['/colour', '/a.b~1c~0d'],
  },
  {
    name: 'a field that would change all objects',
    body: '{"text": "a", "__proto__": {"polluted": true}}',
    status: 422,
    code: 'invalid',
    at: ['/__proto__'],
  },
  {
    name: 'fields of forms',
    body: '{"text": "a", "_csrf": "b", "op_id": "c"}',
    status: 422,
    code: 'invalid',
    at: ['/_csrf', '/op_id'],
  },
  {
    name: 'a time that is none',
    body: '{"text": "a", "at": "soon"}',
    status: 422,
    code: 'invalid',
    at: ['/at'],
  },
  {
    name: 'a day that is not in the calendar',
    body: '{"text": "a", "at": "2026-02-30T10:00:00Z"}',
    status: 422,
    code: 'invalid',
    at: ['/at'],
  },
  {
    name: 'a time that lies ahead',
    body: '{"text": "a", "at": "2027-01-01T10:00:00Z"}',
    status: 422,
    code: 'invalid',
    at: ['/at'],
  },
  {
    name: 'a share above all',
    path: IMPACTS,
    body: '{"statement": "a", "percent": 101}',
    status: 422,
    code: 'invalid',
    at: ['/percent'],
  },
  {
    name: 'a box that is neither ticked nor not',
    path: IMPACTS,
    body: '{"statement": "a", "about": "perhaps"}',
    status: 422,
    code: 'invalid',
    at: ['/about'],
  },
  {
    name: 'a list with something else in it',
    path: '/api/v1/incidents/1/services',
    body: '{"added": ["shop", 7]}',
    status: 422,
    code: 'invalid',
    at: ['/added/1'],
  },
  {
    name: 'a word that is not on the list',
    path: '/api/v1/incidents/1/severity',
    body: '{"to": "SEV-9"}',
    status: 422,
    code: 'invalid',
    at: ['/to'],
  },
  { name: 'a character that no text holds', body: '{"text": "a\\u0000b"}', status: 400, code: 'malformed' },
  {
    name: 'a form',
    body: 'text=hello',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'wrong-type',
  },
  {
    name: 'plain text',
    body: 'hello',
    headers: { 'Content-Type': 'text/plain' },
    status: 415,
    code: 'wrong-type',
  },
  {
    name: 'another kind of JSON',
    body: '{"text": "a"}',
    headers: { 'Content-Type': 'application/merge-patch+json' },
    status: 415,
    code: 'wrong-type',
  },
  { name: 'more than 1 MB', body: `{"text": "${'x'.repeat(1_100_000)}"}`, status: 413, code: 'too-large' },
  {
    name: 'a key that cannot be seen',
    body: '{"text": "a"}',
    headers: { 'Idempotency-Key': 'with blanks' },
    status: 400,
    code: 'malformed',
  },
  {
    name: 'a key that is too long',
    body: '{"text": "a"}',
    headers: { 'Idempotency-Key': 'k'.repeat(256) },
    status: 400,
    code: 'malformed',
  },
  {
    name: 'no such incident',
    path: '/api/v1/incidents/99/notes',
    body: '{"text": "a"}',
    status: 404,
    code: 'not-found',
  },
  {
    name: 'no number',
    path: '/api/v1/incidents/0x1/notes',
    body: '{"text": "a"}',
    status: 404,
    code: 'not-found',
  },
  {
    name: 'no such noun',
    path: '/api/v1/incidents/1/jokes',
    body: '{"text": "a"}',
    status: 404,
    code: 'not-found',
  },
  {
    name: 'an address that cannot be decoded',
    path: '/api/v1/incidents/%E0%A4%A/notes',
    body: '{"text": "a"}',
    status: 400,
    code: 'malformed',
  },
  {
    name: 'a rule that says no',
    path: '/api/v1/incidents/1/status',
    body: '{"to": "resolved"}',
    status: 409,
    code: 'unmet-checks',
  },
  {
    name: 'a person who is not known',
    path: '/api/v1/incidents/1/escalations',
    body: '{"to": "nobody", "reason": "a"}',
    status: 409,
    code: 'no-such-person',
  },
  {
    name: 'a box of a run that there is not',
    path: '/api/v1/incidents/1/runs/x/steps/y/checks/z',
    body: '{"on": true}',
    status: 409,
    code: 'no-such-run',
  },
];

for (const row of ROWS) {
  test(`${row.name} is refused, and nothing is written`, async () => {
    const path = row.path ?? NOTES;
    const before = await entryCount(here);
    const answer = await sent(path, row.body, row.headers);
    const problem = answer.body as Problem;
    assert.deepEqual([answer.status, problem.code], [row.status, row.code], answer.text);
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
    assert.equal(problem.status, row.status);
    assert.equal(problem.type, `http://localhost:3000/help/problems/${row.code}`);
    assert.equal(problem.instance, path);
    assert.equal(problem.request_id, answer.headers['x-request-id']);
    assert.ok(problem.detail.length > 10);
    assert.deepEqual(
      problem.errors?.map(({ pointer }) => pointer),
      row.at,
    );
    for (const error of problem.errors ?? []) assert.doesNotMatch(error.detail, /Invalid input|expected/);
    assert.equal(await entryCount(here), before);
  });
}

test('nothing was done to all objects', () => {
  assert.equal('polluted' in {}, false);
});

test('a time with several readings is asked about, and the answer can be sent', async () => {
  const asked = await sent(NOTES, '{"text": "The page came", "at": "2026-11-01 22:15 PST"}');
  assert.equal(asked.status, 422);
  const [error] = (asked.body as Problem).errors ?? [];
  const at = error?.choices?.[0]?.value ?? '';
  assert.match(at, /^2026-11-0\d/);
  const told = await ana.post(NOTES, { text: 'The page came', at });
  assert.equal(told.status, 201, told.text);
});

test('times are taken as RFC 3339 has them', async () => {
  const readings: readonly [typed: string, instant: string][] = [
    ['2026-11-02T08:00:00Z', '2026-11-02T08:00:00.000Z'],
    ['2026-11-02T08:00:00.000Z', '2026-11-02T08:00:00.000Z'],
    ['2026-11-02t08:00:00z', '2026-11-02T08:00:00.000Z'],
    ['2026-11-02T09:30:00+05:30', '2026-11-02T04:00:00.000Z'],
    ['2026-11-01T23:00:00-08:00', '2026-11-02T07:00:00.000Z'],
    ['2026-11-02T08:00:00-00:00', '2026-11-02T08:00:00.000Z'],
    ['2026-11-02 08:00:00+00:00', '2026-11-02T08:00:00.000Z'],
  ];
  for (const [at, instant] of readings) {
    const told = await ana.post(NOTES, { text: `At ${at}`, at });
    assert.equal(told.status, 201, told.text);
    const [entry] = (told.body as { entries: { occurred_at: string; precision: string }[] }).entries;
    assert.deepEqual([entry?.occurred_at, entry?.precision], [instant, 'second'], at);
  }
});

test('a body of a request that only reads is not looked at', async () => {
  const answer = await request(here.app)
    .get('/api/v1/incidents/1')
    .set('Authorization', `Bearer ${ana.token}`)
    .set('Content-Type', 'application/json')
    .send('{"half');
  assert.equal(answer.status, 200);
});

test('an unknown or wrong part of a query is named', async () => {
  const wrong: readonly [query: string, pointer: string][] = [
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['status=loud', '/status'],
    ['severity=SEV-9', '/severity'],
    ['cursor=made-up', '/cursor'],
    ['page=2', '/page'],
  ];
  for (const [query, pointer] of wrong) {
    const answer = await ana.get(`/api/v1/incidents?${query}`);
    assert.equal(answer.status, 422, query);
    assert.deepEqual(
      (answer.body as Problem).errors?.map((error) => error.pointer),
      [pointer],
      query,
    );
  }
});

test('an act without fields needs no body', async () => {
  const bare = await ana.post('/api/v1/incidents/1/responders');
  assert.ok([200, 201].includes(bare.status), bare.text);
});

test('a wrong method is told which ones the address takes', async () => {
  const wrong: readonly [method: 'put' | 'delete' | 'get' | 'patch', path: string, allowed: string][] = [
    ['put', '/api/v1/incidents', 'GET, HEAD, POST'],
    ['delete', '/api/v1/incidents/1', 'GET, HEAD'],
    ['get', NOTES, 'POST'],
    ['patch', '/api/v1/people', 'GET, HEAD'],
  ];
  for (const [method, path, allowed] of wrong) {
    const answer = await request(here.app)[method](path).set('Authorization', `Bearer ${ana.token}`);
    assert.equal(answer.status, 405, path);
    assert.equal(answer.headers.allow, allowed);
    assert.equal((answer.body as Problem).code, 'wrong-method');
  }
});
