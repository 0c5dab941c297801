import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pageOf } from '../../server/api/cursor.ts';
import { program, type Answered, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ana: Program;

before(async () => {
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' });
  ana = await program(here, { member: 'ana' });
  for (let count = 1; count <= 7; count += 1) {
    const severity = count % 2 === 0 ? 'SEV-2' : 'SEV-3';
    await ana.post('/api/v1/incidents', { title: `Incident ${String(count)}`, severity });
    // Two of them were opened in the same millisecond: the order must not depend on chance.
    if (count !== 3) here.clock.wind(60);
  }
});
after(() => here.end());

type List = { data: { key: string }[]; next_cursor: string | null };

const listOf = ({ body }: Answered): List => body as List;
const keysOf = (answer: Answered): string[] => listOf(answer).data.map(({ key }) => key);

/** An address of an answer as a test asks for it. */
function belowRoot(address = ''): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** The address behind `rel="next"`, below the root. */
function nextOf(answer: Answered): string | undefined {
  const [, address] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.link ?? '') ?? [];
  return address === undefined ? undefined : belowRoot(address);
}

test('pages follow each other without a gap, whatever is declared meanwhile', async () => {
  const seen: string[] = [];
  let path: string | undefined = '/api/v1/incidents?limit=3';
  while (path !== undefined) {
    const answer = await ana.get(path);
    assert.equal(answer.status, 200);
    seen.push(...keysOf(answer));
    path = nextOf(answer);
    assert.equal(listOf(answer).next_cursor === null, path === undefined);
    if (seen.length === 3) await ana.post('/api/v1/incidents', { title: 'Declared while somebody reads' });
  }
  assert.deepEqual(seen, ['INC-7', 'INC-6', 'INC-5', 'INC-4', 'INC-3', 'INC-2', 'INC-1']);
});

test('a list is filtered, and its next page too', async () => {
  const first = await ana.get('/api/v1/incidents?severity=SEV-2&limit=2');
  assert.deepEqual(keysOf(first), ['INC-8', 'INC-6'], 'who names no severity gets SEV-2');
  assert.match(nextOf(first) ?? '', /severity=SEV-2/);
  assert.deepEqual(keysOf(await ana.get(nextOf(first) ?? '')), ['INC-4', 'INC-2']);
  assert.deepEqual(keysOf(await ana.get('/api/v1/incidents?status=resolved')), []);
  assert.equal(keysOf(await ana.get('/api/v1/incidents?status=open')).length, 8);
});

test('a page holds 50 unless it is told otherwise', async () => {
  for (let count = 0; count < 45; count += 1) await ana.post('/api/v1/incidents', { title: 'One of many' });
  assert.equal(keysOf(await ana.get('/api/v1/incidents')).length, 50);
  assert.equal(keysOf(await ana.get('/api/v1/incidents?limit=200')).length, 53);
});

test('the timeline goes on behind an entry', async () => {
  const all = await ana.get('/api/v1/incidents/1/entries');
  const seqs = (answer: Answered) => (answer.body as { data: { seq: number }[] }).data.map(({ seq }) => seq);
  const count = seqs(all).length;
  assert.deepEqual(
    seqs(all),
    Array.from({ length: count }, (_, index) => index + 1),
  );
  assert.deepEqual(seqs(await ana.get('/api/v1/incidents/1/entries?after=1&limit=2')), [2, 3]);
  assert.deepEqual(seqs(await ana.get('/api/v1/incidents/1/entries?cursor=2&limit=1')), [3]);
  assert.deepEqual(seqs(await ana.get(`/api/v1/incidents/1/entries?after=${String(count)}`)), []);
  const noted = await ana.post('/api/v1/incidents/1/notes', { text: 'More' });
  assert.deepEqual(seqs(await ana.get(belowRoot(noted.headers.location))), [count + 1]);
});

test('what has not changed is not sent again', async () => {
  for (const path of ['/api/v1/incidents/2', '/api/v1/incidents', '/api/v1/runbooks/cache-miss-storm']) {
    const first = await ana.get(path);
    const tag = first.headers.etag ?? '';
    assert.match(tag, /^"[\w-]+"$/, 'a strong one');
    here.clock.wind(3600);
    const again = await ana.get(path, { 'If-None-Match': `"other", ${tag}` });
    assert.equal(again.status, 304, path);
    assert.equal(again.text, '');
    assert.equal(again.headers.etag, tag);
  }
  const { headers } = await ana.get('/api/v1/incidents/2');
  await ana.post('/api/v1/incidents/2/notes', { text: 'Something happened' });
  const after = await ana.get('/api/v1/incidents/2', { 'If-None-Match': headers.etag ?? '' });
  assert.equal(after.status, 200);
});

test('runbooks are listed, searched and read as the command line reads them', async () => {
  type Runbooks = { data: { slug: string; content_hash: string }[]; next_cursor: string | null };
  const first = await ana.get('/api/v1/runbooks?limit=5');
  const second = await ana.get(nextOf(first) ?? '');
  const slugs = [first, second].flatMap(({ body }) => (body as Runbooks).data.map(({ slug }) => slug));
  assert.deepEqual(slugs, [...new Set(slugs)].toSorted());
  assert.ok(slugs.includes('cache-miss-storm') && slugs.length >= 8);
  const found = (await ana.get('/api/v1/runbooks?q=certificate')).body as Runbooks;
  assert.equal(found.data[0]?.slug, 'certificate-expired');
  const read = await ana.get('/api/v1/runbooks/certificate-expired');
  const runbook = read.body as { steps: object[]; text: string; content_hash: string };
  assert.ok(runbook.steps.length > 2);
  assert.match(runbook.text, /^---\nid: certificate-expired/);
  const version = await ana.get(`/api/v1/runbooks/certificate-expired/versions/${runbook.content_hash}`);
  assert.deepEqual(version.body, runbook);
  const other = await ana.get(`/api/v1/runbooks/disk-full/versions/${runbook.content_hash}`);
  assert.equal(other.status, 404);
  assert.equal((await ana.get('/api/v1/runbooks/none')).status, 404);
});

test('a page in memory goes on behind its last key, whatever came or went before it', () => {
  const keyOf = (item: string): string => item;
  const first = pageOf(['d', 'b', 'a', 'c'], keyOf, { limit: 2, cursor: undefined });
  assert.deepEqual(first.items, ['a', 'b']);
  const second = pageOf(['a', 'aa', 'c', 'd'], keyOf, { limit: 2, cursor: first.next });
  assert.deepEqual(second, { items: ['c', 'd'], next: undefined });
});
