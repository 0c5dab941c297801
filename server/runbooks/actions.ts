import { LRUCache } from 'lru-cache';
import type { Clock, Instant } from '../core/clock.ts';
import { NotFound } from '../core/refused.ts';
import type { Match, Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';
import type { RunbookRow, RunbookVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { readFolder, type FolderProblem } from './folder.ts';
import type { Finding } from './lint.ts';
import { readPicture, type PictureFile } from './picture-store.ts';
import { readRunbook } from './reading.ts';
import type { Runbook } from './runbook.ts';
import { shelve } from './shelving-actions.ts';
import { slugsOf, type Slugs } from './slugs.ts';
import { currentRunbooks, runbookOfVersion, runbookRow, versionByHash, versionsOf } from './store.ts';
import { partingOf, pickText, saveText, type Parting, type SavedText } from './text-actions.ts';

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

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
