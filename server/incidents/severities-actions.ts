import { audit } from '../audit/actions.ts';
import type { By } from '../audit/by.ts';
import type { Changes } from '../audit/deed.ts';
import { sentenceList } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import { Refused } from '../core/refused.ts';
import { inTransaction } from '../store/transaction.ts';
import { AUDIENCES, type Severity } from './entry-fields.ts';
import type { IncidentKit } from './room-actions.ts';
import { SHIPPED, type SeverityRule } from './severity-table.ts';
import { putSeverityRule, severityTable, type SeverityLine } from './severities-store.ts';

export { severityLines, severityTable } from './severities-store.ts';

/**
 * Changes what makes a severity and what it asks for. It counts for severities that are set from then on.
 *
 * @param wanted.rev the one that the form showed
 * @throws Refused when somebody else changed it in the meantime
 */
export async function changeSeverity(
  kit: Pick<IncidentKit, 'db' | 'clock' | 'ids'>,
  severity: Severity,
  wanted: SeverityLine,
  by: By,
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const before = (await severityTable(db))[severity];
    if (!(await putSeverityRule(db, severity, wanted, kit.clock.now()))) {
      throw new Refused(
        'stale',
        `Somebody changed ${severity} since you opened this page, and nothing was saved. What you typed stands below: send it again to put it in the place of theirs.`,
      );
    }
    const subject = { type: 'setting', id: `severity.${severity}`, name: severity } as const;
    const details = { changes: changesOf(before, wanted.rule) };
    await audit({ ...kit, db }, by, { kind: 'setting-changed', subject, details });
  });
}

/** Gives a severity back what Muster comes with; that is a change as any other. */
export async function shipSeverity(
  kit: Pick<IncidentKit, 'db' | 'clock' | 'ids'>,
  severity: Severity,
  rev: number,
  by: By,
): Promise<void> {
  await changeSeverity(kit, severity, { rule: SHIPPED[severity], rev }, by);
}

function changesOf(before: SeverityRule, after: SeverityRule): Changes {
  const [was, is] = [told(before), told(after)];
  const changed = Object.keys(is).filter((name) => was[name] !== is[name]);
  return Object.fromEntries(changed.map((name) => [name, { from: was[name] ?? null, to: is[name] ?? null }]));
}

/** A rule as the audit log tells it: each part by the name that people read. */
function told({ tests, percentAtLeast, demand }: SeverityRule): Record<string, string | undefined> {
  const time = (seconds: number | undefined) => (seconds === undefined ? undefined : durationText(seconds));
  return {
    tests: tests.map(({ words }) => words).join('; '),
    'share of users': percentAtLeast === undefined ? undefined : `${String(percentAtLeast)} %`,
    roles: sentenceList(demand.roles),
    'first public update': time(demand.firstPublic),
    ...Object.fromEntries(
      AUDIENCES.map((audience) => [`updates (${audience})`, time(demand.updateEvery[audience])]),
    ),
    watch: time(demand.watch),
    review: demand.review ? 'required' : 'not required',
  };
}
