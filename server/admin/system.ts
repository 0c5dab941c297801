/** How an installation is at one moment, as its page and programs read it. */
import type { BackupPlan } from './backup.ts';
import type { Instant } from '../core/clock.ts';
import type { Heartbeat } from '../notify/heartbeat.ts';

export type System = {
  version: string;
  node: string;
  /** The version of the time-zone data. */
  zones: string;
  now: Instant;
  database: {
    engine: 'sqlite' | 'postgres';
    version: string;
    bytes: number;
    migrations: number;
    newestMigration: string | undefined;
  };
  /** The last backup that this installation knows of. */
  backup: { at: Instant; bytes: number } | undefined;
  /** Backups that are made by themselves; undefined where none are. */
  backupPlan: BackupPlan | undefined;
  lastTick: Instant | undefined;
  /** The outside watcher; undefined where there is none. */
  heartbeat: Heartbeat | undefined;
  disk: { freeBytes: number; totalBytes: number };
  memoryBytes: number;
  /** How many pages follow along. */
  listeners: number;
  caches: readonly { name: string; count: number; bytes: number }[];
  /** Rows by the word for what they are. */
  counts: readonly { what: string; count: number }[];
};
