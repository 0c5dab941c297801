/** What a push shows on a device, and what is done by pressing it there. It is delivered by the debugging protocol. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { answerToken } from '../../server/notify/answer-token.ts';
import { openWholeChromium } from '../support/chromium.ts';
import { pushService, type PushService } from '../support/push-service.ts';
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
  await worker.evaluate(`registration.getNotifications({ tag: ${JSON.stringify(tag)} })
    .then((all) => { for (const one of all) one.close(); })`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  await session.send('ServiceWorker.deliverPushMessage', { origin: site.origin, registrationId, data: text });
  return shown(tag, 'true');
}

function shown(tag: string, which: string): Promise<Shown> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const look = async (left) => {
      const all = await (await navigator.serviceWorker.ready).getNotifications({ tag: ${JSON.stringify(tag)} });
      const found = all.find(({ title, body }) => ${which});
      if (found === undefined && left === 0) return reject(new Error('Nothing is shown for ${tag}'));
      if (found === undefined) return setTimeout(look, 20, left - 1);
      resolve({ title: found.title, body: found.body, tag: found.tag, actions: found.actions.map(({ action }) => action) });
    };
    look(500);
  })`);
}

/** Presses what is shown: a button of it, or none for itself. */
async function press(tag: string, action: string): Promise<void> {
  await worker.evaluate(`(async () => {
    const [notification] = await registration.getNotifications({ tag: ${JSON.stringify(tag)} });
    dispatchEvent(new NotificationEvent('notificationclick', { notification, action: ${JSON.stringify(action)} }));
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

test('opened, it goes to its page', async () => {
  await push({ key: 'INC-5', path: `/incidents/${String(site.told.search)}` }, 'INC-5');
  await page.goto(`${site.origin}/incidents/${String(site.told.search)}`);
  await press('INC-5', '');
  const { length } = context.pages();
  assert.equal(length, 1, 'the page that shows it already comes to the front');
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

test('a device that says it was accepted, and has sent nothing, is found', async () => {
  const { message_id, token } = await gusIsPaged();
  const data = { key: 'INC-14', severity: 'SEV-2', path: '/incidents/3', answer: `/answer/${token}` };
  await push(data, 'INC-14');
  await meddled(
    `self.fetch = async () => new Response('<p class="notice-done">It is yours.</p>')`,
    async () => {
      await press('INC-14', 'accept');
      await shown('INC-14', `body === 'It is yours.'`);
    },
  );
  assert.ok(!(await answered()).some((one) => one.message_id === message_id));
});

/** The messages that somebody answered. */
async function answered(): Promise<{ message_id: string }[]> {
  const { db } = site.world.store;
  return db.selectFrom('message').select('message_id').where('answered_at', 'is not', null).execute();
}

let paged: Promise<{ message_id: string; token: string }> | undefined;

/** Ben asks Gus for help, once. */
function gusIsPaged(): Promise<{ message_id: string; token: string }> {
  paged ??= pageGus();
  return paged;
}

async function pageGus(): Promise<{ message_id: string; token: string }> {
  const { db } = site.world.store;
  const { notify } = site.world.kit.escalation;
  // Gus can be reached outside Muster, so he is paged; the mail itself goes nowhere.
  Object.assign(notify, { hasMail: true });
  const { page: desk } = await site.tab('ben');
  await desk.goto(`${site.origin}/incidents/${String(site.told.search)}/people`);
  const form = desk.locator('form[action$="/escalations"]:has([name=to])');
  await form.locator('[name=to]').selectOption({ label: 'Gus Haddad' });
  await form.locator('[name=reason]').fill('The index is rebuilt by your team');
  await form.getByRole('button').click();
  await desk.getByText('The index is rebuilt by your team').first().waitFor();
  await site.world.tick();
  // Others are written to by the same beat, of what they promised.
  const { message_id } = await db
    .selectFrom('message')
    .select('message_id')
    .where('run_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return { message_id, token: answerToken(notify.secret, message_id) };
}

test('accepted, it sends the one-use token of whoever was paged, and says what became of it', async () => {
  const { message_id, token } = await gusIsPaged();
  const data = { key: 'INC-3', severity: 'SEV-2', path: '/incidents/3', answer: `/answer/${token}` };
  await push(data, 'INC-3');
  assert.deepEqual(await answered(), [], 'what is shown answers nothing yet');
  await press('INC-3', 'accept');
  const { body } = await shown('INC-3', `!body.startsWith('Open')`);
  assert.doesNotMatch(body, /^Not accepted/);
  assert.deepEqual(await answered(), [{ message_id }]);
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
