/** An organisation on a clock that stands still, served to one Chromium: what the browser tests look at. */
import type { Browser, Page } from 'playwright-core';
import { CAST, HOME_ZONE, PASSWORD, type Who } from '../../db/demo/cast.ts';
import type { Told } from '../../db/demo/tell.ts';
import { complaintsOf, openChromium } from './chromium.ts';
import { demoWorld, NOW } from './kept-demo.ts';
import { signInAt } from './own-server.ts';
import { served, type Served } from './served.ts';
import { world, type World } from './world.ts';

export type Scheme = 'light' | 'dark';

/** How a page is looked at: the width of the window in CSS pixels, and light or dark. */
export type Look = { width: number; scheme: Scheme };

export type Site<T = Told> = {
  world: World;
  /** The numbers of what was told. */
  told: T;
  origin: string;
  hold: Served['hold'];
  meddle: Served['meddle'];
  browser: Browser;
  /** Signs somebody in through the page. */
  signIn(page: Page, who: Who): Promise<void>;
  /** A tab of somebody of the cast, or of a stranger. The same tab again for the same person, its cookies kept. */
  tab(who: Who | undefined): Promise<Tab>;
  end(): Promise<void>;
};

export type Tab = {
  page: Page;
  /** What went wrong since it was last asked; asking empties it. */
  complaints(): string[];
  look(look: Look): Promise<void>;
};

/** @param settings environment variables that its world is given besides */
export async function demoSite(settings: Record<string, string> = {}, open = openChromium): Promise<Site> {
  const { world: here, told } = await demoWorld(settings);
  return show(here, told, open);
}

/** @param tell makes the people of the cast and what they have done */
export async function openSite<T>(
  runbooks: string,
  tell: (world: World) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<Site<T>> {
  const here = await world({ MUSTER_RUNBOOKS: runbooks, MUSTER_HOME_ZONE: HOME_ZONE, ...settings }, NOW);
  return show(here, await tell(here), openChromium);
}

async function show<T>(here: World, told: T, open: typeof openChromium): Promise<Site<T>> {
  const server = await served(here);
  const browser = await open();
  const tabs = new Map<Who | undefined, Promise<Tab>>();
  return {
    world: here,
    told,
    origin: server.origin,
    hold: server.hold,
    meddle: server.meddle,
    browser,
    signIn: (page, who) => signInAt(page, server.origin, { email: CAST[who].email, password: PASSWORD }),
    tab: (who) => {
      const known = tabs.get(who) ?? openTab(browser, server.origin, who);
      tabs.set(who, known);
      return known;
    },
    end: async () => {
      await browser.close();
      await server.end();
      await here.end();
    },
  };
}

async function openTab(browser: Browser, origin: string, who: Who | undefined): Promise<Tab> {
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  // The same time as the server's, so that clocks stand still in pictures.
  await context.clock.setFixedTime(NOW);
  if (who !== undefined) {
    const first = await context.newPage();
    await signInAt(first, origin, { email: CAST[who].email, password: PASSWORD });
    await first.close();
  }
  const page = await context.newPage();
  const heard = complaintsOf(page, origin);
  return {
    page,
    complaints: () => heard.splice(0),
    look: async ({ width, scheme }) => {
      await page.setViewportSize({ width, height: width < 640 ? 740 : 800 });
      await page.emulateMedia({ colorScheme: scheme });
    },
  };
}
