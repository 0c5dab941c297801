import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { CAST, enter, PASSWORD } from '../support/cast.ts';
import { complaintsOf, openChromium } from '../support/chromium.ts';
import { figure } from '../support/large.ts';
import { served } from '../support/served.ts';
import { follow, formTo, minutesLater, press, send } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';

/**
 * Tia has never led an incident. She finds, starts and finishes drills by clicking and typing alone, and what the debrief
 * says of her was counted by hand beside what she does.
 */
let browser: Browser;
before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

type Walk = { here: World; page: Page };
type Act = (walk: Walk) => Promise<void>;

const toRun: Act = ({ page }) => press(page.locator('.tabs').getByRole('link', { name: 'Run' }));

const declare =
  (severity: string): Act =>
  async ({ page }) => {
    await press(page.getByRole('button', { name: 'Declare and take command' }));
    if (severity !== 'SEV-2') await send(formTo(page, '/severity'), { to: severity }, 'Set the severity');
  };
const impact =
  (percent: string): Act =>
  ({ page }) =>
    send(formTo(page, '/impacts'), { statement: 'People cannot buy', percent }, 'Record the impact');
const ask =
  (asked: string, answer: RegExp): Act =>
  async ({ page }) => {
    await send(formTo(page, '/probes'), { asked }, 'Ask');
    assert.match(await page.locator('#region-drill').innerText(), answer);
  };
const suspect =
  (statement: string): Act =>
  ({ page }) =>
    send(formTo(page, '/hypotheses'), { statement }, 'Follow it');
const settle =
  (how: 'Rule it out' | 'Confirm it', text: string): Act =>
  ({ page }) =>
    send(formTo(page, '/ruling-out'), { text }, how);
const bringIn =
  (name: string): Act =>
  async (walk) => {
    await follow(walk.page, 'People');
    const to = `played-${name.toLowerCase().replace(' ', '-')}`;
    await send(formTo(walk.page, '/escalations'), { to, reason: 'we need your hands' }, 'Ask them to come');
    await toRun(walk);
  };
const update: Act = async (walk) => {
  await follow(walk.page, 'Updates');
  const said = { users_see: 'Some cannot buy', we_do: 'We look into it', changed: 'First update' };
  const rest = { audience: 'internal', next_in_minutes: '30' };
  await send(formTo(walk.page, '/updates'), { ...rest, ...said }, 'Send the update');
  await toRun(walk);
};
const minutes =
  (real: number): Act =>
  async ({ here, page }) => {
    await minutesLater(here, real);
    await page.reload();
  };
const runbook =
  (title: string): Act =>
  ({ page }) =>
    press(
      page
        .locator('li, .item, div')
        .filter({ hasText: title })
        .getByRole('button', { name: 'Follow it' })
        .last(),
    );
const step =
  (id: string, values: Record<string, string>, next: string): Act =>
  ({ page }) =>
    send(
      formTo(page, `/steps/${id}/result`),
      { ...values, observed: 'as it should be', matched: 'yes' },
      next,
    );
const go: Act = ({ page }) => press(page.getByRole('button', { name: /^Ask for the go/ }));
const tick =
  (id: string, check: string): Act =>
  ({ page }) =>
    press(page.locator(`form[action$="/steps/${id}/checks/${check}"] button`).first());

/** What she does, and what it is worth, counted by hand: the objectives in their order. */
type Play = { scenario: string; acts: readonly Act[]; marks: readonly (number | 'not judged')[] };

