/** The library on disk: a folder of runbooks, read and never written. */
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RUNBOOK_FILE } from './links.ts';
import { readRunbook } from './reading.ts';
import type { ReadRunbook } from './reading.ts';
import { LARGEST_BYTES, lineAt } from './source-text.ts';

/**
 * A file of the library. `file` is its path inside the folder, with `/`; `hash` the SHA-256 of its bytes in hex. The
 * runbook is read from them when it is first asked for: a library that is as it was costs nothing at the start.
 */
export type FileInFolder = { file: string; bytes: Uint8Array; hash: string; readonly runbook: ReadRunbook };

/** Something in the folder that is not as it should be, with its line where there is one. */
export type FolderProblem = { file: string; reason: string; line?: number };

/** Asking for the problems reads every file. */
export type Folder = { runbooks: FileInFolder[]; readonly problems: FolderProblem[] };

/** Scenarios hold secrets: only the drills feature reads this folder. */
export const DRILLS = 'drills';

/**
 * Reads every runbook below a folder, but for `drills/`, in the order of their paths. What cannot be read is a
 * problem with a reason, and the others load; links that lead out of the folder are not followed.
 */
export async function readFolder(folder: string): Promise<Folder> {
  const out: Found = { runbooks: [], problems: [] };
  try {
    const root = await realpath(folder);
    await readInto(out, { root, seen: new Set([root, join(root, DRILLS)]) }, '');
  } catch (error) {
    out.problems.push({ file: '', reason: `The folder ${folder} cannot be read: ${reasonOf(error)}` });
  }
  return {
    runbooks: out.runbooks,
    get problems() {
      return [...out.problems, ...out.runbooks.flatMap(problemsIn)].sort((a, b) =>
        a.file < b.file ? -1 : 1,
      );
    },
  };
}

/** What was found so far; `problems` are those of finding it. */
type Found = { runbooks: FileInFolder[]; problems: FolderProblem[] };

/** Real paths of the root and of the folders that were read, so that links in circles end. */
type Walk = { root: string; seen: Set<string> };

async function readInto(out: Found, walk: Walk, path: string): Promise<void> {
  const entries = await readdir(join(walk.root, path));
  for (const name of entries.sort()) {
    // Hidden folders belong to tools: version control, editors.
    if (name.startsWith('.')) continue;
    const file = path === '' ? name : `${path}/${name}`;
    try {
      await readEntry(out, walk, file);
    } catch (error) {
      if (RUNBOOK_FILE.test(file))
        out.problems.push({ file, reason: `It cannot be read: ${reasonOf(error)}` });
    }
  }
}

async function readEntry(out: Found, walk: Walk, file: string): Promise<void> {
  const real = await realpath(join(walk.root, file));
  if (!isInside(walk.root, real)) {
    out.problems.push({ file, reason: 'It is a link that leads out of the folder, and is not followed' });
    return;
  }
  if (isInside(join(walk.root, DRILLS), real)) return;
  const { size, isDirectory, isFile } = await kindOf(real);
  if (isDirectory) {
    if (walk.seen.has(real)) return;
    walk.seen.add(real);
    await readInto(out, walk, file);
  } else if (isFile && RUNBOOK_FILE.test(file)) await readOne(out, real, file, size);
}

async function kindOf(path: string): Promise<{ size: number; isDirectory: boolean; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isDirectory: found.isDirectory(), isFile: found.isFile() };
}

/** Beyond this a file is somebody's mistake, and is not kept as a version. */
const LARGEST_KEPT = 8 * LARGEST_BYTES;

async function readOne(out: Found, real: string, file: string, size: number): Promise<void> {
  if (size > LARGEST_KEPT) {
    out.problems.push({ file, reason: 'It is larger than 8 MiB, and is not read' });
    return;
  }
  const bytes = await readFile(real);
  let runbook: ReadRunbook | undefined;
  out.runbooks.push({
    file,
    bytes,
    hash: hashOf(bytes),
    get runbook() {
      return (runbook ??= readRunbook(file, bytes));
    },
  });
}

function problemsIn({ file, runbook }: FileInFolder): FolderProblem[] {
  const { damage, frontMatter } = runbook.source;
  const problems: FolderProblem[] = [];
  if (damage.cut) problems.push({ file, reason: 'It is larger than 1 MiB: the rest is not shown' });
  if (damage.invalidBytes) problems.push({ file, reason: 'It holds bytes that are not UTF-8' });
  for (const { reason, at } of frontMatter.problems) {
    const line = lineAt(runbook.text, at);
    problems.push({ file, reason: `Its front matter cannot be read: ${reason}`, line });
  }
  return problems;
}

/** The name by which a version is known: SHA-256 of the bytes, in hex. */
function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether a real path is a folder or something below it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep));
}

/** A system error in words that say what to do, without the machine's own path twice. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'the server may not read it';
  if (code === 'ELOOP') return 'its links go round in a circle';
  return error instanceof Error ? error.message : String(error);
}
