/** A drill is never taken for anything real, and whoever practises alone reads nothing that they are to find out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page, Response } from 'playwright-core';
import { demoSite, type Site } from '../support/site.ts';
import { follow, press } from '../support/walk.ts';

let site: Site;
let page: Page;
let drill: string;
/** What the browser of who practises was given since they began, by address. */
const given: { url: string; text: string }[] = [];

before(async () => {
  site = await demoSite();
  ({ page } = await site.tab('ana'));
  await page.goto(`${site.origin}/drills`);
  page.on('response', (response) => void keep(response));
  const [first] = await site.world.kit.drills.scenarios.list();
  assert.ok(first);
  await follow(page, first.scenario.publicTitle ?? '');
  const known = page.locator('[name=despite_real]');
  if ((await known.count()) > 0) await known.check();
  await press(page.getByRole('button', { name: 'Start the drill' }));
  drill = new URL(page.url()).pathname;
  assert.match(drill, /^\/drills\/\d+$/);
});
after(() => site.end());

async function keep(response: Response): Promise<void> {
  if (!/^(?:document|fetch|xhr)$/.test(response.request().resourceType())) return;
  if (response.headers()['content-type']?.startsWith('text/event-stream') === true) return;
  // The answer to a form that leads on has no words of its own.
  const text = await response.text().catch(() => '');
  given.push({ url: response.url(), text });
}

const PAGES = ['', '/timeline', '/people', '/updates', '/handover', '/resolve', '/about'];

/** What does not say that it is a drill, of the page that is open. */
async function unsaid(): Promise<string[]> {
  const faults: string[] = [];
  if (!/\bDRILL\b/.test(await page.title())) faults.push('title');
  const band = page.locator('strong', { hasText: /^DRILL$/ }).first();
  if (!(await band.isVisible())) faults.push('band');
  if (!/DRILL-\d+/.test(await page.locator('.strip').innerText())) faults.push('strip');
  await page.emulateMedia({ media: 'print' });
  if (!(await band.isVisible())) faults.push('paper');
  await page.emulateMedia({ media: 'screen' });
  return faults;
}

test('each page of it says DRILL: in its title, its band and its strip, and on paper', async () => {
  for (const path of PAGES) {
    await page.goto(site.origin + drill + path);
    assert.deepEqual(await unsaid(), [], path);
  }
});

test('a page that does not say so on paper, or anywhere, is found', async () => {
  await page.goto(site.origin + drill);
  await page.evaluate(`(() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('@media print { strong { display: none !important } }');
    document.adoptedStyleSheets = [sheet]; })()`);
  assert.deepEqual(await unsaid(), ['paper']);
  await page.goto(`${site.origin}/incidents/${String(site.told.search)}`);
  assert.deepEqual(await unsaid(), ['title', 'band', 'strip', 'paper']);
});

test('nothing of it can be taken along in the dress of an incident: its debrief is what stays', async () => {
  await page.goto(`${site.origin}${drill}/about`);
  assert.equal(await page.locator('a[href*="/export/"]').count(), 0);
  for (const path of [`${drill}/export/json`, `/incidents/-${drill.split('/').at(-1) ?? ''}/export/json`]) {
    const status = await page.evaluate<number>(`fetch(${JSON.stringify(path)}).then(({ status }) => status)`);
    assert.equal(status, 404, path);
  }
});

/** Sentences of a text that are long enough to be told from others. */
function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((one) => one.replace(/^[-*\d.\s]+/, '').trim())
    .filter((one) => one.length > 25 && !/[`*[\]|]/.test(one));
}

function leaks(secrets: readonly string[], said: readonly { url: string; text: string }[]): string[] {
  return secrets.flatMap((secret) =>
    said.flatMap(({ url, text }) => (text.includes(secret) ? [`${url}: ${secret}`] : [])),
  );
}

test('nothing that the browser was given holds the secret, a hint, or what comes later', async () => {
  const [first] = await site.world.kit.drills.scenarios.list();
  const { scenario } = first ?? assert.fail();
  const later = scenario.injects
    .filter(({ atSeconds }) => (atSeconds ?? Infinity) > 0)
    .map(({ text }) => text);
  const secrets = [scenario.secret, ...scenario.hints.map(({ text }) => text), ...later].flatMap(sentences);
  assert.ok(secrets.length > 5, `${String(secrets.length)} sentences to look for`);
  assert.ok(given.length > PAGES.length, 'the pages were read');
  assert.deepEqual(leaks(secrets, given), []);
  const planted = { url: 'planted', text: `<p>${secrets[0] ?? ''}</p>` };
  assert.equal(leaks(secrets, [...given, planted]).length, 1, 'it would be found');
});
