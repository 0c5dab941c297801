/** A run that goes on with another version of its runbook: what was done keeps its place under the new text. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Actor } from './entry-fields.ts';
import type { Body } from './entry.ts';
import { runOf, withRun } from './run.ts';
import type { Run, StepRecord } from './run.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';

/** One move. The names of steps are those of the entry: same ids map by themselves. */
export type Move = Pick<Body<'run-version-moved'>, 'fromHash' | 'toHash' | 'stepMap'> & {
  by: Actor;
  at: Instant;
  seq: number;
};

export const RUN_MOVE_LINES: Lines<'run-version-moved'> = {
  'run-version-moved': (state, entry) => {
    const { runId, fromHash, toHash, stepMap, gone = [], title, style } = entry.body;
    const run = runOf(state, runId);
    if (!run || run.detached) return loose(state, entry);
    const renamed = renamer(stepMap);
    const move = { fromHash, toHash, stepMap, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    const moved: Run = {
      ...run,
      title: title ?? run.title,
      style,
      contentHash: toHash,
      moves: [...run.moves, move],
      steps: run.steps.map((step) => recordMoved(step, renamed, gone)),
      values: Object.fromEntries(
        Object.entries(run.values).map(([name, value]) => [
          name,
          { ...value, stepId: value.stepId && renamed(value.stepId) },
        ]),
      ),
      leadsTo: run.leadsTo && { ...run.leadsTo, stepId: renamed(run.leadsTo.stepId) },
    };
    return withRefsMoved(withRun(state, moved), runId, renamed);
  },
};

type Renamer = (stepId: string) => string;

function renamer(stepMap: readonly { from: string; to: string }[]): Renamer {
  const names = new Map(stepMap.map(({ from, to }) => [from, to]));
  return (stepId) => names.get(stepId) ?? stepId;
}

/**
 * A step that is no longer in the text waits for nobody. A go was said to the old words, so it holds no more; what was
 * seen stands.
 */
function recordMoved(
  step: StepRecord,
  renamed: Renamer,
  gone: NonNullable<Body<'run-version-moved'>['gone']>,
): StepRecord {
  const vanished = gone.find(({ stepId }) => stepId === step.stepId);
  const moved: StepRecord = {
    ...step,
    stepId: renamed(step.stepId),
    cameFrom: step.cameFrom && renamed(step.cameFrom),
    answers: step.answers.map((answer) => ({
      ...answer,
      branch: answer.branch && { ...answer.branch, target: targetMoved(answer.branch.target, renamed) },
    })),
    goes: step.state === 'open' ? [] : step.goes,
    gone: vanished && { title: vanished.title ?? step.stepId, number: vanished.number },
  };
  if (!vanished || step.state !== 'open') return moved;
  return { ...moved, state: 'to-do', held: undefined, limitAt: undefined, limitSeconds: undefined };
}

function targetMoved(target: string, renamed: Renamer): string {
  return target.startsWith('step:') ? `step:${renamed(target.slice('step:'.length))}` : target;
}

/** A change that was made in a step is put back by its undo under whatever name, and notes stand beside it. */
function withRefsMoved(state: State, runId: number, renamed: Renamer): State {
  const changes = replaced(
    state.changes,
    ({ stepRef }) => stepRef?.runId === runId,
    (one) => ({
      ...one,
      stepRef: one.stepRef && { ...one.stepRef, stepId: renamed(one.stepRef.stepId) },
    }),
  );
  const notes = replaced(
    state.notes,
    ({ about }) => about?.runId === runId,
    (one) => ({ ...one, about: one.about && { ...one.about, stepId: renamed(one.about.stepId) } }),
  );
  return { ...state, changes, notes };
}
