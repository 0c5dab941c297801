import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { newestDeed } from '../audit/actions.ts';
import type { Clock, Instant } from '../core/clock.ts';
import type { Store } from '../store/open.ts';
import { countRows, databaseFacts, migrationFacts } from './system-store.ts';
import type { System } from './system.ts';

export type Watched = {
  store: Store;
  clock: Clock;
  dataFolder: string;
  /** What is kept in memory, by what it is. */
  caches: () => System['caches'];
  lastTick: () => Instant | undefined;
  backupPlan: () => System['backupPlan'];
  heartbeat: () => System['heartbeat'];
  /** How many pages follow along. */
  listeners: () => number;
};

/** Looks at everything that the system page shows. */
export async function lookAtSystem(watched: Watched): Promise<System> {
  const { store, clock } = watched;
  const { count, newest } = await migrationFacts(store.db);
  return {
    version: version(),
    node: process.versions.node,
    zones: process.versions.tz ?? 'unknown',
    now: clock.now(),
    database: {
      engine: store.engine,
      ...(await databaseFacts(store)),
      migrations: count,
      newestMigration: newest,
    },
    backup: await lastBackup(store),
    backupPlan: watched.backupPlan(),
    lastTick: watched.lastTick(),
    heartbeat: watched.heartbeat(),
    disk: diskRoom(watched.dataFolder),
    memoryBytes: process.memoryUsage.rss(),
    caches: watched.caches(),
    listeners: watched.listeners(),
    counts: await countRows(store.db),
  };
}

export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function lastBackup({ db }: Store): Promise<System['backup']> {
  const deed = await newestDeed(db, 'backup-made');
  return deed && { at: deed.at, bytes: (deed.details as { bytes: number }).bytes };
}

/** A folder that nobody has made yet will lie on the disk of the one that the server was started in. */
function diskRoom(folder: string): System['disk'] {
  const { bavail, blocks, bsize } = statfsSync(existsSync(folder) ? folder : '.');
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
