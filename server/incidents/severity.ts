/** Severity over time: how bad it is, and since when. */
import { canonicalJson } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import type { Severity } from './entry-fields.ts';
import { openIntervals } from './impact.ts';
import { severityOfPercent, SHIPPED, type Demand, type SeverityTable } from './severity-table.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Lines, State } from './state.ts';
import { promisesAfterSeverity } from './updates.ts';

export type SeveritySpell = {
  severity: Severity;
  from: Instant;
  /** Which test of the table applied. */
  test: string | undefined;
  reason: string | undefined;
  /** What it asked for, where that was not what the shipped table says. */
  demand: Demand | undefined;
  seq: number;
};

export const SEVERITY_LINES: Lines<'severity-set'> = {
  'severity-set': (state, entry) => {
    const { to, stage, test, reason, demand } = entry.body;
    const { occurredAt: from, seq } = entry;
    const spell: SeveritySpell = { severity: to, from, test, reason, demand, seq };
    const set: State = {
      ...state,
      severity: to,
      severities: [...state.severities, spell],
      finalSeverity: stage === 'final' ? to : state.finalSeverity,
    };
    return promisesAfterSeverity(stampFirst(set, 'severityAt', momentOf(entry)), entry.occurredAt);
  },
};

/** The severity at an instant: the last one set by then, in the order of recording. */
export function severityAt(state: State, instant: Instant): SeveritySpell | undefined {
  return state.severities.findLast(({ from }) => from <= instant);
}

/** The severity that open impact is by its percentage alone; none while no open impact has one. */
export function severityByImpact(
  state: State,
  table: SeverityTable,
): { severity: Severity; percent: number } | undefined {
  const percent = Math.max(0, ...openIntervals(state).map(({ steps }) => steps.at(-1)?.percent ?? 0));
  if (percent === 0) return undefined;
  const severity = severityOfPercent(table, percent);
  return severity && { severity, percent };
}

/** What an entry says of what a severity asks for: nothing when that is what the shipped table says. */
export function demandToTell(table: SeverityTable, severity: Severity): Demand | undefined {
  const { demand } = table[severity];
  return canonicalJson(demand) === canonicalJson(SHIPPED[severity].demand) ? undefined : demand;
}
