import { existsSync } from 'node:fs';
import { chromium, type Browser as Chromium, type Page } from 'playwright-core';

const WHOLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const WINDOWLESS = '/usr/bin/chromium-headless-shell';
const PROGRAM = process.env.CHROMIUM_PATH === undefined && existsSync(WINDOWLESS) ? WINDOWLESS : WHOLE;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Debian's Chromium, without its windows where that is installed, since it starts and draws in half the time. Close it
 * when the file's tests are done.
 */
export function openChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: PROGRAM, args: FLAGS });
}

/** The whole of it: only there a worker can show a notification. */
export function openWholeChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: WHOLE, args: FLAGS });
}

/**
 * What a page must never do: an error or a breach of the content policy on the console, an exception, a request to
 * another origin. The list fills up while the page is used; a test ends by finding it empty.
 */
export function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Chromium reports the status of an error page on the console, which is what such a page is tested for.
    // So is that of a form which a script sent and the server refused: the page with its reasons comes next.
    const isStatus = message.text().startsWith('Failed to load resource');
    const isMeant = message.location().url === page.url() || / status of (?:409|422) /.test(message.text());
    if (message.type() === 'error' && !(isStatus && isMeant)) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    complaints.push(`exception: ${error.message}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) complaints.push(`request to ${request.url()}`);
  });
  return complaints;
}

/** By how many CSS pixels the page is wider than its window: 0 means that nothing scrolls sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

const TALLEST = 24_000;

/** Makes the window as tall as the page: what sticks to an edge stands where it belongs, and covers nothing. */
export async function unroll(page: Page): Promise<void> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  const width = page.viewportSize()?.width ?? 0;
  await page.setViewportSize({ width, height: Math.min(height, TALLEST) });
}
