/** What is done without network waits on the device, and comes in once, in order, with the time at which it was done. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../../db/demo/cast.ts';
import { device, untilKept } from '../support/device.ts';
import { until } from '../support/following.ts';
import { demoSite, type Site } from '../support/site.ts';
import { entriesWith, faultsOf, lateNote, type Way } from './late-note.ts';

let site: Site;
let run: string;
before(async () => {
  site = await demoSite();
  run = `${site.origin}/incidents/${String(site.told.search)}`;
});
after(() => site.end());

const enhanced = (page: Page): Promise<void> => page.locator('html[data-enhanced]').waitFor();
const rows = (page: Page, state: string) => page.locator(`#outbox [data-state=${state}]`);

const entries = (words: string) => entriesWith(site, words);

test('a note without network is hatched, survives the page, and is one entry of the time at which it was sent', async () => {
  const { context, page } = await device(site, 'gus');
  await page.goto(run);
  await enhanced(page);
  await untilKept(page, run);
  await context.setOffline(true);
  await page.locator('.composer textarea').fill('Node 4 was restarted by hand');
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  assert.match(await page.locator('#outbox').innerText(), /1 thing waits on this device/);
  assert.equal(await page.locator('.composer textarea').inputValue(), '');
  await page.reload();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  assert.match((await rows(page, 'queued').textContent()) ?? '', /Note: Node 4 was restarted by hand/);
  site.world.clock.wind(600);
  await context.setOffline(false);
  await rows(page, 'sent').waitFor({ state: 'attached' });
  await page.locator('.timeline').getByText('Node 4 was restarted by hand').waitFor();
  const came = await entries('Node 4 was restarted');
  assert.deepEqual(faultsOf(came), []);
  // The clock of the server stood still for the page; the device's, days ahead of it, went on by seconds.
  assert.match(came[0]?.occurred_at ?? '', /^2026-11-23T17:3\d:/);
  assert.equal(came[0]?.recorded_at, '2026-11-23T17:40:00.000Z');
  await context.close();
});

test('a run goes on past its current step: three results and a note come in once each, in their order', async () => {
  const { context, page } = await device(site, 'cy');
  await page.goto(run);
  await enhanced(page);
  await untilKept(page, `${run}/parts/ahead`);
  await untilKept(page, run);
  await context.setOffline(true);
  await page.goto(run);
  await enhanced(page);
  const waiting = page.locator('.step:not([data-state=queued]) form[action$="/result"]');
  for (const seen of ['Owner has joined', 'Queue drains', 'Back to 120 ms']) {
    const form = waiting.first();
    await form.locator('[name=observed]').waitFor({ state: 'attached' });
    await page.evaluate(OPEN_FIRST);
    await form.locator('[name=observed]').fill(seen);
    await form.locator('button[type=submit]').first().click();
    await rows(page, 'queued').filter({ hasText: seen }).waitFor({ state: 'attached' });
  }
  assert.equal(await page.locator('.step[data-state=queued]').count(), 3);
  await page.locator('.composer textarea').fill('All by torch light');
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').filter({ hasText: 'torch light' }).waitFor({ state: 'attached' });
  await page.reload();
  await enhanced(page);
  await page.locator('.step[data-state=queued]').nth(2).waitFor();
  await context.setOffline(false);
  await rows(page, 'sent').nth(3).waitFor({ state: 'attached' });
  for (const seen of ['Owner has joined', 'Queue drains', 'Back to 120 ms']) {
    const all = (await entries(seen)).filter(({ kind }) => kind === 'step-answered');
    assert.deepEqual(faultsOf(all), [], seen);
  }
  assert.deepEqual(faultsOf(await entries('All by torch light')), []);
  assert.equal(await page.locator('.step[data-state=queued]').count(), 0);
  await context.close();
});

/** Unfolds the first step that can be answered. */
const OPEN_FIRST = `{
  const form = document.querySelector('.step:not([data-state=queued]) form[action$="/result"]');
  form.closest('details').open = true;
}`;

test('a sign-in that ran out costs nothing: it waits, and goes out once somebody has signed in again', async () => {
  const { context, page } = await device(site, 'gus');
  await page.goto(run);
  await enhanced(page);
  await page.locator('.composer textarea').fill('Typed for an hour');
  await context.clearCookies({ name: 'muster' });
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByRole('link', { name: 'Sign in, and it is sent' }).click();
  await page.getByLabel('E-mail').fill('gus@shop.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Password').press('Enter');
  await page.locator('.timeline').getByText('Typed for an hour').waitFor();
  assert.equal((await entries('Typed for an hour')).length, 1);
  await context.close();
});

test('somebody else who signs in neither sees nor sends it', async () => {
  const { context, page } = await device(site, 'gus');
  await page.goto(run);
  await enhanced(page);
  await page.locator('.composer textarea').fill('Words of Gus');
  await context.clearCookies({ name: 'muster' });
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  await site.signIn(page, 'cy');
  await page.goto(run);
  await enhanced(page);
  assert.equal(await page.locator('#outbox').count(), 0);
  assert.deepEqual(await entries('Words of Gus'), []);
  await page.goto(`${site.origin}/me`);
  await enhanced(page);
  await page.locator('form[action$="/logout"] button').click();
  await page.waitForURL(`${site.origin}/login`);
  await page.goto(`${site.origin}/offline`);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as text' }).click();
  assert.equal((await saved).suggestedFilename(), 'muster-not-sent.txt');
  await site.signIn(page, 'gus');
  await rows(page, 'sent').waitFor({ state: 'attached' });
  assert.equal((await entries('Words of Gus')).length, 1);
  await context.close();
});

