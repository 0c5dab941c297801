/** What the severity of an incident asks of the room: what its table said when the severity was set. */
import type { Severity } from './entry-fields.ts';
import { SHIPPED, type Demand } from './severity-table.ts';
import type { SeveritySpell } from './severity.ts';
import type { State } from './state.ts';

/** What the severity asks for now; undefined while it has none. */
export function demandOf(state: State): Demand | undefined {
  return state.severity === undefined ? undefined : demandOfSeverity(state, state.severity);
}

/** What a severity asked for when this incident had it last. */
export function demandOfSeverity({ severities }: State, severity: Severity): Demand {
  const spell = severities.findLast((one) => one.severity === severity);
  return spell === undefined ? SHIPPED[severity].demand : demandOfSpell(spell);
}

export function demandOfSpell({ severity, demand }: SeveritySpell): Demand {
  return demand ?? SHIPPED[severity].demand;
}
