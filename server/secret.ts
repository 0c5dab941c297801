import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { secret as randomText } from './core/ids.ts';
import { WrongSetting } from './config.ts';

/** The installation's secret: given by the setting, else kept in the data folder, made there at the first start. */
export function installationSecret(given: string | undefined, dataFolder: string): string {
  return given ?? keptSecret(secretFile(dataFolder));
}

/** Where the secret is kept when it does not come from outside. */
export function secretFile(dataFolder: string): string {
  return join(dataFolder, 'secret');
}

/** Keeps a secret in a new file that nobody else can read. */
export function writeSecret(file: string, secret: string): void {
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, `${secret}\n`);
  fsyncSync(handle);
  closeSync(handle);
}

function keptSecret(file: string): string {
  const kept = readSecret(file) ?? make(file);
  if (kept.length >= 32) return kept;
  throw new WrongSetting(`The secret in ${file} is shorter than 32 characters. Restore it from a backup.`);
}

/** The secret as it is kept, or undefined where none was made yet. */
export function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function make(file: string): string {
  const made = randomText();
  writeSecret(file, made);
  return made;
}
