import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { agent } from 'supertest';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { hiddenFields } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let ana: Browser;
let own: Record<string, string>;
beforeEach(async () => {
  here = await world();
  await enter(here, 'ana', 'ben');
  ana = await signedIn(here, 'ana');
  own = hiddenFields((await ana.get('/me')).text, '/me/profile');
});
afterEach(() => here.end());

const ORIGIN = 'http://localhost:3000';

async function anasName(): Promise<string> {
  const row = await here.store.db
    .selectFrom('account')
    .select('name')
    .where('account_id', '=', CAST.ana.id)
    .executeTakeFirstOrThrow();
  return row.name;
}

/** Sends the form that renames Ana, with these headers beside her cookies. */
async function rename(
  headers: Record<string, string>,
  fields: Record<string, string> = own,
): Promise<number> {
  const { status } = await ana
    .post('/me/profile')
    .unset('Sec-Fetch-Site')
    .set(headers)
    .type('form')
    .send({ ...fields, name: 'Changed', zone: '' });
  return status;
}

describe('a form of ours is taken', () => {
  const ours: [string, Record<string, string>][] = [
    ['from the same origin', { 'Sec-Fetch-Site': 'same-origin' }],
    ['from a browser that tells only its Origin', { Origin: ORIGIN }],
  ];
  for (const [name, headers] of ours) {
    test(name, async () => {
      assert.equal(await rename(headers), 303);
      assert.equal(await anasName(), 'Changed');
    });
  }
});

describe('a form that is not ours is refused, and nothing is written', () => {
  const foreign: [string, Record<string, string>][] = [
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    [
      'from another host of the same site',
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://evil.localhost:3000' },
    ],
    ['from another site that lies about its Origin', { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }],
    ['typed by hand, as browsers call it', { 'Sec-Fetch-Site': 'none' }],
    ['with neither header', {}],
    ['with a null Origin', { Origin: 'null' }],
    ['with another Origin', { Origin: 'https://evil.example' }],
    ['with the right host on another port', { Origin: 'http://localhost:3001' }],
  ];
  for (const [name, headers] of foreign) {
    test(name, async () => {
      assert.equal(await rename(headers), 403);
      assert.equal(await anasName(), CAST.ana.name);
    });
  }

  test('with no token, a wrong one, or that of somebody else', async () => {
    const same = { 'Sec-Fetch-Site': 'same-origin' };
    const ben = await signedIn(here, 'ben');
    const foreignToken = hiddenFields((await ben.get('/me')).text, '/me/profile')._csrf ?? '';
    const signedOutToken = hiddenFields((await here.browser().get('/login')).text, '/login')._csrf ?? '';
    for (const _csrf of ['', 'x'.repeat(43), foreignToken, signedOutToken, `${own._csrf ?? ''}x`]) {
      assert.equal(await rename(same, { ...own, _csrf }), 403, _csrf);
    }
    const { _csrf, ...withoutToken } = own;
    assert.ok(_csrf);
    assert.equal(await rename(same, withoutToken), 403);
    assert.equal(await anasName(), CAST.ana.name);
  });

  test('with a token of the session before this one', async () => {
    const before = own;
    const fresh = hiddenFields((await ana.get('/me')).text, '/logout');
    await ana.post('/logout').type('form').send(fresh).expect(303);
    const login = hiddenFields((await ana.get('/login')).text, '/login');
    await ana
      .post('/login')
      .type('form')
      .send({ ...login, email: CAST.ana.email, password: PASSWORD })
      .expect(303);
    assert.equal(await rename({ 'Sec-Fetch-Site': 'same-origin' }, before), 403);
  });

  test('by a method that changes nothing', async () => {
    await ana.get('/me/profile').expect(405);
    await ana.head('/me/profile').expect(405);
    assert.equal(await anasName(), CAST.ana.name);
  });
});

test('the form of sign-in is bound to its browser, though nobody is signed in', async () => {
  const [victim, attacker] = [here.browser(), here.browser()];
  const attackers = hiddenFields((await attacker.get('/login')).text, '/login');
  await victim.get('/login').expect(200);
  const typed = { email: CAST.ben.email, password: PASSWORD };
  await victim
    .post('/login')
    .type('form')
    .send({ ...attackers, ...typed })
    .expect(403);
  await agent(here.app)
    .post('/login')
    .set('Sec-Fetch-Site', 'same-origin')
    .type('form')
    .send(typed)
    .expect(403);
  await victim.get('/me').expect(303);
});
