/** A server in a process of its own, which tests of a browser may kill, and somebody who signs in there. */
import type { Page } from 'playwright-core';
import type { Member } from './installation.ts';
import { startMuster, type MusterProcess } from './muster-process.ts';

/** @param port `0` for any that is free; the same again for a server that comes back */
export function startOn(dataFolder: string, port: string): Promise<MusterProcess> {
  // Signing in and a page of its own must work without TLS, as everywhere in the tests.
  const settings = { MUSTER_LOG_LEVEL: 'error', MUSTER_PORT: port, MUSTER_URL: 'http://127.0.0.1:0' };
  return startMuster({ dataFolder, settings });
}

/** Signs in through the page, and is on the board. */
export async function signInAt(
  page: Page,
  origin: string,
  { email, password }: Pick<Member, 'email' | 'password'>,
): Promise<void> {
  await page.goto(`${origin}/login`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${origin}/`);
}
