/** `muster doctor`: says in words what is wrong with an installation, and what to do about it. */
import { readConfig, shownSettings, WrongSetting, type Config } from '../config.ts';
import type { Instant } from '../core/clock.ts';
import { doctorWords, problem, type Check, type ShownSetting } from './check.ts';
import {
  backupsCheck,
  folderChecks,
  nodeCheck,
  runbooksCheck,
  secretCheck,
  zoneCheck,
} from './doctor-machine-actions.ts';
import { storeChecks } from './doctor-store-actions.ts';

type Result = { words: string; json: unknown; failed: boolean };

/** @param environment variables to read the settings from instead of the process's own */
export async function runDoctor(
  now: Instant,
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<Result> {
  const { settings, config } = settingsFrom(environment);
  const checks = [
    nodeCheck(),
    zoneCheck(now),
    ...('todo' in config ? [config] : await checksOf(config, now)),
  ];
  return {
    words: doctorWords(settings, checks),
    json: {
      settings,
      checks: checks.map(({ name, found, todo }) => ({
        name,
        fine: todo === undefined,
        found,
        todo: todo ?? null,
      })),
    },
    failed: checks.some(({ todo }) => todo !== undefined),
  };
}

async function checksOf(config: Config, now: Instant): Promise<Check[]> {
  return [
    ...folderChecks(config),
    secretCheck(config),
    backupsCheck(config, now),
    ...(await storeChecks(config, now)),
    await runbooksCheck(config, now),
  ];
}

/** A wrong setting is a problem like others; what needs the settings is then left out. */
function settingsFrom(environment: Readonly<Record<string, string | undefined>> | undefined): {
  settings: readonly ShownSetting[];
  config: Config | Check;
} {
  try {
    const config = readConfig(environment);
    return { settings: shownSettings(environment), config };
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error;
    return {
      settings: [],
      config: problem('settings', error.message, 'then ask again for what depends on them.'),
    };
  }
}
