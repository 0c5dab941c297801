/** Texts of runbooks that come from people rather than from the folder. */
import { sha256Hex } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import { NotFound, Refused } from '../core/refused.ts';
import type { Search } from '../search/search.ts';
import type { Db } from '../store/open.ts';
import type { RunbookRow } from '../store/schema.ts';
import { lintLibrary } from './lint.ts';
import { readRunbook } from './reading.ts';
import type { Runbook } from './runbook.ts';
import { BROUGHT_IN, changeRunbook, keepVersion, runbookRow, versionByHash } from './store.ts';

export type SavedText = { slug: string; baseHash: string; text: string; author: string; reason: string };

/** `isRival`: the file changed after the text here had parted from it. */
export type Parting = { file: string; fileHash: string; hash: string; isRival: boolean };

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

export function partingOf(row: RunbookRow): Parting | undefined {
  const { file, file_hash: fileHash, content_hash: hash, parted_hash: parted } = row;
  if (fileHash === null || fileHash === hash) return undefined;
  return { file, fileHash, hash, isRival: parted !== null && parted !== fileHash };
}

/**
 * Makes a text the newest version.
 * @throws Refused when another became current in the meantime, and SeqTaken when it does so at this moment: run again, it
 * is refused
 */
export async function saveText(
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
  const parting = { file_hash: fileHash, parted_hash: row.parted_hash ?? fileHash };
  await makeCurrent(db, search, row, parting, { runbook, hash, now });
  return { hash };
}

/** Ends the rivalry of a text here and its file: somebody picks. */
export async function pickText(
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
    await changeRunbook(db, row, { parted_hash: parting.fileHash });
    return;
  }
  const version = await versionByHash(db, parting.fileHash);
  if (version === undefined)
    throw new NotFound(`The text of ${row.file} is not kept here, so ${author} cannot pick it.`);
  const runbook = readRunbook(row.file, version.text);
  await makeCurrent(db, search, row, { parted_hash: null }, { runbook, hash: parting.fileHash, now });
}

async function makeCurrent(
  db: Db,
  search: Search,
  row: RunbookRow,
  parting: Partial<Pick<RunbookRow, 'file_hash' | 'parted_hash'>>,
  { runbook, hash, now }: { runbook: Runbook; hash: string; now: Instant },
): Promise<void> {
  const { title, metadata, text } = runbook;
  await changeRunbook(db, row, {
    ...parting,
    title,
    owner: metadata.owner ?? null,
    services: JSON.stringify(metadata.services),
    content_hash: hash,
    changed_at: now,
  });
  await search.put(db, { kind: 'runbook', key: row.runbook_id, title, text, visibility: 'all' });
}
