import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type {
  DrillFindingRow,
  DrillNoteRow,
  DrillRatingRow,
  DrillRow,
  ScenarioVersionRow,
} from '../store/schema.ts';

/** Keeps a version of a scenario; one that is known stays as it is, and is there again if it had gone. */
export async function keepScenario(db: Db, row: ScenarioVersionRow): Promise<void> {
  await db
    .insertInto('scenario_version')
    .values(row)
    .onConflict((conflict) => conflict.column('content_hash').doUpdateSet({ gone_at: null }))
    .execute();
}

/** Keeps a scenario that is never on offer: a dry run's. */
export async function keepAside(db: Db, row: ScenarioVersionRow): Promise<void> {
  await db
    .insertInto('scenario_version')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Versions that are on offer; what a newer one replaced or whose file went is kept for the drills that play it. */
export async function currentScenarios(db: Db): Promise<ScenarioVersionRow[]> {
  return db.selectFrom('scenario_version').selectAll().where('gone_at', 'is', null).orderBy('file').execute();
}

/** Ends versions on offer; resolves to how many of them still were. */
export async function endScenarios(db: Db, hashes: readonly string[], at: Instant): Promise<number> {
  if (hashes.length === 0) return 0;
  const { numUpdatedRows } = await db
    .updateTable('scenario_version')
    .set({ gone_at: at })
    .where('content_hash', 'in', hashes)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function scenarioByHash(db: Db, hash: string): Promise<ScenarioVersionRow | undefined> {
  return db.selectFrom('scenario_version').selectAll().where('content_hash', '=', hash).executeTakeFirst();
}

export async function insertDrill(db: Db, row: DrillRow): Promise<void> {
  await db.insertInto('drill').values(row).execute();
}

export async function drillOf(db: Db, incidentId: string): Promise<DrillRow | undefined> {
  return db.selectFrom('drill').selectAll().where('incident_id', '=', incidentId).executeTakeFirst();
}

/** The drills in which somebody takes or took part, the latest first. */
export async function drillsOf(db: Db, accountId: string): Promise<DrillRow[]> {
  return db
    .selectFrom('drill')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('owner_id', '=', accountId),
        eb.exists(
          eb
            .selectFrom('drill_person')
            .select('drill_person.number')
            .whereRef('drill_person.number', '=', 'drill.number')
            .where('drill_person.account_id', '=', accountId),
        ),
      ]),
    )
    .orderBy('started_at', 'desc')
    .limit(100)
    .execute();
}

/** Says that somebody has looked back at a drill; the first time counts. */
export async function lookedBack(db: Db, incidentId: string, at: Instant): Promise<void> {
  await db
    .updateTable('drill')
    .set({ debriefed_at: at })
    .where('incident_id', '=', incidentId)
    .where('debriefed_at', 'is', null)
    .execute();
}

export async function runningDrills(db: Db): Promise<DrillRow[]> {
  return db.selectFrom('drill').selectAll().where('ended_at', 'is', null).orderBy('number').execute();
}

export async function endDrill(db: Db, incidentId: string, at: Instant, why: string): Promise<void> {
  await db
    .updateTable('drill')
    .set({ ended_at: at, ended_why: why })
    .where('incident_id', '=', incidentId)
    .where('ended_at', 'is', null)
    .execute();
}

export async function note(db: Db, row: DrillNoteRow): Promise<void> {
  await db.insertInto('drill_note').values(row).execute();
}

export async function notesOf(db: Db, incidentId: string): Promise<DrillNoteRow[]> {
  return db
    .selectFrom('drill_note')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('noted_at')
    .orderBy('note_id')
    .execute();
}

/** Says for the first time how somebody rates themselves; a second time says nothing, as the evidence was seen by then. */
export async function rate(db: Db, row: DrillRatingRow): Promise<void> {
  await db
    .insertInto('drill_rating')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function ratingOf(
  db: Db,
  incidentId: string,
  accountId: string,
): Promise<DrillRatingRow | undefined> {
  return db
    .selectFrom('drill_rating')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

export async function ratingsOf(db: Db, incidentId: string): Promise<DrillRatingRow[]> {
  return db
    .selectFrom('drill_rating')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('rated_at')
    .execute();
}

/** What somebody said of themselves goes, and that it was deleted stays. */
export async function forgetRating(
  db: Db,
  incidentId: string,
  accountId: string,
  at: Instant,
): Promise<void> {
  await db
    .updateTable('drill_rating')
    .set({ ratings: '{}', deleted_at: at })
    .where('incident_id', '=', incidentId)
    .where('account_id', '=', accountId)
    .execute();
}

export async function addFinding(db: Db, row: DrillFindingRow): Promise<void> {
  await db.insertInto('drill_finding').values(row).execute();
}

export async function findingsOf(db: Db, incidentId: string): Promise<DrillFindingRow[]> {
  return db
    .selectFrom('drill_finding')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('written_at')
    .orderBy('finding_id')
    .execute();
}
