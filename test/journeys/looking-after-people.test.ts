import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { ulids } from '../../server/core/ids.ts';
import { changeRole, createToken, disable } from '../../server/identity/actions.ts';
import { tokenViewer } from '../../server/identity/token-actions.ts';
import { CAST, enter, signedIn, type Member } from '../support/cast.ts';
import { hiddenFields, sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let ada: Browser;
beforeEach(async () => {
  here = await world();
  await enter(here);
  ada = await signedIn(here, 'ada');
});
afterEach(() => here.end());

const person = (member: Member): string => `/admin/people/${CAST[member].id}`;
const people = () => ({ db: here.store.db, clock: here.clock, ids: ulids(here.clock) });

describe('a role', () => {
  test('that an admin gives holds from the next page on', async () => {
    const vic = await signedIn(here, 'vic');
    await vic.get('/admin/people').expect(403, /A manager has it/);
    const answer = await sendForm(ada, person('vic'), `${person('vic')}/role`, { role: 'manager' });
    assert.equal(answer.headers.location, person('vic'));
    await vic.get('/admin/people').expect(200, /Vic Sorel/);
  });

  test('is given by admins alone', async () => {
    const max = await signedIn(here, 'max');
    const page = await max.get(person('vic')).expect(200);
    assert.doesNotMatch(page.text, /\/role"|\/disabling"/);
    const own = hiddenFields((await max.get('/me')).text, '/me/profile');
    await max
      .post(`${person('max')}/role`)
      .type('form')
      .send({ _csrf: own._csrf, role: 'admin' })
      .expect(403);
    await max
      .post(`${person('ada')}/disabling`)
      .type('form')
      .send({ _csrf: own._csrf })
      .expect(403);
  });

  test('of nobody is 404', async () => {
    await ada.get('/admin/people/nobody').expect(404);
  });
});

describe('the last admin who can sign in', () => {
  test('cannot be demoted or shut out, not even by themselves', async () => {
    const demoted = await sendForm(ada, person('ada'), `${person('ada')}/role`, { role: 'viewer' });
    assert.equal(demoted.status, 409);
    assert.match(demoted.text, /only admin who can sign in\. Make somebody else admin first/);
    const shutOut = await sendForm(ada, person('ada'), `${person('ada')}/disabling`);
    assert.equal(shutOut.status, 409);
    await ada.get('/admin/people').expect(200);
  });

  test('is not the last when there is another, unless that one is shut out', async () => {
    await sendForm(ada, person('max'), `${person('max')}/role`, { role: 'admin' });
    await sendForm(ada, person('max'), `${person('max')}/disabling`);
    const refused = await sendForm(ada, person('ada'), `${person('ada')}/role`, { role: 'viewer' });
    assert.equal(refused.status, 409);
    await sendForm(ada, person('max'), `${person('max')}/enabling`);
    const taken = await sendForm(ada, person('ada'), `${person('ada')}/role`, { role: 'viewer' });
    assert.equal(taken.status, 303);
  });

  test('remains when two admins act on each other at the same moment', async () => {
    await changeRole(people(), CAST.max.id, 'admin', COMMAND_LINE);
    const settled = await Promise.allSettled([
      changeRole(people(), CAST.ada.id, 'viewer', COMMAND_LINE),
      disable(people(), CAST.max.id, COMMAND_LINE),
    ]);
    assert.deepEqual(settled.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });
});

test('whoever is shut out is out at once, with sessions and tokens, and comes back with their password', async () => {
  const ana = await signedIn(here, 'ana');
  const wanted = {
    accountId: CAST.ana.id,
    name: 'pipeline',
    scopes: ['incidents:read'],
    expiresAt: undefined,
  };
  const { token } = await createToken(people(), wanted, COMMAND_LINE);
  const viewer = tokenViewer(here.store.db, here.clock);
  assert.equal((await viewer(token))?.id, CAST.ana.id);
  await sendForm(ada, person('ana'), `${person('ana')}/disabling`);
  await ana.get('/me').expect(303);
  assert.equal(await viewer(token), undefined);
  await ada.get('/admin/people').expect(200, /may not sign in since Monday 2 November 2026/);
  await sendForm(ada, person('ana'), `${person('ana')}/enabling`);
  await signedIn(here, 'ana');
});

describe('a team', () => {
  test('is made by its name, and people are put into it and out again', async () => {
    const made = await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'Zahlungen & Bücher' });
    assert.equal(made.headers.location, '/admin/teams#zahlungen-bucher');
    const members = '/admin/teams/zahlungen-bucher/members';
    for (let twice = 0; twice < 2; twice += 1) {
      const form = hiddenFields((await ada.get('/admin/teams')).text, members);
      await ada
        .post(members)
        .type('form')
        .send({ ...form, person: CAST.ana.id })
        .expect(303);
    }
    await ada.get(person('ana')).expect(200, /Teams: Zahlungen &amp; Bücher/);
    await sendForm(ada, '/admin/teams', `${members}/${CAST.ana.id}/removal`);
    await ada.get(person('ana')).expect(200, /In no team/);
  });

  test('has a name of its own, which can stand in an address', async () => {
    await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'Web' });
    const taken = await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'web!' });
    assert.equal(taken.status, 409);
    assert.match(taken.text, /-team_name-error">There is a team &#34;web&#34; already/);
    const unusable = await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: '支払い' });
    assert.equal(unusable.status, 409);
  });

  test('takes nobody who is not here, and is 404 when it is not there itself', async () => {
    await sendForm(ada, '/admin/teams', '/admin/teams', { team_name: 'Web' });
    const form = hiddenFields((await ada.get('/admin/teams')).text, '/admin/teams/web/members');
    await ada
      .post('/admin/teams/web/members')
      .type('form')
      .send({ ...form, person: 'nobody' })
      .expect(409);
    await ada
      .post('/admin/teams/none/members')
      .type('form')
      .send({ ...form, person: CAST.ana.id })
      .expect(404);
  });
});
