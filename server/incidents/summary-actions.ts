import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { copyOf, copyRow } from './copies.ts';
import { writeBesideCopy } from './copy-actions.ts';
import { fold } from './fold.ts';
import { writeQuestions } from './question-store.ts';
import { writeUses } from './runbook-use-store.ts';
import { keepSeeing } from './seeing-store.ts';
import { NOTHING_YET } from './state.ts';
import { claimSummary, entriesAfter, staleSummaries, updateIncident } from './store.ts';
import { SUMMARY_VERSION, summaryRow } from './summary.ts';
import { writeTies } from './ties-store.ts';

/**
 * Writes the rows for lists and search anew, from the entries, where an older version wrote them. Each incident in a
 * transaction of its own, so that what was interrupted goes on where it was, and several servers share the work.
 * @returns how many were written
 */
export async function rewriteSummaries(db: Db): Promise<number> {
  let written = 0;
  for (const incidentId of await staleSummaries(db, SUMMARY_VERSION)) {
    if (await rewriteSummary(db, incidentId)) written += 1;
  }
  return written;
}

async function rewriteSummary(db: Db, incidentId: string): Promise<boolean> {
  return inTransaction(db, async (db) => {
    // Claimed first: whoever appends waits here, so that the entries are all there and stay all.
    const row = await claimSummary(db, incidentId, SUMMARY_VERSION);
    if (row === undefined) return false;
    const state = fold(await entriesAfter(db, incidentId, 0));
    const { changed_at, next_due_at } = row;
    const isOurs = row.origin_key === null;
    const told = isOurs ? summaryRow(state, changed_at) : copyRow(state, copyOf(row));
    await updateIncident(db, { ...told, changed_at, next_due_at });
    if (!isOurs) {
      await writeBesideCopy(db, state);
      return true;
    }
    await writeTies(db, NOTHING_YET, state);
    await writeQuestions(db, NOTHING_YET, state);
    await writeUses(db, NOTHING_YET, state);
    await keepSeeing(db, NOTHING_YET, state);
    return true;
  });
}
