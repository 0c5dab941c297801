import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anotherToken, type Program } from '../support/api.ts';
import { CAST, enter, signedIn } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { world, type Browser, type World } from '../support/world.ts';

/** Ben leaves a token behind in a script that nobody knows; Ada finds it and ends it. */
let here: World;
let ada: Browser;
let max: Browser;
let script: Program;

before(async () => {
  here = await world();
  await enter(here);
  [ada, max] = [await signedIn(here, 'ada'), await signedIn(here, 'max')];
});
after(() => here.end());

const TOKENS = '/admin/tokens';

test('an administrator sees whose tokens there are and when each was used', async () => {
  await ada.get(TOKENS).expect(200, /No program has a token that works\./);
  script = await anotherToken(here, CAST.ben.id);
  await ada.get(TOKENS).expect(200, /of <a href="[^"]+">Ben Okafor<\/a>[\s\S]*never used/);
  assert.equal((await script.get('/api/v1/incidents')).status, 200);
  const page = await ada.get(TOKENS).expect(200, /last used <time datetime="2026-11-02T09:00/);
  assert.ok(!page.text.includes(script.token), 'its secret is kept nowhere');
  await ada.get('/admin').expect(200, /href="\/admin\/tokens"/);
});

test('a token whose owner is shut out says so', async () => {
  const idle = await anotherToken(here, CAST.tia.id);
  await sendForm(ada, `/admin/people/${CAST.tia.id}`, `/admin/people/${CAST.tia.id}/disabling`);
  assert.equal((await idle.get('/api/v1/incidents')).status, 401);
  await ada.get(TOKENS).expect(200, /It does nothing: its owner is shut out\./);
});

test('revoked by an administrator it ends at once, and the audit log tells it', async () => {
  const revoke = `${TOKENS}/${script.tokenId}/revocation`;
  const sent = await sendForm(ada, TOKENS, revoke);
  assert.equal(sent.headers.location, TOKENS);
  assert.equal((await script.get('/api/v1/incidents')).status, 401);
  await ada
    .get(TOKENS)
    .expect(200)
    .expect(({ text }) => {
      assert.doesNotMatch(text, /Ben Okafor/);
    });
  await ada.get('/admin/audit').expect(200, /revoked the token &#34;[^&]*&#34; of Ben Okafor/);
});

test('a manager has no such page', async () => {
  await max.get(TOKENS).expect(403, /An admin has it/);
  await max
    .get('/admin')
    .expect(200)
    .expect(({ text }) => {
      assert.doesNotMatch(text, /admin\/tokens/);
    });
});
