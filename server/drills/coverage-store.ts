import type { Instant } from '../core/clock.ts';
import { seenBy, type Reader } from '../incidents/seeing-actions.ts';
import type { Db } from '../store/open.ts';
import type { Used } from './coverage.ts';

/** When people last drilled each runbook, and when they last used it in incidents that the reader may see. */
export async function usesSeenBy(db: Db, reader: Reader): Promise<Used[]> {
  const real = await db
    .selectFrom('runbook_use')
    .innerJoin('incident', 'incident.incident_id', 'runbook_use.incident_id')
    .select(({ fn }) => [
      'runbook_use.runbook_id',
      'runbook_use.account_id',
      fn.max('runbook_use.used_at').as('at'),
    ])
    .where('runbook_use.kind', '=', 'incident')
    .where(seenBy(reader))
    .groupBy(['runbook_use.runbook_id', 'runbook_use.account_id'])
    .execute();
  const drilled = await db
    .selectFrom('runbook_use')
    .select(({ fn }) => ['runbook_id', 'account_id', fn.max('used_at').as('at')])
    .where('kind', '=', 'drill')
    .groupBy(['runbook_id', 'account_id'])
    .execute();
  const used = (kind: Used['kind'], rows: typeof drilled): Used[] =>
    rows.map(({ runbook_id: runbookId, account_id: accountId, at }) => ({ runbookId, accountId, kind, at }));
  return [...used('incident', real), ...used('drill', drilled)];
}

/** When a drill last ended in which every answered step of a runbook matched. */
export async function lastExercised(db: Db, runbookId: string): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('runbook_use')
    .select(({ fn }) => [fn.max('exercised_at').as('at')])
    .where('runbook_id', '=', runbookId)
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** When a drill of each scenario last came to its end. */
export async function lastPlayed(db: Db): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom('drill')
    .select(({ fn }) => ['scenario_id', fn.max('ended_at').as('at')])
    .where('ended_why', 'in', ['finished', 'time'])
    .groupBy('scenario_id')
    .execute();
  return new Map(rows.flatMap(({ scenario_id: id, at }) => (at === null ? [] : [[id, at] as const])));
}

/** Those who were reminded since then. */
export async function remindedSince(db: Db, since: Instant): Promise<Set<string>> {
  const rows = await db
    .selectFrom('practice_reminder')
    .select('account_id')
    .where('reminded_at', '>', since)
    .execute();
  return new Set(rows.map(({ account_id: id }) => id));
}

/** Writes that somebody is reminded now; false when another server did so since `since`. */
export async function claimReminder(
  db: Db,
  accountId: string,
  { since, now }: { since: Instant; now: Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('practice_reminder')
    .values({ account_id: accountId, reminded_at: now })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ reminded_at: now })
        .where('practice_reminder.reminded_at', '<=', since),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
