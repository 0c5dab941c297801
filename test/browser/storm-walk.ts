/** A cache-miss storm as two people work it in their browsers, in chapters. They click and type, nothing else. */
import assert from 'node:assert/strict';
import { follow, formTo, minutesLater, press, send, type Walker } from '../support/walk.ts';
import type { World } from '../support/world.ts';

/** `root` is where Muster is mounted, without a slash at its end. Ana leads, Fay comes to help. */
export type Storm = { here: World; root: string; ana: Walker; fay: Walker };

const PASSWORD = 'four quiet rivers under glass';
const TITLE = 'Checkout fails for many shoppers';

/** Ana stands on the set-up page. She sets Muster up, says what can break, and invites Fay. */
export async function comeIn({ root, ana, fay }: Storm): Promise<void> {
  await send(
    formTo(ana.page, '/setup'),
    { name: 'Ana Ruiz', email: 'ana@example.org', password: PASSWORD },
    'Become administrator',
  );
  await follow(ana.page, 'Admin');
  await follow(ana.page, 'Services');
  await send(
    formTo(ana.page, '/admin/services'),
    { name: 'Storefront', runbook: 'cache-miss-storm' },
    'Add the service',
  );
  await follow(ana.page, 'Admin');
  await follow(ana.page, 'People');
  await send(
    formTo(ana.page, '/invitations'),
    { name: 'Fay Lind', email: 'fay@example.org', role: 'responder' },
    'Make the link',
  );
  const link = /\/invite\/[\w-]+/.exec(await ana.page.locator('main').innerText())?.[0];
  assert.ok(link, 'the link of the invitation is shown once');
  await fay.page.goto(root + link);
  await send(formTo(fay.page, link), { password: PASSWORD }, 'Join and sign in');
}

