import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { hiddenFields, sendForm, type Typed } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let ada: Browser;
beforeEach(async () => {
  here = await world();
  await enter(here, 'ada', 'max', 'ana');
  ada = await signedIn(here, 'ada');
});
afterEach(() => here.end());

const ANA = `/admin/people/${CAST.ana.id}`;

const acts: [string, page: string, action: string, typed: Typed, done: number][] = [
  ['a role', ANA, `${ANA}/role`, { role: 'manager' }, 303],
  ['shutting out', ANA, `${ANA}/disabling`, {}, 303],
  ['a password link', ANA, `${ANA}/password-link`, {}, 200],
  [
    'an invitation',
    '/admin/people',
    '/admin/people/invitations',
    { name: 'Eve', email: 'eve@example.org', role: 'admin' },
    200,
  ],
];

describe('what hands power over asks for the password again', () => {
  for (const [name, page, action, typed, done] of acts) {
    test(`${name}: not within ten minutes, then once`, async () => {
      here.clock.wind(599);
      assert.doesNotMatch((await ada.get(page)).text, /name="current_password"/);
      here.clock.wind(1);
      const empty = await sendForm(ada, page, action, typed);
      assert.equal(empty.status, 422);
      assert.match(empty.text, /current_password-error">Type your password: it was last asked for/);
      const wrong = await sendForm(ada, page, action, { ...typed, current_password: 'some other words' });
      assert.equal(wrong.status, 422);
      assert.match(wrong.text, /current_password-error">This is not your password/);
      const written = await here.store.db.selectFrom('invitation').selectAll().execute();
      assert.deepEqual(written, []);
      const right = await sendForm(ada, page, action, { ...typed, current_password: PASSWORD });
      assert.equal(right.status, done);
      assert.doesNotMatch((await ada.get(page)).text, /name="current_password"/);
    });
  }
});

test('a form that was opened in time and sent too late comes back with the question', async () => {
  const form = hiddenFields((await ada.get(ANA)).text, `${ANA}/role`);
  here.clock.wind(600);
  const answer = await ada
    .post(`${ANA}/role`)
    .type('form')
    .send({ ...form, role: 'viewer' });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /<option value="viewer" selected>/);
  assert.match(answer.text, /name="current_password"/);
});

test('whoever shuts themselves out with the password typed is out for good', async () => {
  const max = `/admin/people/${CAST.max.id}`;
  await sendForm(ada, max, `${max}/role`, { role: 'admin' });
  here.clock.wind(600);
  const own = `/admin/people/${CAST.ada.id}`;
  await sendForm(ada, own, `${own}/disabling`, { current_password: PASSWORD });
  const sessions = await here.store.db.selectFrom('session').selectAll().execute();
  assert.deepEqual(sessions, []);
});
