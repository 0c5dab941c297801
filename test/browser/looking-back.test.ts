import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { anotherToken } from '../support/api.ts';
import { CAST, enter, PASSWORD, type Member } from '../support/cast.ts';
import { complaintsOf, openChromium } from '../support/chromium.ts';
import { served } from '../support/served.ts';
import { follow, formTo, send } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';

let browser: Browser;
let folder: string;
before(async () => {
  browser = await openChromium();
  folder = await mkdtemp(join(tmpdir(), 'muster-looking-back-'));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const APPROVAL = {
  answer_kept: 'yes',
  answer_complete: 'yes',
  answer_deep: 'yes',
  answer_right: 'yes',
  answer_known: 'yes',
};

/** One grey dot. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

test('a team goes from the end of an incident to what the public may read, and takes the document along', async () => {
  await writeFile(join(folder, 'cache-miss-storm.md'), await readFile('runbooks/cache-miss-storm.md'));
  const here = await world(
    { MUSTER_RUNBOOKS: folder, MUSTER_HOME_ZONE: 'America/Los_Angeles' },
    '2026-06-12T17:15:00.000Z',
  );
  await enter(here);
  const site = await served(here);
  const complaints: string[] = [];
  const enterAs = async (member: Member): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    complaints.push(...complaintsOf(page, site.origin));
    await page.goto(`${site.origin}/login`);
    await send(formTo(page, '/login'), { email: CAST[member].email, password: PASSWORD }, 'Sign in');
    return page;
  };
  try {
    const [ana, ben, max] = [await enterAs('ana'), await enterAs('ben'), await enterAs('max')];
    await workIt(here, ana, site.origin);
    await resolveAndDraft(ana, site.origin);
    await promiseThree(ana);
    await review(ana, ben, max, site.origin);
    await publish(max, site.origin);
    await changeTheRunbook(max);
    await tellThePublic(ben, max, site.origin);
    await readFromDisk(ana, site.origin);
    await onPaper(ana, site.origin);
    assert.deepEqual(complaints, []);
  } finally {
    await site.end();
    await here.end();
  }
});

/** Ana declares with the runbook; one of its steps is skipped. */
async function workIt(here: World, page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/incidents/new?runbook=cache-miss-storm`);
  await send(formTo(page, '/incidents'), { title: 'Checkout fails', severity: 'SEV-2' }, 'Declare');
  const bot = await anotherToken(here, CAST.ana.id);
  const steps = '/api/v1/incidents/1/runs/1/steps';
  const skip = { reason: 'the board shows it' };
  assert.equal((await bot.post(`${steps}/prove-that-shoppers-are-affected/skip`, skip)).status, 201);
  here.clock.wind(20 * 60);
}

async function resolveAndDraft(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/incidents/1/resolve`);
  const over = { temporary_confirmed: 'on', override: 'it was gone before we looked' };
  await send(formTo(page, '/incidents/1/status'), over, 'Resolve');
  await page.goto(`${origin}/incidents/1/resolve`);
  await send(formTo(page, '/incidents/1/postmortem'), {}, 'Draft the postmortem');
  const editor = page.locator('textarea[name="text"]');
  const text = (await editor.inputValue()).replace(
    /^\*What do we know today[^*]*\*$/m,
    'Ask what moved first.',
  );
  await send(formTo(page, '/postmortems/1/edit'), { text }, 'Save');
  const picture = formTo(page, '/postmortems/1/pictures');
  await page.getByText('Put a picture in').click();
  await picture
    .locator('input[type="file"]')
    .setInputFiles({ name: 'rate.png', mimeType: 'image/png', buffer: PIXEL });
  await send(picture, { section: 'Timeline', alt: 'the hit rate falls' }, 'Put it in');
  const shown = page.getByAltText('the hit rate falls');
  await shown.scrollIntoViewIfNeeded();
  await page.waitForFunction(`document.querySelector('article img')?.naturalWidth === 1`);
}

const PROMISES = [
  ['Fail a release whose lifetime is out of range', 'ana', 'prevent', 'a release with 3 s is refused'],
  ['Page when the hit rate is low', 'ben', 'detect', 'it rang in a drill'],
  ['Put the hit rate on the board', 'max', 'detect', 'it stands above latency'],
] as const;

async function promiseThree(page: Page): Promise<void> {
  for (const [index, [text, owner, type, doneWhen]] of PROMISES.entries()) {
    const own = { text, type, owner: CAST[owner].id, due: '2026-07-01', done_when: doneWhen };
    await send(formTo(page, '/incidents/1/actions'), own, 'Propose it');
    await follow(page, `ACT-${String(index + 1)}`);
    await send(formTo(page, '/acceptance'), {}, 'Accept it');
    await page.goto(new URL('/postmortems/1', page.url()).href);
  }
  assert.equal(await page.getByText('accepted', { exact: true }).count(), 3);
}

async function review(ana: Page, ben: Page, max: Page, origin: string): Promise<void> {
  await follow(ana, 'To its review');
  const asking = formTo(ana, '/postmortems/1/review');
  for (const name of [CAST.ben.name, CAST.max.name]) await asking.getByLabel(name).check();
  await send(asking, {}, 'Ask for a review');
  await ben.goto(`${origin}/postmortems/1/review`);
  await send(formTo(ben, '/comments'), { section: 'Timeline', text: 'Whose picture is it?' }, 'Comment');
  await ana.reload();
  await send(formTo(ana, '/resolution'), { words: 'the board of the shop' }, 'Resolve it');
  for (const page of [ben, max]) {
    await page.goto(`${origin}/postmortems/1/review`);
    await send(formTo(page, '/verdict'), APPROVAL, `Approve version ${await versionOf(page)}`);
  }
  await ana.reload();
  assert.match(await ana.locator('main').innerText(), /has had its review and can be published/);
}

async function versionOf(page: Page): Promise<string> {
  return page.locator('form[action$="/verdict"] [name="version"]').inputValue();
}

async function publish(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/postmortems/1`);
  await page.locator('form[action$="/publish"] button').click();
  await page.getByText(/is published\. Later changes wait/).waitFor();
}

async function changeTheRunbook(page: Page): Promise<void> {
  await page.locator('#back + ul a').first().click();
  await page.getByText('was skipped: the board shows it').waitFor();
  await send(formTo(page, '/acceptance'), {}, 'Accept it');
  assert.match(await page.locator('main').innerText(), /Differs from its file/);
}

async function tellThePublic(ben: Page, max: Page, origin: string): Promise<void> {
  await ben.goto(`${origin}/postmortems/1/public`);
  const text = '# Checkout failed\n\nFor 20 minutes some payments failed. Nobody was charged twice.';
  await send(formTo(ben, '/postmortems/1/public'), { text }, 'Save');
  await max.goto(`${origin}/postmortems/1/public`);
  await send(formTo(max, '/approval'), {}, 'Approve version 1 and show it to everybody');
  const anybody = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await anybody.goto(`${origin}/status/1`);
  assert.match(await anybody.locator('main').innerText(), /Nobody was charged twice/);
  await anybody.context().close();
}

/** The file opens where there is no network at all, and asks for nothing. */
async function readFromDisk(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/postmortems/1`);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'One HTML file', exact: true }).click();
  const path = join(folder, 'postmortem.html');
  await (await saving).saveAs(path);
  const context = await browser.newContext({ offline: true });
  const disk = await context.newPage();
  const asked: string[] = [];
  disk.on('request', (request) => asked.push(request.url()));
  await disk.goto(pathToFileURL(path).href);
  assert.match(
    await disk.locator('main').innerText(),
    /Ask what moved first\.[\s\S]*the chain of its hashes holds/,
  );
  const picture = disk.getByAltText('the hit rate falls');
  await picture.scrollIntoViewIfNeeded();
  await disk.waitForFunction(`document.querySelector('img')?.naturalWidth === 1`);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')),
    [],
  );
  await context.close();
}

/** A PDF is what the browser prints: everything stands on its pages, and nothing that only a screen can use. */
async function onPaper(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/postmortems/1`);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 20_000);
  // For people to look at.
  await mkdir('test-output', { recursive: true });
  await writeFile('test-output/postmortem.pdf', pdf);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByText('Put a picture in').isVisible(), false);
  assert.equal(await page.getByRole('link', { name: 'Edit', exact: true }).isVisible(), false);
  assert.ok(await page.getByText('Ask what moved first.').isVisible());
}
