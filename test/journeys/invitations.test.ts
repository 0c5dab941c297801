import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { addAccount } from '../../server/identity/actions.ts';
import { ulids } from '../../server/core/ids.ts';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let max: Browser;
beforeEach(async () => {
  here = await world({ MUSTER_URL: 'http://muster.example.org' });
  await enter(here, 'ada', 'max', 'ana');
  max = await signedIn(here, 'max');
});
afterEach(() => here.end());

const INVITATIONS = '/admin/people/invitations';
const WANTED = 'eleven patient herons knit';
const ben = { name: 'Ben Okafor', email: 'ben@example.org', role: 'responder' };

/** The link that a page shows once, below the root. */
function shownLink(html: string): string {
  const [, link = ''] = /<code[^>]*>http:\/\/muster\.example\.org(\/invite\/[\w-]{43})</.exec(html) ?? [];
  assert.notEqual(link, '', 'the page shows a link');
  return link;
}

async function invite(typed: Record<string, string> = ben): Promise<string> {
  const answer = await sendForm(max, '/admin/people', INVITATIONS, typed);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['cache-control'], 'no-store');
  return shownLink(answer.text);
}

async function roleOf(email: string): Promise<string | undefined> {
  const row = await here.store.db
    .selectFrom('account')
    .select('role')
    .where('email', '=', email)
    .executeTakeFirst();
  return row?.role;
}

describe('an invitation', () => {
  test('is a link that is copied, opened, and lets somebody new in with a password of theirs', async () => {
    const link = await invite();
    assert.equal(await roleOf(ben.email), undefined, 'nobody is here before the link is used');
    const browser = here.browser();
    const page = await browser.get(link).expect(200);
    assert.match(page.text, /You are invited as responder/);
    assert.equal(page.headers['cache-control'], 'no-store');
    const answer = await sendForm(browser, link, link, { name: 'Ben O. Okafor', password: WANTED });
    assert.equal(answer.status, 303);
    await browser.get('/me').expect(200, /Ben O\. Okafor/);
    assert.equal(await roleOf(ben.email), 'responder');
    const again = await sendForm(here.browser(), '/login', '/login', { email: ben.email, password: WANTED });
    assert.equal(again.status, 303);
  });

  test('works once, also for two who send it at the same moment', async () => {
    const link = await invite();
    const filled = [];
    for (const browser of [here.browser(), here.browser()]) {
      const { text } = await browser.get(link).expect(200);
      const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(text) ?? [];
      filled.push({ browser, fields: { _csrf: token, name: 'Ben', password: WANTED } });
    }
    const sent = await Promise.all(
      filled.map(({ browser, fields }) => browser.post(link).type('form').send(fields)),
    );
    assert.deepEqual(sent.map(({ status }) => status === 303).sort(), [false, true]);
    await here.browser().get(link).expect(404);
  });

  test('is kept as a hash alone', async () => {
    const token = (await invite()).slice('/invite/'.length);
    const rows = await here.store.db.selectFrom('invitation').selectAll().execute();
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token));
  });

  test('ends after seven days', async () => {
    const link = await invite();
    here.clock.wind(7 * 86_400 - 1);
    await here.browser().get(link).expect(200);
    here.clock.wind(1);
    await here.browser().get(link).expect(404);
  });

  test('is replaced by the next one for the same address, and can be taken back', async () => {
    const first = await invite();
    const second = await invite({ ...ben, email: 'BEN@example.org' });
    await here.browser().get(first).expect(404);
    await here.browser().get(second).expect(200);
    const page = (await max.get('/admin/people')).text;
    const [, withdrawal = ''] = /action="(\/admin\/people\/invitations\/[^/]+\/withdrawal)"/.exec(page) ?? [];
    await sendForm(max, '/admin/people', withdrawal);
    await here.browser().get(second).expect(404);
  });

  test('gives no role above that of whoever invites', async () => {
    const page = (await max.get('/admin/people')).text;
    assert.doesNotMatch(page, /<option value="admin"/);
    const forms = hiddenFields(page, INVITATIONS);
    const answer = await max
      .post(INVITATIONS)
      .type('form')
      .send({ ...forms, ...ben, role: 'admin' });
    assert.equal(answer.status, 409);
    assert.match(answer.text, /You are manager and cannot give the role admin/);
    assert.match(answer.text, /value="ben@example\.org"/);
  });

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['an address without @', { email: 'ben' }, /-email-error">Enter an e-mail address/],
    ['no name', { name: '  ' }, /-name-error">Enter a name/],
    ['a role that there is not', { role: 'owner' }, /-role-error">Choose one of the roles/],
    ['the address of somebody who is here', { email: 'Ana@Example.org' }, /has an account already/],
  ];
  for (const [name, typed, sentence] of wrong) {
    test(`is not made with ${name}`, async () => {
      const answer = await sendForm(max, '/admin/people', INVITATIONS, { ...ben, ...typed });
      assert.ok([409, 422].includes(answer.status));
      assert.match(answer.text, sentence);
      assert.match(answer.text, /<title>Error: People/);
    });
  }

  test('comes from the command line too', async () => {
    const people = { db: here.store.db, clock: here.clock, ids: ulids(here.clock) };
    const { link } = await addAccount(people, { ...ben, role: 'admin' });
    const answer = await sendForm(here.browser(), link, link, { name: 'Ben', password: WANTED });
    assert.equal(answer.status, 303);
    assert.equal(await roleOf(ben.email), 'admin');
    await assert.rejects(
      addAccount(people, { ...ben, email: 'no address', role: 'admin' }),
      /with one @ in it/,
    );
  });

  test('asks for a password that is not soon guessed, with the words of the newcomer in mind', async () => {
    const link = await invite();
    const answer = await sendForm(here.browser(), link, link, {
      name: 'Ben',
      password: 'Ben-Okafor-Ben-Okafor',
    });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /-password-error">This is made of words that are tried first/);
    await here.browser().get(link).expect(200);
  });
});

