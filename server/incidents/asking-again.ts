/** Whom it concerns when what was over is not: whoever had it is asked before anybody else. */
import { entry } from './act.ts';
import type { Context } from './act.ts';
import type { NewEntry } from './entry.ts';
import { openEscalations } from './escalation-requests.ts';
import { holderOf } from './roles.ts';
import type { State } from './state.ts';

type Named = { id: string; name: string };

/** Whoever led it last, else whoever accepted last. */
export function lastOwner(state: State): Named | undefined {
  const led = state.tenures.findLast(({ role }) => role === 'commander');
  if (led !== undefined) return { id: led.personId, name: led.name };
  const taken = state.escalations.findLast(({ accepted }) => accepted !== undefined)?.accepted;
  return taken && { id: taken.personId, name: taken.name };
}

/**
 * The request that asks the last owner, and then by the policy that the incident had from its first level on. None while
 * one is open, and none when it is the owner who acts.
 * @param policy of its service, where nobody was asked by a policy before
 */
export function askedAgain(state: State, reason: string, context: Context, policy?: Named): NewEntry[] {
  const owner = lastOwner(state);
  if (owner?.id === context.actor.id || openEscalations(state).some(({ by }) => by === 'rule')) return [];
  const before = state.escalations.findLast(({ policyId }) => policyId !== 'person');
  const chosen = before === undefined ? policy : { id: before.policyId, name: before.policyName };
  if (chosen === undefined && owner === undefined) return [];
  return [
    entry(context, 'escalation-requested', {
      escalationId: context.ids.next(),
      ...(chosen === undefined
        ? { policyId: 'person', to: owner?.id, toName: owner?.name }
        : {
            policyId: chosen.id,
            policyName: chosen.name,
            firstTo: owner?.id,
            firstToName: owner?.name,
          }),
      reason,
      by: 'rule',
      role: holderOf(state, 'commander') === undefined ? 'commander' : undefined,
      severity: state.severity,
    }),
  ];
}
