/** Which step comes next, and the entries that open one. */
import { cut } from '../core/text.ts';
import { plusSeconds } from '../core/time.ts';
import { Refused } from '../core/refused.ts';
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { entry } from './act.ts';
import type { Context } from './act.ts';
import type { NewEntry } from './entry.ts';
import { currentStep, runOf, stepOf } from './run.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { isDone } from './steps.ts';

/** A run with the text that it pins, which is unknown when the version is not in this installation. */
export type Followed = { run: Run; runbook: Runbook | undefined };

/** The run with a number. @throws Refused when there is none or it was detached */
export function followed(state: State, runId: number, context: Context): Followed {
  const run = runOf(state, runId);
  if (!run) throw new Refused('no-such-run', 'There is no such run in this incident.');
  if (run.detached)
    throw new Refused('detached', `"${run.title}" was taken off this incident. Attach it again to go on.`);
  return { run, runbook: context.runbook(run.contentHash) };
}

/** A step of the run's text; undefined only when the text is not known. @throws Refused when it has no such step */
export function stepIn({ run, runbook }: Followed, stepId: string): Step | undefined {
  const step = runbook?.steps.find(({ id }) => id === stepId);
  if (runbook && !step)
    throw new Refused('no-such-step', `"${run.title}" has no such step. Look at the page again.`);
  return step;
}

/** The fields by which an entry names its step. */
export function stepFields(
  run: Run,
  stepId: string,
  step: Step | undefined,
): { runId: number; stepId: string; title: string | undefined; number: string | undefined } {
  return {
    runId: run.runId,
    stepId,
    title: step && cut(step.title, 200),
    number: step?.number?.slice(0, 20),
  };
}

/** Opens a step, with its limit from now on; nothing when it is the current one already. */
export function opening(
  { run, runbook }: Followed,
  stepId: string,
  context: Context,
  cameFrom?: string,
): NewEntry[] {
  if (currentStep(run)?.stepId === stepId) return [];
  const step = runbook?.steps.find(({ id }) => id === stepId);
  const limitAt = step?.limitSeconds === undefined ? undefined : plusSeconds(context.now, step.limitSeconds);
  const body = { ...stepFields(run, stepId, step), cameFrom, limitAt, phase: step?.phase };
  return [entry(context, 'step-opened', body)];
}

/** The step that follows in the order of the file and is not done; undefined at the end. */
export function following({ run, runbook }: Followed, stepId: string): Step | undefined {
  const steps = runbook?.steps ?? [];
  const index = steps.findIndex(({ id }) => id === stepId);
  return steps.slice(index + 1).find(({ id }) => !isStepDone(run, id));
}

export function isStepDone(run: Run, stepId: string): boolean {
  const record = stepOf(run, stepId);
  return record !== undefined && isDone(record);
}

/**
 * What stands in the way of opening a step in order: the first step that is not done between where the run stands and
 * that step. Going back is free; so is a step that was open before.
 */
export function openBefore({ run, runbook }: Followed, stepId: string): Step | undefined {
  const steps = runbook?.steps ?? [];
  const index = steps.findIndex(({ id }) => id === stepId);
  if ((stepOf(run, stepId)?.openedSeq ?? 0) > 0) return undefined;
  const standing = currentStep(run) ?? run.steps.toSorted((a, b) => b.openedSeq - a.openedSeq)[0];
  const from = steps.findIndex(({ id }) => id === standing?.stepId);
  return steps.slice(Math.max(0, from), Math.max(0, index)).find(({ id }) => !isStepDone(run, id));
}
