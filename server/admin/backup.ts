/** Backups that are made by themselves: when the next one is due, and which of the older ones go. */
import type { Instant } from '../core/clock.ts';
import { secondsBetween } from '../core/time.ts';

/** How backups are made by themselves; `failure` is that of the last try, undefined when it went well. */
export type BackupPlan = {
  folder: string;
  everySeconds: number;
  keep: number;
  failure: { at: Instant; words: string } | undefined;
};

/** `muster-20261123T102030Z.db`, as a backup into a folder is called. */
const NAME = /^muster-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;
const RETRY_SECONDS = 600;
const DAY = 86_400;

/** When the newest backup of a folder was made, by the names in it. */
export function newestBackup(names: readonly string[]): Instant | undefined {
  const [newest] = newestFirst(names);
  if (newest === undefined) return undefined;
  return newest.replace(NAME, '$1-$2-$3T$4:$5:$6.000Z');
}

/** The backups of a folder that are older than the ones that stay. Whatever has another name is not ours. */
export function spentBackups(names: readonly string[], keep: number): string[] {
  return newestFirst(names).slice(keep);
}

function newestFirst(names: readonly string[]): string[] {
  return names.filter((name) => NAME.test(name)).sort((a, b) => (a < b ? 1 : -1));
}

/** Whether a backup is to be made now; after one that failed it is tried again in ten minutes. */
export function isBackupDue(
  { everySeconds, failure }: Pick<BackupPlan, 'everySeconds' | 'failure'>,
  newest: Instant | undefined,
  now: Instant,
): boolean {
  if (failure !== undefined && secondsBetween(failure.at, now) < RETRY_SECONDS) return false;
  return newest === undefined || secondsBetween(newest, now) >= everySeconds;
}

/** Whether backups should have been made by themselves and were not; before the first one a failure says so. */
export function isOverdue(
  plan: Pick<BackupPlan, 'everySeconds' | 'failure'>,
  newest: Instant | undefined,
  now: Instant,
): boolean {
  return newest === undefined ? plan.failure !== undefined : secondsBetween(newest, now) > oldSeconds(plan);
}

/** From when on a backup is so old that somebody should look: two that should have been made were not. */
export function oldSeconds(plan: Pick<BackupPlan, 'everySeconds'> | undefined): number {
  return 2 * (plan?.everySeconds ?? DAY);
}
