/** The system page: what each part says in words, and which of it asks for something to be done. */
import type { Instant } from '../core/clock.ts';
import { bytesText } from '../core/media-type.ts';
import { counted } from '../core/text.ts';
import { dateClockText, durationText, secondsBetween } from '../core/time.ts';
import { oldSeconds } from './backup.ts';
import type { System } from './system.ts';

export type SystemPage = {
  facts: readonly Fact[];
  counts: readonly { what: string; count: string }[];
};

/** `todo` says what to do when it is not as it should be. */
export type Fact = { name: string; words: string; todo: string | undefined };

const SILENT_SECONDS = 10;
const LEAST_FREE_BYTES = 500e6;
const OLDEST_ZONES_YEARS = 2;

export function systemPage(system: System, zone: string): SystemPage {
  const { database, caches, counts } = system;
  return {
    facts: [
      fact('Version', `Muster ${system.version} on Node ${system.node}`),
      fact('Database', `${engineName(database.engine)} ${database.version}, ${bytesText(database.bytes)}`),
      fact(
        'Tables',
        `${counted(database.migrations, 'migration')}, the last one ${database.newestMigration ?? 'none'}`,
      ),
      backupFact(system, zone),
      planFact(system, zone),
      clockworkFact(system),
      watcherFact(system),
      diskFact(system),
      zonesFact(system),
      fact('Memory', bytesText(system.memoryBytes)),
      fact('Live updates', `${counted(system.listeners, 'page')} following along`),
      ...caches.map(({ name, count, bytes }) =>
        fact('Kept in memory', `${name}: ${String(count)}, ${bytesText(bytes)}`),
      ),
    ],
    counts: counts.map(({ what, count }) => ({ what, count: count.toLocaleString('en-US') })),
  };
}

function fact(name: string, words: string, todo?: string): Fact {
  return { name, words, todo };
}

function engineName(engine: System['database']['engine']): string {
  return engine === 'sqlite' ? 'SQLite' : 'PostgreSQL';
}

function backupFact({ backup, backupPlan, database, now }: System, zone: string): Fact {
  const name = 'Last backup';
  if (backup === undefined) {
    return database.engine === 'postgres'
      ? fact(name, 'not known: PostgreSQL is backed up by its own tools')
      : fact(name, 'none that is known', 'Run "muster backup", and keep the copy on another machine.');
  }
  const words = `${durationText(age(backup.at, now))} ago, ${dateClockText(backup.at, zone)}, ${bytesText(backup.bytes)}`;
  const isOld = age(backup.at, now) > oldSeconds(backupPlan);
  return fact(
    name,
    words,
    isOld ? 'Run "muster backup", best each night, or set MUSTER_BACKUP_DIR.' : undefined,
  );
}

function planFact({ backupPlan, database }: System, zone: string): Fact {
  const name = 'Backups by themselves';
  if (database.engine === 'postgres') return fact(name, 'none: PostgreSQL is backed up by its own tools');
  if (backupPlan === undefined) return fact(name, 'none: MUSTER_BACKUP_DIR is not set');
  const { folder, everySeconds, keep, failure } = backupPlan;
  const words = `every ${durationText(everySeconds)} to ${folder}, ${String(keep)} stay there`;
  if (failure === undefined) return fact(name, words);
  const todo = `The last try failed, ${dateClockText(failure.at, zone)}: ${failure.words} It is tried again.`;
  return fact(name, words, todo);
}

function clockworkFact({ lastTick, now }: System): Fact {
  const name = 'Clockwork';
  if (lastTick === undefined) return fact(name, 'has not ticked yet');
  const seconds = age(lastTick, now);
  const words = `ticked ${durationText(seconds)} ago`;
  return fact(
    name,
    words,
    seconds > SILENT_SECONDS ? 'Start the server again: limits and reminders wait.' : undefined,
  );
}

function watcherFact({ heartbeat, now }: System): Fact {
  const name = 'Outside watcher';
  if (heartbeat === undefined)
    return fact(
      name,
      'none: nobody outside would notice that this server stands still (MUSTER_HEARTBEAT_URL)',
    );
  const every = `told every ${durationText(heartbeat.everySeconds)}`;
  const { last } = heartbeat;
  if (last === undefined) return fact(name, `${every}, not yet since the start`);
  const seconds = age(last.at, now);
  const words = `${every}, last ${durationText(seconds)} ago: ${last.words}`;
  const isLate = seconds > heartbeat.everySeconds + SILENT_SECONDS;
  if (last.isHeard && !isLate) return fact(name, words);
  const todo = isLate
    ? 'The loop that asks people does not get through: look at the log, and start the server again.'
    : 'See that the address is right and that this server may reach it.';
  return fact(name, words, todo);
}

function diskFact({ disk }: System): Fact {
  const share = disk.totalBytes === 0 ? 0 : Math.round((100 * disk.freeBytes) / disk.totalBytes);
  const words = `${gigabytes(disk.freeBytes)} free of ${gigabytes(disk.totalBytes)}, ${String(share)} %`;
  const isTight = disk.freeBytes < LEAST_FREE_BYTES;
  return fact(
    'Disk',
    words,
    isTight ? 'Make room: with a full disk nothing can be written down.' : undefined,
  );
}

function zonesFact({ zones, now }: System): Fact {
  const years = Number(now.slice(0, 4)) - Number(zones.slice(0, 4));
  const isOld = Number.isNaN(years) || years > OLDEST_ZONES_YEARS;
  const todo = 'Run "npm ci" of a newer Muster: clock changes since then are not known.';
  return fact('Time zones', `data of ${zones}`, isOld ? todo : undefined);
}

function age(at: Instant, now: Instant): number {
  return Math.max(0, secondsBetween(at, now));
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
