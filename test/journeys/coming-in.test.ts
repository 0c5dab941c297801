import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setupLink } from '../../server/identity/first-run.ts';
import { enter, CAST, PASSWORD, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type World } from '../support/world.ts';

let here: World;
beforeEach(async () => {
  here = await world();
});
afterEach(() => here.end());

const firstAdmin = {
  name: 'Ada Novak',
  email: 'ada@example.org',
  password: 'violet anchors under quiet trams',
};

describe('the first administrator', () => {
  test('opens the printed link, and is signed in as admin', async () => {
    const link = await setupLink(here.store.db, here.clock);
    assert.match(link ?? '', /^\/setup\?token=[\w-]{43}$/);
    const browser = here.browser();
    const answer = await sendForm(browser, link ?? '', '/setup', firstAdmin);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, '/admin/people');
    const row = await here.store.db.selectFrom('account').selectAll().executeTakeFirstOrThrow();
    assert.equal(row.role, 'admin');
    assert.match(row.password ?? '', /^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
  });

  test('needs the newest link: it is made anew at each start', async () => {
    const old = await setupLink(here.store.db, here.clock);
    const link = await setupLink(here.store.db, here.clock);
    await here
      .browser()
      .get(old ?? '')
      .expect(404);
    await here
      .browser()
      .get(link ?? '')
      .expect(200);
    await here.browser().get('/setup').expect(404);
  });

  test('is made once: the page is gone when there is an account, and no link is made', async () => {
    const link = (await setupLink(here.store.db, here.clock)) ?? '';
    const [one, other] = [here.browser(), here.browser()];
    const waiting = hiddenFields((await other.get(link)).text, '/setup');
    await sendForm(one, link, '/setup', firstAdmin);
    const late = await other
      .post('/setup')
      .type('form')
      .send({ ...waiting, ...firstAdmin, email: 'eve@example.org' });
    assert.equal(late.status, 404);
    await other.get(link).expect(404);
    assert.equal(await setupLink(here.store.db, here.clock), undefined);
  });

  test('reads what is wrong beside the field, and what was typed stays, but for the password', async () => {
    const link = (await setupLink(here.store.db, here.clock)) ?? '';
    const answer = await sendForm(here.browser(), link, '/setup', { ...firstAdmin, password: 'too short' });
    assert.equal(answer.status, 422);
    assert.match(
      answer.text,
      /<p class="field-error" id="field-setup-password-error">Use at least 15 characters/,
    );
    assert.match(answer.text, /value="Ada Novak"/);
    assert.doesNotMatch(answer.text, /too short/);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });
});

describe('signing in', () => {
  beforeEach(() => enter(here, 'ana'));

  test('leads to where somebody wanted to go', async () => {
    const browser = here.browser();
    const asked = await browser.get('/me').expect(303);
    assert.equal(asked.headers.location, '/login?next=%2Fme');
    const answer = await sendForm(browser, '/login?next=%2Fme', '/login', {
      email: 'ANA@example.org ',
      password: PASSWORD,
    });
    assert.equal(answer.headers.location, '/me');
    const again = await browser.get('/login?next=%2Fme').expect(303);
    assert.equal(again.headers.location, '/me');
  });

  test('never leads to another host', async () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example']) {
      const page = `/login?next=${encodeURIComponent(next)}`;
      const answer = await sendForm(here.browser(), page, '/login', {
        email: CAST.ana.email,
        password: PASSWORD,
      });
      assert.equal(answer.headers.location, '/', next);
    }
  });

  test('has the same words and status for a wrong password and for an unknown address', async () => {
    const wrong = async (email: string) => {
      const { status, text } = await sendForm(here.browser(), '/login', '/login', {
        email,
        password: 'not the one at all',
      });
      return { status, words: /-email-error">([^<]+)</.exec(text)?.[1] };
    };
    const known = await wrong(CAST.ana.email);
    assert.equal(known.status, 422);
    assert.match(known.words ?? '', /address or the password is wrong/);
    assert.deepEqual(await wrong('nobody@example.org'), known);
  });

  test('is not offered to whoever was disabled', async () => {
    const browser = await signedIn(here, 'ana');
    await here.store.db.updateTable('account').set({ disabled_at: here.clock.now() }).execute();
    await browser.get('/me').expect(303);
    const answer = await sendForm(here.browser(), '/login', '/login', {
      email: CAST.ana.email,
      password: PASSWORD,
    });
    assert.equal(answer.status, 422);
  });
});

test('below a sub-path everything is found, and a form that comes back keeps what was typed', async () => {
  const below = await world({ MUSTER_URL: 'http://localhost:3000/ops/' });
  await enter(below, 'ana');
  const browser = below.browser();
  const asked = await browser.get('/ops/me').expect(303);
  assert.equal(asked.headers.location, '/ops/login?next=%2Fme');
  const typed = { email: CAST.ana.email, password: 'not the one at all' };
  const wrong = await sendForm(browser, '/ops/login?next=%2Fme', '/ops/login', typed);
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="ana@example\.org"/);
  assert.match(wrong.text, /name="next" value="\/me"/);
  const right = await sendForm(browser, '/ops/login?next=%2Fme', '/ops/login', {
    ...typed,
    password: PASSWORD,
  });
  assert.equal(right.headers.location, '/ops/me');
  await browser.get('/ops/me').expect(200);
  await browser.get('/ops').expect(200);
  for (const beside of ['/', '/login', '/opsy/me'])
    await browser.get(beside).expect(404, /Muster has no page at/);
  await below.end();
});
