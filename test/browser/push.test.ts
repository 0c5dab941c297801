/** What a push shows on a device, and what is done by pressing it there. It is delivered by the debugging protocol. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { openWholeChromium } from '../support/chromium.ts';
import { pushService, type PushService } from '../support/push-service.ts';
import { saidTooMuch, shownTooMuch } from '../support/push-words.ts';
import { demoSite, type Site } from '../support/site.ts';

let site: Site;
let service: PushService;
let context: BrowserContext;
let page: Page;
let session: CDPSession;
let worker: Worker;
let registrationId: string;
before(async () => {
  service = await pushService();
  site = await demoSite({ MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8' }, openWholeChromium);
  context = await site.browser.newContext({ permissions: ['notifications'] });
  page = await context.newPage();
  session = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0] !== undefined) resolve(registrations[0].registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const started = context.waitForEvent('serviceworker');
  await site.signIn(page, 'gus');
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
  worker = await started;
  registrationId = await registered;
});
after(async () => {
  await site.end();
  await service.end();
});

type Shown = { title: string; body: string; tag: string; actions: string[] };

/** Delivers it, and waits for what is shown under that key, once what was shown there before is gone. */
async function push(data: object | string, tag: string): Promise<Shown> {
  // Closed is not gone: what takes its place too early is closed in its stead.
  await worker.evaluate(`(async () => {
    const shown = () => registration.getNotifications({ tag: ${JSON.stringify(tag)} });
    for (const one of await shown()) one.close();
    while ((await shown()).length > 0) await new Promise((passed) => setTimeout(passed, 20));
  })()`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const deliver = () =>
    session.send('ServiceWorker.deliverPushMessage', { origin: site.origin, registrationId, data: text });
  // What is delivered while the worker starts is lost now and then, so it is delivered again.
  for (let tries = 0; tries < 5; tries += 1) {
    await deliver();
    const found = await shown(tag, 'true', 100).catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new Error(`Nothing is shown for ${tag}.`);
}

function shown(tag: string, which: string, looks = 500): Promise<Shown> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const look = async (left) => {
      const all = await (await navigator.serviceWorker.ready).getNotifications({ tag: ${JSON.stringify(tag)} });
      const found = all.find(({ title, body }) => ${which});
      if (found === undefined && left === 0) return reject(new Error('Nothing is shown for ${tag}'));
      if (found === undefined) return setTimeout(look, 20, left - 1);
      resolve({ title: found.title, body: found.body, tag: found.tag, actions: found.actions.map(({ action }) => action) });
    };
    look(${String(looks)});
  })`);
}

/** Presses what is shown: a button of it, or none for itself. Done once the worker has done what it is for. */
async function press(tag: string, action: string): Promise<void> {
  await worker.evaluate(`(async () => {
    const [notification] = await registration.getNotifications({ tag: ${JSON.stringify(tag)} });
    const event = new NotificationEvent('notificationclick', { notification, action: ${JSON.stringify(action)} });
    let isDone;
    Object.defineProperty(event, 'waitUntil', { value: (promise) => (isDone = promise) });
    dispatchEvent(event);
    await isDone;
  })()`);
}

test('says key, severity and, where the account allows it, the title', async () => {
  const full = await push(
    { key: 'INC-3', severity: 'SEV-2', title: 'Search answers late', path: '/incidents/3' },
    'INC-3',
  );
  assert.deepEqual(full, {
    title: 'SEV-2 INC-3',
    body: 'Search answers late',
    tag: 'INC-3',
    actions: ['open'],
  });
  const bare = await push(
    { key: 'INC-4', severity: 'SEV-1', path: '/incidents/4', answer: '/answer/x' },
    'INC-4',
  );
  assert.equal(bare.body, 'Open Muster to read what it is about.');
  assert.deepEqual(bare.actions, ['accept', 'open']);
});

test('says DRILL first in a drill', async () => {
  const { title } = await push(
    { key: 'DRILL-7', severity: 'SEV-1', path: '/drills/7', drill: true },
    'DRILL-7',
  );
  assert.equal(title, 'DRILL SEV-1 DRILL-7');
});

test('says something when it cannot be read, since a push that shows nothing is taken from an app', async () => {
  const { title } = await push('not json', 'Muster');
  assert.equal(title, 'Muster');
});

test('opened, it goes to its page, and brings that to the front where it is shown already', async () => {
  const path = `/incidents/${String(site.told.search)}`;
  // A browser lets windows be opened for a person's own press alone.
  await worker.evaluate(`self.went = [];
    WindowClient.prototype.focus = async function () { went.push('front ' + this.url); };
    clients.openWindow = async (url) => went.push('new ' + url)`);
  for (const [open, went] of [
    [path, 'front'],
    ['/', 'new'],
  ] as const) {
    await page.goto(site.origin + open);
    await push({ key: 'INC-5', path }, 'INC-5');
    await press('INC-5', '');
    assert.deepEqual(await worker.evaluate('went.splice(0)'), [`${went} ${site.origin}${path}`]);
  }
});

test('a device subscribes on the page of how one is reached, and its test message rings there', async () => {
  await page.goto(`${site.origin}/me/contacts`);
  const form = page.locator('form[data-push-key]');
  const given = service.subscribe('here', (await form.getAttribute('data-push-key')) ?? '');
  // Debian's Chromium has no push service; all else is as it is.
  await page.evaluate(
    `PushManager.prototype.subscribe = async () => ({ toJSON: () => (${JSON.stringify(given)}) })`,
  );
  await form.getByRole('button', { name: 'Ring this device' }).click();
  await page.getByText('This browser is rung from now on.').waitFor();
  const method = page.locator('li', { hasText: 'on Linux' });
  await method.getByRole('button', { name: 'Send a test message' }).click();
  await page.getByText('A test message is on its way.').waitFor();
  await site.world.tick();
  const { body } = await push((await service.next('here', 5_000)).data, 'Muster');
  assert.equal(body, 'This test message arrived. Press it to say so.');
  await page.reload();
  await method.getByRole('button', { name: 'It arrived' }).click();
  await page.getByText('You said that a test arrived on').waitFor();
});

/** Has the worker ask somebody else, until it is put right. */
async function meddled(fault: string, during: () => Promise<void>): Promise<void> {
  await worker.evaluate(`(() => {
    const { fetch } = self;
    self.putRight = () => Object.assign(self, { fetch });
    ${fault};
  })()`);
  try {
    await during();
  } finally {
    await worker.evaluate('void self.putRight()');
  }
}

/** Gus let no titles be shown. */
const LEAVE = { title: undefined };

test('a push that was sent says no more than whoever is rung allows, and so does the screen', async () => {
  const { data, key } = await gusIsPaged();
  assert.deepEqual(saidTooMuch(data, LEAVE), []);
  assert.deepEqual(shownTooMuch(await push(data, key), LEAVE), []);
});

test('a push that says too much, and a screen that does, are found', async () => {
  const { data, key } = await gusIsPaged();
  for (const [field, value] of [
    ['title', 'Search answers late'],
    ['reason', REASON],
    ['askedBy', 'Ben Sato'],
    ['key', `INC-3 ${REASON}`],
    ['path', '/incidents/3?customer=4711'],
    ['answer', 'https://elsewhere.example/answer/x'],
  ] as const) {
    const planted = JSON.stringify({ ...(JSON.parse(data) as object), [field]: value });
    assert.deepEqual(saidTooMuch(planted, LEAVE), [field]);
  }
  const loud = { ...(JSON.parse(data) as object), title: 'Search answers late', severity: REASON };
  assert.deepEqual(shownTooMuch(await push(loud, key), LEAVE), ['head', 'body']);
});

test('a device that says it was accepted, and has sent nothing, is found', async () => {
  const { message_id, data, key } = await gusIsPaged();
  await push(data, key);
  await meddled(
    `self.fetch = async () => new Response('<p class="notice-done">It is yours.</p>')`,
    async () => {
      await press(key, 'accept');
      await shown(key, `body === 'It is yours.'`);
    },
  );
  assert.ok(!(await answered()).some((one) => one.message_id === message_id));
});

/** The messages that somebody answered. */
async function answered(): Promise<{ message_id: string }[]> {
  const { db } = site.world.store;
  return db.selectFrom('message').select('message_id').where('answered_at', 'is not', null).execute();
}

const REASON = 'The index is rebuilt by your team';

/** What rings Gus: its row, and what was pushed to his device. */
type Ringing = { message_id: string; data: string; key: string };

let paged: Promise<Ringing> | undefined;

/** Ben asks Gus for help, once. */
function gusIsPaged(): Promise<Ringing> {
  paged ??= pageGus();
  return paged;
}

async function pageGus(): Promise<Ringing> {
  const { db } = site.world.store;
  const { page: desk } = await site.tab('ben');
  await desk.goto(`${site.origin}/incidents/${String(site.told.search)}/people`);
  const form = desk.locator('form[action$="/escalations"]:has([name=to])');
  await form.locator('[name=to]').selectOption({ label: 'Gus Haddad' });
  await form.locator('[name=reason]').fill(REASON);
  await form.getByRole('button').click();
  await desk.getByText(REASON).first().waitFor();
  await site.world.tick();
  const { data } = await service.next('here', 5_000);
  const { message_id } = await db
    .selectFrom('message')
    .select('message_id')
    .where('run_id', 'is not', null)
    .where('channel', '=', 'push')
    .executeTakeFirstOrThrow();
  return { message_id, data, key: (JSON.parse(data) as { key: string }).key };
}

test('accepted, it sends the one-use token of whoever was paged, and says what became of it', async () => {
  const { message_id, data, key } = await gusIsPaged();
  await push(data, key);
  assert.deepEqual(await answered(), [], 'what is shown answers nothing yet');
  await press(key, 'accept');
  const { body } = await shown(key, `!body.startsWith('Open')`);
  assert.doesNotMatch(body, /^Not accepted/);
  assert.deepEqual(await answered(), [{ message_id }]);
});