test('two pages that send at once send it once', async () => {
  const { context, page } = await device(site, 'gus');
  const other = await context.newPage();
  for (const one of [page, other]) {
    await one.goto(run);
    await enhanced(one);
  }
  await context.setOffline(true);
  await page.locator('.composer textarea').fill('From two pages');
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  await other.locator('.composer textarea').fill('And another');
  await other.getByRole('button', { name: 'Add note' }).click();
  await rows(other, 'queued').nth(1).waitFor({ state: 'attached' });
  await context.setOffline(false);
  await page.locator('.timeline').getByText('And another').waitFor();
  await other.locator('.timeline').getByText('From two pages').waitFor();
  await until(page, `localStorage.getItem('muster-waiting') === null`);
  assert.equal((await entries('From two pages')).length, 1);
  assert.equal((await entries('And another')).length, 1);
  await context.close();
});

test('declared without network, it waits under a name of its own, and says that nobody has been paged', async () => {
  const { context, page } = await device(site, 'cy');
  await untilKept(page, '/incidents/new');
  await context.setOffline(true);
  await page.goto(`${site.origin}/incidents/new`);
  await enhanced(page);
  await page.locator('[name=title]').fill('Payments time out');
  await page.getByRole('button', { name: 'Declare', exact: true }).click();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  const words = await page.locator('#outbox').innerText();
  assert.match(words, /Nobody has been paged/);
  assert.match(words, /INC-local-\d+ Declare: Payments time out/);
  await context.setOffline(false);
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.getByRole('heading', { level: 1, name: /Payments time out/ }).waitFor();
  assert.equal(
    (await entries('Payments time out')).filter(({ kind }) => kind === 'incident-opened').length,
    1,
  );
  await context.close();
});

test('what others act upon is not kept: it says why, and the words stay', async () => {
  const { context, page } = await device(site, 'ben');
  await page.goto(`${run}/people`);
  await enhanced(page);
  await context.setOffline(true);
  const form = page.locator('form[action$="/escalations"]:has([name=to])');
  await form.locator('[name=reason]').fill('Ranking is ruled out');
  await form.getByRole('button').click();
  await form.getByText(/Not sent: Muster does not answer\. Others act upon this/).waitFor();
  assert.equal(await form.locator('[name=reason]').inputValue(), 'Ranking is ruled out');
  assert.equal(await page.locator('#outbox').count(), 0);
  await context.setOffline(false);
  await context.close();
});

test('what is refused stays, with the reason, to be edited or discarded', async () => {
  const { context, page } = await device(site, 'gus');
  await page.goto(run);
  await enhanced(page);
  await context.setOffline(true);
  const when = page.locator('.composer [name=at]');
  await page.locator('.composer textarea').fill('At a strange time');
  await when.fill('half past never');
  await page.getByRole('button', { name: 'Add note' }).click();
  await rows(page, 'queued').waitFor({ state: 'attached' });
  await context.setOffline(false);
  await rows(page, 'refused').waitFor({ state: 'attached' });
  assert.match(await rows(page, 'refused').innerText(), /not recorded: /);
  await page.getByRole('button', { name: 'Edit' }).click();
  assert.equal(await page.locator('.composer textarea').inputValue(), 'At a strange time');
  await page.locator('#outbox').waitFor({ state: 'detached' });
  await when.fill('');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.locator('.timeline').getByText('At a strange time').waitFor();
  assert.equal((await entries('At a strange time')).length, 1);
  await context.close();
});

/** Faults of the outbox and of the server, and what is found then. */
const FAULTS: readonly [what: string, found: string[], Omit<Way, 'words'>][] = [
  ['an outbox as it is', [], {}],
  [
    'an outbox that forgets',
    ['lost'],
    { modules: { 'outbox-store': (text) => text.replace('items.put(item)', 'items.count()') } },
  ],
  [
    'an outbox that does not say when it was done',
    ['of the wrong time'],
    { modules: { outbox: (text) => text.replace(`['occurred_at', at], `, '') } },
  ],
  [
    'an outbox that sends it under another name each time',
    ['there twice'],
    {
      modules: {
        outbox: (text) =>
          text.replace(
            '...fields',
            `...fields.map(([name, value]) => [name, name === 'op_id' ? ownId() : value])`,
          ),
      },
    },
  ],
  [
    'a server that does not know again what it has written',
    ['there twice'],
    { afterwards: () => site.world.store.db.deleteFrom('operation').execute() },
  ],
];

test('an outbox that forgets, leaves out the time, or sends a second one is found', async (context) => {
  for (const [what, found, way] of FAULTS) {
    await context.test(what, async () => {
      assert.deepEqual(await lateNote(site, { ...way, words: `Kept by ${what}` }), found);
    });
  }
});
