/** The library made equal to its folder. */
import type { Instant } from '../core/clock.ts';
import { anchorOf } from '../core/text.ts';
import type { Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';
import type { RunbookRow, RunbookVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import type { FileInFolder } from './folder.ts';
import { lintLibrary, type Finding } from './lint.ts';
import { addRunbook, changeRunbook, currentRunbooks, keepVersion } from './store.ts';

/** New bytes become versions, files that are gone leave the list. */
export async function shelve(
  db: Db,
  search: Search,
  files: readonly FileInFolder[],
  now: Instant,
): Promise<void> {
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
        await changeRunbook(db, known, { file: file.file, file_hash: file.hash });
        continue;
      }
      const row = shelfRow(slug, file, now);
      await (known === undefined ? addRunbook(db, row) : changeRunbook(db, known, row));
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
      await changeRunbook(db, gone, { removed_at: now });
      await search.remove(db, 'runbook', gone.runbook_id);
    }
  });
}

/** Whether the shelf holds exactly these files with exactly these bytes. */
function isOnShelf(rows: readonly RunbookRow[], files: readonly FileInFolder[]): boolean {
  const shelf = new Map(rows.map((row) => [row.file, row.file_hash ?? row.content_hash]));
  return rows.length === files.length && files.every(({ file, hash }) => shelf.get(file) === hash);
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
