import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { agent, type Response } from 'supertest';
import { cookieName } from '../../server/web/session.ts';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  here = await world();
  await enter(here, 'ana', 'ada');
});
afterEach(() => here.end());

const HOUR = 3600;
const DAY = 86_400;

/** The session cookie that an answer sets, or undefined. */
function sessionCookie(answer: Response): string | undefined {
  const set = (answer.headers['set-cookie'] ?? []) as unknown as string[];
  return set.find((line) => line.startsWith('muster='))?.split(';')[0];
}

/** Signs in by hand and keeps the cookie, as a thief would. */
async function signInWithCookie(
  before?: string,
): Promise<{ browser: Browser; cookie: string; answer: Response }> {
  const browser = here.browser();
  if (before !== undefined) browser.jar.setCookie(before, '127.0.0.1', '/');
  const form = hiddenFields((await browser.get('/login')).text, '/login');
  const answer = await browser
    .post('/login')
    .type('form')
    .send({ ...form, email: CAST.ana.email, password: PASSWORD });
  const cookie = sessionCookie(answer);
  assert.ok(cookie !== undefined, 'signing in sets a session cookie');
  return { browser, cookie, answer };
}

async function opens(cookie: string): Promise<boolean> {
  const { status } = await agent(here.app).get('/me').set('Cookie', cookie);
  return status === 200;
}

test('a session id that was planted before sign-in is worth nothing after it', async () => {
  const planted = 'muster=s%3Aplanted.c2lnbmF0dXJl';
  const { cookie } = await signInWithCookie(planted);
  assert.notEqual(cookie, planted);
  assert.equal(await opens(planted), false);
  assert.equal(await opens(cookie), true);
});

test('signing in again gives a new id, and the one before is dead', async () => {
  const first = await signInWithCookie();
  await sendForm(first.browser, '/me', '/logout');
  const second = await signInWithCookie(first.cookie);
  assert.notEqual(second.cookie, first.cookie);
  assert.equal(await opens(first.cookie), false);
  assert.equal(await opens(second.cookie), true);
});

test('the database holds no session id, only hashes', async () => {
  const { cookie } = await signInWithCookie();
  const [id = ''] = decodeURIComponent(cookie.slice('muster=s%3A'.length - 2))
    .replace(/^s?:/, '')
    .split('.');
  assert.ok(id.length >= 43);
  const rows = await here.store.db.selectFrom('session').selectAll().execute();
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes(id));
});

test('the cookie keeps itself to us, and its name promises it under TLS', async () => {
  const { answer } = await signInWithCookie();
  const line = (answer.headers['set-cookie'] as unknown as string[]).find((text) =>
    text.startsWith('muster='),
  );
  assert.match(line ?? '', /Path=\/; .*HttpOnly; SameSite=Lax/);
  assert.equal(cookieName('', true), '__Host-muster');
  assert.equal(cookieName('/ops', true), '__Secure-muster');
});

describe('a stolen cookie is dead', () => {
  test('after sign-out', async () => {
    const { browser, cookie } = await signInWithCookie();
    const answer = await sendForm(browser, '/me', '/logout');
    assert.equal(answer.headers['clear-site-data'], '"cache"');
    assert.equal(await opens(cookie), false);
  });

  test('after the account was disabled, also when it is let in again', async () => {
    const [tried, kept] = [await signInWithCookie(), await signInWithCookie()];
    const ada = await signedIn(here, 'ada');
    const person = `/admin/people/${CAST.ana.id}`;
    await sendForm(ada, person, `${person}/disabling`);
    assert.equal(await opens(tried.cookie), false);
    await sendForm(ada, person, `${person}/enabling`);
    assert.equal(await opens(tried.cookie), false);
    assert.equal(await opens(kept.cookie), false, 'one that nobody used meanwhile');
  });

  test('after a new password, while the browser that chose it stays in with a new id', async () => {
    const { browser, cookie } = await signInWithCookie();
    const thief = await signInWithCookie();
    const answer = await sendForm(browser, '/me', '/me/password', {
      current_password: PASSWORD,
      new_password: 'eleven patient herons knit',
    });
    assert.equal(answer.status, 303);
    assert.notEqual(sessionCookie(answer), cookie);
    assert.equal(await opens(cookie), false);
    assert.equal(await opens(thief.cookie), false);
    await browser.get('/me').expect(200);
  });

  test('when its owner ends it from the list', async () => {
    const thief = await signInWithCookie();
    const { browser } = await signInWithCookie();
    const page = (await browser.get('/me')).text;
    const [, end = ''] = /action="(\/me\/sessions\/[0-9a-f]{64}\/end)"/.exec(page) ?? [];
    await sendForm(browser, '/me', end);
    assert.equal(await opens(thief.cookie), false);
    await browser.get('/me').expect(200);
  });

  test('when its owner signs out everywhere else', async () => {
    const thieves = [await signInWithCookie(), await signInWithCookie()];
    const { browser } = await signInWithCookie();
    await sendForm(browser, '/me', '/me/other-sessions/end');
    for (const { cookie } of thieves) assert.equal(await opens(cookie), false);
    await browser.get('/me').expect(200);
  });

  test('after twelve hours without use', async () => {
    const { cookie } = await signInWithCookie();
    here.clock.wind(11 * HOUR);
    assert.equal(await opens(cookie), true);
    here.clock.wind(12 * HOUR + 1);
    assert.equal(await opens(cookie), false);
  });

  test('after thirty days, however much it is used', async () => {
    const { cookie } = await signInWithCookie();
    for (let halfDays = 1; halfDays < 60; halfDays += 1) {
      here.clock.wind(DAY / 2);
      assert.equal(await opens(cookie), true, `after ${String(halfDays)} half days`);
    }
    here.clock.wind(DAY / 2);
    assert.equal(await opens(cookie), false);
  });
});

test("nobody ends another person's session", async () => {
  const { cookie } = await signInWithCookie();
  const ada = await signedIn(here, 'ada');
  const { session_hash: anas } = await here.store.db
    .selectFrom('session')
    .select('session_hash')
    .where('account_id', '=', CAST.ana.id)
    .executeTakeFirstOrThrow();
  const form = hiddenFields((await ada.get('/me')).text, '/me/profile');
  await ada.post(`/me/sessions/${anas}/end`).type('form').send(form).expect(303);
  assert.equal(await opens(cookie), true);
});
