/** Whose clock counts, and in which zone it is shown. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isLive, until } from '../support/following.ts';
import { demoSite, type Site, type Tab } from '../support/site.ts';

let site: Site;
let ben: Tab;
const run = () => `${site.origin}/incidents/${String(site.told.search)}`;
before(async () => {
  site = await demoSite();
  ben = await site.tab('ben');
  await ben.look({ width: 1280, scheme: 'light' });
});
after(() => site.end());

const clocks = () =>
  ben.page.evaluate<Record<string, string>>(
    `Object.fromEntries([...document.querySelectorAll('.clocks > div')].map((one) => [one.firstElementChild.textContent, one.lastElementChild.textContent]))`,
  );

test('the clocks of an incident go on by the time of the server, and nothing moves by it', async () => {
  const { page } = ben;
  await page.goto(run());
  await isLive(page);
  const before = await clocks();
  assert.equal(before.UTC, '17:30:00Z');
  assert.equal(before['Open for'], '00:26:00');
  assert.equal(before['T+ impact'], '00:31:00');
  const width = `document.querySelector('.clocks').getBoundingClientRect().width`;
  const wide = await page.evaluate(width);
  await page.clock.setFixedTime('2026-11-23T17:30:09.000Z');
  await until(page, `document.querySelector('[data-zone=UTC]').textContent === '17:30:09Z'`);
  const now = await clocks();
  assert.deepEqual(
    [now['Open for'], now['T+ impact'], now.PST, now['Next update']],
    ['00:26:09', '00:31:09', '09:30:09', 'internal 4 min 9 s late'],
  );
  assert.match(await page.locator('[data-limit]').first().innerText(), /^3 min 51 s of 5 min/);
  assert.ok(Math.abs(Number(await page.evaluate(width)) - Number(wide)) < 40);
  assert.equal(await page.locator('.live-skew').isVisible(), false);
  assert.deepEqual(ben.complaints(), []);
});

test('a device whose clock is off says so, and shows the time of the server', async () => {
  const { page } = ben;
  await page.clock.setFixedTime('2026-11-23T17:27:30.000Z');
  await page.goto(run());
  await isLive(page);
  await page.locator('.live-skew').waitFor();
  assert.equal(
    await page.locator('.live-skew').innerText(),
    'The clock of this device is 2 min 30 s behind.',
  );
  assert.equal((await clocks()).UTC, '17:30:00Z');
  await page.clock.setFixedTime('2026-11-23T17:30:00.000Z');
});

for (const javaScript of [true, false]) {
  test(`times are shown in one's own zone, the home zone or UTC, ${javaScript ? 'with' : 'without'} a script`, async () => {
    const cookies = await ben.page.context().storageState();
    const context = await site.browser.newContext({
      javaScriptEnabled: javaScript,
      storageState: cookies,
    });
    const page = await context.newPage();
    await page.goto(`${run()}/timeline`);
    const zone = () => page.locator('.clocks > div').last().locator('dt').innerText();
    /** The button of the page that comes offers the zone after this one. */
    const show = async (what: string, next: string): Promise<void> => {
      await page.getByRole('button', { name: what }).click();
      await page.getByRole('button', { name: next }).waitFor();
    };
    const typed = () => page.locator('.entry time').first().innerText();
    assert.equal(await zone(), 'PST');
    await show('Show UTC', 'Show the home zone');
    assert.equal(page.url(), `${run()}/timeline`);
    assert.equal(await zone(), 'UTC');
    assert.match(await typed(), /Z$/);
    await show('Show the home zone', 'Show your zone');
    await show('Show your zone', 'Show UTC');
    assert.equal(await zone(), 'PST');
    assert.match(await typed(), /PST$/);
    await context.close();
  });
}
