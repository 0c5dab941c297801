import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { ACTS } from '../../server/incidents/acts-routes.ts';
import { SCOPES } from '../../server/identity/token.ts';
import { program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

type Operation = {
  operationId: string;
  summary: string;
  security: { token: string[] }[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
};
type Schema = {
  type?: string;
  properties?: Record<string, object>;
  required?: string[];
  additionalProperties?: boolean;
};
type Description = {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; responses: Record<string, object> };
};

let here: World;
let ana: Program;
let description: Description;
let operations: { name: string; path: string; method: string; operation: Operation }[];

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks', MUSTER_URL: 'http://localhost:3000/ops/' });
  ana = await program(here, { member: 'ana', role: 'admin', scopes: [...SCOPES] });
  const answer = await here.browser().get('/ops/openapi.json');
  assert.equal(answer.status, 200, 'it is public');
  description = answer.body as Description;
  operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      method,
      operation,
    })),
  );
});
after(() => here.end());

test('it describes exactly the routes for programs', () => {
  const routes = here.routes.filter(({ path }) => path.startsWith('/api/'));
  const served = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(operations.map(({ name }) => name).sort(), served.sort());
  assert.deepEqual(
    [description.openapi, description.servers[0]?.url],
    ['3.1.1', 'http://localhost:3000/ops'],
  );
});

test('each noun of the table of acts is there', () => {
  for (const { path } of ACTS) {
    const address = `/api/v1/incidents/{number}${path.replace(/:(\w+)/g, '{$1}')}`;
    assert.ok(description.paths[address]?.post !== undefined, address);
  }
});

test('each operation has a name of its own, a summary, a scope that there is, and its answers', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { name, method, operation } of operations) {
    assert.match(operation.operationId, /^(?:get|post|put)[A-Z][A-Za-z]+$/);
    assert.ok(operation.summary.length > 8, name);
    const [scope = ''] = operation.security[0]?.token ?? [];
    assert.ok((SCOPES as readonly string[]).includes(scope), name);
    const good = operation.responses[method === 'post' ? '201' : '200'];
    const [schema = {}] = Object.values(good?.content ?? {}).map((content) => content.schema);
    assert.ok(Object.keys(schema).length > 0, `${name} says what it answers`);
    for (const status of ['400', '401', '403', '404', '422', '429', '503']) {
      assert.equal(operation.responses[status]?.$ref, `#/components/responses/Problem${status}`, name);
    }
  }
});

test('what replaces a whole resource asks for its ETag, and says what happens without', () => {
  const replacing = operations.filter(({ method }) => method === 'put');
  assert.ok(replacing.length > 0);
  for (const { name, operation } of replacing) {
    const names = operation.parameters.filter(({ required }) => required).map((parameter) => parameter.name);
    assert.ok(names.includes('If-Match'), name);
    for (const status of ['412', '428']) assert.ok(operation.responses[status] !== undefined, name);
  }
});

test('each value of an address is a parameter, and none is missing', () => {
  for (const { name, path, operation } of operations) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
    const given = operation.parameters.filter((parameter) => parameter.in === 'path');
    assert.deepEqual(
      given.map((parameter) => parameter.name),
      places,
      name,
    );
    assert.ok(given.every(({ required }) => required));
  }
});

test('each body names its fields with a type, takes no other, and asks only for what is needed', () => {
  for (const { name, method, operation } of operations.filter((one) => one.method === 'post')) {
    const content = operation.requestBody?.content ?? {};
    const schema = (content['application/json'] ?? content['multipart/form-data'])?.schema ?? {};
    assert.equal(schema.type, 'object', name);
    assert.equal(schema.additionalProperties, false, name);
    for (const [field, value] of Object.entries(schema.properties ?? {})) {
      assert.ok('type' in value, `${method} ${name}: ${field} has a type`);
      assert.match(field, /^[a-z][a-z_]*$/);
    }
    assert.equal(operation.requestBody?.required, (schema.required ?? []).length > 0, name);
  }
  const note = description.paths['/api/v1/incidents/{number}/notes']?.post?.requestBody;
  assert.deepEqual(note?.content['application/json']?.schema.required, ['text']);
});

/** Every `$ref` inside. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

/** The references of a document that lead nowhere in it. */
function danglingIn(document: object): string[] {
  const lookUp = (from: unknown, name: string): unknown =>
    typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
  return references(document).filter((reference) => {
    const [first, ...names] = reference.split('/');
    return first !== '#' || names.reduce<unknown>(lookUp, document) === undefined;
  });
}

