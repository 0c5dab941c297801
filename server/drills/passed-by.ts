import type { Run } from '../incidents/run.ts';
import type { Runbook } from '../runbooks/runbook.ts';

/** Steps that lie behind the furthest one that was reached, and that nobody opened or skipped: a way led around them. */
export function passedBy(run: Pick<Run, 'steps'>, runbook: Pick<Runbook, 'steps'> | undefined): number {
  const reached = new Set(run.steps.flatMap(({ stepId, state }) => (state === 'to-do' ? [] : [stepId])));
  const all = runbook?.steps ?? [];
  const furthest = all.findLastIndex(({ id }) => reached.has(id));
  return all.slice(0, Math.max(0, furthest)).filter(({ id }) => !reached.has(id)).length;
}