describe('a link for a forgotten password', () => {
  const linkFor = async (maker: Browser, id: string): Promise<string> => {
    const person = `/admin/people/${id}`;
    return shownLink((await sendForm(maker, person, `${person}/password-link`)).text);
  };

  test('gives a new password, ends every session, and forgets the wrong tries', async () => {
    const old = await signedIn(here, 'ana');
    for (let count = 0; count < 10; count += 1) {
      await sendForm(here.browser(), '/login', '/login', {
        email: CAST.ana.email,
        password: 'wrong words again',
      });
    }
    const link = await linkFor(max, CAST.ana.id);
    const browser = here.browser();
    const answer = await sendForm(browser, link, link, { password: WANTED });
    assert.equal(answer.status, 303);
    await browser.get('/me').expect(200);
    await old.get('/me').expect(303);
    const login = (password: string) =>
      sendForm(here.browser(), '/login', '/login', { email: CAST.ana.email, password });
    assert.equal((await login(PASSWORD)).status, 422);
    assert.equal((await login(WANTED)).status, 303);
    await here.browser().get(link).expect(404);
  });

  test('for managers and admins is made by admins alone', async () => {
    for (const { id } of [CAST.ada, CAST.max]) {
      const page = (await max.get(`/admin/people/${id}`)).text;
      assert.doesNotMatch(page, /password-link/);
      const token = hiddenFields((await max.get('/me')).text, '/me/profile');
      const answer = await max.post(`/admin/people/${id}/password-link`).type('form').send(token);
      assert.equal(answer.status, 409);
      assert.match(answer.text, /only an admin makes a password link/);
    }
    const ada = await signedIn(here, 'ada');
    await here
      .browser()
      .get(await linkFor(ada, CAST.max.id))
      .expect(200);
  });

  test('works for one day, and not for whoever was shut out meanwhile', async () => {
    const late = await linkFor(max, CAST.ana.id);
    here.clock.wind(86_400);
    await here.browser().get(late).expect(404);
    max = await signedIn(here, 'max');
    const link = await linkFor(max, CAST.ana.id);
    const ada = await signedIn(here, 'ada');
    const person = `/admin/people/${CAST.ana.id}`;
    await sendForm(ada, person, `${person}/disabling`);
    await here.browser().get(link).expect(404);
  });
});
