/** Versions of a scenario, and who has read one. */
import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import type { ScenarioVersionRow } from '../store/schema.ts';

/** The version whose hash begins so; old ones as well. */
export async function versionBeginning(db: Db, slug: string): Promise<ScenarioVersionRow | undefined> {
  if (!/^[0-9a-f]{10}$/.test(slug)) return undefined;
  return db
    .selectFrom('scenario_version')
    .selectAll()
    .where('content_hash', 'like', `${slug}%`)
    .orderBy('content_hash')
    .limit(1)
    .executeTakeFirst();
}

/** All versions of a scenario, the latest first. */
export async function versionsOf(db: Db, scenarioId: string): Promise<ScenarioVersionRow[]> {
  return db
    .selectFrom('scenario_version')
    .selectAll()
    .where('scenario_id', '=', scenarioId)
    .orderBy('created_at', 'desc')
    .orderBy('content_hash')
    .limit(100)
    .execute();
}

/** Says that somebody has read it; the first time counts. */
export async function hasRead(db: Db, scenarioId: string, accountId: string, at: Instant): Promise<void> {
  await db
    .insertInto('scenario_reading')
    .values({ scenario_id: scenarioId, account_id: accountId, read_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those who had read it, or had agreed to lead it, when a drill of it began. */
export async function readersBefore(db: Db, scenarioId: string, at: Instant): Promise<Set<string>> {
  const read = await db
    .selectFrom('scenario_reading')
    .select('account_id')
    .where('scenario_id', '=', scenarioId)
    .where('read_at', '<=', at)
    .execute();
  const led = await db
    .selectFrom('drill_plan')
    .innerJoin('scenario_version', 'scenario_version.content_hash', 'drill_plan.content_hash')
    .select('drill_plan.facilitator_id')
    .where('scenario_version.scenario_id', '=', scenarioId)
    .where('drill_plan.planned_at', '<=', at)
    .execute();
  return new Set([...read.map(({ account_id: id }) => id), ...led.map(({ facilitator_id: id }) => id)]);
}

/** The number of a drill of this scenario that runs and in which somebody practises or watches. */
export async function practisedNow(
  db: Db,
  scenarioId: string,
  accountId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('drill')
    .select('drill.number')
    .where('drill.scenario_id', '=', scenarioId)
    .where('drill.ended_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('drill.owner_id', '=', accountId), eb('drill.kind', '=', 'solo')]),
        eb.exists(
          eb
            .selectFrom('drill_person')
            .select('drill_person.number')
            .whereRef('drill_person.number', '=', 'drill.number')
            .where('drill_person.account_id', '=', accountId),
        ),
      ]),
    )
    .executeTakeFirst();
  return row?.number;
}
