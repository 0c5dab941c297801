/** What managers do at the end of a postmortem. */
import type { Db } from '../store/open.ts';
import type { PostmortemRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, type PostmortemKit } from './actions.ts';
import { closedBy, type Ending } from './closing.ts';
import { endClosings, insertClosing, loadEnding } from './closing-store.ts';
import { holdPostmortem } from './store.ts';

/** Where a postmortem stands towards its end. */
export async function endingOf(db: Db, row: PostmortemRow): Promise<Ending> {
  return loadEnding(db, row);
}

/**
 * Closes a postmortem although something is open.
 * @throws Refused and Invalid as `closedBy` does, NotFound also for what the viewer may not see
 */
export async function closePostmortem(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  why: string | undefined,
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const { row: read } = await newest(db, viewer, number);
    // Held before anything is decided: whoever comes second waits here for the first, and then reads that it is closed.
    const row = await holdPostmortem(db, read.postmortem_id);
    const closed = closedBy(await loadEnding(db, row), why);
    const made = { at: kit.clock.now(), by: viewer.name };
    // One of an earlier version may still stand there.
    await endClosings(db, row.postmortem_id, made);
    await insertClosing(db, row.postmortem_id, { id: kit.ids.next(), ...closed, ...made });
  });
}

/** Opens it again. Whoever comes second is not wrong. */
export async function reopenPostmortem(kit: PostmortemKit, viewer: Viewer, number: number): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const { row } = await newest(db, viewer, number);
    await endClosings(db, row.postmortem_id, { at: kit.clock.now(), by: viewer.name });
  });
}
