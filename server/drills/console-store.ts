/** What a facilitator keeps beside the entries: injects that were moved, what waits for them, their marks. */
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { DrillMarkRow, DrillQuestionRow } from '../store/schema.ts';

/** Seconds of the story by the id of the inject that was moved there. */
export async function delaysOf(db: Db, incidentId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('drill_delay').selectAll().where('incident_id', '=', incidentId).execute();
  return new Map(rows.map(({ inject, at_seconds: at }) => [inject, at]));
}

export async function delay(db: Db, incidentId: string, inject: string, atSeconds: number): Promise<void> {
  await db
    .insertInto('drill_delay')
    .values({ incident_id: incidentId, inject, at_seconds: atSeconds })
    .onConflict((conflict) =>
      conflict.columns(['incident_id', 'inject']).doUpdateSet({ at_seconds: atSeconds }),
    )
    .execute();
}

export async function insertQuestion(db: Db, row: DrillQuestionRow): Promise<void> {
  await db.insertInto('drill_question').values(row).execute();
}

/** Everything that was asked of the facilitator, the oldest first. */
export async function questionsOf(db: Db, incidentId: string): Promise<DrillQuestionRow[]> {
  return db
    .selectFrom('drill_question')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('asked_at')
    .orderBy('question_id')
    .execute();
}

/** Takes a question from the queue. Whether it still was there. */
export async function settleQuestion(db: Db, questionId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('drill_question')
    .set({ settled_at: at })
    .where('question_id', '=', questionId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function marksOf(db: Db, incidentId: string): Promise<DrillMarkRow[]> {
  return db
    .selectFrom('drill_mark')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('objective')
    .execute();
}

export async function keepMark(db: Db, row: DrillMarkRow): Promise<void> {
  const { mark, note, marked_at } = row;
  await db
    .insertInto('drill_mark')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['incident_id', 'objective']).doUpdateSet({ mark, note, marked_at }),
    )
    .execute();
}
