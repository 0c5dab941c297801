/** A note that comes late, and what is wrong with what came in of something that waited on a device. */
import assert from 'node:assert/strict';
import { until } from '../support/following.ts';
import { doneUnanswered } from '../support/unanswered.ts';
import type { Site } from '../support/site.ts';

export type Row = { kind: string; body: string; occurred_at: string; recorded_at: string; source: string };

/** The entries in whose body some words stand, in their order. */
export async function entriesWith({ world }: Site, words: string): Promise<Row[]> {
  const all = await world.store.db
    .selectFrom('entry')
    .select(['kind', 'body', 'occurred_at', 'recorded_at', 'source'])
    .orderBy('seq')
    .execute();
  return all.filter(({ body }) => body.includes(words));
}

/** What is wrong with what came in of something that waited: it has to be one entry, of the time at which it was done. */
export function faultsOf(came: readonly Row[]): string[] {
  return [
    ...(came.length === 0 ? ['lost'] : []),
    ...(came.length > 1 ? ['there twice'] : []),
    ...(came.some(({ source }) => source !== 'offline') ? ['of the wrong time'] : []),
  ];
}

export type Way = {
  words: string;
  /** Scripts that are served otherwise than they are. */
  modules?: Readonly<Record<string, (text: string) => string>>;
  /** What the server does once it has written it, and nobody was answered. */
  afterwards?: () => Promise<unknown>;
};

/**
 * Sends a note that does not get through. Sent again it is written, but no answer comes back; then all is well. Gives
 * what is wrong with what came in.
 */
export async function lateNote(site: Site, { words, modules = {}, afterwards }: Way): Promise<string[]> {
  const { page: signedIn } = await site.tab('gus');
  // The worker has modules of its own; what is proven here is done by the page.
  const context = await site.browser.newContext({
    serviceWorkers: 'block',
    storageState: await signedIn.context().storageState(),
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  for (const [name, changed] of Object.entries(modules)) {
    await page.route(`**/static/${name}.*.js`, async (route) => {
      const answer = await route.fetch();
      const [before, after] = [await answer.text(), changed(await answer.text())];
      assert.notEqual(before, after, 'the fault is in it');
      await route.fulfill({ response: answer, body: after });
    });
  }
  let tries = 0;
  await page.route('**/notes', async (route) => {
    tries += 1;
    if (tries === 2) return doneUnanswered(route, afterwards);
    await (tries === 1 ? route.abort() : route.continue());
  });
  // Nothing goes out by itself.
  await page.addInitScript('self.setInterval = () => 0');
  await page.goto(`${site.origin}/incidents/${String(site.told.search)}`);
  await page.locator('html[data-enhanced]').waitFor();
  await page.locator('.composer textarea').fill(words);
  await page.getByRole('button', { name: 'Add note' }).click();
  // It was kept, and has been sent a second time.
  await until(page, `document.querySelector('.composer .send-state')?.textContent === ''`);
  await page.evaluate(`[...document.querySelectorAll('#outbox button')]
    .find(({ textContent }) => textContent === 'Send now')?.click()`);
  await until(page, `localStorage.getItem('muster-waiting') === null`);
  await context.close();
  return faultsOf(await entriesWith(site, words));
}
