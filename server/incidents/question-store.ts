import type { Db } from '../store/open.ts';
import type { RunbookAnswerRow } from '../store/schema.ts';
import { questionsOf } from './questions.ts';
import { seenBy, type Reader } from './seeing-store.ts';
import type { State } from './state.ts';

/** Writes which entries ask something of which runbook; nothing when that is as before. */
export async function writeQuestions(db: Db, before: State, after: State): Promise<void> {
  if (questionWords(before).join() === questionWords(after).join()) return;
  const { incidentId } = after;
  await db.deleteFrom('runbook_question').where('incident_id', '=', incidentId).execute();
  const rows = questionsOf(after).map(({ seq, runbookId }) => ({
    incident_id: incidentId,
    seq,
    runbook_id: runbookId,
  }));
  if (rows.length > 0) await db.insertInto('runbook_question').values(rows).execute();
}

/** The rows of an incident as words, in order. */
export function questionWords(state: State): string[] {
  return questionsOf(state)
    .map(({ seq, runbookId }) => `${String(seq)} ${runbookId}`)
    .sort();
}

const MOST = 200;

/** Which entries of which incidents ask something of a runbook, the newest incident first, with their answers. */
export async function questionRows(db: Db, reader: Reader, runbookId: string) {
  return db
    .selectFrom('runbook_question')
    .innerJoin('incident', 'incident.incident_id', 'runbook_question.incident_id')
    .leftJoin('runbook_answer', (join) =>
      join
        .onRef('runbook_answer.incident_id', '=', 'runbook_question.incident_id')
        .onRef('runbook_answer.seq', '=', 'runbook_question.seq'),
    )
    .select([
      'incident.number',
      'runbook_question.seq',
      'runbook_answer.answer',
      'runbook_answer.name',
      'runbook_answer.account_id',
      'runbook_answer.answered_at',
    ])
    .where('runbook_question.runbook_id', '=', runbookId)
    .where(seenBy(reader))
    .orderBy('incident.number', 'desc')
    .orderBy('runbook_question.seq', 'desc')
    .limit(MOST)
    .execute();
}

export async function answerRow(
  db: Db,
  incidentId: string,
  seq: number,
): Promise<RunbookAnswerRow | undefined> {
  return db
    .selectFrom('runbook_answer')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/**
 * Keeps an answer; the one of the same person takes the place of their earlier one.
 * @returns whether it was kept: it is not where somebody else has answered, even at the same instant
 */
export async function saveAnswer(db: Db, row: RunbookAnswerRow): Promise<boolean> {
  const { incident_id, seq, ...answer } = row;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('runbook_answer')
    .values({ incident_id, seq, ...answer })
    .onConflict((conflict) =>
      conflict
        .columns(['incident_id', 'seq'])
        .doUpdateSet(answer)
        .where('runbook_answer.account_id', '=', row.account_id),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows > 0n;
}
