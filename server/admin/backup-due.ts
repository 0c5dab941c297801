import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import { isBackupDue, isOverdue, newestBackup, spentBackups, type BackupPlan } from './backup.ts';
import { secretBeside } from './backup-actions.ts';
import type { BackupOrder, BackupResult } from './backup-thread-actions.ts';

export type Backups = {
  /** Begins a backup when one is due; nothing waits for it. */
  pass(): Promise<void>;
  /** How they are made; undefined where none are by themselves. */
  plan(): BackupPlan | undefined;
  /** Whether the newest one is older than it should be. */
  isOverdue(): boolean;
  settled(): Promise<void>;
};

type Backed = Pick<
  Config,
  'database' | 'dataFolder' | 'secret' | 'backupFolder' | 'backupEverySeconds' | 'backupKeep'
>;

/** Copies the database to its folder each so many seconds, and lets go of the oldest copies. */
export function scheduledBackups({ config, clock }: { config: Backed; clock: Clock }): Backups {
  const { backupFolder: folder, backupEverySeconds: everySeconds, backupKeep: keep, database } = config;
  if (folder === undefined || /^postgres(?:ql)?:\/\//.test(database) || !existsSync(database)) return none;
  let failure: BackupPlan['failure'];
  let underWay: Promise<void> | undefined;
  const { dataFolder, secret } = config;
  return {
    pass: () => {
      const now = clock.now();
      if (
        underWay === undefined &&
        isBackupDue({ everySeconds, failure }, newestBackup(namesIn(folder)), now)
      ) {
        const order = { backedUp: { database, dataFolder, secret }, folder, now };
        underWay = made(order, keep).then((failed) => {
          failure = failed === undefined ? undefined : { at: now, words: failed };
          underWay = undefined;
        });
      }
      return Promise.resolve();
    },
    plan: () => ({ folder, everySeconds, keep, failure }),
    isOverdue: () => isOverdue({ everySeconds, failure }, newestBackup(namesIn(folder)), clock.now()),
    settled: async () => underWay,
  };
}

const none: Backups = {
  pass: () => Promise.resolve(),
  plan: () => undefined,
  isOverdue: () => false,
  settled: () => Promise.resolve(),
};

/** A folder that is not there holds nothing; that it is missing is said by the backup. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Gives in words why it failed. Older copies go only after a newer one was proven. */
async function made(order: BackupOrder, keep: number): Promise<string | undefined> {
  const failed = existsSync(order.folder)
    ? await inThread(order)
    : `There is no folder ${order.folder}. Make it first.`;
  if (failed !== undefined) return failed;
  try {
    for (const name of spentBackups(readdirSync(order.folder), keep)) {
      const file = join(order.folder, name);
      for (const path of [file, secretBeside(file)]) rmSync(path, { force: true });
    }
    return undefined;
  } catch (error) {
    return `The backup was made, but an older one could not be deleted: ${String(error)}`;
  }
}

function inThread(order: BackupOrder): Promise<string | undefined> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./backup-thread-actions.ts', import.meta.url), { workerData: order });
    thread.once('message', ({ failed }: BackupResult) => {
      resolve(failed);
    });
    thread.once('error', (error: unknown) => {
      resolve(error instanceof Error ? error.message : String(error));
    });
    // Whatever else ended it; when one of the two above came first this says nothing any more.
    thread.once('exit', (code) => {
      resolve(`It ended with ${String(code)} and said nothing.`);
    });
  });
}
