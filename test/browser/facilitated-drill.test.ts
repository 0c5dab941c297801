/** One drill, four browsers: whoever leads it, two who practise, and nobody reloads anything. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { CAST, enter, PASSWORD, type Member } from '../support/cast.ts';
import { complaintsOf, openChromium, sidewaysScroll } from '../support/chromium.ts';
import { aSecond } from '../support/busy.ts';
import { served, type Served } from '../support/served.ts';
import { follow, formTo, minutesLater, press, send } from '../support/walk.ts';
import { world, type World } from '../support/world.ts';

let browser: Browser;
let here: World;
let site: Served;
let max: Page;
let tia: Page;
let ana: Page;
const complaints: string[] = [];

before(async () => {
  browser = await openChromium();
  here = await world({ MUSTER_RUNBOOKS: 'runbooks' }, '2026-06-12T17:10:00.000Z');
  await enter(here);
  site = await served(here);
  max = await cameIn('max');
  tia = await cameIn('tia');
  ana = await cameIn('ana');
});
after(async () => {
  await browser.close();
  await site.end();
  await here.end();
});

async function cameIn(member: Member): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const said = complaintsOf(page, site.origin);
  page.on('close', () => complaints.push(...said));
  await page.goto(`${site.origin}/`);
  await send(formTo(page, '/login'), { email: CAST[member].email, password: PASSWORD }, 'Sign in');
  return page;
}

/** Real milliseconds from when somebody's form is sent until another one sees it, without loading anything. */
async function until(actor: Page, act: () => Promise<unknown>, seen: Locator): Promise<number> {
  const sent = actor.waitForRequest((request) => request.method() === 'POST').then(() => performance.now());
  const shown = seen
    .first()
    .waitFor({ timeout: 10_000 })
    .then(() => performance.now());
  await act();
  return (await shown) - (await sent);
}

async function agree(scenario: string, places: Record<string, string>): Promise<void> {
  await max.goto(`${site.origin}/drills`);
  await follow(max, scenario);
  await follow(max, 'Lead this drill for others');
  const form = formTo(max, '/planning');
  const known = form.locator('[name=despite_real]');
  if ((await known.count()) > 0) await known.check();
  await send(form, places, 'Invite them');
  await max.getByRole('heading', { name: /^Console of DRILL-/ }).waitFor();
}

const live = async (page: Page): Promise<void> => {
  await page.locator('#live[data-state=live]').waitFor();
};

