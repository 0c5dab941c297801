/** Back to the runbook: what runs taught, as changes that somebody accepts or declines. */
import { NotFound, Refused } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { changedStep, withStep } from '../runbooks/step-change.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import type { Viewer } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import {
  insertProposal,
  proposalById,
  proposalsFor,
  proposalsOf,
  settleProposal,
  type Proposal,
  type Settled,
} from './proposal-store.ts';
import { lessonsOf } from './run-lessons.ts';

export type { Proposal };

/**
 * Proposes what the runs of an incident taught, against the texts as they are today. What was proposed before stays as it
 * was answered.
 * @returns how many are new
 */
export async function proposeChanges(
  kit: PostmortemKit,
  viewer: Viewer | undefined,
  number: number,
): Promise<number> {
  const { row, state } = await openRoom(kit.incidents, viewer, number);
  let count = 0;
  for (const run of state.runs) {
    const today = await kit.incidents.library.today(run.contentHash);
    if (today === undefined || today.isGone) continue;
    for (const lesson of lessonsOf(state, run)) {
      const change = changedStep(today.runbook, lesson);
      if (change === undefined) continue;
      const isNew = await insertProposal(kit.db, {
        proposal_id: kit.ids.next(),
        runbook_id: today.slug,
        base_hash: today.hash,
        step_id: lesson.stepId,
        step_title: change.step.title.slice(0, 200),
        kind: lesson.kind,
        incident_id: row.incident_id,
        run_number: run.runId,
        because: lesson.because,
        before_text: change.before,
        after_text: change.after,
        state: 'open',
        made_by: viewer?.name ?? 'Muster',
        made_at: kit.clock.now(),
        settled_by: null,
        settled_at: null,
        reason: null,
        new_hash: null,
      });
      if (isNew) count += 1;
    }
  }
  return count;
}

export async function proposalsForRunbook(db: Db, viewer: Viewer, slug: string): Promise<Proposal[]> {
  return proposalsFor(db, viewer, slug);
}

export async function proposalsOfIncident(db: Db, viewer: Viewer, incidentId: string): Promise<Proposal[]> {
  return proposalsOf(db, viewer, incidentId);
}

async function openProposal(db: Db, viewer: Viewer, slug: string, id: string): Promise<Proposal> {
  const proposal = await proposalById(db, viewer, id);
  if (proposal?.runbook_id !== slug) {
    throw new NotFound('There is no such proposed change. The page of the runbook shows all.');
  }
  if (proposal.state !== 'open') {
    throw new Refused(
      'settled',
      `${proposal.settled_by ?? 'Somebody'} ${proposal.state} this change already.`,
    );
  }
  return proposal;
}

/** @throws SeqTaken when somebody else settled it in the meantime; run again, the act is refused with their name */
async function settle(db: Db, id: string, settled: Settled): Promise<void> {
  if (!(await settleProposal(db, id, settled))) throw new SeqTaken();
}

/**
 * Puts the step as it stands in the form into the current text, which is a new version.
 * @throws Refused when the step is not as the proposal knew it
 */
export async function acceptProposal(
  kit: PostmortemKit,
  viewer: Viewer,
  { slug, id, step }: { slug: string; id: string; step: string },
): Promise<void> {
  const { library } = kit.incidents;
  const { row, runbook } = await library.find(slug);
  await inTransaction(kit.db, async (db) => {
    const proposal = await openProposal(db, viewer, slug, id);
    const text = withStep(runbook.text, proposal.before_text, step);
    if (text === undefined) {
      throw new Refused(
        'stale-text',
        'This step reads otherwise by now, so the change fits no more. Decline it, and change the runbook by hand.',
      );
    }
    const reason = `${proposal.incident_key}: ${proposal.step_title} (${proposal.kind})`;
    const saved = { slug, baseHash: row.content_hash, text, author: viewer.name, reason };
    const { hash } = await library.save(saved, db);
    await settle(db, id, {
      state: 'accepted',
      settled_by: viewer.name,
      settled_at: kit.clock.now(),
      reason: null,
      new_hash: hash,
      after_text: step,
    });
  });
}

/** @throws Invalid without a reason: whoever ran into it reads it */
export async function declineProposal(
  kit: PostmortemKit,
  viewer: Viewer,
  { slug, id, reason }: { slug: string; id: string; reason: string | undefined },
): Promise<void> {
  if (reason === undefined) {
    throw new Invalid([{ field: 'reason', sentence: 'Say why the step stays as it is.' }]);
  }
  await inTransaction(kit.db, async (db) => {
    const proposal = await openProposal(db, viewer, slug, id);
    await settle(db, id, {
      state: 'declined',
      settled_by: viewer.name,
      settled_at: kit.clock.now(),
      reason,
      new_hash: null,
      after_text: proposal.after_text,
    });
  });
}
