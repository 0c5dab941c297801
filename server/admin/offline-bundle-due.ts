import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import type { Library } from '../runbooks/actions.ts';
import { bundled } from './offline-bundle-actions.ts';
import { bundleFiles, isBundleDue } from './offline-bundle.ts';

const RETRY_MS = 600_000;
/** The bundle in its folder, and the file in it that says when it was written. */
const NAME = 'muster';
const STAMP = 'written-at.txt';

export type NightlyBundle = { pass(): Promise<void>; settled(): Promise<void> };

/**
 * Writes the offline bundle into a folder each night. It is written beside the one that is there and then put in its
 * place, so that whoever copies the folder never finds half of one; after a failure it is tried again in ten minutes.
 * @param failed hears why it could not be written
 */
export function nightlyBundle(
  about: { folder: string | undefined; clock: Clock; zone: string; kit: EscalationKit; library: Library },
  failed: (error: unknown) => void,
): NightlyBundle {
  const { folder, clock, zone, kit, library } = about;
  if (folder === undefined) return { pass: () => Promise.resolve(), settled: () => Promise.resolve() };
  let minute = '';
  let notBefore = 0;
  let underWay: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    const now = clock.now();
    try {
      if (!isBundleDue(await writtenAt(folder), now, zone)) return;
      await writeBundle(folder, now, bundleFiles(await bundled(kit, library, { at: now, zone })));
    } catch (error) {
      notBefore = Date.parse(now) + RETRY_MS;
      failed(error);
    }
  };
  return {
    pass: () => {
      const now = clock.now();
      if (now.slice(0, 16) === minute || underWay !== undefined || Date.parse(now) < notBefore)
        return Promise.resolve();
      minute = now.slice(0, 16);
      underWay = write().finally(() => {
        underWay = undefined;
      });
      return Promise.resolve();
    },
    settled: async () => underWay,
  };
}

async function writtenAt(folder: string): Promise<string | undefined> {
  const stamp = join(folder, NAME, STAMP);
  return existsSync(stamp) ? (await readFile(stamp, 'utf8')).trim() : undefined;
}

/** @throws Error when the folder is not there: a disk that is not mounted is said, and not filled underneath */
async function writeBundle(
  folder: string,
  at: string,
  files: readonly { path: string; text: string }[],
): Promise<void> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}. Make it first.`);
  const [fresh, old, place] = [`${NAME}.new`, `${NAME}.old`, NAME].map((name) => join(folder, name));
  if (fresh === undefined || old === undefined || place === undefined) return;
  for (const left of [fresh, old]) await rm(left, { recursive: true, force: true });
  for (const { path, text } of [...files, { path: STAMP, text: `${at}\n` }]) {
    const file = join(fresh, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (existsSync(place)) await rename(place, old);
  await rename(fresh, place);
  await rm(old, { recursive: true, force: true });
}
