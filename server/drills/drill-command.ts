/** `muster drill lint` and `muster drill show`: what they print and how they end, without a database. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { counted, sentenceList } from '../core/text.ts';
import { runbooksIn } from '../runbooks/folder-actions.ts';
import { scenarioFile, scenariosIn, type ScenarioFile } from './folder-store.ts';
import { lintScenario, type DrillFinding } from './lint.ts';
import { outlineOfScenario, scenarioJson } from './outline.ts';

type CommandResult = { output: string; exitCode: 0 | 1 };

/**
 * Lints scenarios: files, or the `drills/` of a library. Steps are looked for in the library beside them.
 * @param options `strict` fails on warnings too
 */
export async function runDrillLint(
  paths: readonly string[],
  options: { json?: boolean; strict?: boolean } = {},
): Promise<CommandResult> {
  const linted: { file: string; findings: DrillFinding[] }[] = [];
  for (const path of paths) {
    const { library, files } = await filesAt(path);
    const runbooks = await runbooksIn(library);
    for (const file of files)
      linted.push({
        file: join(library, 'drills', file.scenario.file),
        findings: lintScenario(file, { runbooks }),
      });
  }
  const all = linted.flatMap(({ findings }) => findings);
  const count = (severity: string): number => all.filter((finding) => finding.severity === severity).length;
  const failed = count('error') > 0 || (options.strict === true && count('warning') > 0);
  const words = sentenceList([
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('note'), 'note'),
  ]);
  const text = `${linted.map(fileText).join('')}${counted(linted.length, 'scenario')}: ${words}.\n`;
  const output = options.json === true ? `${JSON.stringify({ files: linted }, null, 2)}\n` : text;
  return { output, exitCode: failed ? 1 : 0 };
}

/** What is read from one file. */
export async function runDrillShow(file: string, options: { json?: boolean } = {}): Promise<CommandResult> {
  const { scenario } = await scenarioFile(file, basename(file));
  const output =
    options.json === true
      ? `${JSON.stringify(scenarioJson(scenario), null, 2)}\n`
      : outlineOfScenario(scenario);
  return { output, exitCode: 0 };
}

async function filesAt(path: string): Promise<{ library: string; files: ScenarioFile[] }> {
  if ((await stat(path)).isDirectory()) {
    const library = basename(path) === 'drills' ? dirname(path) : path;
    return { library, files: await scenariosIn(library) };
  }
  return { library: dirname(dirname(path)), files: [await scenarioFile(path, basename(path))] };
}

function fileText({ file, findings }: { file: string; findings: DrillFinding[] }): string {
  if (findings.length === 0) return '';
  const lines = findings.map(
    ({ line, severity, code, message }) =>
      `  ${String(line).padStart(4)}  ${severity.padEnd(7)}  ${code}  ${message}`,
  );
  return `${file}\n${lines.join('\n')}\n\n`;
}
