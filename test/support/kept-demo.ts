/** The demo organisation, told once for many files of tests: telling it takes seconds, opening what is kept none. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { HOME_ZONE } from '../../db/demo/cast.ts';
import { tellDemo, type Told } from '../../db/demo/tell.ts';
import type { Instant } from '../../server/core/clock.ts';
import { world, type World } from './world.ts';

/** The folder in which the runner keeps it; unset where a file of tests is run by itself. */
const KEPT = process.env.TEST_DEMO;

const RUNBOOKS = resolve(import.meta.dirname, '../../runbooks');

/** When the demo of the browser tests ends. */
export const NOW: Instant = '2026-11-23T17:30:00.000Z';

/** A world of its own at the end of the demo. End it when done. */
export async function demoWorld(
  settings: Record<string, string> = {},
): Promise<{ world: World; told: Told }> {
  const given = { MUSTER_RUNBOOKS: RUNBOOKS, MUSTER_HOME_ZONE: HOME_ZONE, ...settings };
  if (KEPT !== undefined) {
    const told = JSON.parse(await readFile(join(KEPT, 'told.json'), 'utf8')) as Told;
    return { world: await world(given, NOW, await readFile(join(KEPT, 'demo.db'))), told };
  }
  const here = await world(given, NOW);
  return { world: here, told: await tellDemo(here.kit, here.clock, NOW) };
}

/**
 * Tells it and keeps it.
 * @returns the folder, for the environment variable TEST_DEMO of the tests, and what takes it away again
 */
export async function keepDemo(): Promise<{ folder: string; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
  const { world: here, told } = await demoWorld();
  await sql`VACUUM INTO ${join(folder, 'demo.db')}`.execute(here.store.db);
  await writeFile(join(folder, 'told.json'), JSON.stringify(told));
  await here.end();
  return { folder, end: () => rm(folder, { recursive: true }) };
}
