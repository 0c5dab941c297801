import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import { SEVERITIES, type Severity } from './entry-fields.ts';
import { SeverityRule, SHIPPED, type SeverityTable } from './severity-table.ts';

/** The table of this installation: what Muster comes with, and in its place what was changed here. */
export async function severityTable(db: Db): Promise<SeverityTable> {
  const rows = await db.selectFrom('severity_rule').select(['severity', 'rule']).execute();
  if (rows.length === 0) return SHIPPED;
  const changed = rows.map(({ severity, rule }) => [severity, SeverityRule.parse(JSON.parse(rule))]);
  return { ...SHIPPED, ...(Object.fromEntries(changed) as Partial<SeverityTable>) };
}

/** Which change of each severity is the newest; 0 for one that is as Muster comes with it. */
export async function severityRevs(db: Db): Promise<Record<Severity, number>> {
  const rows = await db.selectFrom('severity_rule').select(['severity', 'rev']).execute();
  const revs = SEVERITIES.map((severity) => [
    severity,
    rows.find((row) => row.severity === severity)?.rev ?? 0,
  ]);
  return Object.fromEntries(revs) as Record<Severity, number>;
}

/** Writes a changed severity; false when somebody else changed it first. */
export async function putSeverityRule(
  db: Db,
  severity: Severity,
  { rule, rev }: { rule: SeverityRule; rev: number },
  at: Instant,
): Promise<boolean> {
  const row = { rule: JSON.stringify(rule), rev: rev + 1, changed_at: at };
  if (rev === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('severity_rule')
      .values({ severity, ...row })
      .onConflict((conflict) => conflict.column('severity').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await db
    .updateTable('severity_rule')
    .set(row)
    .where('severity', '=', severity)
    .where('rev', '=', rev)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
