/** What a drill adds to the run page stays small, and what reaches whoever practises is said where they are. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { CAST, enter, PASSWORD } from '../support/cast.ts';
import { complaintsOf, openChromium, sidewaysScroll } from '../support/chromium.ts';
import { isLive, until } from '../support/following.ts';
import { served, type Served } from '../support/served.ts';
import { follow, formTo, minutesLater, press, send } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';

let browser: Browser;
let here: World;
let site: Served;
let page: Page;
let complaints: readonly string[];

before(async () => {
  browser = await openChromium();
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-06-12T17:10:00.000Z');
  await enter(here);
  site = await served(here);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  complaints = complaintsOf(page, site.origin);
  await page.goto(`${site.origin}/`);
  await send(formTo(page, '/login'), { email: CAST.ana.email, password: PASSWORD }, 'Sign in');
  await page.goto(`${site.origin}/drills`);
  await follow(page, 'Sunday at breakfast');
  await press(page.getByRole('button', { name: 'Start the drill' }));
});
after(async () => {
  await browser.close();
  await site.end();
  await here.end();
});

async function heightAt(width: number, height: number): Promise<number> {
  await page.setViewportSize({ width, height });
  return (await page.locator('#region-drill').boundingBox())?.height ?? Infinity;
}

test('a message of the story is said in the place that waits its turn, as it reads', async () => {
  await isLive(page);
  await minutesLater(here, 2);
  await until(page, `document.querySelector('#live [role=status]').textContent !== ''`);
  const said = await page.locator('#live [role=status]').innerText();
  const shown = await page.locator('.drill-messages > li').first().innerText();
  assert.ok(shown.length > 20);
  assert.ok(said.includes(shown.replace(/\s+/g, ' ').trim()), `${said} / ${shown}`);
});

test('each page of a drill that follows along has two places from which it speaks, and no more', async () => {
  const { pathname } = new URL(page.url());
  for (const path of ['', '/timeline', '/people', '/updates']) {
    await page.goto(site.origin + pathname + path);
    assert.deepEqual(
      await page.evaluate(
        `[...document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live], output')].map((one) => one.getAttribute('role'))`,
      ),
      ['status', 'alert'],
      path,
    );
  }
  await page.goto(site.origin + pathname);
});

test('with a message and an answer it takes a third of the first screen', async () => {
  await send(formTo(page, '/probes'), { asked: 'when was the last renewal' }, 'Ask');
  assert.ok((await heightAt(1280, 800)) <= 270, `1280: ${String(await heightAt(1280, 800))} px`);
  assert.ok((await heightAt(390, 844)) <= 570, `390: ${String(await heightAt(390, 844))} px`);
  assert.equal(await sidewaysScroll(page), 0);
});

test('something real is told in one line, with its link and the button that stops the drill', async () => {
  const drill = page.url();
  await page.setViewportSize({ width: 1280, height: 800 });
  const without = await heightAt(1280, 800);
  await page.goto(`${site.origin}/incidents/new`);
  await send(formTo(page, '/incidents'), { title: 'Nobody can pay', severity: 'SEV-1' }, 'Declare');
  await page.goto(drill);
  const line = page.locator('.drill-real');
  assert.match(await line.innerText(), /Something real is open: INC-1 Nobody can pay/);
  assert.ok(await line.getByRole('button', { name: 'Real emergency: stop' }).isVisible());
  assert.ok(((await line.boundingBox())?.height ?? 99) <= 64);
  assert.ok((await heightAt(1280, 800)) - without <= 76);
  await press(page.getByRole('button', { name: 'Finish and look back' }));
  assert.match(await page.title(), /^DRILL: Debrief/);
  assert.deepEqual(complaints, []);
});
