import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { beginTry } from '../../server/identity/try-actions.ts';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  // Behind one proxy, so that a test may come from any address.
  here = await world({ MUSTER_TRUST_PROXY: '1' });
  await enter(here, 'ana', 'ben');
});
afterEach(() => here.end());

let made = 0;

/** A browser with an address of its own. */
function stranger(address = `198.51.100.${String((made += 1) % 250)}`): Browser {
  return here.browser().set('X-Forwarded-For', address);
}

async function tryPassword(browser: Browser, email: string, password = 'not the one, not at all') {
  const { status, text, headers } = await sendForm(browser, '/login', '/login', { email, password });
  const words = /<section class="problems"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
  return { status, words, wait: headers['retry-after'] };
}

/** So many wrong passwords by strangers, counted as at sign-in but without the time that hashing takes. */
async function wrongTries(times: number, email: string): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const address = `192.0.2.${String(count)}`;
    const trier = { email, account: undefined, address, device: undefined };
    await beginTry(here.kit.people, trier, COMMAND_LINE);
  }
}

test('after ten wrong passwords not even the right one is looked at, until a minute is over', async () => {
  for (let count = 0; count < 10; count += 1) {
    assert.equal((await tryPassword(stranger(), CAST.ana.email)).status, 422, `try ${String(count + 1)}`);
  }
  const refused = await tryPassword(stranger(), CAST.ana.email, PASSWORD);
  assert.equal(refused.status, 429);
  assert.equal(refused.wait, '60');
  assert.match(refused.words, /too many wrong passwords/);
  here.clock.wind(60);
  assert.equal((await tryPassword(stranger(), CAST.ana.email, PASSWORD)).status, 303);
  assert.equal((await tryPassword(stranger(), CAST.ana.email)).status, 422, 'the count began anew');
});

test('an unknown address is throttled in the same words, so that nobody learns who is here', async () => {
  await wrongTries(10, CAST.ana.email);
  await wrongTries(10, 'nobody@example.org');
  const known = await tryPassword(stranger(), CAST.ana.email);
  assert.deepEqual(await tryPassword(stranger(), 'nobody@example.org'), known);
  assert.equal(known.status, 429);
});

test('somebody in a browser that signed in before is not locked out by strangers', async () => {
  const anas = await signedIn(here, 'ana');
  await sendForm(anas, '/me', '/logout');
  await wrongTries(10, CAST.ana.email);
  assert.equal((await tryPassword(stranger(), CAST.ana.email, PASSWORD)).status, 429);
  assert.equal((await tryPassword(anas, CAST.ana.email, PASSWORD)).status, 303);
});

test('a browser that signed in before has no more than ten tries of its own, and none for others', async () => {
  const anas = await signedIn(here, 'ana');
  await sendForm(anas, '/me', '/logout');
  await wrongTries(10, CAST.ben.email);
  assert.equal((await tryPassword(anas, CAST.ben.email, PASSWORD)).status, 429);
  for (let count = 0; count < 10; count += 1) await tryPassword(anas, CAST.ana.email);
  assert.equal((await tryPassword(anas, CAST.ana.email, PASSWORD)).status, 429);
});

test('after a hundred wrong passwords only a new password opens the account', async () => {
  const { db } = here.store;
  await wrongTries(1, CAST.ana.email);
  await db
    .updateTable('sign_in_failure')
    .set({ failures: 100 })
    .where('subject', 'like', 'account:%')
    .execute();
  here.clock.wind(86_400);
  const refused = await tryPassword(stranger(), CAST.ana.email, PASSWORD);
  assert.equal(refused.status, 429);
  assert.match(refused.words, /new password link/);
});

test('an address has a hundred wrong tries an hour over all accounts', async () => {
  const { db } = here.store;
  const one = stranger('203.0.113.9');
  assert.equal((await tryPassword(one, 'a@example.org')).status, 422);
  await db
    .updateTable('sign_in_failure')
    .set({ failures: 100 })
    .where('subject', 'like', 'address:%')
    .execute();
  assert.equal((await tryPassword(one, CAST.ana.email, PASSWORD)).status, 429);
  assert.equal((await tryPassword(stranger('203.0.113.10'), CAST.ana.email, PASSWORD)).status, 303);
  here.clock.wind(3600);
  assert.equal((await tryPassword(one, CAST.ana.email, PASSWORD)).status, 303);
});

test('of many tries at one moment no more than ten are looked at', async () => {
  const tries = Array.from({ length: 30 }, (_none, count) =>
    beginTry(
      here.kit.people,
      {
        email: CAST.ana.email,
        account: undefined,
        address: `192.0.2.${String(count)}`,
        device: undefined,
      },
      COMMAND_LINE,
    ).then(
      () => 'taken',
      () => 'refused',
    ),
  );
  const answers = await Promise.all(tries);
  assert.ok(answers.filter((answer) => answer === 'taken').length <= 10);
  assert.ok(answers.includes('taken'));
});
