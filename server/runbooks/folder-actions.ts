import { severityCounts } from './finding.ts';
import { readFolder, type FolderProblem } from './folder.ts';
import { lintLibrary } from './lint.ts';
import type { Runbook } from './runbook.ts';

/** How a folder of runbooks is doing: what could not be read, and how many findings there are of each weight. */
export type FolderHealth = {
  runbooks: number;
  problems: readonly FolderProblem[];
  counts: ReturnType<typeof severityCounts>;
};

/** @param today the day from which dates are judged: `2026-11-23` */
export async function folderHealth(folder: string, today: string): Promise<FolderHealth> {
  const { runbooks, problems } = await readFolder(folder);
  const { findings } = lintLibrary(
    runbooks.map(({ runbook }) => runbook),
    { today },
  );
  return { runbooks: runbooks.length, problems, counts: severityCounts([...findings.values()].flat()) };
}

/** The runbooks of a folder, as far as they can be read. */
export async function runbooksIn(folder: string): Promise<Runbook[]> {
  return (await readFolder(folder)).runbooks.map(({ runbook }) => runbook);
}