test('every reference leads somewhere', () => {
  assert.ok(references(description).length > 100);
  assert.deepEqual(danglingIn(description), []);
  assert.deepEqual(danglingIn({ a: { $ref: '#/b/c' }, b: { d: 1 } }), ['#/b/c']);
});

/** Names in JSON that are not snake_case. Bodies of entries and details of deeds are as they were hashed; stamps are listed by name. */
function strangeNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strangeNames);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(/^[a-z][a-z0-9_]*$/.test(name) ? [] : [name]),
    ...(name === 'body' || name === 'details' || name === 'other' ? [] : strangeNames(inner)),
  ]);
}

/** A schedule with an override, a policy, and a service with a window of maintenance; their names by noun. */
async function onCallThere(): Promise<Record<string, string>> {
  await createService(here.kit.people, { name: 'Web' }, COMMAND_LINE);
  const turns = {
    length: 1,
    unit: 'weeks',
    first_date: '2026-11-02',
    first_time: '09:00',
    hours_to: '18:00',
  };
  const members = [ana.personId];
  await ana.post('/ops/api/v1/schedules', { name: 'Web', zone: 'UTC', members, ...turns });
  const cover = { person: ana.personId, from: '2026-11-02T12:00:00Z', to: '2026-11-02T13:00:00Z' };
  await ana.post('/ops/api/v1/schedules/web/overrides', { ...cover, reason: 'a dentist' });
  const levels = [{ targets: [`person:${ana.personId}`], minutes: 5, severities: 'SEV-2' }];
  const policy = { name: 'Web', zone: 'UTC', levels, fallback: ana.personId, repeat: 1 };
  const made = await ana.post('/ops/api/v1/policies', policy);
  assert.equal(made.status, 201, made.text);
  await ana.post('/ops/api/v1/services/web/maintenance', { hours: 1, reason: 'a new database' });
  return { schedules: 'web', policies: 'web', services: 'web' };
}

test('what is really answered has the shape that is described', async () => {
  const declared = await ana.post('/ops/api/v1/incidents', {
    title: 'Checkout is slow',
    runbook: 'cache-miss-storm',
    take_command: true,
  });
  const room = '/ops/api/v1/incidents/1';
  await ana.post(`${room}/impacts`, { statement: 'Payments fail', percent: 12.5 });
  await ana.post(`${room}/hypotheses`, { statement: 'The cache is cold' });
  await ana.post(`${room}/changes`, { what: 'Clear it', where: 'node 1' });
  await ana.post(`${room}/decisions`, { text: 'We clear one node first' });
  await ana.post(`${room}/escalations`, { to: ana.personId, reason: 'To see the shape of it' });
  await ana.post(`${room}/roles/scribe/offers`, { to: ana.personId });
  await ana.post(`${room}/numbers`, { name: 'orders', label: 'lost orders', value: 12, unit: 'orders' });
  await ana.post(`${room}/detection`, { by: 'alert' });
  await ana.post(`${room}/updates`, {
    audience: 'internal',
    users_see: 'Slow pages',
    we_do: 'We look',
    changed: 'It is known',
  });
  const begun = await ana.post(`${room}/postmortem`);
  assert.equal(begun.status, 201, begun.text);
  const slugs = await onCallThere();
  const gets = operations.filter(
    ({ method, operation }) => method === 'get' && operation.responses['200']?.content?.['*/*'] === undefined,
  );
  const answers = [{ name: 'POST /api/v1/incidents', body: declared.body }];
  const runbook = (await ana.get('/ops/api/v1/runbooks/cache-miss-storm')).body as { content_hash: string };
  const places: Record<string, string> = {
    number: '1',
    slug: 'cache-miss-storm',
    hash: runbook.content_hash,
  };
  for (const { name, path } of gets) {
    const noun = path.split('/')[3] ?? '';
    const valueOf = (place: string) => (place === 'slug' ? slugs[noun] : undefined) ?? places[place] ?? '';
    const answer = await ana.get(
      `/ops${path.replace(/\{(\w+)\}/g, (_whole, place: string) => valueOf(place))}`,
    );
    assert.equal(answer.status, 200, name);
    answers.push({ name, body: answer.body });
  }
  for (const { name, body } of answers) {
    const route = here.routes.find((one) => `${one.method} ${one.path.replace(/:(\w+)/g, '{$1}')}` === name);
    assert.ok(route?.answers instanceof z.ZodType);
    const read = route.answers.safeParse(body);
    assert.ok(read.success, `${name}: ${JSON.stringify(read.error?.issues)}`);
    // Whatever the shape does not name, parsing leaves out: the answer holds no more than is described.
    assert.deepEqual(read.data, body, name);
    assert.deepEqual(strangeNames(body), [], name);
  }
});
