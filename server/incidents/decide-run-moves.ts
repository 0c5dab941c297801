/** Rules for moving a run to another version of its runbook. */
import { cut } from '../core/text.ts';
import { Refused } from '../core/refused.ts';
import { idOf, type Runbook, type Step } from '../runbooks/runbook.ts';
import { entry, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body, NewEntry } from './entry.ts';
import { mustSteer } from './may.ts';
import { currentStep, runOf, stepOf } from './run.ts';
import type { Run, StepRecord } from './run.ts';
import { followed, isStepDone, opening, stepFields } from './steps-ahead.ts';
import { inTurn } from './trial.ts';

/** A step that has another id in the other version, as a person confirmed it. */
export type Renamed = { from: string; to: string };

export type RunMoveCommands = {
  /** Steps of one id map by themselves; those that are not named and not in the new text stay as "no longer in it". */
  'move-run': { runId: number; contentHash: string; renamed: readonly Renamed[] };
};

export const RUN_MOVE_RULES: Rules<RunMoveCommands> = {
  'move-run': (state, { runId, contentHash, renamed }, context) => {
    mustSteer(state, context, 'move a run to another version');
    const { run, runbook: before } = followed(state, runId, context);
    if (run.contentHash === contentHash) return nothing('The run follows this version already.');
    const after = versionFor(run, contentHash, context);
    mustMap(run, before, after, renamed);
    const body = bodyOf(run, before, after, { contentHash, renamed });
    const entries = inTurn(
      state,
      () => [entry(context, 'run-version-moved', body)],
      (moved) => untickedBoxes(mustRun(moved, runId), before, after, { renamed, context }),
      (moved) =>
        goingOn(run, before, after, renamed, (id) => opening(followed(moved, runId, context), id, context)),
    );
    return { entries };
  },
};

function versionFor(run: Run, contentHash: string, context: Context): Runbook {
  const after = context.runbook(contentHash);
  if (!after) {
    throw new Refused(
      'no-such-runbook',
      'This version of the runbook is not known here. Load the page again.',
    );
  }
  if (idOf(after) === run.runbookId) return after;
  throw new Refused(
    'another-runbook',
    `"${after.title}" is another runbook. Attach it instead of moving to it.`,
  );
}

/** @throws Refused when a step is mapped that is not there, or two steps would become one */
function mustMap(run: Run, before: Runbook | undefined, after: Runbook, renamed: readonly Renamed[]): void {
  const old = new Set(
    [...(before?.steps ?? []), ...run.steps.map((one) => ({ id: one.stepId }))].map(({ id }) => id),
  );
  const taken = new Set<string>();
  for (const { from, to } of renamed) {
    if (!old.has(from)) throw wrongMap('no-such-step', `This run has no step "${from}".`);
    if (after.steps.some(({ id }) => id === from))
      throw wrongMap('not-renamed', `The step "${from}" is in the new version under the same name.`);
    if (!after.steps.some(({ id }) => id === to))
      throw wrongMap('no-such-step', `The new version has no step "${to}".`);
    if (taken.has(to) || taken.has(from) || old.has(to))
      throw wrongMap('two-in-one', `Two steps would become "${to}". Choose another step for one of them.`);
    taken.add(from).add(to);
  }
}

function wrongMap(code: string, sentence: string): Refused {
  return new Refused(code, sentence, { field: 'renamed' });
}

function bodyOf(
  run: Run,
  before: Runbook | undefined,
  after: Runbook,
  { contentHash, renamed }: { contentHash: string; renamed: readonly Renamed[] },
): Body<'run-version-moved'> {
  const titleIn = (runbook: Runbook | undefined, stepId: string) => {
    const title = runbook?.steps.find(({ id }) => id === stepId)?.title;
    return title && cut(title, 200);
  };
  return {
    runId: run.runId,
    fromHash: run.contentHash,
    toHash: contentHash,
    stepMap: renamed.map(({ from, to }) => ({
      from,
      to,
      fromTitle: titleIn(before, from),
      toTitle: titleIn(after, to),
    })),
    gone: goneSteps(run, before, after, renamed),
    title: cut(after.title, 200),
    style: after.metadata.style,
  };
}

/** Steps with a record that the new text does not have, with their names as they were. */
function goneSteps(
  run: Run,
  before: Runbook | undefined,
  after: Runbook,
  renamed: readonly Renamed[],
): NonNullable<Body<'run-version-moved'>['gone']> {
  const kept = new Set([...after.steps.map(({ id }) => id), ...renamed.map(({ from }) => from)]);
  return run.steps
    .filter(({ stepId }) => !kept.has(stepId))
    .map(({ stepId, gone }) => {
      const step = before?.steps.find(({ id }) => id === stepId);
      const title = step?.title ?? gone?.title;
      return { stepId, title: title && cut(title, 200), number: step?.number?.slice(0, 20) ?? gone?.number };
    });
}

function mustRun(state: Parameters<typeof runOf>[0], runId: number): Run {
  const run = runOf(state, runId);
  if (!run) throw new Refused('no-such-run', 'There is no such run in this incident.');
  return run;
}

/** A box is known by its number. Where another text stands beside that number, nobody has ticked it yet. */
function untickedBoxes(
  run: Run,
  before: Runbook | undefined,
  after: Runbook,
  { renamed, context }: { renamed: readonly Renamed[]; context: Context },
): NewEntry[] {
  return run.steps.flatMap((record) => {
    const step = after.steps.find(({ id }) => id === record.stepId);
    const oldId = renamed.find(({ to }) => to === record.stepId)?.from ?? record.stepId;
    const old = before?.steps.find(({ id }) => id === oldId);
    if (!step || !old) return [];
    return tickedIds(record).flatMap((checkId) => {
      const text = old.checks.find(({ id }) => id === checkId)?.text;
      if (text === step.checks.find(({ id }) => id === checkId)?.text) return [];
      const fields = stepFields(run, record.stepId, step);
      return [
        entry(context, 'check-changed', { ...fields, checkId, on: false, text: text && cut(text, 200) }),
      ];
    });
  });
}

function tickedIds({ checks }: StepRecord): string[] {
  return Object.entries(checks).flatMap(([id, { on }]) => (on ? [id] : []));
}

/** When the step at which the run stood is no longer there, the next one that is not done opens. */
function goingOn(
  run: Run,
  before: Runbook | undefined,
  after: Runbook,
  renamed: readonly Renamed[],
  open: (stepId: string) => NewEntry[],
): NewEntry[] {
  const current = currentStep(run)?.stepId;
  if (current === undefined) return [];
  const today = (id: string) => renamed.find(({ from }) => from === id)?.to ?? id;
  const isThere = (id: string) => after.steps.some((step) => step.id === id);
  if (isThere(today(current))) return [];
  const oldId = (id: string) => renamed.find(({ to }) => to === id)?.from ?? id;
  const isOpen = ({ id }: Step) => !isStepDone(run, oldId(id));
  const later = following(before, current).map(today).filter(isThere);
  const next = after.steps.filter(({ id }) => later.includes(id)).find(isOpen) ?? after.steps.find(isOpen);
  return next === undefined || isStillOpen(run, oldId(next.id)) ? [] : open(next.id);
}

function following(before: Runbook | undefined, stepId: string): string[] {
  const ids = (before?.steps ?? []).map(({ id }) => id);
  return ids.slice(ids.indexOf(stepId) + 1);
}

/** What was open beside the current step becomes current by itself. */
function isStillOpen(run: Run, stepId: string): boolean {
  return stepOf(run, stepId)?.state === 'open';
}