test('a drill is led from its beginning to its debrief, and each act is on the other screens within a second', async () => {
  await agree('Monday morning at the shop', { role_commander: CAST.tia.id, role_operations: CAST.ana.id });
  for (const page of [tia, ana]) {
    await page.goto(`${site.origin}/drills/1`);
    await live(page);
  }
  await max.reload();
  await live(max);
  assert.equal(await sidewaysScroll(max), 0);
  assert.equal(await tia.getByRole('button', { name: 'Take a hint' }).count(), 0);
  const took: Record<string, number> = {};

  const story = max.locator('#region-console-story');
  const support = story.getByRole('button', { name: 'Now: Support asks about card payments' });
  took.inject = await until(
    max,
    () => press(support),
    tia.locator('#region-drill').getByText('Forty people say'),
  );
  const own = await ana.locator('#region-drill').innerText();
  assert.doesNotMatch(own, /Forty people say/, 'it is for the commander');
  await live(max);

  took.declared = await until(
    tia,
    () => press(tia.getByRole('button', { name: 'Declare and take command' })),
    max.locator('#region-console-people').getByText(/Tia Lund joined/),
  );
  await live(tia);

  const ask = () => send(formTo(ana, '/probes'), { asked: 'what does the weather do' }, 'Ask');
  const asked = max.locator('#region-console-people form').filter({ hasText: 'what does the weather do' });
  took.question = await until(ana, ask, asked);
  await live(ana);
  took.answer = await until(
    max,
    () => send(asked, { answer: 'It rains in Lisbon.' }, 'Answer'),
    ana.getByText('It rains in Lisbon.'),
  );
  await live(max);

  await follow(tia, 'People');
  const escalation = { to: 'played-infrastructure', reason: 'we need your hands' };
  await send(formTo(tia, '/escalations'), escalation, 'Ask them to come');
  await live(tia);
  const yes = max.getByRole('button', { name: 'Yes, as Infrastructure' });
  await yes.waitFor();
  took.colleague = await until(
    max,
    () => press(yes),
    tia
      .locator('#region-people')
      .getByText(/Infrastructure accepted|Infrastructure joined|Infrastructure is/),
  );
  await live(max);
  assert.match(await max.locator('#region-console-people').innerText(), /Tia Lund, commander\s+people/);

  took.frozen = await until(
    max,
    () => press(story.getByRole('button', { name: 'Freeze the drill' })),
    ana.locator('#region-drill').getByText('Frozen.'),
  );
  await live(max);
  took.running = await until(
    max,
    () => press(story.getByRole('button', { name: 'Let the clock run' })),
    ana.locator('#region-drill[data-speed="2"]'),
  );
  await live(max);
  await minutesLater(here, 1);

  await send(
    formTo(max, '/console/messages'),
    { from: 'Rosa', as: 'phone', text: 'I am on the line.' },
    'Say it',
  );
  await ana.getByText('I am on the line.').first().waitFor();

  const command = max.locator('#region-console-marks form').filter({ hasText: 'Command changes hands' });
  await send(command, { mark: '2: late, or after a hint', note: 'they spoke of it before' }, 'Keep');
  await live(max);
  took.ended = await until(
    max,
    () => press(story.getByRole('button', { name: 'Finish and look back' })),
    ana.locator('#region-drill').getByText('The drill has ended.'),
  );

  await press(ana.locator('#region-drill').getByRole('link', { name: 'To the debrief' }));
  await send(formTo(ana, '/ratings'), { assess: '2: late, or after a hint' }, 'Show what the record says');
  await tia.goto(`${site.origin}/drills/1/debrief`);
  assert.doesNotMatch(await tia.locator('main').innerText(), /the facilitator says so/);
  await send(formTo(tia, '/ratings'), { lead: '3: unprompted and in time' }, 'Show what the record says');
  const told = await tia.locator('main').innerText();
  assert.match(told, /Command changes hands cleanly: 2: late, or after a hint, the facilitator says so/);
  assert.match(told, /Ana Ruiz, operations\s+2/);
  assert.doesNotMatch(told, /they spoke of it before/);

  console.log(
    Object.entries(took)
      .map(([what, ms]) => `${what} ${ms.toFixed(0)} ms`)
      .join(', '),
  );
  const second = aSecond();
  for (const [what, ms] of Object.entries(took))
    assert.ok(ms < second, `${what} took ${ms.toFixed(0)} of ${second.toFixed(0)} ms`);
});

test('in the middle of a drill something real begins, and everybody reads why it has ended', async () => {
  await agree('Sunday at breakfast', { role_commander: CAST.tia.id });
  await tia.goto(`${site.origin}/drills/2`);
  await live(tia);
  await press(tia.getByRole('button', { name: 'Declare and take command' }));
  await live(tia);

  await ana.goto(`${site.origin}/incidents/new`);
  await send(formTo(ana, '/incidents'), { title: 'Checkout fails for all', severity: 'SEV-1' }, 'Declare');
  await max.reload();
  await live(max);
  const stop = max.locator('#region-console-story');
  assert.match(await stop.innerText(), /Something real is open[\s\S]*INC-1 Checkout fails for all/);
  const words = tia.locator('#region-drill').getByText('something real needs the people');
  const took = await until(
    max,
    () => press(stop.getByRole('button', { name: 'Real emergency: stop' })),
    words,
  );
  console.log(`broken off: ${took.toFixed(0)} ms`);
  assert.ok(took < aSecond(), `it took ${took.toFixed(0)} ms`);
  await press(
    tia.locator('#region-drill').getByRole('link', { name: 'INC-1 Checkout fails for all' }).first(),
  );
  await tia.getByRole('heading', { name: /Checkout fails for all/ }).waitFor();

  await max.goto(`${site.origin}/drills/2/debrief`);
  assert.match(
    await max.locator('main').innerText(),
    /broken off for a real emergency, so nothing is scored/,
  );
  for (const page of [max, tia, ana]) await page.close();
  assert.deepEqual(complaints, []);
});
