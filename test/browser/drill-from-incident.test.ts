import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CAST, enter, PASSWORD } from '../support/cast.ts';
import { complaintsOf, openChromium } from '../support/chromium.ts';
import { served } from '../support/served.ts';
import { follow, formTo, minutesLater, press, send } from '../support/walk.ts';
import { world } from '../support/world.ts';

/** By clicking and typing alone: a report becomes an incident, the incident a drill, and the drill is played and compared. */
const REPORT = readFileSync(new URL('../reports/samples/caching-problem.md', import.meta.url), 'utf8');

test('a report of another year becomes a drill by one button, and its debrief has the real times', async () => {
  const browser = await openChromium();
  const here = await world(
    { MUSTER_RUNBOOKS: 'runbooks', MUSTER_HOME_ZONE: 'America/Los_Angeles' },
    '2026-06-12T17:10:00.000Z',
  );
  await enter(here);
  const site = await served(here);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = complaintsOf(page, site.origin);
  try {
    await page.goto(`${site.origin}/postmortems/import`);
    await send(formTo(page, '/login'), { email: CAST.max.email, password: PASSWORD }, 'Sign in');
    await page.goto(`${site.origin}/postmortems/import`);
    await page.locator('textarea[name="text"]').fill(REPORT);
    await press(page.getByRole('button', { name: 'Look at the text' }));
    await page.locator('input[name="answer_zone:PST"][value="America/Los_Angeles"]').check();
    await press(page.getByRole('button', { name: 'Read it again with these answers' }));
    await press(page.getByRole('button', { name: 'Bring it in' }));
    await press(page.getByRole('button', { name: 'Draft a drill from it' }));
    assert.match(
      await page.locator('main').innerText(),
      /The linter finds nothing|Line \d+: (?:warning|note)/,
    );
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.ok(Number(wide) <= 0, 'nothing hangs over on a phone');
    await press(page.getByRole('button', { name: 'Rehearse it as a trainee' }));
    await press(page.getByRole('button', { name: 'Declare and take command' }));
    await send(formTo(page, '/probes'), { asked: 'how many users' }, 'Ask');
    assert.match(await page.locator('#region-drill').innerText(), /approximately 35% of users/);
    await send(
      formTo(page, '/impacts'),
      { statement: 'They cannot buy', percent: '35' },
      'Record the impact',
    );
    await minutesLater(here, 15);
    await page.reload();
    await send(formTo(page, '/hypotheses'), { statement: 'The configuration of the cache' }, 'Follow it');
    await send(formTo(page, '/ruling-out'), { text: 'it was changed' }, 'Confirm it');
    await press(page.getByRole('button', { name: 'Finish and look back' }));
    await press(page.getByRole('button', { name: 'Show what the record says' }));
    const debrief = await page.locator('main').innerText();
    assert.match(debrief, /The cause was confirmed\s+30:0\d\s+1:15:00\s+4[45]:\d\d sooner/);
    assert.match(debrief, /You had read the scenario before/);
    await follow(page, 'INC-1');
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await site.end();
    await here.end();
  }
});
