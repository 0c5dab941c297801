import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { World } from './world.ts';

/** One person at a browser: what they see is on `page`. */
export type Walker = { context: BrowserContext; page: Page };

/** Fills in the fields of a form by their names and presses a button of it, as a person would. */
export async function send(form: Locator, fields: Record<string, string>, button: string): Promise<void> {
  await unfold(form);
  for (const [name, value] of Object.entries(fields)) await fill(form.locator(`[name="${name}"]`), value);
  await press(form.getByRole('button', { name: button, exact: true }).first());
}

/** Presses a button that sends a form, and waits for the page that answers it. Throws when the form comes back. */
export async function press(button: Locator): Promise<void> {
  await unfold(button);
  const answered = button.page().waitForEvent('domcontentloaded');
  await button.click();
  await answered;
  const problems = await button.page().locator('.problems li').allInnerTexts();
  if (problems.length > 0) throw new Error(`The form came back: ${problems.join(' ')}`);
}

/** Follows a link by its words, and waits for the page that it leads to. */
export async function follow(page: Page, words: string): Promise<void> {
  const link = page.getByRole('link', { name: words, exact: true, includeHidden: true }).first();
  if (!(await link.isVisible())) await unfold(link);
  const arrived = page.waitForEvent('domcontentloaded');
  await link.click();
  await arrived;
}

async function fill(field: Locator, value: string): Promise<void> {
  await unfold(field.first());
  const isSelect = (await field.and(field.page().locator('select')).count()) > 0;
  const kind = isSelect ? 'select' : await field.first().getAttribute('type');
  if (kind === 'radio') await field.and(field.page().locator(`[value="${value}"]`)).check();
  else if (kind === 'checkbox') await field.setChecked(value === 'on');
  else if (kind === 'select')
    await field.selectOption(/^[0-9A-Z]{26}$|^SEV|^[a-z-]+$/.test(value) ? { value } : { label: value });
  else await field.fill(value);
}

/** Opens whatever is folded around something, from the outside in, by its summary. */
async function unfold(target: Locator): Promise<void> {
  const folded = target.locator('xpath=ancestor::details[not(@open)]');
  for (let left = await folded.count(); left > 0; left = await folded.count()) {
    await folded.first().locator('xpath=./summary').click();
  }
}

/** The form of a page that is sent to an address ending so. */
export function formTo(page: Page, ending: string): Locator {
  return page.locator(`form[action$="${ending}"]`).first();
}

/** Lets minutes pass on the clock of the world, and the clockwork do what fell due. */
export async function minutesLater(world: World, minutes: number): Promise<void> {
  world.clock.wind(minutes * 60);
  await world.tick();
}
