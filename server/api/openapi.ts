/** The description of the API, made of the table of routes and the very schemas that read the requests. */
import { capital } from '../core/text.ts';
import { z } from 'zod';
import { isForPrograms } from '../web/paths.ts';
import type { Route } from '../web/route.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the places in an address hold. */
const PLACES: Readonly<Record<string, string>> = {
  number: 'the number of the incident, 42, or its key, INC-42',
  id: 'the id by which the incident or the list names it',
  role: 'commander, operations, scribe, communications, deputy, expert or observer',
  run: 'the number of the run: 1, 2, 3',
  step: 'the id of the step',
  check: 'the number of the box in the step',
  seq: 'the number of the entry',
  slug: 'the name in addresses: of the runbook, the schedule, the policy or the service',
  hash: 'the content hash of the version',
};

/** Errors that every operation can answer, and those of changes. */
const ERRORS: Readonly<Record<string, string>> = {
  400: 'The request cannot be read',
  401: 'No token, or one that does not work',
  403: 'The token lacks the scope, or its owner the permission',
  404: 'There is no such thing, or it may not be seen',
  422: 'Fields are wrong; "errors" names each',
  429: 'Too many requests; "Retry-After" says when to go on',
  503: 'Nothing can be written at the moment; "Retry-After" says when to try again',
};
const ERRORS_OF_CHANGES: Readonly<Record<string, string>> = {
  409: 'A rule says no, or somebody was faster; "code" says which rule',
  413: 'The body is larger than 1 MB, or a file larger than 10 MB',
  415: 'The body is not JSON',
};
const ERRORS_OF_REPLACEMENTS: Readonly<Record<string, string>> = {
  412: 'It was changed since it was read',
  428: 'If-Match is missing: say which version is replaced',
};

const Problem = z
  .looseObject({
    type: z.string().describe('the page that explains the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('what is wrong and what to do next, for a person'),
    instance: z.string(),
    code: z.string().describe('for programs; it stays the same'),
    request_id: z.string(),
    errors: z
      .array(
        z.looseObject({
          pointer: z.string().describe('a JSON Pointer to the field; empty for the whole body'),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 has it' });

/** OpenAPI 3.1. @param server the whole address of Muster, without a slash at the end */
export function openapiOf(routes: readonly Route[], server: string): Json {
  const described = routes.filter(({ path }) => isForPrograms(path));
  const schemas = new Map<string, unknown>();
  const operations = described.map((route) => ({ route, operation: operationOf(route, schemas) }));
  schemaOf(Problem, schemas);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Muster',
      version: '1',
      description:
        'The same acts as the pages. Within v1 there are only additions: ignore the names that you do not know.',
    },
    servers: [{ url: server }],
    paths: pathsOf(operations),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'mst_… of /me' } },
      schemas: Object.fromEntries(schemas),
      responses: Object.fromEntries(
        Object.entries({ ...ERRORS, ...ERRORS_OF_CHANGES, ...ERRORS_OF_REPLACEMENTS }).map(
          ([status, description]) => [
            `Problem${status}`,
            {
              description,
              content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
            },
          ],
        ),
      ),
    },
  };
}

type Described = { route: Route; operation: Json };

function pathsOf(operations: readonly Described[]): Json {
  const found = new Map<string, Json>();
  for (const { route, operation } of operations) {
    const template = route.path.replace(/:([a-z]+)/gi, '{$1}');
    found.set(template, { ...found.get(template), [route.method.toLowerCase()]: operation });
  }
  return Object.fromEntries(found);
}

function operationOf(route: Route, schemas: Map<string, unknown>): Json {
  const fields = schemaOf(route.schema, schemas);
  const isReading = route.method === 'GET';
  return {
    operationId: operationId(route),
    summary: route.summary ?? '',
    tags: [route.path.split('/')[3] ?? ''],
    security: [{ token: route.scope === undefined ? [] : [route.scope] }],
    parameters: [
      ...placesOf(route.path),
      ...(isReading || route.takesFile ? queryOf(fields) : []),
      ...(isReading ? [] : [isReplacement(route) ? IF_MATCH : IDEMPOTENCY_KEY]),
      ...(route.takesFile ? [DISPOSITION] : []),
    ],
    ...(!isReading && { requestBody: route.takesFile ? fileBody(fields) : fieldsBody(fields) }),
    responses: responsesOf(route, schemas),
  };
}

function fieldsBody(fields: Fields): Json {
  return {
    required: (fields.required ?? []).length > 0,
    content: { 'application/json': { schema: fields } },
  };
}

const FILE: Json = { type: 'string', format: 'binary', description: 'the file, at most 10 MB' };

/** A file as a part of a form with its fields, or as the whole body with its fields in the query. */
function fileBody({ properties, required, ...rest }: Fields): Json {
  const form = {
    ...rest,
    properties: { ...properties, file: FILE },
    required: [...(required ?? []), 'file'],
  };
  return {
    required: true,
    content: { 'multipart/form-data': { schema: form }, '*/*': { schema: FILE } },
  };
}

const DISPOSITION: Json = {
  name: 'Content-Disposition',
  in: 'header',
  required: false,
  description: 'the name of a file that is the whole body: attachment; filename="graph.png"',
  schema: { type: 'string' },
};

/** All words of the address, so that it is unique: `postIncidentsNumberImpactsIdEnd`. */
function operationId({ method, path }: Route): string {
  const words = path
    .split('/')
    .slice(3)
    .join('/')
    .split(/[^a-z]+/i);
  return method.toLowerCase() + words.map((word) => capital(word)).join('');
}

function placesOf(path: string): Json[] {
  return [...path.matchAll(/:([a-z]+)/gi)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PLACES[name] ?? name,
    schema: { type: 'string' },
  }));
}

