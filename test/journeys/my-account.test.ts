import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { ulids } from '../../server/core/ids.ts';
import { changeRole, createToken } from '../../server/identity/actions.ts';
import { phcText } from '../../server/identity/phc.ts';
import { tokenViewer } from '../../server/identity/token-actions.ts';
import { CAST, enter, PASSWORD, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

let here: World;
let ana: Browser;
beforeEach(async () => {
  here = await world();
  await enter(here, 'ana', 'ada', 'vic');
  ana = await signedIn(here, 'ana');
});
afterEach(() => here.end());

test('name and time zone are changed, and times are read in that zone', async () => {
  await ana.get('/me').expect(200, /Monday 2 November 2026, 09:00Z/);
  await sendForm(ana, '/me', '/me/profile', { name: 'Ana R.', zone: 'Europe/Berlin' });
  const page = await ana.get('/me').expect(200, /Monday 2 November 2026, 10:00 CET|10:00 UTC\+1/);
  assert.match(page.text, /value="Ana R\."/);
  assert.equal(page.headers['cache-control'], 'no-store');
});

for (const zone of ['PST', 'Etc/GMT+3', 'Europe/Nowhere', '<script>']) {
  test(`a time zone that is none, or is two, is asked about: ${zone}`, async () => {
    const answer = await sendForm(ana, '/me', '/me/profile', { name: 'Ana', zone });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /-zone-error">Enter a time zone as Area\/City/);
    assert.match(answer.text, /aria-invalid="true"/);
    assert.doesNotMatch(answer.text, /<script>/);
  });
}

test('light and dark are kept in the browser, and the first paint is right', async () => {
  const answer = await sendForm(ana, '/me', '/me/theme', { theme: 'dark' });
  assert.match(
    String(answer.headers['set-cookie']),
    /muster-theme=dark; Max-Age=31536000; Path=\/; .*HttpOnly; SameSite=Lax/,
  );
  await ana.get('/me').expect(200, /<html lang="en" data-theme="dark"[ >]/);
  await sendForm(ana, '/me', '/me/theme', { theme: 'system' });
  assert.doesNotMatch((await ana.get('/me').expect(200)).text, /<html[^>]*data-theme/);
});

test('keys are switched off in one browser, and on again', async () => {
  assert.equal((await sendForm(ana, '/me', '/me/keys', { keys: 'off' })).status, 303);
  await ana.get('/me').expect(200, /<html[^>]* data-keys="off"/);
  assert.equal((await sendForm(ana, '/me', '/me/keys', { keys: 'on' })).status, 303);
  assert.doesNotMatch((await ana.get('/me').expect(200)).text, /<html[^>]*data-keys/);
});

test('the page after a form names the form that was done, once', async () => {
  await sendForm(ana, '/me', '/me/theme', { theme: 'system' });
  await ana.get('/me').expect(200, /<html[^>]* data-done="\/me\/theme"/);
  assert.doesNotMatch((await ana.get('/me').expect(200)).text, /<html[^>]*data-done/);
});

describe('a new password', () => {
  test('needs the one before, and wrong ones are counted as at sign-in', async () => {
    const wanted = { new_password: 'eleven patient herons knit' };
    for (let count = 0; count < 10; count += 1) {
      const wrong = await sendForm(ana, '/me', '/me/password', { current_password: 'a guess', ...wanted });
      assert.equal(wrong.status, 422);
      assert.match(wrong.text, /-current_password-error">This is not your password/);
    }
    const right = await sendForm(ana, '/me', '/me/password', { current_password: PASSWORD, ...wanted });
    assert.equal(right.status, 429);
    assert.equal(right.headers['retry-after'], '60');
  });

  test('that is too short costs no try, and neither is shown again', async () => {
    const answer = await sendForm(ana, '/me', '/me/password', {
      current_password: PASSWORD,
      new_password: 'short one',
    });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /-new_password-error">Use at least 15/);
    assert.ok(!answer.text.includes(PASSWORD) && !answer.text.includes('short one'));
    const counts = await here.store.db
      .selectFrom('sign_in_failure')
      .selectAll()
      .where('failures', '>', 0)
      .execute();
    assert.deepEqual(counts, []);
  });
});

test('a weakly hashed password is hashed anew at sign-in', async () => {
  const settings = { memory: 1024, passes: 1, lanes: 1 };
  const salt = Buffer.from('sixteen bytes...');
  const parameters = {
    message: PASSWORD,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 1024,
    passes: 1,
  };
  const password = phcText({ settings, salt, hash: argon2Sync('argon2id', parameters) });
  await here.store.db
    .updateTable('account')
    .set({ password })
    .where('account_id', '=', CAST.vic.id)
    .execute();
  await signedIn(here, 'vic');
  const row = await here.store.db
    .selectFrom('account')
    .select('password')
    .where('account_id', '=', CAST.vic.id)
    .executeTakeFirstOrThrow();
  assert.match(row.password ?? '', /m=47104/);
  await signedIn(here, 'vic');
});

describe('an API token', () => {
  const typed = {
    token_name: 'deploy pipeline',
    scopes: ['incidents:read', 'incidents:write'],
    token_days: '90',
  };
  const make = async (fields = typed): Promise<string> => {
    const answer = await sendForm(ana, '/me', '/me/tokens', fields);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const [, token = ''] = />(mst_[\w-]{43})</.exec(answer.text) ?? [];
    assert.notEqual(token, '');
    return token;
  };
  const viewer = (token: string) => tokenViewer(here.store.db, here.clock)(token);

  test('is shown once, kept as a hash, and acts as its owner within its scopes', async () => {
    const token = await make();
    assert.ok(!(await ana.get('/me')).text.includes(token));
    const rows = await here.store.db.selectFrom('token').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token.slice(4)));
    const found = await viewer(token);
    assert.equal(found?.id, CAST.ana.id);
    assert.equal(found.type, 'token');
    assert.equal(found.name, 'Ana Ruiz (deploy pipeline)');
    assert.deepEqual(found.scopes, ['incidents:read', 'incidents:write']);
    assert.equal(found.permissions.has('incident.declare'), true);
  });

  test('never does more than its owner may', async () => {
    const token = await make();
    const people = { db: here.store.db, clock: here.clock, ids: ulids(here.clock) };
    await changeRole(people, CAST.ana.id, 'viewer', COMMAND_LINE);
    assert.equal((await viewer(token))?.permissions.has('incident.declare'), false);
  });

  test('ends when it is revoked or its time is over', async () => {
    const [short, other] = [
      await make(),
      await make({ ...typed, token_name: 'another', token_days: 'none' }),
    ];
    here.clock.wind(90 * 86_400 - 1);
    assert.ok(await viewer(short));
    here.clock.wind(1);
    assert.equal(await viewer(short), undefined);
    assert.ok(await viewer(other));
    ana = await signedIn(here, 'ana');
    const [, revocation = ''] =
      /action="(\/me\/tokens\/[^/]+\/revocation)"/.exec((await ana.get('/me')).text) ?? [];
    await sendForm(ana, '/me', revocation);
    assert.equal(await viewer(other), undefined);
  });

  test('notes its last use at most once a minute', async () => {
    const token = await make();
    const usedAt = async () =>
      (await here.store.db.selectFrom('token').select('used_at').executeTakeFirstOrThrow()).used_at;
    await viewer(token);
    const first = await usedAt();
    assert.equal(first, here.clock.now());
    here.clock.wind(59);
    await viewer(token);
    assert.equal(await usedAt(), first);
    here.clock.wind(1);
    await viewer(token);
    assert.equal(await usedAt(), here.clock.now());
  });

  test('needs a name of its own and at least one scope, and what was ticked stays', async () => {
    await make();
    const twice = await sendForm(ana, '/me', '/me/tokens', typed);
    assert.equal(twice.status, 409);
    assert.match(twice.text, /-token_name-error">There is a token named &#34;deploy pipeline&#34; already/);
    assert.match(twice.text, /value="incidents:write" checked/);
    for (const scopes of [[], ['everything']]) {
      const answer = await sendForm(ana, '/me', '/me/tokens', { ...typed, token_name: 'another', scopes });
      assert.equal(answer.status, 422);
      assert.match(answer.text, /id="field-me-tokens-scopes-error"/);
    }
  });

  test('belongs to responders and above', async () => {
    const vic = await signedIn(here, 'vic');
    assert.doesNotMatch((await vic.get('/me').expect(200)).text, /API tokens/);
    const people = { db: here.store.db, clock: here.clock, ids: ulids(here.clock) };
    const wanted = { accountId: CAST.vic.id, name: 'x', scopes: ['incidents:read'], expiresAt: undefined };
    await assert.rejects(createToken(people, wanted, COMMAND_LINE), /Vic Sorel is viewer/);
  });

  test("is never revoked by somebody else's hand", async () => {
    const token = await make();
    const { token_id: id } = await here.store.db
      .selectFrom('token')
      .select('token_id')
      .executeTakeFirstOrThrow();
    const ada = await signedIn(here, 'ada');
    const page = await ada.get('/me');
    const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    await ada.post(`/me/tokens/${id}/revocation`).type('form').send({ _csrf: csrf }).expect(404);
    assert.ok(await viewer(token));
  });
});

test('the addresses that every site has lead to the right place', async () => {
  const changed = await here.browser().get('/.well-known/change-password').expect(303);
  assert.equal(changed.headers.location, '/me#password');
  const { text } = await here
    .browser()
    .get('/.well-known/security.txt')
    .expect(200)
    .expect('Content-Type', /^text\/plain/);
  assert.match(text, /^Contact: http:\/\/localhost:3000\/help$/m);
  assert.match(text, /^Expires: 2027-05-01T09:00:00\.000Z$/m);
});
