/** `muster runbook lint` and `muster runbook show`: what they print and how they end, without a database. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { counted, sentenceList } from '../core/text.ts';
import { severityCounts } from './finding.ts';
import type { Code, Finding } from './finding.ts';
import { readFolder } from './folder.ts';
import type { FolderProblem } from './folder.ts';
import { lintLibrary } from './lint.ts';
import { linkedFiles } from './lint-links.ts';
import { RUNBOOK_FILE } from './links.ts';
import { outlineText, summaryJson } from './outline-text.ts';
import { readRunbook } from './reading.ts';
import type { ReadRunbook } from './reading.ts';

/** What a command prints to standard output; 1 when it failed or found problems. */
export type CommandResult = { output: string; exitCode: 0 | 1 };

export type LintCommand = {
  json?: boolean;
  /** Warnings count like errors. */
  strict?: boolean;
  /** The day from which dates are judged: `2026-11-23`. */
  today: string;
};

/** Lints files and folders. Each folder is a library; single files are judged among the files beside them. */
export async function runRunbookLint(paths: readonly string[], options: LintCommand): Promise<CommandResult> {
  const libraries = await librariesOf(paths);
  const linted = libraries.map((library) =>
    lintLibrary(library.runbooks, { today: options.today, alsoThere: library.alsoThere }),
  );
  const files = libraries.flatMap(({ shown, runbooks }, index) =>
    runbooks.map(({ file }) => ({ file: shown(file), findings: linted[index]?.findings.get(file) ?? [] })),
  );
  const problems = libraries.flatMap((library) =>
    library.problems
      .filter(isUnread(library.runbooks))
      .map((problem) => ({ ...problem, file: library.shown(problem.file) })),
  );
  const report: Report = { files, problems, notGiven: linted[0]?.notGiven ?? [] };
  const counts = severityCounts(files.flatMap(({ findings }) => findings));
  const failed = problems.length > 0 || counts.error > 0 || (options.strict === true && counts.warning > 0);
  return {
    output: options.json === true ? reportJson(report) : reportText(report),
    exitCode: failed ? 1 : 0,
  };
}

/** What is read from one file: phases, steps, values, branches. */
export async function runRunbookShow(file: string, options: { json?: boolean } = {}): Promise<CommandResult> {
  const read = await readOne(file);
  if ('reason' in read) return { output: `${file}: ${read.reason}\n`, exitCode: 1 };
  const output =
    options.json === true ? `${JSON.stringify(summaryJson(read), null, 2)}\n` : outlineText(read);
  return { output, exitCode: 0 };
}

/** Files that are judged together. `shown` is how a file is called in the output: as it was asked for. */
type Library = {
  runbooks: ReadRunbook[];
  problems: FolderProblem[];
  alsoThere: string[];
  shown: (file: string) => string;
};

async function librariesOf(paths: readonly string[]): Promise<Library[]> {
  const libraries: Library[] = [];
  const single = new Map<string, string[]>();
  for (const path of paths) {
    if (await isFolder(path)) {
      const { runbooks, problems } = await readFolder(path);
      const shown = (file: string): string => join(path, file);
      libraries.push({ runbooks: runbooks.map(({ runbook }) => runbook), problems, alsoThere: [], shown });
    } else single.set(dirname(path), [...(single.get(dirname(path)) ?? []), path]);
  }
  for (const [folder, files] of single) libraries.push(await libraryOf(folder, files));
  return libraries;
}

async function libraryOf(folder: string, paths: readonly string[]): Promise<Library> {
  const read = await Promise.all(
    [...new Set(paths)].map(async (path) => ({ path, read: await readOne(path) })),
  );
  const runbooks = read.flatMap(({ read }) => ('reason' in read ? [] : [read]));
  const problems = read.flatMap(({ path, read }) =>
    'reason' in read ? [{ file: basename(path), ...read }] : [],
  );
  return {
    runbooks,
    problems,
    alsoThere: await filesBeside(folder, runbooks),
    shown: (file) => join(folder, file),
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function readOne(path: string): Promise<ReadRunbook | { reason: string }> {
  try {
    return readRunbook(basename(path), await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return { reason: 'It is not there' };
    return { reason: code === 'EISDIR' ? 'It is a folder; name one file' : `It cannot be read (${code})` };
  }
}

/** Other runbooks in the folder, and those that links name elsewhere, if they are there. */
async function filesBeside(folder: string, runbooks: readonly ReadRunbook[]): Promise<string[]> {
  const beside = await readdir(folder).catch(() => []);
  const linked = runbooks.flatMap(linkedFiles).filter((file) => file.includes('/'));
  const there = await Promise.all(
    linked.map(async (file) => ((await exists(resolve(folder, file))) ? [file] : [])),
  );
  return [...beside.filter((file) => RUNBOOK_FILE.test(file)), ...there.flat()];
}

async function exists(path: string): Promise<boolean> {
  return realpath(path).then(
    () => true,
    () => false,
  );
}

/** Problems of files that were read are findings too, and said once. */
function isUnread(runbooks: readonly ReadRunbook[]): (problem: FolderProblem) => boolean {
  const read = new Set(runbooks.map(({ file }) => file));
  return ({ file }) => !read.has(file);
}

type Report = {
  files: { file: string; findings: Finding[] }[];
  problems: FolderProblem[];
  notGiven: readonly Code[];
};

function reportJson({ files, problems, notGiven }: Report): string {
  const { error, warning, note } = severityCounts(files.flatMap(({ findings }) => findings));
  const counts = { files: files.length, errors: error, warnings: warning, notes: note };
  return `${JSON.stringify({ files, problems, counts, not_given: notGiven }, null, 2)}\n`;
}

function reportText({ files, problems, notGiven }: Report): string {
  const { error, warning, note } = severityCounts(files.flatMap(({ findings }) => findings));
  const counts = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')];
  const summary = `${counted(files.length, 'file')}: ${sentenceList(counts)}.`;
  const without =
    notGiven.length === 0 ? [] : [`Not looked for without a database: ${sentenceList(notGiven)}.`];
  return [
    ...problems.map(({ file, reason }) => `${file}\n  ${reason}.\n`),
    ...files.filter(({ findings }) => findings.length > 0).map(fileText),
    summary,
    ...without,
    '',
  ].join('\n');
}

function fileText({ file, findings }: Report['files'][number]): string {
  const width = Math.max(...findings.map(({ line }) => String(line).length));
  const lines = findings.flatMap(({ line, severity, code, message, hint }) => {
    const start = `  ${String(line).padStart(width)}  ${severity.padEnd(7)}  ${code}  `;
    return [`${start}${message}`, ...(hint === undefined ? [] : [`${' '.repeat(start.length)}${hint}`])];
  });
  return `${file}\n${lines.join('\n')}\n`;
}
