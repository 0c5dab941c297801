/** What the doctor looks at outside of the database: Node, the data folder, the secret, time zones, runbooks. */
import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Instant } from '../core/clock.ts';
import { counted, sentenceList } from '../core/text.ts';
import { clockText, durationText, secondsBetween } from '../core/time.ts';
import { folderHealth } from '../runbooks/folder-actions.ts';
import { readSecret, secretFile } from '../secret.ts';
import { diskKind } from '../store/disk.ts';
import { isServed } from '../store/lock.ts';
import { newestBackup, oldSeconds } from './backup.ts';
import { fine, problem, type Check } from './check.ts';

export function nodeCheck(): Check {
  return fine('Node', `${process.versions.node}; 24.7 or newer is needed`);
}

/** Below this an incident could fill the disk: evidence is rows of 10 MB each. */
const LEAST_FREE_BYTES = 500e6;

export function folderChecks({ dataFolder, allowNetworkDisk }: Config): Check[] {
  const name = 'data folder';
  if (!existsSync(dataFolder))
    return [fine(name, `${dataFolder} is not there yet: the first start makes it`)];
  if (!mayWrite(dataFolder)) {
    const todo = 'give it to the account that runs the server, with the right to write.';
    return [problem(name, `${dataFolder} cannot be written`, todo)];
  }
  const served = isServed(dataFolder) ? 'a server runs on it' : 'no server runs on it';
  return [
    fine(name, `${dataFolder}, ${served}`),
    diskCheck(dataFolder, allowNetworkDisk),
    spaceCheck(dataFolder),
  ];
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function diskCheck(folder: string, isAllowed: boolean): Check {
  const disk = diskKind(folder);
  switch (disk.kind) {
    case 'local':
      return fine('disk', 'local');
    case 'fuse':
      return fine('disk', 'FUSE: check that it keeps what it syncs');
    case 'network': {
      const found = `on the network (${disk.name}), where SQLite may lose writes`;
      return isAllowed
        ? fine('disk', `${found}; MUSTER_ALLOW_NETWORK_DISK allows it`)
        : problem('disk', found, 'set MUSTER_DATA to a folder on a local disk.');
    }
  }
}

function spaceCheck(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= LEAST_FREE_BYTES) return fine('space', found);
  return problem('space', found, 'make room: with a full disk nothing can be written down.');
}

export function secretCheck({ secret, dataFolder }: Config): Check {
  const name = 'secret';
  if (secret !== undefined) return fine(name, 'given by MUSTER_SECRET');
  const file = secretFile(dataFolder);
  if (!existsSync(file)) return fine(name, 'not there yet: the first start makes it');
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    return problem(name, `${file} can be read by others (mode ${mode.toString(8)})`, `chmod 600 ${file}`);
  }
  if ((readSecret(file)?.length ?? 0) < 32) {
    return problem(name, `${file} is shorter than 32 characters`, 'put it back from a backup.');
  }
  return fine(name, `${file}, mode ${mode.toString(8)}`);
}

export function backupsCheck(
  { backupFolder: folder, backupEverySeconds, database }: Config,
  now: Instant,
): Check {
  const name = 'backups';
  if (/^postgres(?:ql)?:\/\//.test(database))
    return fine(name, 'by the tools of PostgreSQL: Muster makes none of it');
  if (folder === undefined) return fine(name, 'not by themselves: MUSTER_BACKUP_DIR is not set');
  if (!existsSync(folder)) return problem(name, `there is no folder ${folder}`, 'make it.');
  if (!mayWrite(folder))
    return problem(name, `${folder} cannot be written`, 'give it to the account that runs the server.');
  const newest = newestBackup(readdirSync(folder));
  const every = `every ${durationText(backupEverySeconds)} to ${folder}`;
  if (newest === undefined) return fine(name, `${every}; none yet, a running server makes the first`);
  const age = Math.max(0, secondsBetween(newest, now));
  const found = `${every}; the newest is ${durationText(age)} old`;
  if (age <= oldSeconds({ everySeconds: backupEverySeconds })) return fine(name, found);
  return problem(name, found, 'see that a server runs; its system page says why the last try failed.');
}

/** A time that is known from elsewhere: a wrong answer means that the zones of this Node are incomplete. */
const KNOWN = { instant: '2023-06-12T17:15:00.000Z', zone: 'America/Los_Angeles', reads: '10:15 PDT' };
const OLDEST_DATA_YEARS = 2;

export function zoneCheck(now: Instant): Check {
  const version = process.versions.tz ?? 'unknown';
  const name = 'time zones';
  const todo = 'run Muster on a newer Node with full ICU: "npm ci" brings one.';
  const reads = clockText(KNOWN.instant, KNOWN.zone);
  if (reads !== KNOWN.reads) return problem(name, `${KNOWN.instant} reads ${reads} in ${KNOWN.zone}`, todo);
  const age = Number(now.slice(0, 4)) - Number(version.slice(0, 4));
  if (age > OLDEST_DATA_YEARS)
    return problem(name, `data ${version}: clock changes since then are unknown`, todo);
  return fine(name, `data ${version}`);
}

export async function runbooksCheck({ runbooks }: Config, now: Instant): Promise<Check> {
  const name = 'runbooks';
  if (runbooks === undefined) return fine(name, 'no folder is read: MUSTER_RUNBOOKS is empty');
  const { runbooks: count, problems, counts } = await folderHealth(runbooks, now.slice(0, 10));
  const [unread] = problems;
  if (unread !== undefined) {
    const where = unread.file === '' ? '' : `${unread.file}: `;
    return problem(name, where + unread.reason, 'mend it, or set MUSTER_RUNBOOKS to another folder.');
  }
  const { error, warning, note } = counts;
  const findings = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')];
  const found = `${runbooks}: ${counted(count, 'runbook')} with ${sentenceList(findings)}`;
  return error === 0 ? fine(name, found) : problem(name, found, '"muster runbook lint" shows where.');
}
