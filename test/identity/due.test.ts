import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { beginTry } from '../../server/identity/try-actions.ts';
import { enter, signedIn } from '../support/cast.ts';
import { world, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  here = await world();
  await enter(here, 'ana', 'ben');
});
afterEach(() => here.end());

test('sessions that ended are forgotten within the hour, and those that last are kept', async () => {
  await signedIn(here, 'ana');
  here.clock.wind(11 * 3600);
  const ben = await signedIn(here, 'ben');
  await here.tick();
  const sessions = async () =>
    (await here.store.db.selectFrom('session').select('account_id').execute()).length;
  assert.equal(await sessions(), 2);
  here.clock.wind(2 * 3600);
  await here.tick();
  assert.equal(await sessions(), 1);
  await ben.get('/me').expect(200);
});

test('an address is forgotten when its hour is over, an account never', async () => {
  const trier = { email: 'ana@example.org', account: undefined, address: '203.0.113.9', device: undefined };
  await beginTry(here.kit.people, trier, COMMAND_LINE);
  here.clock.wind(3600);
  await here.tick();
  const rows = await here.store.db.selectFrom('sign_in_failure').select('subject').execute();
  assert.deepEqual(
    rows.map(({ subject }) => subject.split(':')[0]),
    ['account'],
  );
});
