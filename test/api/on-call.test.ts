import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { level, paging, type Paging } from '../escalation/paging.ts';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST } from '../support/cast.ts';

/** Max, a manager, has a program; the policy "Shop" asks Ana, then Ben. */
let here: Paging;
let max: Program;
const scopes = ['incidents:read', 'incidents:write', 'escalation:*'];
const turns = {
  name: 'Web',
  zone: 'Europe/Berlin',
  members: [CAST.ana.id, CAST.ben.id],
  length: 1,
  unit: 'weeks',
  first_date: '2026-11-02',
  first_time: '09:00',
};
beforeEach(async () => {
  here = await paging([level(['ana']), level(['ben'])]);
  max = await anotherToken(here.world, CAST.max.id, { scopes });
});
afterEach(() => here.end());

type Shown = {
  person: string | null;
  rev: number;
  layers: { members: string[] }[];
  overrides: { override_id: string; person: string }[];
};

test('a program makes a schedule, covers a shift, and reads who is on call then', async () => {
  const made = await max.post('/api/v1/schedules', turns);
  assert.equal(made.status, 201, made.text);
  assert.match(made.headers.location ?? '', /\/api\/v1\/schedules\/web$/);
  const cover = {
    person: CAST.max.id,
    from: '2026-11-03T08:00:00.000Z',
    to: '2026-11-03T10:00:00Z',
    reason: 'a dentist',
  };
  const covered = await max.post('/api/v1/schedules/web/overrides', cover);
  assert.equal(covered.status, 201, covered.text);
  const { overrides } = covered.body as Shown;
  assert.deepEqual(
    overrides.map(({ person }) => person),
    [CAST.max.id],
  );
  const onAt = async (at: string): Promise<string | undefined> => {
    const { body } = await max.get(`/api/v1/on-call?at=${encodeURIComponent(at)}`);
    return (body as { data: { person: { id: string } | null }[] }).data[0]?.person?.id;
  };
  assert.equal(await onAt('2026-11-03T09:00:00Z'), CAST.max.id);
  assert.equal(await onAt('2026-11-10T09:00:00.000Z'), CAST.ben.id);
  assert.equal((await max.get('/api/v1/on-call?at=soon')).status, 422);
  const ended = await max.post(`/api/v1/schedules/web/overrides/${overrides[0]?.override_id ?? ''}/end`);
  assert.deepEqual((ended.body as Shown).overrides, []);
  const layer = { ...turns, layer: 'Primary', place: 'Primary', begins: 'now', rev: 1 };
  const { name: _name, zone: _zone, ...typed } = layer;
  const changed = await max.post('/api/v1/schedules/web/layers', { ...typed, members: [CAST.ben.id] });
  assert.equal(changed.status, 201, changed.text);
  assert.deepEqual((changed.body as Shown).layers[0]?.members, [CAST.ben.id]);
  const list = await max.get('/api/v1/schedules');
  assert.equal((list.body as { data: Shown[] }).data.length, 1);
  assert.equal((await max.get('/api/v1/schedules/none')).status, 404);
});

test('a policy is read, replaced upon what was read, and tried out', async () => {
  const read = await max.get('/api/v1/policies/shop');
  const { policy, slug, version, ...fields } = read.body as { levels: object[] } & Record<string, unknown>;
  assert.deepEqual([slug, version], ['shop', 1]);
  const changed = { ...fields, levels: fields.levels.slice(1) };
  assert.equal((await max.put('/api/v1/policies/shop', changed)).status, 428);
  const put = await max.put('/api/v1/policies/shop', changed, { 'If-Match': read.headers.etag ?? '' });
  assert.equal(put.status, 200, put.text);
  const stale = await max.put('/api/v1/policies/shop', changed, { 'If-Match': read.headers.etag ?? '' });
  assert.equal(stale.status, 412);
  const silent = await max.post('/api/v1/policies', { ...changed, name: 'Other', fallback: '' });
  assert.equal(silent.status, 422);
  const gone = {
    ...changed,
    name: 'Other',
    levels: [{ targets: [`person:${CAST.ben.id}`, 'schedule:old'] }],
  };
  const { errors } = (await max.post('/api/v1/policies', gone)).body as { errors: { pointer: string }[] };
  assert.deepEqual(
    errors.map(({ pointer }) => pointer),
    ['/levels/0/targets/1'],
  );
  const made = await max.post('/api/v1/policies', { ...changed, name: 'Other' });
  assert.equal(made.status, 201, made.text);
  const tried = await max.get('/api/v1/policies/shop/ladder?at=2026-11-02T10:15:00Z&severity=SEV-2');
  const { data } = tried.body as { data: { at: string; kind: string; people: string[] }[] };
  assert.deepEqual(
    data.map(({ at, kind, people }) => [at.slice(11, 16), kind, people[0]]),
    [
      ['10:15', 'sent', CAST.ben.id],
      ['10:20', 'sent', CAST.ada.id],
      ['10:25', 'exhausted', undefined],
    ],
  );
  const year = await max.get('/api/v1/policies/shop/coverage');
  assert.deepEqual((year.body as { weaknesses: object[] }).weaknesses, []);
});

