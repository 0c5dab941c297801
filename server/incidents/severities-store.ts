import type { Instant } from '../core/clock.ts';
import type { Db } from '../store/open.ts';
import { SEVERITIES, type Severity } from './entry-fields.ts';
import { SeverityRule, SHIPPED, type SeverityTable } from './severity-table.ts';

/** A line of the table, and which change of it is the newest; 0 for one that is as Muster comes with it. */
export type SeverityLine = { rule: SeverityRule; rev: number };

/** The lines of this installation: what Muster comes with, and in its place what was changed here. */
export async function severityLines(db: Db): Promise<Readonly<Record<Severity, SeverityLine>>> {
  const rows = await db.selectFrom('severity_rule').select(['severity', 'rule', 'rev']).execute();
  const lines = SEVERITIES.map((severity): [Severity, SeverityLine] => {
    const row = rows.find((one) => one.severity === severity);
    if (row === undefined) return [severity, { rule: SHIPPED[severity], rev: 0 }];
    return [severity, { rule: SeverityRule.parse(JSON.parse(row.rule)), rev: row.rev }];
  });
  return Object.fromEntries(lines) as Record<Severity, SeverityLine>;
}

/** The same without the changes, for whoever decides by it. */
export async function severityTable(db: Db): Promise<SeverityTable> {
  const lines = Object.entries(await severityLines(db));
  return Object.fromEntries(lines.map(([severity, { rule }]) => [severity, rule])) as SeverityTable;
}

/** Writes a changed severity; false when somebody else changed it first. */
export async function putSeverityRule(
  db: Db,
  severity: Severity,
  { rule, rev }: SeverityLine,
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
