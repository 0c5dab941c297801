import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoSite, type Site } from '../support/site.ts';

/** While somebody types a policy, the page says who would be asked by it; nothing is saved. */
let site: Site;
before(async () => {
  site = await demoSite();
});
after(() => site.end());

test('who would be asked follows what is chosen and typed, and takes nothing from the form', async () => {
  const { page, complaints } = await site.tab('iris');
  await page.goto(`${site.origin}/escalation/policies`);
  await page.locator('html[data-enhanced]').waitFor();
  const people = page.locator('[name=level_1_target_1] option');
  const [first, second] = await page
    .locator('[name=level_1_target_1] option[value^="person:"]')
    .evaluateAll((options) => options.map((option) => option.textContent));
  assert.ok(first !== undefined && second !== undefined && (await people.count()) > 2);
  await page.locator('[name=level_1_target_1]').selectOption({ label: first });
  const trial = page.locator('#policy-trial');
  await trial.getByText(`${first} (level 1)`).waitFor();
  await trial.getByText(/Name the fallback/).waitFor();
  await page.locator('[name=level_2_target_1]').selectOption({ label: second });
  await trial.getByText(`${second} (level 2)`).waitFor();
  await page.locator('[name=level_1_minutes]').fill('soon');
  await trial.getByText(/whole number from 1 to 240/).waitFor();
  assert.equal(await page.locator('[name=level_1_minutes]').inputValue(), 'soon');
  assert.deepEqual(complaints(), []);
});