/** Something breaks: declared in one form, and the first step is there. */
export async function declare({ here, ana }: Storm): Promise<void> {
  const { page } = ana;
  await follow(page, 'Declare incident');
  await send(
    formTo(page, '/incidents'),
    { title: TITLE, severity: 'SEV-1', service: 'storefront' },
    'Declare',
  );
  assert.match(page.url(), /\/incidents\/1$/);
  assert.match(await currentStep(ana), /Prove that shoppers are affected/);

  await minutesLater(here, 2);
  await send(
    formTo(page, '/steps/prove-that-shoppers-are-affected/result'),
    {
      value_ERRORS: '7.9 %',
      value_LATENCY: '6.2 s',
      observed: '7.9 % errors, pages take 6.2 s',
      matched: 'yes',
    },
    'Read the cache hit rate',
  );
  await send(
    formTo(page, '/impacts'),
    { statement: 'Shoppers meet slow pages and failed checkouts', percent: '35', at: '10:02', about: 'on' },
    'Record the impact',
  );
  await send(
    formTo(page, '/hypotheses'),
    { statement: 'The payment gateway fails', would_clear: 'its own error rate, measured outside' },
    'Follow it',
  );
  await send(formTo(page, '/status'), {}, 'Investigate');
  await follow(page, 'Updates');
  await send(
    formTo(page, '/updates'),
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
}

/** Ana asks Fay to come; the gateway is ruled out, and the hit rate leads to the change that caused it. */
export async function findTheCause({ here, ana, fay }: Storm): Promise<void> {
  await minutesLater(here, 4);
  await follow(ana.page, 'People');
  await send(
    formTo(ana.page, '/escalations'),
    { to: 'Fay Lind', reason: 'Payments suspected, cause unknown' },
    'Ask them to come',
  );
  await minutesLater(here, 3);
  await follow(fay.page, 'Board');
  await follow(fay.page, TITLE);
  await press(fay.page.getByRole('button', { name: 'Accept', exact: true }));
  await follow(fay.page, 'People');
  await send(formTo(fay.page, '/roles/operations/holder'), {}, 'Take operations');

  await runPage(ana);
  await send(
    formTo(ana.page, '/ruling-out'),
    { text: 'Its own error rate, measured from outside', value: '0.02 %' },
    'Rule it out',
  );
  await runPage(fay);
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
  await runPage(ana);
  await send(
    formTo(ana.page, '/steps/agree-on-the-rollback/result'),
    { observed: '0 strong objections', matched: 'yes' },
    'Put the previous configuration back',
  );
}

/** The dangerous steps: the commander says go, somebody else acts. */
export async function putItBack(storm: Storm): Promise<void> {
  const { ana, fay } = storm;
  await dangerousStep(storm, 'rollback', 2);
  await send(
    formTo(fay.page, '/changes'),
    { what: 'Configuration of release 417 put back', where: 'all cache nodes', at: '-5m' },
    'Start it',
  );
  await send(formTo(fay.page, '/outcome'), { note: 'hit rate rises' }, 'It worked');
  await send(
    formTo(fay.page, '/steps/rollback/result'),
    { observed: 'the first node is at 88 % after 2 min', matched: 'yes' },
    'Clear what was written under the bad configuration',
  );
  const clearing = 'clear-what-was-written-under-the-bad-configuration';
  await dangerousStep(storm, clearing, 1);
  await send(
    formTo(fay.page, `/steps/${clearing}/result`),
    { observed: 'dipped to 71 %, then 92.4 %', matched: 'yes' },
    'Watch and close',
  );
  await send(
    formTo(fay.page, '/end'),
    { signal: 'the hit rate is back in its normal range', value: '92.4 %' },
    'Impact ended',
  );
  await runPage(ana);
  await send(
    formTo(ana.page, '/follow-ups'),
    { text: 'Page when the hit rate stays under 80 % for 2 min' },
    'Note it for later',
  );
}

async function dangerousStep({ here, ana, fay }: Storm, step: string, boxes: number): Promise<void> {
  await runPage(ana);
  await send(formTo(ana.page, `/steps/${step}/confirmation`), {}, 'Say go to whoever acts');
  await minutesLater(here, 6);
  for (let box = 1; box <= boxes; box += 1) {
    await runPage(fay);
    await press(formTo(fay.page, `/steps/${step}/checks/${String(box)}`).getByRole('button'));
  }
}

/** It is over: people are told, the criteria hold for half an hour, and Ana says so. */
export async function resolve({ here, ana, fay }: Storm): Promise<void> {
  const { page } = ana;
  const last = {
    users_see: 'Everything works again',
    we_do: 'We watch it',
    changed: 'The previous configuration is back',
    final: 'on',
    loss: 'Nothing was lost',
  };
  // What goes to the public in a SEV-1 is written by one person and sent by another.
  await runPage(fay);
  await follow(fay.page, 'Updates');
  await send(formTo(fay.page, '/updates'), { ...last, audience: 'public' }, 'Save as a draft');
  await follow(page, 'Updates');
  await send(formTo(page, '/sending'), {}, 'Send the draft');
  await send(formTo(page, '/updates'), { ...last, audience: 'internal' }, 'Send the update');
  await runPage(ana);
  await send(formTo(page, '/status'), {}, 'Monitor');
  await follow(page, 'Resolve');
  for (const [id, value] of [
    ['1', '95 %'],
    ['2', '0.3 %'],
    ['3', 'none'],
  ] as const) {
    await send(formTo(page, `/exit-criteria/${id}`), { value }, 'It holds');
  }
  await minutesLater(here, 31);
  await runPage(ana);
  await send(
    formTo(page, '/steps/watch-and-close/result'),
    { observed: 'all three hold', matched: 'yes' },
    'Resolve',
  );
  await follow(page, 'Resolve');
  await send(formTo(page, '/status'), { temporary_confirmed: 'on' }, 'Resolve');
  assert.match(await page.locator('.strip .badge').innerText(), /resolved/);
}

/** Back to the run page by the title of the incident, which shows what others did meanwhile. */
async function runPage({ page }: Walker): Promise<void> {
  await follow(page, TITLE);
}

async function currentStep({ page }: Walker): Promise<string> {
  return page.locator('[aria-current="step"] .step-title').innerText();
}
