/** Rows of proposed changes to runbooks. */
import { seenBy, type Reader } from '../incidents/seeing-actions.ts';
import type { Db } from '../store/open.ts';
import type { RunbookProposalRow } from '../store/schema.ts';

/** A proposal with the incident in which it came up. */
export type Proposal = RunbookProposalRow & { incident_key: string; incident_number: number };

/** Adds a proposal; what a run taught before is there already. */
export async function insertProposal(db: Db, row: RunbookProposalRow): Promise<boolean> {
  const result = await db
    .insertInto('runbook_proposal')
    .values(row)
    .onConflict((conflict) => conflict.columns(['incident_id', 'run_number', 'step_id', 'kind']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

function selection(db: Db, reader: Reader) {
  return db
    .selectFrom('runbook_proposal')
    .innerJoin('incident', 'incident.incident_id', 'runbook_proposal.incident_id')
    .selectAll('runbook_proposal')
    .select(['incident.key as incident_key', 'incident.number as incident_number'])
    .where(seenBy(reader));
}

/** What is proposed for a runbook by incidents that the reader may see: the open ones first. */
export async function proposalsFor(db: Db, reader: Reader, runbookId: string): Promise<Proposal[]> {
  const rows = await selection(db, reader)
    .where('runbook_id', '=', runbookId)
    .orderBy('proposal_id', 'desc')
    .limit(200)
    .execute();
  return rows.toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'));
}

export async function proposalsOf(db: Db, reader: Reader, incidentId: string): Promise<Proposal[]> {
  return selection(db, reader)
    .where('runbook_proposal.incident_id', '=', incidentId)
    .orderBy('proposal_id')
    .execute();
}

export async function proposalById(db: Db, reader: Reader, id: string): Promise<Proposal | undefined> {
  return selection(db, reader).where('proposal_id', '=', id).executeTakeFirst();
}

/** What became of a proposal. */
export type Settled = Pick<
  RunbookProposalRow,
  'state' | 'settled_by' | 'settled_at' | 'reason' | 'new_hash' | 'after_text'
>;

/** Settles an open proposal; false when somebody else settled it first. */
export async function settleProposal(db: Db, id: string, settled: Settled): Promise<boolean> {
  const result = await db
    .updateTable('runbook_proposal')
    .set(settled)
    .where('proposal_id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
