/** Severity over time: how bad it is, and since when. */
import type { Instant } from '../core/clock.ts';
import type { Severity } from './entry-fields.ts';
import { openIntervals } from './impact.ts';
import { SEVERITY_TESTS } from './severity-table.ts';
import type { SeverityTest } from './severity-table.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Lines, State } from './state.ts';
import { promisesAfterSeverity } from './updates.ts';

export type SeveritySpell = {
  severity: Severity;
  from: Instant;
  /** Which test of the table applied. */
  test: string | undefined;
  reason: string | undefined;
  seq: number;
};

export const SEVERITY_LINES: Lines<'severity-set'> = {
  'severity-set': (state, entry) => {
    const { to, stage, test, reason } = entry.body;
    const spell: SeveritySpell = { severity: to, from: entry.occurredAt, test, reason, seq: entry.seq };
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
export function severityAt(state: State, instant: Instant): Severity | undefined {
  return state.severities.findLast(({ from }) => from <= instant)?.severity;
}

/** The test of the table that open impact meets by its percentage alone, the worst one first. */
export function testMetByImpact(state: State): { test: SeverityTest; percent: number } | undefined {
  const percents = openIntervals(state).map(({ steps }) => steps.at(-1)?.percent ?? 0);
  const percent = Math.max(0, ...percents);
  const test = SEVERITY_TESTS.find(
    ({ percentAtLeast }) => percentAtLeast !== undefined && percent >= percentAtLeast,
  );
  return test && { test, percent };
}