type Fields = Json & { properties?: Readonly<Record<string, Json>>; required?: readonly string[] };

function queryOf({ properties = {}, required = [] }: Fields): Json[] {
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'the same key with the same body is answered as it was the first time, and nothing is done twice',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const IF_MATCH: Json = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'the ETag of what was read and is replaced',
  schema: { type: 'string' },
};

function isReplacement({ method }: Route): boolean {
  return method === 'PUT' || method === 'PATCH';
}

function responsesOf(route: Route, schemas: Map<string, unknown>): Json {
  const isReading = route.method === 'GET';
  const good = (description: string) => ({ description, content: contentOf(route, schemas) });
  const errors = Object.keys({
    ...ERRORS,
    ...(!isReading && ERRORS_OF_CHANGES),
    ...(isReplacement(route) && ERRORS_OF_REPLACEMENTS),
  });
  return {
    ...goodOf(route, good),
    ...Object.fromEntries(
      errors.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    ),
  };
}

/** JSON of the declared shape, or a file. */
function contentOf({ answers }: Route, schemas: Map<string, unknown>): Json {
  if (answers === 'file') return { '*/*': { schema: { type: 'string', format: 'binary' } } };
  return { 'application/json': { schema: answers === undefined ? {} : schemaOf(answers, schemas) } };
}

function goodOf(route: Route, good: (description: string) => Json): Json {
  if (route.method === 'GET')
    return { 200: good('What was asked for'), 304: { description: 'It is as you have it' } };
  if (isReplacement(route)) return { 200: good('It is replaced') };
  return { 200: good('There was nothing to add'), 201: good('Done') };
}

/** The JSON Schema of what is sent or answered; schemas that have an id are collected and referred to. */
function schemaOf(schema: z.ZodType, schemas: Map<string, unknown>): Fields {
  // What comes out is plain JSON; the text is changed so that references point to where the schemas are collected.
  const made = JSON.stringify(z.toJSONSchema(schema, { io: 'input' })).replaceAll(
    '"#/$defs/',
    '"#/components/schemas/',
  );
  const { $schema, $defs = {}, ...own } = JSON.parse(made) as Fields & { $defs?: Json };
  for (const [name, definition] of Object.entries($defs)) schemas.set(name, definition);
  return own;
}
