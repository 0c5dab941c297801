import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Postmortem, type PostmortemJson } from '../../server/api/postmortem-json.ts';
import { publishPostmortem, savePostmortem } from '../../server/postmortems/actions.ts';
import { tokenViewer } from '../../server/identity/token-actions.ts';
import { program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ana: Program;
let max: Program;
let vic: Program;

before(async () => {
  here = await world();
  ana = await program(here, { member: 'ana' });
  max = await program(here, { member: 'max' });
  vic = await program(here, { member: 'vic' });
  await ana.post('/api/v1/incidents', { title: 'Checkout is slow', take_command: true });
});
after(() => here.end());

const PLACE = '/api/v1/incidents/INC-1/postmortem';

test('a postmortem is drafted from the record, once', async () => {
  assert.equal((await ana.get(PLACE)).status, 404);
  const begun = await ana.post(PLACE);
  assert.equal(begun.status, 201, begun.text);
  assert.equal(begun.headers.location, 'http://localhost:3000/api/v1/incidents/1/postmortem');
  const { incident, state, version, text } = Postmortem.parse(begun.body);
  assert.deepEqual([incident, state, version], ['INC-1', 'draft', 1]);
  assert.match(text, /Checkout is slow/);
  assert.match(text, /\(http:\/\/localhost:3000\/incidents\/1/, 'its links lead here from anywhere');
  const again = await max.post('/api/v1/incidents/1/postmortem');
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, begun.body);
  assert.equal((await ana.post('/api/v1/incidents/9/postmortem')).status, 404);
});

test('whoever does not write reads what is published, and whoever writes reads the newest', async () => {
  assert.equal((await vic.get(PLACE)).status, 404);
  const resolved = await ana.post('/api/v1/incidents/1/status', { to: 'resolved', override: 'it was small' });
  assert.equal(resolved.status, 201, resolved.text);
  const kit = here.kit.postmortems;
  const { text } = (await ana.get(PLACE)).body as PostmortemJson;
  const viewer = await tokenViewer(here.store.db, here.clock)(max.token);
  assert.ok(viewer !== undefined);
  await publishPostmortem(kit, viewer, 1, { rev: 1, opId: undefined, unreviewed: 'a trial' });
  await savePostmortem(kit, viewer, 1, { text: `${text}\nOne more sentence.\n`, baseRev: 1 });
  const read = async (who: Program, query = ''): Promise<[number, string]> => {
    const answer = await who.get(PLACE + query);
    assert.equal(answer.status, 200, answer.text);
    const { version, state } = answer.body as PostmortemJson;
    return [version, state];
  };
  assert.deepEqual(await read(vic), [1, 'published']);
  assert.deepEqual(await read(ana), [2, 'draft']);
  assert.deepEqual(await read(ana, '?version=1'), [1, 'published']);
  assert.equal((await vic.get(`${PLACE}?version=2`)).status, 404);
});

test('a text replaces the version that was read, and no other', async () => {
  const read = await ana.get(PLACE);
  const { text, version } = Postmortem.parse(read.body);
  const tag = read.headers.etag ?? '';
  const changed = { text: `${text}\nWhat we know today.\n` };
  assert.equal((await ana.put(PLACE, changed)).status, 428);
  assert.equal((await ana.put(PLACE, changed, { 'If-Match': '"another"' })).status, 412);
  const saved = await ana.put(PLACE, changed, { 'If-Match': tag });
  assert.equal(saved.status, 200, saved.text);
  const after = Postmortem.parse(saved.body);
  assert.equal(after.version, version + 1);
  assert.equal(after.text, changed.text, 'it comes back as it was sent, links and all');
  const [kept] = await here.store.db
    .selectFrom('postmortem_version')
    .select('text')
    .where('rev', '=', version + 1)
    .execute();
  assert.match(kept?.text ?? '', /\]\(\/incidents\/1/, 'in the house, links stay below its root');
  const stale = await max.put(PLACE, { text: 'mine' }, { 'If-Match': tag });
  assert.equal(stale.status, 412, stale.text);
  assert.deepEqual((await ana.get(PLACE)).body, saved.body);
  assert.equal((await ana.put(PLACE, { text: ' ' }, { 'If-Match': tag })).status, 422);
});

test('a manager publishes the newest version, and no older one', async () => {
  const publication = `${PLACE}/publication`;
  const { version } = (await max.get(PLACE)).body as PostmortemJson;
  assert.equal((await ana.post(publication, { version })).status, 403);
  assert.equal((await max.post(publication, { version: version - 1 })).status, 409);
  assert.equal((await max.post(publication, {})).status, 422);
  const hasty = await max.post(publication, { version });
  assert.equal(hasty.status, 409, 'it has had no review');
  const published = await max.post(publication, { version, unreviewed: 'a program asks nobody' });
  assert.equal(published.status, 200, published.text);
  assert.equal(Postmortem.parse(published.body).state, 'published');
  assert.equal(((await vic.get(PLACE)).body as PostmortemJson).version, version);
});