test('why somebody was asked is told for an incident', async () => {
  await here.declare();
  const why = await max.get(`/api/v1/incidents/INC-1/why?person=${CAST.ben.id}`);
  const { data } = why.body as { data: { policy: string; lines: string[] }[] };
  assert.equal(data[0]?.policy, 'Shop');
  assert.match(data[0].lines.join(' '), /Ben Okafor is asked at/);
});

test('a window of maintenance is opened, extended and ended', async () => {
  const address = '/api/v1/services/web-shop/maintenance';
  const opened = await max.post(address, { hours: 1, reason: 'a new database' });
  assert.equal(opened.status, 201, opened.text);
  const [first] = (opened.body as { data: { window_id: string; to: string }[] }).data;
  assert.equal(first?.to, '2026-11-02T10:00:00.000Z');
  const extended = await max.post(`${address}/${first.window_id}`, { change: 'extend', hours: 2 });
  assert.equal((extended.body as { data: { to: string }[] }).data[0]?.to, '2026-11-02T11:00:00.000Z');
  await max.post(`${address}/${first.window_id}`, { change: 'end' });
  assert.deepEqual((await max.get(address)).body, { data: [] });
  assert.equal((await max.post(address, { hours: 25, reason: 'x' })).status, 422);
});

test('shifts are swapped between two programs', async () => {
  await max.post('/api/v1/schedules', turns);
  const ana = await anotherToken(here.world, CAST.ana.id, { scopes });
  const ben = await anotherToken(here.world, CAST.ben.id, { scopes });
  const pieces = {
    gives: '2026-11-16T08:00:00.000Z/2026-11-23T08:00:00.000Z',
    takes: '2026-11-09T08:00:00.000Z/2026-11-16T08:00:00.000Z',
  };
  const offer = await ana.post('/api/v1/schedules/web/swaps', { ...pieces, reason: 'a wedding' });
  assert.equal(offer.status, 201, offer.text);
  const waiting = (await ben.get('/api/v1/swaps')).body as { data: { swap_id: string }[] };
  const accepted = await ben.post(`/api/v1/swaps/${waiting.data[0]?.swap_id ?? ''}/answer`, {
    answer: 'accept',
  });
  assert.equal(accepted.status, 201, accepted.text);
  assert.deepEqual(((await ben.get('/api/v1/swaps')).body as { data: object[] }).data, []);
});

test('a program offers a shift to the team, and another chooses what it gives', async () => {
  await max.post('/api/v1/schedules', turns);
  const ana = await anotherToken(here.world, CAST.ana.id, { scopes });
  const ben = await anotherToken(here.world, CAST.ben.id, { scopes });
  const gives = '2026-11-16T08:00:00.000Z/2026-11-23T08:00:00.000Z';
  const offer = await ana.post('/api/v1/schedules/web/swaps', { gives, reason: 'a wedding' });
  assert.equal(offer.status, 201, offer.text);
  const { data } = offer.body as { data: { swap_id: string; offered_to: null; takes: null }[] };
  assert.deepEqual([data[0]?.offered_to, data[0]?.takes], [null, null]);
  const address = `/api/v1/swaps/${data[0]?.swap_id ?? ''}/answer`;
  const unchosen = await ben.post(address, { answer: 'accept' });
  assert.deepEqual([unchosen.status, (unchosen.body as { code: string }).code], [409, 'no-choice']);
  const chosen = { answer: 'accept', gives: '2026-11-09T08:00:00.000Z/2026-11-16T08:00:00.000Z' };
  const accepted = await ben.post(address, chosen);
  assert.equal(accepted.status, 201, accepted.text);
  const at = (day: string) => ben.get(`/api/v1/on-call?at=${day}T12:00:00Z`);
  assert.match((await at('2026-11-10')).text, /Ana Ruiz/);
  assert.match((await at('2026-11-17')).text, /Ben Okafor/);
});

test('a token without the scope changes nothing', async () => {
  const reader = await anotherToken(here.world, CAST.max.id, { scopes: ['incidents:read'] });
  assert.equal((await reader.post('/api/v1/schedules', turns)).status, 403);
  assert.equal((await reader.get('/api/v1/schedules')).status, 200);
});
