/** A severity that rises asks for more roles: those that nobody holds are asked for, each by a request of its own. */
import { bySystem, entry, type Context } from './act.ts';
import { demandOf } from './demands.ts';
import type { NewEntry } from './entry.ts';
import { openEscalations } from './escalation-requests.ts';
import { holderOf, isSingle } from './roles.ts';
import { isHigher } from './severity-table.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';

/**
 * The policy is that by which somebody was asked before; an incident that asked nobody goes on asking nobody. Whoever
 * owns something already stays its owner.
 */
export function rolesAsked(before: State, after: State, context: Context): NewEntry[] {
  const { severity } = after;
  const policy = after.escalations.findLast(({ policyId }) => policyId !== 'person');
  if (policy === undefined || severity === undefined || !isLive(after.status) || after.kind === 'drill')
    return [];
  if (before.severity === undefined || !isHigher(severity, before.severity)) return [];
  const known = demandOf(before)?.roles ?? [];
  const missing = (demandOf(after)?.roles ?? []).filter(
    (role) =>
      isSingle(role) &&
      !known.includes(role) &&
      holderOf(after, role) === undefined &&
      !openEscalations(after).some((open) => open.role === role),
  );
  return missing.map((role) =>
    entry(bySystem(context), 'escalation-requested', {
      escalationId: context.ids.next(),
      policyId: policy.policyId,
      policyName: policy.policyName,
      reason: `${severity} needs somebody for ${role}`,
      by: 'rule',
      role,
      severity,
    }),
  );
}
