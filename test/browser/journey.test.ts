import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import { setupLink } from '../../server/identity/first-run.ts';
import { complaintsOf, openChromium, served } from '../support/chromium.ts';
import { formTo, minutesLater, press, send, type Walker } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';

const PASSWORD = 'four quiet rivers under glass';

let browser: Browser;
before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

for (const basePath of ['', '/ops']) {
  for (const javaScript of basePath === '' ? [true, false] : [false]) {
    const how = `${javaScript ? 'with' : 'without'} JavaScript${basePath === '' ? '' : `, mounted under ${basePath}/`}`;
    test(`two people go from the set-up link to a resolved cache-miss storm ${how}`, async () => {
      const here = await world(
        {
          MUSTER_RUNBOOKS: 'runbooks',
          MUSTER_HOME_ZONE: 'America/Los_Angeles',
          MUSTER_URL: `http://localhost:3000${basePath}/`,
        },
        '2026-06-12T17:10:00.000Z',
      );
      const site = await served(here);
      try {
        await walk(here, site.origin + basePath, javaScript);
      } finally {
        await site.end();
        await here.end();
      }
    });
  }
}

async function walk(here: World, origin: string, javaScript: boolean): Promise<void> {
  const complaints: string[] = [];
  const somebody = async (): Promise<Walker> => {
    const context = await browser.newContext({
      javaScriptEnabled: javaScript,
      viewport: { width: 1280, height: 900 },
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    complaints.push(...complaintsOf(page, new URL(origin).origin));
    return { context, page };
  };
  const ana = await somebody();
  const fay = await somebody();
  const at = (path: string): string => origin + path;

  // Ana sets Muster up and invites Fay.
  await createService(
    { ...here.kit.people },
    { slug: 'storefront', name: 'Storefront', runbookId: 'cache-miss-storm' },
    COMMAND_LINE,
  );
  await ana.page.goto(at((await setupLink(here.store.db, here.clock)) ?? ''));
  await send(
    formTo(ana.page, '/setup'),
    { name: 'Ana Ruiz', email: 'ana@example.org', password: PASSWORD },
    'Become administrator',
  );
  await ana.page.goto(at('/admin/people'));
  await send(
    formTo(ana.page, '/invitations'),
    { name: 'Fay Lind', email: 'fay@example.org', role: 'responder' },
    'Make the link',
  );
  const link = /\/invite\/[\w-]+/.exec(await ana.page.locator('main').innerText())?.[0];
  assert.ok(link, 'the link of the invitation is shown once');
  await fay.page.goto(at(link));
  await send(formTo(fay.page, link), { password: PASSWORD }, 'Join and sign in');

  // Something breaks: declared in one form, and the first step is there.
  await ana.page.goto(at('/'));
  await ana.page.getByRole('link', { name: 'Declare', exact: false }).first().click();
  await send(
    formTo(ana.page, '/incidents'),
    { title: 'Checkout fails for many shoppers', severity: 'SEV-1', service: 'storefront' },
    'Declare',
  );
  assert.match(ana.page.url(), /\/incidents\/1$/);
  const current = ana.page.locator('[aria-current="step"] .step-title');
  assert.match(await current.innerText(), /Prove that shoppers are affected/);

  await minutesLater(here, 2);
  await send(
    formTo(ana.page, '/steps/prove-that-shoppers-are-affected/result'),
    {
      value_ERRORS: '7.9 %',
      value_LATENCY: '6.2 s',
      observed: '7.9 % errors, pages take 6.2 s',
      matched: 'yes',
    },
    'Read the cache hit rate',
  );
  await send(
    formTo(ana.page, '/impacts'),
    { statement: 'Shoppers meet slow pages and failed checkouts', percent: '35', at: '10:02', about: 'on' },
    'Record the impact',
  );
  await send(
    formTo(ana.page, '/hypotheses'),
    { statement: 'The payment gateway fails', would_clear: 'its own error rate, measured outside' },
    'Follow it',
  );

  await send(formTo(ana.page, '/status'), {}, 'Investigate');
  await ana.page.goto(at('/incidents/1/updates'));
  await send(
    formTo(ana.page, '/updates'),
    {
      audience: 'public',
      users_see: 'Some shoppers see slow pages and failed payments',
      we_do: 'We look for the cause',
      changed: 'First update',
      next_in_minutes: '20',
      alone_reason: 'nobody else is here yet',
    },
    'Send the update',
  );

  // Ana asks Fay to come; Fay accepts and takes operations.
  await minutesLater(here, 4);
  await ana.page.goto(at('/incidents/1/people'));
  await send(
    formTo(ana.page, '/escalations'),
    { to: 'Fay Lind', reason: 'Payments suspected, cause unknown' },
    'Ask them to come',
  );
  await minutesLater(here, 3);
  await fay.page.goto(at('/incidents/1'));
  await press(fay.page.getByRole('button', { name: 'Accept', exact: true }));
  await fay.page.goto(at('/incidents/1/people'));
  await send(formTo(fay.page, '/roles/operations/holder'), {}, 'Take operations');

  // The gateway is ruled out; the hit rate leads to the change that caused it.
  await ana.page.goto(at('/incidents/1'));
  await send(
    formTo(ana.page, '/ruling-out'),
    { text: 'Its own error rate, measured from outside', value: '0.02 %' },
    'Rule it out',
  );
  await fay.page.goto(at('/incidents/1'));
  await send(
    formTo(fay.page, '/steps/read-the-cache-hit-rate/result'),
    { value_HIT_RATE: '41 %', observed: '41 %', matched: 'yes' },
    'Find the last configuration change',
  );
  await minutesLater(here, 5);
  await send(
    formTo(fay.page, '/steps/find-change/result'),
    {
      value_PREVIOUS: '417',
      value_CURRENT: '418',
      value_CHANGED_AT: '2026-06-12T16:58:00Z',
      observed: 'release 418 at 16:58Z',
      matched: 'yes',
    },
    'Agree on the rollback',
  );
  await send(
    formTo(fay.page, '/hypotheses'),
    { statement: 'Release 418 cut the lifetime of cache entries' },
    'Follow it',
  );
  await send(
    formTo(fay.page, '/ruling-out'),
    { text: 'The lifetime is 3 s since release 418, before it 3,600 s' },
    'Confirm it',
  );
  await ana.page.goto(at('/incidents/1'));
  await send(
    formTo(ana.page, '/steps/agree-on-the-rollback/result'),
    { observed: '0 strong objections', matched: 'yes' },
    'Put the previous configuration back',
  );

  // The dangerous steps: the commander says go, somebody else acts.
  for (const [step, seen, next, boxes] of [
    [
      'rollback',
      'the first node is at 88 % after 2 min',
      'Clear what was written under the bad configuration',
      2,
    ],
    [
      'clear-what-was-written-under-the-bad-configuration',
      'dipped to 71 %, then 92.4 %',
      'Watch and close',
      1,
    ],
  ] as const) {
    await ana.page.goto(at('/incidents/1'));
    await send(formTo(ana.page, `/steps/${step}/confirmation`), {}, 'Say go to whoever acts');
    await minutesLater(here, 6);
    for (let box = 1; box <= boxes; box += 1) {
      await fay.page.goto(at('/incidents/1'));
      await press(formTo(fay.page, `/steps/${step}/checks/${String(box)}`).getByRole('button'));
    }
    if (step === 'rollback') {
      await send(
        formTo(fay.page, '/changes'),
        { what: 'Configuration of release 417 put back', where: 'all cache nodes', at: '-5m' },
        'Start it',
      );
      await send(formTo(fay.page, '/outcome'), { note: 'hit rate rises' }, 'It worked');
    }
    await send(formTo(fay.page, `/steps/${step}/result`), { observed: seen, matched: 'yes' }, next);
  }

  // It is over: impact ends, people are told, the criteria hold for half an hour.
  await send(
    formTo(fay.page, '/end'),
    { signal: 'the hit rate is back in its normal range', value: '92.4 %' },
    'Impact ended',
  );
  // What goes to the public in a SEV-1 is written by one and sent by the other.
  const last = {
    users_see: 'Everything works again',
    we_do: 'We watch it',
    changed: 'The previous configuration is back',
    final: 'on',
    loss: 'Nothing was lost',
  };
  await fay.page.goto(at('/incidents/1/updates'));
  await send(formTo(fay.page, '/updates'), { ...last, audience: 'public' }, 'Save as a draft');
  await ana.page.goto(at('/incidents/1/updates'));
  await send(formTo(ana.page, '/sending'), {}, 'Send the draft');
  await send(formTo(ana.page, '/updates'), { ...last, audience: 'internal' }, 'Send the update');
  await ana.page.goto(at('/incidents/1'));
  await send(formTo(ana.page, '/status'), {}, 'Monitor');
  await ana.page.goto(at('/incidents/1/resolve'));
  for (const [id, value] of [
    ['1', '95 %'],
    ['2', '0.3 %'],
    ['3', 'none'],
  ] as const) {
    await send(formTo(ana.page, `/exit-criteria/${id}`), { value }, 'It holds');
  }
  await minutesLater(here, 31);
  await ana.page.goto(at('/incidents/1'));
  await send(
    formTo(ana.page, '/steps/watch-and-close/result'),
    { observed: 'all three hold', matched: 'yes' },
    'Resolve',
  );
  await ana.page.goto(at('/incidents/1/resolve'));
  await send(formTo(ana.page, '/status'), { temporary_confirmed: 'on' }, 'Resolve');
  assert.match(await ana.page.locator('.strip .badge').innerText(), /resolved/);
  assert.deepEqual(complaints, []);
}
