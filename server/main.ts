import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import module from 'node:module';
import { join } from 'node:path';
import { readConfig, WrongSetting, type Config, type Flags } from './config.ts';
import type { Clock } from './core/clock.ts';

export type Running = {
  config: Config;
  /** Where it listens: `http://127.0.0.1:3000`. */
  address: string;
  /** The first administrator's one-time link, while there is no account. */
  setupLink: string | undefined;
  /** Reads the folder of runbooks again. */
  readLibrary(): Promise<void>;
  /** Finishes what is under way, writes everything down, and ends. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 8_000;

/** Starts the server in order: settings, folder, lock, database, features, listening. */
export async function start(config: Config, clock: Clock): Promise<Running> {
  mkdirSync(config.dataFolder, { recursive: true });
  module.enableCompileCache(join(config.dataFolder, 'cache'));
  // The rest is imported only now, so that the compile cache serves it.
  const { installationSecret } = await import('./secret.ts');
  const { openStore } = await import('./store/open.ts');
  const { compose } = await import('./compose.ts');
  const { bringUp } = await import('./admin/bring-up-actions.ts');
  const { setupLink } = await import('./identity/first-run.ts');
  const { createServer } = await import('./web/http.ts');
  const { makeLog } = await import('./web/log.ts');

  await refuseNetworkDisk(config);
  const onSqlite = !config.database.startsWith('postgres');
  const lock = onSqlite ? (await import('./store/lock.ts')).holdFolder(config.dataFolder) : undefined;
  const log = makeLog(config.logLevel, config.logFormat, clock);
  const secret = installationSecret(config.secret, config.dataFolder);
  const store = await openStore(config.database);
  await bringUp(store, clock.now());
  await store.assertDurable();
  const composed = compose({ config, store, clock, secret, log });
  await composed.readLibrary();
  // On SQLite nobody else runs here, so whatever was on its way died with the last server.
  if (onSqlite) await composed.takeOver();
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, composed.app);
  await listen(server, config);
  // Node writes the cache when a process ends in order; one that is killed would read all of its code anew each time.
  module.flushCompileCache();
  const address = addressOf(server, config);
  const link = await setupLink(store.db, clock);
  const clockwork = composed.clockwork.start();
  return {
    config,
    address,
    setupLink: link && publicAddress(config, address) + config.basePath + link,
    readLibrary: composed.readLibrary,
    stop: async () => {
      await composed.endStreams();
      await closed(server);
      await clockwork.stop();
      await composed.sent();
      await store.close();
      lock?.release();
    },
  };
}

/** `muster serve`: starts, says where, and stops on a signal. */
export async function serve(flags: Flags, clock: Clock): Promise<void> {
  const config = readConfig(undefined, flags);
  const running = await start(config, clock);
  process.stderr.write(`Muster listens on ${running.address}${config.basePath}/\n`);
  if (running.setupLink !== undefined) {
    process.stderr.write(`Open ${running.setupLink} to make the first administrator.\n`);
  }
  await untilStopped(running);
}

/** Waits for a signal that ends the server, and ends it. SIGHUP reads the runbooks again. */
export async function untilStopped(running: Running): Promise<void> {
  process.on('SIGHUP', () => void running.readLibrary());
  await untilSignal();
  const late = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  await running.stop();
  clearTimeout(late);
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => {
      resolve();
    });
    process.once('SIGINT', () => {
      resolve();
    });
  });
}

async function refuseNetworkDisk(config: Config): Promise<void> {
  const { diskKind } = await import('./store/disk.ts');
  const disk = diskKind(config.dataFolder);
  if (disk.kind === 'fuse')
    process.stderr.write('Warning: the data folder is on FUSE; check that it keeps what it syncs.\n');
  if (disk.kind !== 'network' || config.allowNetworkDisk) return;
  throw new WrongSetting(
    `MUSTER_DATA is on a network disk (${disk.name}), where SQLite may lose writes. Use a local one, or set MUSTER_ALLOW_NETWORK_DISK=1.`,
  );
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new WrongSetting(
              `MUSTER_PORT ${String(config.port)} on ${config.host} is in use. Stop the other program, or give another port.`,
            )
          : error,
      );
    });
    server.listen(config.port, config.host, resolve);
  });
}

function addressOf(server: Server, config: Config): string {
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${String(port)}`;
}

/** Scheme and host as people reach them; with a port that the system chose, where it listens. */
function publicAddress(config: Config, address: string): string {
  return config.port === 0 && config.url.port === '0' ? address : config.url.origin;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}
