import type { Express } from 'express';
import request from 'supertest';
import { compose, type Kit } from '../../server/compose.ts';
import { readConfig, type Config } from '../../server/config.ts';
import { WoundClock, type Instant } from '../../server/core/clock.ts';
import type { Store } from '../../server/store/open.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { makeLog } from '../../server/web/log.ts';
import type { Route } from '../../server/web/route.ts';
import './argon2-once.ts';
import { freshStore } from './database.ts';

/** One Muster of a test's own: a fresh database, a clock that is wound by hand, the whole app. */
export type World = {
  app: Express;
  routes: readonly Route[];
  clock: WoundClock;
  store: Store;
  config: Config;
  kit: Kit;
  /** Lets the clockwork tick once, as it does each second. */
  tick(): Promise<void>;
  /** Ends the streams of live updates, as the server does before it ends. */
  endStreams(): Promise<void>;
  /** A browser with its own cookies that sends the headers a browser sends. */
  browser(): Browser;
  end(): Promise<void>;
};

export type Browser = ReturnType<typeof request.agent>;

const MORNING: Instant = '2026-11-02T09:00:00.000Z';

/**
 * @param settings environment variables that this world is given
 * @param image the bytes of a SQLite file whose copy it begins with, instead of an empty database
 */
export async function world(
  settings: Record<string, string> = {},
  now: Instant = MORNING,
  image?: Buffer,
): Promise<World> {
  const clock = new WoundClock(now);
  const config = readConfig({ MUSTER_LOG_LEVEL: 'silent', MUSTER_RUNBOOKS: '', ...settings });
  const store = image === undefined ? await freshStore() : openSqlite(image);
  const log = makeLog(config.logLevel, config.logFormat, clock);
  const composed = compose({ config, store, clock, secret: 'a secret of this test world, long enough', log });
  await composed.readLibrary();
  return {
    app: composed.app,
    routes: composed.routes,
    clock,
    store,
    config,
    kit: composed.kit,
    tick: async () => {
      await composed.clockwork.tick();
      await composed.sent();
    },
    endStreams: composed.endStreams,
    browser: () => request.agent(composed.app).set('Sec-Fetch-Site', 'same-origin'),
    end: async () => {
      await composed.endStreams();
      await store.close();
    },
  };
}
