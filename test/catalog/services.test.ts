import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService, findService, listServices } from '../../server/catalog/actions.ts';
import { ulids } from '../../server/core/ids.ts';
import { WoundClock } from '../../server/core/clock.ts';
import { createTeam } from '../../server/identity/actions.ts';
import type { Store } from '../../server/store/open.ts';
import { freshStore } from '../support/database.ts';

const clock = new WoundClock('2026-11-02T09:00:00.000Z');
let store: Store;
before(async () => {
  store = await freshStore();
});
after(() => store.close());

const catalog = () => ({ db: store.db, clock, ids: ulids(clock) });

test('a service has its owner and its usual runbook, and is found by slug and by id', async () => {
  await createTeam(catalog(), 'Web', COMMAND_LINE);
  const wanted = { slug: 'web-shop', name: 'Web shop', team: 'web', runbookId: 'cache' };
  const shop = await createService(catalog(), wanted, COMMAND_LINE);
  await createService(catalog(), { slug: 'api', name: 'API' }, COMMAND_LINE);
  assert.deepEqual(
    (await listServices(store.db)).map(({ slug, teamName, runbookId }) => ({ slug, teamName, runbookId })),
    [
      { slug: 'api', teamName: undefined, runbookId: undefined },
      { slug: 'web-shop', teamName: 'Web', runbookId: 'cache' },
    ],
  );
  assert.equal((await findService(store.db, 'web-shop'))?.id, shop.id);
  assert.equal((await findService(store.db, shop.id))?.slug, 'web-shop');
  assert.equal(await findService(store.db, 'none'), undefined);
});

const wrong: [string, { slug: string; name: string; team?: string }, RegExp][] = [
  ['a slug with a dot', { slug: 'web.shop', name: 'Shop' }, /cannot stand in an address/],
  ['no slug', { slug: '', name: 'Shop' }, /cannot stand in an address/],
  ['a slug that is taken', { slug: 'taken', name: 'Shop' }, /There is a service "taken" already/],
  ['a team that there is not', { slug: 'shop', name: 'Shop', team: 'nobody' }, /There is no team "nobody"/],
];
test('a service is refused with a sentence that says what to do', async () => {
  await createService(catalog(), { slug: 'taken', name: 'First' }, COMMAND_LINE);
  for (const [name, wanted, sentence] of wrong) {
    await assert.rejects(createService(catalog(), wanted, COMMAND_LINE), sentence, name);
  }
});
