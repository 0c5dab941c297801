import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LOCK = 'muster.lock.db';

/** Another server runs on the same data folder. */
export class AlreadyServed extends Error {}

/**
 * Holds the data folder for one server. The lock is an open exclusive transaction on a file of its own, so the system
 * itself frees it when the process dies, whatever it dies of. Commands beside the server do not take it.
 */
export function holdFolder(dataFolder: string): { release(): void } {
  const lock = new Database(join(dataFolder, LOCK), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new AlreadyServed(
      `Another Muster server already runs on ${dataFolder}. Stop it first, or give this one its own MUSTER_DATA.`,
    );
  }
  return { release: () => lock.close() };
}

/** Whether a server runs on the data folder at this moment. */
export function isServed(dataFolder: string): boolean {
  if (!existsSync(join(dataFolder, LOCK))) return false;
  try {
    holdFolder(dataFolder).release();
    return false;
  } catch (error) {
    if (error instanceof AlreadyServed) return true;
    throw error;
  }
}
