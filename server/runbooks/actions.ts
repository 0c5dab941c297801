import { LRUCache } from 'lru-cache';
import type { Clock, Instant } from '../core/clock.ts';
import { anchorOf } from '../core/text.ts';
import { sha256Hex } from '../core/canonical.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Match, Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';
import type { RunbookRow, RunbookVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { readFolder, type FileInFolder, type FolderProblem } from './folder.ts';
import { lintLibrary, type Finding } from './lint.ts';
import { readPicture, type PictureFile } from './picture-store.ts';
import { readRunbook } from './reading.ts';
import type { Runbook } from './runbook.ts';
import { slugsOf, type Slugs } from './slugs.ts';
import {
  BROUGHT_IN,
  currentRunbooks,
  keepVersion,
  runbookOfVersion,
  runbookRow,
  saveRunbook,
  versionByHash,
  versionsOf,
} from './store.ts';

/** A runbook as it stands in the library, with the version that is current. */
export type Shelved = OnShelf & { findings: Finding[] };

/** The same without what the linter says of it. */
export type OnShelf = { row: RunbookRow; runbook: Runbook };

/** A runbook as it is today. `isGone` says that its file is no longer in the folder. */
export type Today = { slug: string; hash: string; runbook: Runbook; changedAt: Instant; isGone: boolean };

/** The library: Markdown files in a folder, their versions in the database. */
export type Library = {
  /** Reads the folder again: at start and on SIGHUP. Files are never written. */
  refresh(): Promise<void>;
  /** Files that could not be read, with the reason. */
  problems(): readonly FolderProblem[];
  list(): Promise<Shelved[]>;
  /** The list for those who choose from it: one query, as the texts are known. Inside a transaction give its handle. */
  shelf(within?: Db): Promise<OnShelf[]>;
  /** @throws NotFound */
  find(slug: string): Promise<Shelved>;
  /**
   * The version with that content hash, or undefined. Inside a transaction give its handle: on SQLite the outer one
   * would wait for itself for ever.
   */
  version(hash: string, within?: Db): Promise<Runbook | undefined>;
  /** The runbook of which that is a version, as it is today; undefined when the version is not kept here. */
  today(hash: string): Promise<Today | undefined>;
  /** Where links between runbooks lead. */
  slugs(): Promise<Slugs>;
  versions(slug: string): Promise<Omit<RunbookVersionRow, 'text' | 'findings'>[]>;
  /** The picture at a path of the folder; undefined where there is none. */
  picture(file: string): Promise<PictureFile | undefined>;
  /**
   * Makes a text the newest version of a runbook. It is kept here, its file is left alone.
   * @param baseHash the version that it was written upon
   * @throws Refused when another version became current in the meantime
   */
  save(saved: SavedText, within?: Db): Promise<{ hash: string }>;
  /** How the current text stands to the file that lies in the folder; undefined when they are the same. */
  parting(slug: string): Promise<Parting | undefined>;
  /** Where both changed, somebody picks: the file becomes current, or what is here stays. */
  pick(slug: string, which: 'file' | 'here', author: string): Promise<void>;
  /** Runbooks that have the words, best first. */
  search(words: string): Promise<Match[]>;
};

export type SavedText = { slug: string; baseHash: string; text: string; author: string; reason: string };

/** `isRival`: the file changed after the text here had parted from it. */
export type Parting = { file: string; fileHash: string; hash: string; isRival: boolean };

type Kit = { db: Db; clock: Clock; search: Search; folder: string | undefined };

const SHELF_SECONDS = 60;
const MOST_READ_BYTES = 32 * 1024 * 1024;

export function openLibrary({ db, clock, search, folder }: Kit): Library {
  let problems: () => readonly FolderProblem[] = () => [];
  // A version never changes, so what was read of it stays true.
  const read = new LRUCache<string, Runbook>({
    maxSize: MOST_READ_BYTES,
    sizeCalculation: (runbook) => 1 + runbook.text.length * 8,
  });

  const version = async (hash: string, within: Db = db): Promise<Runbook | undefined> => {
    const known = read.get(hash);
    if (known !== undefined) return known;
    const row = await versionByHash(within, hash);
    if (row === undefined) return undefined;
    const runbook = readRunbook(row.file, row.text);
    read.set(hash, runbook);
    return runbook;
  };

  // Another server may have read the folder anew, so what is known of the shelf is asked again now and then.
  const known = new LRUCache<'shelf', Slugs>({ max: 1, ttl: SHELF_SECONDS * 1000 });
  const slugs = async (): Promise<Slugs> => {
    const before = known.get('shelf');
    if (before !== undefined) return before;
    const rows = await currentRunbooks(db);
    const shelf = rows.map(({ file, runbook_id }) => ({ file, slug: runbook_id }));
    const last =
      rows
        .map(({ changed_at }) => changed_at)
        .sort()
        .at(-1) ?? '';
    const found = slugsOf(shelf, `${String(rows.length)} ${last}`);
    known.set('shelf', found);
    return found;
  };

  const shelved = async (row: RunbookRow): Promise<Shelved> => {
    const runbook = await version(row.content_hash);
    const stored = await versionByHash(db, row.content_hash);
    if (runbook === undefined || stored === undefined)
      throw new NotFound(`The text of ${row.file} is not kept here.`);
    return { row, runbook, findings: JSON.parse(stored.findings) as Finding[] };
  };

  return {
    problems: () => problems(),
    version,
    refresh: async () => {
      if (folder === undefined) return;
      const found = await readFolder(folder);
      problems = once(() => found.problems);
      await shelve(db, search, found.runbooks, clock.now());
      known.clear();
    },
    list: async () => Promise.all((await currentRunbooks(db)).map(shelved)),
    shelf: async (within = db) => {
      const found: OnShelf[] = [];
      for (const row of await currentRunbooks(within)) {
        const runbook = await version(row.content_hash, within);
        if (runbook !== undefined) found.push({ row, runbook });
      }
      return found;
    },
    find: async (slug) => {
      const row = await runbookRow(db, slug);
      if (row === undefined)
        throw new NotFound(`There is no runbook "${slug}". The list of runbooks shows all.`);
      return shelved(row);
    },
    today: async (hash) => {
      const row = await runbookOfVersion(db, hash);
      const runbook = row && (await version(row.content_hash));
      if (row === undefined || runbook === undefined) return undefined;
      const { runbook_id: slug, content_hash, changed_at: changedAt, removed_at } = row;
      return { slug, hash: content_hash, runbook, changedAt, isGone: removed_at !== null };
    },
    save: async (saved, within) => {
      const work = (db: Db) => saveText(db, search, saved, clock.now());
      const result = await (within === undefined ? inTransaction(db, work) : work(within));
      known.clear();
      return result;
    },
    parting: async (slug) => {
      const row = await runbookRow(db, slug);
      return row && partingOf(row);
    },
    pick: async (slug, which, author) => {
      await inTransaction(db, (db) => pickText(db, search, { slug, which, author }, clock.now()));
      known.clear();
    },
    slugs,
    versions: (slug) => versionsOf(db, slug),
    picture: async (file) => (folder === undefined ? undefined : readPicture(folder, file)),
    search: (words) => search.find(db, 'runbook', words, 50),
  };
}

/** A text that somebody brought in with what was done along it. It is a version that can be read, and not on the shelf. */
export async function keepText(
  db: Db,
  { hash, text, reason, at }: { hash: string; text: string; reason: string; at: Instant },
): Promise<void> {
  const runbook = readRunbook(`${hash.slice(0, 12)}.md`, text);
  await keepVersion(db, {
    content_hash: hash,
    runbook_id: `${BROUGHT_IN}${runbook.id}`,
    file: runbook.file,
    title: runbook.title,
    origin: 'app',
    text,
    findings: '[]',
    author: null,
    reason,
    created_at: at,
  });
}

/** Makes the library equal to the folder: new bytes become versions, files that are gone leave the list. */
async function shelve(db: Db, search: Search, files: readonly FileInFolder[], now: Instant): Promise<void> {
  if (isOnShelf(await currentRunbooks(db), files)) return;
  const findings = lintLibrary(
    files.map(({ runbook }) => runbook),
    { today: now.slice(0, 10) },
  ).findings;
  const slugs = slugsFor(files);
  await inTransaction(db, async (db) => {
    const before = new Map((await currentRunbooks(db)).map((row) => [row.runbook_id, row]));
    for (const [index, file] of files.entries()) {
      const slug = slugs[index] ?? file.file;
      const known = before.get(slug);
      before.delete(slug);
      const lying = known && (known.file_hash ?? known.content_hash);
      if (lying === file.hash && known?.file === file.file) continue;
      await keepVersion(db, versionRow(slug, file, findings.get(file.file) ?? [], now));
      if (known !== undefined && known.content_hash !== lying && known.content_hash !== file.hash) {
        // Somebody accepted a change here before the file changed as well: both stand until somebody picks.
        await saveRunbook(db, { ...known, file: file.file, file_hash: file.hash });
        continue;
      }
      await saveRunbook(db, shelfRow(slug, file, now));
      const text = file.runbook.text;
      await search.put(db, {
        kind: 'runbook',
        key: slug,
        title: file.runbook.title,
        text,
        visibility: 'all',
      });
    }
    for (const gone of before.values()) {
      await saveRunbook(db, { ...gone, removed_at: now });
      await search.remove(db, 'runbook', gone.runbook_id);
    }
  });
}

/** Whether the shelf holds exactly these files with exactly these bytes. */
function isOnShelf(rows: readonly RunbookRow[], files: readonly FileInFolder[]): boolean {
  const shelf = new Map(rows.map((row) => [row.file, row.file_hash ?? row.content_hash]));
  return rows.length === files.length && files.every(({ file, hash }) => shelf.get(file) === hash);
}

function partingOf(row: RunbookRow): Parting | undefined {
  const { file, file_hash: fileHash, content_hash: hash, parted_hash: parted } = row;
  if (fileHash === null || fileHash === hash) return undefined;
  return { file, fileHash, hash, isRival: parted !== null && parted !== fileHash };
}

async function saveText(
  db: Db,
  search: Search,
  { slug, baseHash, text, author, reason }: SavedText,
  now: Instant,
): Promise<{ hash: string }> {
  const row = await runbookRow(db, slug);
  if (row === undefined) throw new NotFound(`There is no runbook "${slug}". The list of runbooks shows all.`);
  if (row.content_hash !== baseHash) {
    throw new Refused(
      'stale-text',
      'Another version became current in the meantime. Look at it, then decide.',
    );
  }
  const hash = sha256Hex(text);
  const runbook = readRunbook(row.file, text);
  const findings = lintLibrary([runbook], { today: now.slice(0, 10) }).findings.get(row.file) ?? [];
  await keepVersion(db, {
    content_hash: hash,
    runbook_id: slug,
    file: row.file,
    title: runbook.title,
    origin: 'app',
    text,
    findings: JSON.stringify(findings),
    author,
    reason,
    created_at: now,
  });
  const fileHash = row.file_hash ?? row.content_hash;
  await makeCurrent(
    db,
    search,
    { ...row, file_hash: fileHash, parted_hash: row.parted_hash ?? fileHash },
    runbook,
    hash,
    now,
  );
  return { hash };
}

async function pickText(
  db: Db,
  search: Search,
  { slug, which, author }: { slug: string; which: 'file' | 'here'; author: string },
  now: Instant,
): Promise<void> {
  const row = await runbookRow(db, slug);
  const parting = row && partingOf(row);
  if (row === undefined || parting === undefined) {
    throw new Refused('no-rival', 'The text here and the file are the same by now.');
  }
  if (which === 'here') {
    await saveRunbook(db, { ...row, parted_hash: parting.fileHash });
    return;
  }
  const version = await versionByHash(db, parting.fileHash);
  if (version === undefined)
    throw new NotFound(`The text of ${row.file} is not kept here, so ${author} cannot pick it.`);
  const runbook = readRunbook(row.file, version.text);
  await makeCurrent(db, search, { ...row, parted_hash: null }, runbook, parting.fileHash, now);
}

async function makeCurrent(
  db: Db,
  search: Search,
  row: RunbookRow,
  runbook: Runbook,
  hash: string,
  now: Instant,
): Promise<void> {
  const { title, metadata, text } = runbook;
  await saveRunbook(db, {
    ...row,
    title,
    owner: metadata.owner ?? null,
    services: JSON.stringify(metadata.services),
    content_hash: hash,
    changed_at: now,
  });
  await search.put(db, { kind: 'runbook', key: row.runbook_id, title, text, visibility: 'all' });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The name of each file in addresses: the runbook's id, with a number behind it where two files share one. */
function slugsFor(files: readonly FileInFolder[]): string[] {
  const taken = new Set<string>();
  return files.map(({ runbook }) => {
    const base = anchorOf(runbook.id.replace(/[./]+/g, '-')) || 'runbook';
    let slug = base;
    for (let count = 2; taken.has(slug); count += 1) slug = `${base}-${String(count)}`;
    taken.add(slug);
    return slug;
  });
}

function versionRow(
  slug: string,
  file: FileInFolder,
  findings: readonly Finding[],
  now: Instant,
): RunbookVersionRow {
  return {
    content_hash: file.hash,
    runbook_id: slug,
    file: file.file,
    title: file.runbook.title,
    origin: 'file',
    text: file.runbook.text,
    findings: JSON.stringify(findings),
    author: null,
    reason: null,
    created_at: now,
  };
}

function shelfRow(slug: string, file: FileInFolder, now: Instant): RunbookRow {
  return {
    runbook_id: slug,
    file: file.file,
    title: file.runbook.title,
    owner: file.runbook.metadata.owner ?? null,
    services: JSON.stringify(file.runbook.metadata.services),
    content_hash: file.hash,
    changed_at: now,
    removed_at: null,
    file_hash: file.hash,
    parted_hash: null,
  };
}
