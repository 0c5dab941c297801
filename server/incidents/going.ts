/** The go for a dangerous step: who must say it, and when somebody alone may say it to themselves. */
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { ROLES } from './entry-fields.ts';
import type { Role } from './entry-fields.ts';
import { holderOf, isAlone, isSingle } from './roles.ts';
import type { Go, Run, StepRecord } from './run.ts';
import type { State } from './state.ts';

/** Whether a step needs somebody's go before it is carried out. */
export function needsGo(step: Step | undefined): boolean {
  return step !== undefined && (step.danger === 'high' || step.confirm !== undefined);
}

/** The role that says go: the one the runbook names, else the commander. */
export function goRole(step: Step | undefined): Role {
  const named = step?.confirm?.trim().toLowerCase();
  return ROLES.find((role) => role === named && isSingle(role)) ?? 'commander';
}

/** The step of a run that is open, dangerous, and without a go by somebody else. */
export function currentGo(
  run: Run,
  { steps }: Pick<Runbook, 'steps'>,
): { runId: number; stepId: string; title: string; role: Role } | undefined {
  // Several may be open: a harmless one before it must not hide the one that waits.
  const open = new Set(
    run.steps.flatMap(({ state, goes, stepId }) => (state === 'open' && goes.length === 0 ? [stepId] : [])),
  );
  const step = steps.find((one) => open.has(one.id) && needsGo(one));
  if (step === undefined) return undefined;
  return { runId: run.runId, stepId: step.id, title: step.title, role: goRole(step) };
}

/** Whether a go counts for the person who acts: another's always, one's own only when it was said to be alone. */
export function isGoFor(go: Go, personId: string): boolean {
  return go.alone ? go.by.id === personId : go.by.id !== personId;
}

export function hasGo(record: StepRecord | undefined, personId: string): boolean {
  return record?.goes.some((go) => isGoFor(go, personId)) ?? false;
}

/**
 * Who can be asked for the go besides the person acting; undefined when nobody can: the role is vacant or their own,
 * or nobody else is in the incident.
 */
export function whoCanGo(state: State, role: Role, acting: string): { id: string; name: string } | undefined {
  const holder = holderOf(state, role);
  return !holder || holder.id === acting || isAlone(state, acting) ? undefined : holder;
}
