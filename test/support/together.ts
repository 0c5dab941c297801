import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** So many processes, one after the other in two lanes: few enough to spare loading, and many enough to end together. */
const PROCESSES = 16;
/** Fewer than that are run as they are. */
const WORTH_IT = 2 * PROCESSES;

/**
 * Files that share a process, since loading what is tested takes longer than most tests do. Each is a suite by its name,
 * so that what it does before and after its tests concerns them alone.
 * @param files of tests, from the root
 * @returns what the runner is given in their place
 */
export function together(files: readonly string[], root: string): readonly string[] {
  if (files.length < WORTH_IT) return files;
  const folder = join(root, 'test-output', 'together');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: PROCESSES }, (_, place) => {
    const path = join(folder, `${String(place + 1).padStart(2, '0')}.test.mjs`);
    writeFileSync(path, suitesOf(dealt(files, place), relative(folder, root)));
    return relative(root, path);
  });
}

/** Neighbours take about as long as each other, so they are dealt out. */
function dealt(files: readonly string[], place: number): string[] {
  return files.filter((_file, index) => index % PROCESSES === place);
}

function suitesOf(files: readonly string[], up: string): string {
  const suites = files.map(
    (file) => `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(join(up, file))}));`,
  );
  return ["import { describe } from 'node:test';", ...suites, ''].join('\n');
}
