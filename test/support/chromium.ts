import { createServer } from 'node:http';
import { chromium, type Browser as Chromium, type Page } from 'playwright-core';
import type { World } from './world.ts';

const PROGRAM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Debian's Chromium. Close it when the file's tests are done. */
export function openChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: PROGRAM, args: FLAGS });
}

/** A world that listens on 127.0.0.1. `origin` is its address without a closing slash. */
export async function served(world: World): Promise<{ origin: string; end(): Promise<void> }> {
  const server = createServer(world.app);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The server does not listen on a port');
  return {
    origin: `http://127.0.0.1:${String(bound.port)}`,
    end: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * What a page must never do: an error or a breach of the content policy on the console, an exception, a request to
 * another origin. The list fills up while the page is used; a test ends by finding it empty.
 */
export function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Chromium reports the status of an error page on the console, which is what such a page is tested for.
    const ofPageItself =
      message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (message.type() === 'error' && !ofPageItself) complaints.push(`console: ${message.text()}`);
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
