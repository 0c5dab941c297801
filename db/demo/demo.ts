/** `muster demo`: an organisation that does not exist, on a database that is thrown away. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compose } from '../../server/compose.ts';
import { readConfig, WrongSetting, type Config } from '../../server/config.ts';
import { systemClock, WoundClock } from '../../server/core/clock.ts';
import { start, untilStopped } from '../../server/main.ts';
import { installationSecret } from '../../server/secret.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLog } from '../../server/web/log.ts';
import { CAST, HOME_ZONE, PASSWORD, TO_TRY } from './cast.ts';
import { tellDemo } from './tell.ts';

const RUNBOOKS = resolve(import.meta.dirname, '../../runbooks');

export type DemoChoices = {
  port?: string | undefined;
  /** A folder for the data, which stays; without one it is temporary and removed at the end. */
  keep?: string | undefined;
};

/** Tells the demo, serves it until a signal comes, and throws it away. */
export async function demo(choices: DemoChoices): Promise<void> {
  const folder =
    choices.keep === undefined ? mkdtempSync(join(tmpdir(), 'muster-demo-')) : emptyFolder(choices.keep);
  try {
    const config = demoConfig(folder, choices.port);
    await prepareDemo(config);
    const running = await start(config, systemClock);
    process.stdout.write(welcome(`${running.address}/`, choices.keep));
    await untilStopped(running);
  } finally {
    if (choices.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings of the demo: nothing of the environment, so that it touches no installation. */
function demoConfig(folder: string, port: string | undefined): Config {
  const settings = {
    MUSTER_DATA: folder,
    MUSTER_RUNBOOKS: RUNBOOKS,
    MUSTER_HOME_ZONE: HOME_ZONE,
    MUSTER_LOG_LEVEL: 'warn',
    MUSTER_LOG_FORMAT: 'text',
  };
  return readConfig(settings, { port });
}

/** Fills the database of these settings on a clock of the past. Afterwards a server runs on it by the system's. */
async function prepareDemo(config: Config): Promise<void> {
  const now = systemClock.now();
  const clock = new WoundClock(now);
  mkdirSync(config.dataFolder, { recursive: true });
  const store = await openStore(config.database);
  try {
    await migrate(store, now);
    const secret = installationSecret(config.secret, config.dataFolder);
    const log = makeLog('silent', 'text', clock);
    await tellDemo(compose({ config, store, clock, secret, log }).kit, clock, now);
  } finally {
    await store.close();
  }
}

function emptyFolder(path: string): string {
  const folder = resolve(path);
  if (!existsSync(folder) || readdirSync(folder).length === 0) return folder;
  throw new WrongSetting(`${folder} is not empty. Give --keep a folder that is empty or not there yet.`);
}

function welcome(address: string, keep: string | undefined): string {
  const width = Math.max(...TO_TRY.map(({ who }) => CAST[who].email.length));
  const accounts = TO_TRY.map(({ who, as, first }) => `  ${CAST[who].email.padEnd(width)}  ${as}. ${first}`);
  const end =
    keep === undefined
      ? 'Everything here is fiction, and gone when you stop it with Ctrl-C.'
      : `Everything here is fiction. It stays: go on with MUSTER_DATA=${resolve(keep)} muster serve`;
  return `The demo of Muster is ready: ${address}

Sign in as one of these, each with the password  ${PASSWORD}

${accounts.join('\n')}

${end}
`;
}
