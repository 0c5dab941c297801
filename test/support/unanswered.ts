import assert from 'node:assert/strict';
import type { Route } from 'playwright-core';

/**
 * Brings a form to the server, which does what it asks; no byte of the answer reaches the page. Playwright leaves out the
 * headers by which a browser says where a request began, and a form without them is refused.
 */
export async function doneUnanswered(route: Route, meanwhile?: () => Promise<unknown>): Promise<void> {
  const headers = { ...(await route.request().allHeaders()), 'sec-fetch-site': 'same-origin' };
  const answer = await route.fetch({ headers });
  assert.ok(answer.ok(), `the form was refused: ${await answer.text()}`);
  await meanwhile?.();
  await route.abort();
}
