/** Two people at one instant: nothing is lost, the first counts, and the second reads so. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createPolicy } from '../../server/escalation/policy-actions.ts';
import { actAs } from '../support/acting.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let run: string;
let ben: Page;
let gus: Page;
before(async () => {
  site = await demoSite();
  run = `${site.origin}/incidents/${String(site.told.search)}`;
  ({ page: ben } = await site.tab('ben'));
  ({ page: gus } = await site.tab('gus'));
});
after(() => site.end());

async function bothOpen(address: string): Promise<void> {
  for (const page of [ben, gus]) {
    await page.goto(address);
    await page.locator('html[data-enhanced]').waitFor();
  }
}

async function kinds(words: string): Promise<string[]> {
  const rows = await site.world.store.db
    .selectFrom('entry')
    .select(['kind', 'body'])
    .orderBy('seq')
    .execute();
  return rows.filter(({ body }) => body.includes(words)).map(({ kind }) => kind);
}

const notice = (page: Page) => page.locator('.notice-done');

/**
 * Both press, and neither page shows the other's act before both have: nothing is answered until then. The press is
 * dispatched, since a button whose form is already being sent is not one that a pointer finds.
 */
async function bothPress(press: (page: Page) => Promise<void>): Promise<void> {
  const letGo = site.hold();
  await Promise.all([ben, gus].map(press));
  letGo();
}

test('what somebody sent and the server never got would be missed', async () => {
  await bothOpen(run);
  await gus.route('**/notes', (route) => route.fulfill({ json: { to: run } }));
  await gus.locator('.composer textarea').fill('Swallowed on the way');
  const anew = gus.waitForEvent('load');
  await gus.getByRole('button', { name: 'Add note' }).click();
  await anew;
  assert.deepEqual(await kinds('Swallowed on the way'), []);
  await gus.unroute('**/notes');
});

test('a claim has one owner, and the other reads who it is', async () => {
  await bothOpen(run);
  const claims = async () => (await kinds('')).filter((kind) => kind === 'step-claimed').length;
  const before = await claims();
  await bothPress((page) => page.getByRole('button', { name: 'I do this' }).dispatchEvent('click'));
  const second = await Promise.any(
    [ben, gus].map(async (page) => {
      await notice(page)
        .filter({ hasText: /claimed this/ })
        .waitFor();
      return page;
    }),
  );
  assert.match(
    await notice(second).innerText(),
    /(?:Ben Sato|Gus Haddad) claimed this .*To take it over, say why/,
  );
  assert.equal(await claims(), before + 1);
});

test('of two results the first counts, and the second stands beside it', async () => {
  await bothOpen(run);
  const form = (page: Page) =>
    page.locator('#current >> xpath=ancestor::li').locator('form[action$="/result"]');
  await form(ben).locator('[name=observed]').fill('Joined at once, says Ben');
  await form(gus).locator('[name=observed]').fill('Joined at once, says Gus');
  await bothPress((page) => form(page).locator('button[type=submit]').first().dispatchEvent('click'));
  await Promise.any(
    [ben, gus].map((page) => notice(page).filter({ hasText: 'Yours stands beside it' }).waitFor()),
  );
  assert.deepEqual((await kinds('Joined at once')).toSorted(), ['note-added', 'step-answered']);
});

test('of two who accept one page the first owns it, and the other reads who it is and may join', async () => {
  const { kit, store, tick } = site.world;
  const people = await store.db.selectFrom('account').select(['account_id', 'name']).execute();
  const idOf = (name: string) => people.find((one) => one.name === name)?.account_id ?? assert.fail();
  const both = [idOf('Ben Sato'), idOf('Gus Haddad')];
  const targets = both.map((id) => ({ kind: 'person', id }) as const);
  const level = { targets, mode: 'any', answerWithin: 5 } as const;
  const wanted = { name: 'Both', zone: 'UTC', levels: [level], repeat: 0, fallback: [both[0] ?? ''] };
  const { id: policyId } = await createPolicy(kit.escalation, wanted, COMMAND_LINE);
  const command = { type: 'request-escalation', policyId, reason: 'two are asked', by: 'person' } as const;
  await actAs(site.world, 'Ana Ruiz', site.told.search, [command]);
  await tick();
  await bothOpen(run);
  const before = (await kinds('')).filter((kind) => kind === 'escalation-accepted').length;
  const accept = (page: Page) =>
    page
      .locator('.call', { hasText: 'two are asked' })
      .getByRole('button', { name: 'Accept' })
      .dispatchEvent('click');
  await bothPress(accept);
  const second = await Promise.any(
    [ben, gus].map(async (page) => {
      await notice(page)
        .filter({ hasText: /helper/ })
        .waitFor();
      return page;
    }),
  );
  assert.match(
    await notice(second).innerText(),
    /(?:Ben Sato|Gus Haddad) accepted .*[Jj]oin.* as (?:a )?helper/,
  );
  assert.equal((await kinds('')).filter((kind) => kind === 'escalation-accepted').length, before + 1);
});

test('of two words for one field the second is shown both, and says which stays', async () => {
  const title = (page: Page) => page.locator('form[action$="/details"]:has([value=title])');
  const change = async (page: Page, words: string): Promise<void> => {
    await title(page).locator('[name=to]').fill(words);
    await title(page).getByRole('button').click();
  };
  await bothOpen(`${run}/about`);
  await change(ben, 'Search is slow, says Ben');
  await ben.locator('h1', { hasText: 'says Ben' }).waitFor();
  await change(gus, 'Search is slow, says Gus');
  await gus.getByRole('button', { name: 'Keep mine' }).waitFor();
  assert.equal(await title(gus).locator('[name=to]').inputValue(), 'Search is slow, says Gus');
  assert.match(await title(gus).innerText(), /Theirs: .?Search is slow, says Ben/);
  await gus.getByRole('button', { name: 'Keep mine' }).click();
  await gus.locator('h1', { hasText: 'says Gus' }).waitFor();
  // Ben's page is the older one now; he lets it go.
  await change(ben, 'Search is very slow');
  await ben.getByRole('link', { name: 'Keep theirs' }).click();
  await ben.locator('h1', { hasText: 'says Gus' }).waitFor();
  assert.equal(await title(ben).locator('[name=to]').inputValue(), 'Search is slow, says Gus');
});

test('of two long texts the second is shown both and what differs, and neither is lost', async () => {
  const number = String(site.told.caching);
  await bothOpen(`${site.origin}/postmortems/${number}/edit`);
  const text = (page: Page) => page.locator('textarea[name=text]');
  for (const [page, words] of [
    [ben, 'A line of Ben.'],
    [gus, 'A line of Gus.'],
  ] as const) {
    await text(page).fill(`${await text(page).inputValue()}\n\n${words}\n`);
    const saved = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: /^Save/ }).first().click();
    await saved;
  }
  await gus.getByRole('heading', { level: 1, name: 'Two texts' }).waitFor();
  assert.match(await text(gus).inputValue(), /A line of Gus\./);
  assert.match(await gus.locator('textarea[name=theirs]').inputValue(), /A line of Ben\./);
  assert.match(await gus.locator('main').innerText(), /A line of Ben\.[\s\S]*A line of Gus\./);
  await gus.getByRole('link', { name: 'Keep theirs' }).waitFor();
});
