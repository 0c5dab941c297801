/**
 * Makes one backup in a thread of its own: copying and checking a large database takes seconds, and whoever asks
 * people must not wait for it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SCHEDULE } from '../audit/by.ts';
import type { Instant } from '../core/clock.ts';
import { runBackup, type BackedUp } from './backup-actions.ts';

export type BackupOrder = { backedUp: BackedUp; folder: string; now: Instant };
/** What the thread says at its end; `failed` in words for people. */
export type BackupResult = { failed: string | undefined };

const { backedUp, folder, now } = workerData as BackupOrder;

function said(result: BackupResult): void {
  parentPort?.postMessage(result);
}

try {
  await runBackup(backedUp, folder, now, { force: false, withSecret: true, by: SCHEDULE });
  said({ failed: undefined });
} catch (error) {
  said({ failed: error instanceof Error ? error.message : String(error) });
}
