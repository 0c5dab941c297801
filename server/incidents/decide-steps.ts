/** Rules for working through steps: opening, answering, skipping, holding, reopening. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { targetText } from '../runbooks/runbook.ts';
import type { Step } from '../runbooks/runbook.ts';
import { beforeYou, entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import { besideFirst, besideMove, doneWords, recorded } from './answers.ts';
import type { Named, Seen } from './answers.ts';
import type { Rules } from './command.ts';
import { goRole, hasGo, needsGo } from './going.ts';
import { mustAct, maySteer, mustOperate, mustSteer } from './may.ts';
import type { Body, NewEntry } from './entry.ts';
import { currentStep, stepOf } from './run.ts';
import type { StepRecord } from './run.ts';
import type { State } from './state.ts';
import { followed, following, isStepDone, openBefore, opening, stepFields, stepIn } from './steps-ahead.ts';
import type { Followed } from './steps-ahead.ts';
import { inTurn } from './trial.ts';

export type StepCommands = {
  'open-step': Named;
  'answer-step': Seen;
  'skip-step': Named & { reason: string };
  'hold-step': Named & { reason: string; until?: Instant | undefined };
  'resume-step': Named;
  'reopen-step': Named & { reason?: string | undefined };
  'undo-step': Named & { outcome: Body<'step-undone'>['outcome']; note?: string | undefined };
};

export const STEP_RULES: Rules<StepCommands> = {
  'open-step': (state, { runId, stepId }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    stepIn(at, stepId);
    if (currentStep(at.run)?.stepId === stepId) return nothing('This is the current step already.');
    mustBeInOrder(state, at, stepId, context);
    return { entries: opening(at, stepId, context) };
  },
  'answer-step': (state, command, context) => {
    mustAct(context);
    const at = followed(state, command.runId, context);
    if (isMovedAway(at, command.stepId)) return besideMove(command, at.run, context);
    const step = stepIn(at, command.stepId);
    mustSay(command.observed, 'observed', 'Say what you saw: the value or the state, not "checked".');
    const record = stepOf(at.run, command.stepId);
    if (record && isStepDone(at.run, command.stepId))
      return besideFirst(at.run, record, command, step, context);
    mustHaveGo(step, record, context);
    const fitsNone = command.branch === 'none' || undefined;
    const branch = command.branch === 'none' ? undefined : chosenBranch(step, command.branch);
    const fields = stepFields(at.run, command.stepId, step);
    const { observed, matched, note } = command;
    const entries = inTurn(
      state,
      () => recorded(at.run, command, command.values, context),
      () => openedFirst(state, at, command.stepId, context),
      () => [
        entry(context, 'step-answered', { ...fields, observed, matched, branch, fitsNone, note }, command.at),
      ],
      (answered) =>
        next(
          followed(answered, command.runId, context),
          command.stepId,
          fitsNone ? 'none' : branch?.target,
          context,
        ),
    );
    return { entries };
  },
  'skip-step': (state, { runId, stepId, reason, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (needsGo(step)) mustSteer(state, context, 'leave out a dangerous step');
    const record = stepOf(at.run, stepId);
    if (record && isStepDone(at.run, stepId)) return nothing(doneWords(record, context));
    mustSay(reason, 'reason', 'Say why it is left out: a skip needs a reason.');
    const entries = inTurn(
      state,
      () => [entry(context, 'step-skipped', { ...stepFields(at.run, stepId, step), reason }, when)],
      (skipped) => next(followed(skipped, runId, context), stepId, undefined, context),
    );
    return { entries };
  },
  'hold-step': (state, { runId, stepId, reason, until, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    const record = openRecord(at, stepId, context);
    if (record.held)
      return nothing(`${record.held.by.name} set it on hold ${beforeYou(record.held.at, context)}.`);
    mustSay(reason, 'reason', 'Say what it waits for.');
    return {
      entries: [entry(context, 'step-held', { ...stepFields(at.run, stepId, step), reason, until }, when)],
    };
  },
  'resume-step': (state, { runId, stepId, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (!stepOf(at.run, stepId)?.held) return nothing('It is not on hold.');
    return { entries: [entry(context, 'step-resumed', stepFields(at.run, stepId, step), when)] };
  },
  'reopen-step': (state, { runId, stepId, reason, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (!isStepDone(at.run, stepId)) return nothing('It is not done, so there is nothing to open again.');
    return {
      entries: [entry(context, 'step-reopened', { ...stepFields(at.run, stepId, step), reason }, when)],
    };
  },
  'undo-step': (state, { runId, stepId, outcome, note, at: when }, context) => {
    mustOperate(state, context, 'carry out an undo');
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    const record = stepOf(at.run, stepId);
    if (!record?.touched)
      throw new Refused('nothing-to-undo', 'Nobody has done this step, so there is nothing to undo.');
    if (record.undone?.outcome === outcome) return nothing(`${record.undone.by.name} recorded that already.`);
    return {
      entries: [entry(context, 'step-undone', { ...stepFields(at.run, stepId, step), outcome, note }, when)],
    };
  },
};

/** Steps keep their order up to the gate of their phase; the commander may open any. */
function mustBeInOrder(state: State, at: Followed, stepId: string, context: Context): void {
  const before = openBefore(at, stepId);
  if (!before || maySteer(state, context)) return;
  throw new Refused(
    'out-of-order',
    `"${before.title}" comes first: answer it, or skip it with a reason. The commander can open any step.`,
  );
}

