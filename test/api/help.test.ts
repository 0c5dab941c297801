import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { SCOPES } from '../../server/identity/token.ts';
import { TOKEN_QUOTA } from '../../server/web/limiter.ts';
import { sourcesIn } from '../house/tree.ts';
import { world, type World } from '../support/world.ts';

/** What the pages about the API promise is what there is. */
let here: World;
before(async () => {
  here = await world();
});
after(() => here.end());

const helpText = (name: string): string =>
  readFileSync(new URL(`../../views/help/${name}.md`, import.meta.url), 'utf8');

/** The first words in code of the rows of the tables. */
function firstColumn(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `([^`]+)` \|/gm)].map(([, word = '']) => word);
}

test('the page about the API names each scope', () => {
  assert.deepEqual(firstColumn(helpText('api')), [...SCOPES]);
});

test('each address that it names is served', () => {
  const patterns = here.routes
    .filter(({ path }) => path.startsWith('/api/'))
    .map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`));
  const isServed = (address: string): boolean => patterns.some((pattern) => pattern.test(address));
  const text = helpText('api');
  const whole = [...text.matchAll(/\/api\/v1\/[\w/:-]+/g)].map(([address]) => address);
  const nouns = /Every form of the pages[^\n]+/.exec(text)?.[0] ?? '';
  const below = [...nouns.matchAll(/`(\/[\w/-]+)`/g)].map(([, noun = '']) => `/api/v1/incidents/1${noun}`);
  assert.ok(whole.length >= 5 && below.length >= 8);
  assert.deepEqual(
    [...whole, ...below].filter((address) => !isServed(address)),
    [],
  );
  assert.equal(isServed('/api/v1/incidents/1/jokes'), false);
});

test('the figures are those that hold', () => {
  assert.equal(TOKEN_QUOTA.seconds, 60);
  assert.match(helpText('api'), new RegExp(`${String(TOKEN_QUOTA.requests)} requests a minute`));
});

/** The codes that are thrown apart from rules of the domain. */
function codesIn(text: string): string[] {
  const thrown = /(?:new Stop\(\s*\d{3},|tell\(\s*\d{3},|unavailable\()\s*'([\w-]+)'/g;
  return [...text.matchAll(thrown)].map(([, code = '']) => code);
}

test('the page about problems explains each code, and no other', () => {
  const codes = new Set(sourcesIn('server', '.ts').flatMap(({ text }) => codesIn(text)));
  assert.ok(codes.size > 15);
  assert.deepEqual(firstColumn(helpText('problems')).toSorted(), [...codes].toSorted());
  assert.deepEqual(codesIn("throw new Stop(\n  418,\n  'teapot', 'Short.')"), ['teapot']);
});

test('the rules that it gives as examples are rules', () => {
  const text = helpText('problems');
  const [rules = ''] = /Status 409[^\n]+/.exec(text) ?? [];
  const named = [...rules.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code);
  const server = sourcesIn('server', '.ts')
    .map((source) => source.text)
    .join('\n');
  assert.ok(named.length >= 5);
  assert.deepEqual(
    named.filter((code) => !new RegExp(`new Refused\\(\\s*'${code}'`).test(server)),
    [],
  );
});

test('the address of a problem is the page that explains it', async () => {
  const answer = await here.browser().get('/api/v1/incidents').expect(401);
  const { type } = answer.body as { type: string };
  const page = await here.browser().get(new URL(type).pathname).expect(200);
  assert.match(page.text, /no-token/);
  const help = await here.browser().get('/help/api').expect(200);
  assert.match(help.text, /Idempotency-Key/);
});
