/** The folder of scenarios: read and never written, and by nothing but drills. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readScenario, type ReadScenario } from './reading.ts';

/** A scenario file; `hash` is the SHA-256 of its bytes in hex, by which a drill names the version that it plays. */
export type ScenarioFile = ReadScenario & { hash: string };

/** A file as it lies there, which is not read yet. */
export type UnreadFile = { name: string; bytes: Uint8Array; hash: string };

/** The scenarios of `drills/` in a library of runbooks; none when there is no such folder. */
export async function scenariosIn(library: string | undefined): Promise<ScenarioFile[]> {
  return (await unreadIn(library)).map(scenarioIn);
}

/** The same, for whoever knows most of them by their hash: reading them all is what takes long. */
export async function unreadIn(library: string | undefined): Promise<UnreadFile[]> {
  if (library === undefined) return [];
  const folder = join(library, 'drills');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(?:md|markdown)$/i.test(name) && !name.startsWith('.')).sort();
  return Promise.all(files.map((name) => unreadFile(join(folder, name), name)));
}

/** One file. @throws the system's error when it cannot be read */
export async function scenarioFile(path: string, name: string): Promise<ScenarioFile> {
  return scenarioIn(await unreadFile(path, name));
}

export function scenarioIn({ name, bytes, hash }: UnreadFile): ScenarioFile {
  return { ...readScenario(name, bytes), hash };
}

async function unreadFile(path: string, name: string): Promise<UnreadFile> {
  const bytes = await readFile(path);
  return { name, bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}
