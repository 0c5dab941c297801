import type { Db } from '../store/open.ts';
import { usesOf } from './runbook-uses.ts';
import type { State } from './state.ts';

/** Writes who followed which runbook; nothing when that is as before. A test is no use of anything. */
export async function writeUses(db: Db, before: State, after: State): Promise<void> {
  const { incidentId, kind } = after;
  if (kind === 'test') return;
  const uses = usesOf(after);
  if (JSON.stringify(usesOf(before)) === JSON.stringify(uses)) return;
  await db.deleteFrom('runbook_use').where('incident_id', '=', incidentId).execute();
  const rows = uses.map((use) => ({
    incident_id: incidentId,
    runbook_id: use.runbookId,
    account_id: use.accountId,
    kind,
    content_hash: use.contentHash,
    used_at: use.usedAt,
    exercised_at: use.exercisedAt ?? null,
  }));
  if (rows.length > 0) await db.insertInto('runbook_use').values(rows).execute();
}