/** A step that was answered before anybody opened it is opened in the same append, if its turn has come. */
function openedFirst(state: State, at: Followed, stepId: string, context: Context): NewEntry[] {
  if (stepOf(at.run, stepId)?.state === 'open') return [];
  if (at.runbook?.metadata.style !== 'do-confirm') mustBeInOrder(state, at, stepId, context);
  return opening(at, stepId, context);
}

/** @throws Refused while a dangerous step has no go that counts for the person who acts. */
export function mustHaveGo(step: Step | undefined, record: StepRecord | undefined, context: Context): void {
  if (!needsGo(step) || hasGo(record, context.actor.id)) return;
  throw new Refused(
    'needs-go',
    `This step is dangerous: ${goRole(step)} says go first. Ask for it; if nobody else can, you say it alone.`,
  );
}

/** The branch in the form in which it is recorded. @throws Refused when one must be chosen, or there is no such one */
function chosenBranch(
  step: Step | undefined,
  chosen: { index: number; target: number } | undefined,
): { index: number; target: string } | undefined {
  if (!step) return undefined;
  const leading = step.branches.filter(({ targets }) => targets.length > 0);
  if (!chosen) {
    if (leading.length === 0) return undefined;
    throw new Refused('missing', 'Choose where this leads, or say that none of these fits.', {
      field: 'branch',
    });
  }
  const target = step.branches.find(({ index }) => index === chosen.index)?.targets[chosen.target];
  if (!target)
    throw new Refused('no-such-branch', 'This step has no such branch. Look at it again.', {
      field: 'branch',
    });
  return { index: chosen.index, target: targetText(target) };
}

/** What opens after a step: the step that the branch names, or without a branch the next one in order. */
function next(at: Followed, stepId: string, target: string | undefined, context: Context): NewEntry[] {
  if (target === undefined) {
    const step = following(at, stepId);
    return step ? opening(at, step.id, context, stepId) : [];
  }
  // Everything but a step is offered on the page and done by a person.
  return target.startsWith('step:') ? opening(at, target.slice('step:'.length), context, stepId) : [];
}

/** Whether the step was in a version that the run followed before, and is not in this one. */
function isMovedAway({ run, runbook }: Followed, stepId: string): boolean {
  if (!runbook || runbook.steps.some(({ id }) => id === stepId)) return false;
  const wasCalled = run.moves.some(({ stepMap }) => stepMap.some(({ from }) => from === stepId));
  return wasCalled || stepOf(run, stepId)?.gone !== undefined;
}

function openRecord(at: Followed, stepId: string, context: Context): StepRecord {
  const record = stepOf(at.run, stepId);
  if (record?.state === 'open') return record;
  throw new Refused(
    'not-open',
    record && isStepDone(at.run, stepId) ? doneWords(record, context) : 'Open this step first.',
  );
}
