/** A page that follows along, as the browser tests look at it. */
import type { Page } from 'playwright-core';

/** Opens a page and waits until it follows along. */
export async function follow(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await isLive(page);
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('#live[data-state=live]').waitFor();
}

/** Waits until an expression of the page is true, some ten seconds at most. Playwright's own way would ask for `eval` when it has to wait. */
export function until(page: Page, isSo: string): Promise<unknown> {
  return page.evaluate(`new Promise((done, fail) => {
    let looks = 0;
    const look = () => {
      if (${isSo}) done();
      else if ((looks += 1) > 500) fail(new Error('It never came true.'));
      else setTimeout(look, 20);
    };
    look();
  })`);
}