const PLAYS: readonly Play[] = [
  {
    scenario: 'Sunday at breakfast',
    acts: [
      declare('SEV-2'),
      ask('how many users', /50 %/),
      impact('50'),
      runbook('Certificate expired'),
      ask('is it trusted from outside', /edge-2: not trusted/),
      step('prove-which-names-are-refused', { value_NAME: 'shop' }, 'Read what is served'),
      suspect('The certificate on edge-2 was never installed'),
      settle('Confirm it', 'edge-1 serves the new one, edge-2 the old one'),
      bringIn('Infrastructure'),
      update,
      minutes(2),
      step('read-what-is-served', { value_BALANCER: 'edge-2' }, 'Install it on one balancer, then on all'),
      go,
      tick('install', '1'),
      step('install', {}, 'Watch and close'),
    ],
    marks: [3, 3, 3, 3, 3, 3],
  },
  {
    scenario: 'Monday morning at the shop',
    acts: [
      declare('SEV-1'),
      minutes(4),
      impact('31'),
      suspect('The payment gateway fails'),
      ask('the provider', /0\.02 % errors/),
      settle('Rule it out', 'its own error rate is 0.02 %'),
      bringIn('Infrastructure'),
      minutes(2),
      update,
    ],
    marks: [2, 3, 3, 0, 3, 0, 0, 3, 'not judged'],
  },
  {
    scenario: 'The first night of the holidays',
    acts: [
      declare('SEV-2'),
      bringIn('Infrastructure'),
      minutes(3),
      bringIn('Engineering manager'),
      minutes(3),
      ask('what takes the room', /212 GB/),
      suspect('The scanner fills the volume with logs'),
      settle('Confirm it', '212 GB since 22:05'),
    ],
    marks: [3, 0, 3, 3, 0, 3, 0],
  },
  {
    scenario: 'A busy Tuesday evening',
    acts: [
      declare('SEV-2'),
      impact('18'),
      suspect('The cache loses entries'),
      ask('last change', /Nothing since/),
      settle('Rule it out', 'the waiting began before'),
      minutes(8),
      suspect('A report of finance blocks checkouts'),
      ask('who blocks', /report user of finance/),
      settle('Confirm it', 'its session holds the locks'),
    ],
    marks: [3, 3, 3, 0, 0, 3, 0, 3],
  },
  {
    scenario: 'Thursday after lunch',
    acts: [
      declare('SEV-2'),
      impact('9'),
      suspect('The release breaks vouchers'),
      settle('Confirm it', 'all from 77'),
    ],
    marks: [3, 3, 0, 0, 0, 0, 3],
  },
  {
    scenario: 'A small question on Wednesday',
    acts: [
      minutes(7),
      declare('SEV-1'),
      ask('compare refunds with the list', /eleven are too low/),
      suspect('The screen is rounding'),
      settle('Rule it out', 'it shows what was booked'),
    ],
    marks: [2, 3, 0, 3, 0, 0, 0, 0],
  },
];

/** Two use all that a trainee can do; the other four tell other scenarios, and are for the large run. */
for (const { scenario, acts, marks } of figure(PLAYS.slice(0, 2), PLAYS)) {
  test(`"${scenario}" is played alone to its debrief, and the marks are those counted by hand`, async () => {
    const here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-06-12T17:10:00.000Z');
    await enter(here);
    const site = await served(here);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const complaints = complaintsOf(page, site.origin);
    try {
      await page.goto(`${site.origin}/`);
      await send(formTo(page, '/login'), { email: CAST.tia.email, password: PASSWORD }, 'Sign in');
      await follow(page, 'Drills');
      await follow(page, scenario);
      await press(page.getByRole('button', { name: 'Start the drill' }));
      for (const act of acts) await act({ here, page });
      await press(page.getByRole('button', { name: 'Finish and look back' }));
      await send(
        formTo(page, '/ratings'),
        { assess: '2: late, or after a hint' },
        'Show what the record says',
      );
      assert.deepEqual(await marksOn(page), await inOrder(here, scenario, marks));
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await site.end();
      await here.end();
    }
  });
}

/** The mark of each objective, by its title. */
async function marksOn(page: Page): Promise<Record<string, string>> {
  const lines = await page.locator('#profile ~ section li').allInnerTexts();
  return Object.fromEntries(
    lines.map((line) => {
      const [, title = '', mark = ''] = /^(.+?)(?: \(by [\d:]+\))?: (\d|not judged)/.exec(line) ?? [];
      return [title, mark];
    }),
  );
}

async function inOrder(
  here: World,
  publicTitle: string,
  marks: readonly (number | 'not judged')[],
): Promise<Record<string, string>> {
  const all = await here.kit.drills.scenarios.list();
  const found = all.find(({ scenario }) => scenario.publicTitle === publicTitle);
  const objectives = found?.scenario.objectives ?? [];
  assert.equal(objectives.length, marks.length, 'each objective was counted');
  return Object.fromEntries(objectives.map(({ title }, index) => [title, String(marks[index])]));
}
