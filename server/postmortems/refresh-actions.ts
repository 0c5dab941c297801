/** Brings what the record knows now into a postmortem, as its next version. */
import { openRoom } from '../incidents/room-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { diffSummary, lineDiff } from '../core/line-diff.ts';
import { draftOf, newest, savedOf, versionRow, type PostmortemKit } from './actions.ts';
import { TextsDiffer } from './conflict.ts';
import { titleIn, withVersion } from './document.ts';
import { proposeChanges } from './proposal-actions.ts';
import { refreshed, refreshSummary, type Refresh } from './refresh.ts';
import { shelveNewest } from './shelving.ts';
import { advance, insertVersion } from './store.ts';

export type Refreshed = Refresh & {
  /** The version upon which it would be written, and its text. */
  rev: number;
  before: string;
  /** The text as the record gives it now: the base of the next refresh. */
  fresh: string;
};

/** What a refresh would do; nothing is kept. */
export async function refreshOf(kit: PostmortemKit, viewer: Viewer, number: number): Promise<Refreshed> {
  const { row, version } = await newest(kit.db, viewer, number);
  const drafted = await draftOf(kit, await openRoom(kit.incidents, viewer, number), 'person');
  const fresh = withVersion(drafted, row.rev);
  return { ...refreshed(version.text, version.base, fresh), rev: row.rev, before: version.text, fresh };
}

/**
 * Saves the refreshed text as the next version. A text to which the record adds nothing stays the version that it is.
 * @param baseRev the version that was looked at
 * @throws TextsDiffer when somebody saved another one in the meantime
 */
export async function refreshPostmortem(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  baseRev: number,
): Promise<{ rev: number; summary: string; isChanged: boolean }> {
  await proposeChanges(kit, viewer, number);
  const done = await refreshOf(kit, viewer, number);
  const summary = refreshSummary(done);
  return inTransaction(kit.db, async (db) => {
    const { row, version } = await newest(db, viewer, number);
    if (done.text === version.text) return { rev: row.rev, summary, isChanged: false };
    const to = { title: titleIn(done.text, row.title), changed_at: kit.clock.now() };
    const isStale = row.rev !== baseRev || row.rev !== done.rev;
    if (isStale) throw new TextsDiffer(done.text, savedOf(version));
    await advance(db, row.postmortem_id, row.rev, to);
    const words = `${summary} (${diffSummary(lineDiff(version.text, done.text))})`;
    const written = { text: done.text, base: done.fresh, summary: words };
    await insertVersion(db, versionRow(kit, row.postmortem_id, row.rev + 1, written, viewer));
    await shelveNewest(kit.search, db, { postmortemId: row.postmortem_id, title: to.title, text: done.text });
    return { rev: row.rev + 1, summary, isChanged: true };
  });
}
