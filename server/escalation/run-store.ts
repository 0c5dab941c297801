import type { Instant } from '../core/clock.ts';
import { SeqTaken } from '../store/failures.ts';
import type { Db } from '../store/open.ts';
import type { EscalationLevelRow, EscalationRunRow } from '../store/schema.ts';
import type { Cursor } from './cursor.ts';
import type { SkipReason } from './ladder.ts';
import type { Policy, Severity } from './policy.ts';
import type { LevelOutcome, LevelRecord, Run, RunState } from './run.ts';

export async function insertRun(db: Db, run: Run): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('escalation_run')
    .values({ run_id: run.id, ...fixedOf(run), ...movingOf(run), rev: run.rev })
    .onConflict((conflict) => conflict.column('run_id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Writes how far a run has come.
 * @throws SeqTaken when somebody else moved it in the meantime; the caller's transaction is then run again
 */
export async function updateRun(db: Db, run: Run): Promise<Run> {
  const { numUpdatedRows } = await db
    .updateTable('escalation_run')
    .set({ ...movingOf(run), rev: run.rev + 1 })
    .where('run_id', '=', run.id)
    .where('rev', '=', run.rev)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new SeqTaken();
  return { ...run, rev: run.rev + 1 };
}

export async function runById(db: Db, id: string): Promise<Run | undefined> {
  const row = await db.selectFrom('escalation_run').selectAll().where('run_id', '=', id).executeTakeFirst();
  return row && runOf(row);
}

/** Which runs go on now: the worst first, then the one that waits longest. */
export async function dueRuns(db: Db, now: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('escalation_run')
    .select('run_id')
    .where('due_at', '<=', now)
    .orderBy((eb) => eb.fn.coalesce('severity', eb.val('SEV-2')))
    .orderBy('due_at')
    .orderBy('run_id')
    .execute();
  return rows.map(({ run_id }) => run_id);
}

/** Runs that somebody still has to answer, the worst first. */
export async function openRuns(db: Db): Promise<Run[]> {
  const rows = await db
    .selectFrom('escalation_run')
    .selectAll()
    .where('state', 'in', ['requested', 'sent', 'exhausted'])
    .orderBy((eb) => eb.fn.coalesce('severity', eb.val('SEV-2')))
    .orderBy('run_id')
    .execute();
  return rows.map(runOf);
}

/** What somebody accepted since then and still has, the oldest first. */
export async function ownedRuns(db: Db, since: Instant): Promise<Run[]> {
  const rows = await db
    .selectFrom('escalation_run')
    .selectAll()
    .where('state', '=', 'accepted')
    .where('accepted_at', '>', since)
    .orderBy('run_id')
    .execute();
  return rows.map(runOf);
}

/** Every escalation of one subject, in order. */
export async function runsAbout(db: Db, subjectKey: string): Promise<Run[]> {
  const rows = await db
    .selectFrom('escalation_run')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('run_id')
    .execute();
  return rows.map(runOf);
}

/** What was accepted or ended last. */
export async function latestRuns(db: Db, most: number): Promise<Run[]> {
  const rows = await db
    .selectFrom('escalation_run')
    .selectAll()
    .where('state', 'in', ['accepted', 'withdrawn'])
    .orderBy('run_id', 'desc')
    .limit(most)
    .execute();
  return rows.map(runOf);
}

export async function levelsOf(db: Db, runId: string): Promise<LevelRecord[]> {
  const rows = await db
    .selectFrom('escalation_level')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('place')
    .execute();
  return rows.map(levelRecordOf);
}

/** Writes what levels did; those that are there are written anew. */
export async function writeLevels(db: Db, runId: string, levels: readonly LevelRecord[]): Promise<void> {
  for (const level of levels) {
    const row = levelRowOf(runId, level);
    const { outcome, ended_at } = row;
    await db
      .insertInto('escalation_level')
      .values(row)
      .onConflict((conflict) => conflict.columns(['run_id', 'place']).doUpdateSet({ outcome, ended_at }))
      .execute();
  }
}

/** Whom each level that asks in turn asked last. */
export async function turns(db: Db): Promise<Record<string, string>> {
  const rows = await db.selectFrom('policy_turn').selectAll().execute();
  return Object.fromEntries(rows.map(({ turn_key, account_id }) => [turn_key, account_id]));
}

export async function writeTurn(db: Db, turnKey: string, accountId: string): Promise<void> {
  await db
    .insertInto('policy_turn')
    .values({ turn_key: turnKey, account_id: accountId })
    .onConflict((conflict) => conflict.column('turn_key').doUpdateSet({ account_id: accountId }))
    .execute();
}

const ENGINE = 'escalation';

/** When the loop ran last; undefined before its first time. */
export async function lastBeat(db: Db): Promise<Instant | undefined> {
  const row = await db.selectFrom('engine').selectAll().where('name', '=', ENGINE).executeTakeFirst();
  return row?.ticked_at;
}

export async function beat(db: Db, at: Instant): Promise<void> {
  await db
    .insertInto('engine')
    .values({ name: ENGINE, ticked_at: at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ ticked_at: at }))
    .execute();
}

function fixedOf(run: Run) {
  const { subject, chain } = run;
  return {
    subject_kind: subject.kind,
    subject_key: subject.key,
    subject_title: subject.title,
    subject_path: subject.path,
    chain: JSON.stringify(chain),
    policy_id: chain[0]?.id ?? '',
    policy_name: chain[0]?.name ?? '',
    reason: run.reason,
    requested_by: run.requestedBy.id,
    requested_by_name: run.requestedBy.name,
    requested_at: run.requestedAt,
  };
}

function movingOf(run: Run) {
  return {
    severity: run.severity ?? null,
    state: run.state,
    progress: JSON.stringify(run.cursor),
    round: run.round,
    due_at: run.dueAt ?? null,
    owner_id: run.owner?.id ?? null,
    owner_name: run.owner?.name ?? null,
    accepted_at: run.acceptedAt ?? null,
    taken_by: JSON.stringify(run.takenBy),
    ended_at: run.endedAt ?? null,
    ended_why: run.endedWhy ?? null,
  };
}

/** The one place where rows become runs again. */
function runOf(row: EscalationRunRow): Run {
  const { owner_id: ownerId, owner_name: ownerName } = row;
  return {
    id: row.run_id,
    subject: {
      kind: row.subject_kind,
      key: row.subject_key,
      title: row.subject_title,
      path: row.subject_path,
    },
    chain: JSON.parse(row.chain) as Policy[],
    severity: (row.severity ?? undefined) as Severity | undefined,
    reason: row.reason,
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at,
    state: row.state as RunState,
    cursor: JSON.parse(row.progress) as Cursor,
    round: row.round,
    dueAt: row.due_at ?? undefined,
    owner: ownerId === null ? undefined : { id: ownerId, name: ownerName ?? '' },
    acceptedAt: row.accepted_at ?? undefined,
    takenBy: JSON.parse(row.taken_by) as string[],
    endedAt: row.ended_at ?? undefined,
    endedWhy: row.ended_why ?? undefined,
    rev: row.rev,
  };
}

function levelRowOf(runId: string, level: LevelRecord): EscalationLevelRow {
  return {
    run_id: runId,
    place: level.place,
    policy_name: level.policyName,
    level: level.level,
    loop_number: level.loop,
    round: level.round,
    is_fallback: level.isFallback ? 1 : 0,
    people: JSON.stringify(level.people),
    left_out: JSON.stringify(level.leftOut),
    outcome: level.outcome,
    why: level.why ?? null,
    began_at: level.beganAt,
    answer_by: level.answerBy ?? null,
    ended_at: level.endedAt ?? null,
  };
}

function levelRecordOf(row: EscalationLevelRow): LevelRecord {
  return {
    place: row.place,
    policyName: row.policy_name,
    level: row.level,
    loop: row.loop_number,
    round: row.round,
    isFallback: row.is_fallback === 1,
    people: JSON.parse(row.people) as LevelRecord['people'],
    leftOut: JSON.parse(row.left_out) as LevelRecord['leftOut'],
    outcome: row.outcome as LevelOutcome,
    why: (row.why ?? undefined) as SkipReason | undefined,
    beganAt: row.began_at,
    answerBy: row.answer_by ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}
