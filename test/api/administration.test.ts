import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { program, type Program } from '../support/api.ts';
import { world, type World } from '../support/world.ts';

let here: World;
let ada: Program;
let ana: Program;

before(async () => {
  here = await world();
  ada = await program(here, { member: 'ada', scopes: ['admin', 'incidents:read'] });
  ana = await program(here, { member: 'ana' });
  await createService(here.kit.people, { name: 'Web Shop', runbookId: 'cold-cache' }, COMMAND_LINE);
});
after(() => here.end());

test('a program reads the services and what is severe', async () => {
  const services = await ana.get('/api/v1/services');
  assert.deepEqual(services.body, {
    data: [{ slug: 'web-shop', name: 'Web Shop', team: null, runbook: 'cold-cache' }],
    next_cursor: null,
  });
  const severities = (await ana.get('/api/v1/severities')).body as { data: Record<string, unknown>[] };
  assert.deepEqual(severities.data[2], {
    severity: 'SEV-3',
    tests: ['A minor part fails', 'Redundancy is lost'],
    percent_at_least: null,
    roles: ['commander'],
    update_minutes: { first_public: null, public: null, internal: 120, support: null },
    watch_minutes: 10,
    review: false,
  });
});

test('an administrator sees what programs hold, without a secret, and ends it', async () => {
  const { text, body } = await ada.get('/api/v1/tokens');
  assert.doesNotMatch(text, /mst_/);
  const { data } = body as { data: { token_id: string; person_id: string }[] };
  assert.ok(data.some(({ token_id, person_id }) => token_id === ana.tokenId && person_id === ana.personId));
  const ended = await ada.post(`/api/v1/tokens/${ana.tokenId}/revocation`);
  assert.deepEqual(ended.body, { token_id: ana.tokenId, revoked_at: here.clock.now() });
  assert.equal((await ana.get('/api/v1/services')).status, 401);
  assert.equal((await ada.post(`/api/v1/tokens/${ana.tokenId}/revocation`)).status, 404);
});

test('nobody else does', async () => {
  const ben = await program(here, { member: 'ben', scopes: ['admin', 'incidents:read'] });
  assert.equal((await ben.get('/api/v1/tokens')).status, 403);
  assert.equal((await ben.post(`/api/v1/tokens/${ada.tokenId}/revocation`)).status, 403);
});
