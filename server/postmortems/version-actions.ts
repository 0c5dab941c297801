/** Versions beside each other, and an older one brought back. */
import { NotFound } from '../core/refused.ts';
import type { PostmortemVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, savedOf, versionRow, type PostmortemKit } from './actions.ts';
import { TextsDiffer } from './conflict.ts';
import { titleIn, withVersion } from './document.ts';
import { shelveNewest } from './shelving.ts';
import { advance, insertVersion, versionAt } from './store.ts';

/** Two versions of a text. @throws NotFound when one of them is not there */
export async function twoVersions(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  revs: { from: number; to: number },
): Promise<{ from: PostmortemVersionRow; to: PostmortemVersionRow; newestRev: number }> {
  const { row } = await newest(kit.db, viewer, number);
  const [from, to] = [
    await versionAt(kit.db, row.postmortem_id, revs.from),
    await versionAt(kit.db, row.postmortem_id, revs.to),
  ];
  if (from === undefined || to === undefined) {
    throw new NotFound(
      `There is no such version: the newest one of this postmortem is version ${String(row.rev)}.`,
    );
  }
  return { from, to, newestRev: row.rev };
}

/**
 * Saves an older text once more, as the next version: nothing is taken out of the history.
 * @param baseRev the version that was the newest when it was asked for
 */
export async function restoreVersion(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { version, baseRev }: { version: number; baseRev: number },
): Promise<number> {
  return inTransaction(kit.db, async (db) => {
    const { row, version: current } = await newest(db, viewer, number);
    const older = await versionAt(db, row.postmortem_id, version);
    if (older === undefined) throw new NotFound(`There is no version ${String(version)} of this postmortem.`);
    const text = withVersion(older.text, row.rev + 1);
    // Compared without the number in its first line, by which alone a text that was brought back is another.
    if (withVersion(current.text, row.rev + 1) === text) return row.rev;
    const to = { title: titleIn(text, row.title), changed_at: kit.clock.now() };
    if (row.rev !== baseRev) throw new TextsDiffer(text, savedOf(current));
    await advance(db, row.postmortem_id, row.rev, to);
    // With what the record said then, so that the next refresh knows what people had changed.
    const written = { text, base: older.base, summary: `version ${String(version)} brought back` };
    await insertVersion(db, versionRow(kit, row.postmortem_id, row.rev + 1, written, viewer));
    await shelveNewest(kit.search, db, { postmortemId: row.postmortem_id, title: to.title, text });
    return row.rev + 1;
  });
}
