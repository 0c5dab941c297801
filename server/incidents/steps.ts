/** Steps: how the record of one step of a run grows. */
import { replaced } from '../core/lists.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import { runOf, stepOf, withRun } from './run.ts';
import type { Run, StepRecord } from './run.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

type StepKind =
  | 'step-opened'
  | 'step-claimed'
  | 'step-confirmed'
  | 'command-copied'
  | 'check-changed'
  | 'step-answered'
  | 'step-held'
  | 'step-resumed'
  | 'step-skipped'
  | 'step-limit-passed'
  | 'step-undone'
  | 'step-reopened';

export const STEP_LINES: Lines<StepKind> = {
  // A step that is gone through once more begins with empty boxes and without an owner.
  'step-opened': (state, entry) => {
    const { cameFrom, limitAt, phase } = entry.body;
    return change(state, entry, (step, run) => ({
      step: {
        ...opened(isDone(step) ? { ...step, owner: undefined, checks: {} } : step, entry),
        cameFrom,
        limitAt,
        limitSeconds: limitAt === undefined ? undefined : secondsBetween(entry.occurredAt, limitAt),
      },
      run: { ...run, phase: phase ?? run.phase, leadsTo: undefined },
    }));
  },
  'step-claimed': (state, entry) => {
    const { personId, personName = entry.actor.name } = entry.body;
    const owner = { personId, name: personName, at: entry.occurredAt, seq: entry.seq };
    return touch(state, entry, (step) => ({ ...step, owner }));
  },
  'step-confirmed': (state, entry) => {
    const { role, alone, reason } = entry.body;
    const go = { role, alone, reason, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return touch(state, entry, (step) => ({ ...step, goes: [...step.goes, go] }));
  },
  'command-copied': (state, entry) => touch(state, entry, (step) => step),
  'check-changed': (state, entry) => {
    const check = { on: entry.body.on, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return touch(state, entry, (step) => ({
      ...step,
      checks: { ...step.checks, [entry.body.checkId]: check },
    }));
  },
  'step-answered': (state, entry) => {
    const { observed, matched, branch, fitsNone = false, note } = entry.body;
    const said = { by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    const answer = { observed, matched, branch, fitsNone, note, ...said };
    return change(state, entry, (step, run) => {
      if (step.state !== 'open') return undefined;
      const target = fitsNone ? 'none' : branch?.target;
      const leads = target !== undefined && !target.startsWith('step:');
      const leadsTo = leads ? { target, stepId: step.stepId, seq: entry.seq } : run.leadsTo;
      const done: StepRecord = {
        ...step,
        state: 'answered',
        answers: [...step.answers, answer],
        held: undefined,
        touched: true,
      };
      return { step: done, run: { ...run, leadsTo } };
    });
  },
  'step-held': (state, entry) => {
    const { reason, until } = entry.body;
    const held = { reason, until, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return touch(state, entry, (step) =>
      step.state === 'open' && !step.held ? { ...step, held } : undefined,
    );
  },
  'step-resumed': (state, entry) =>
    touch(state, entry, (step) => {
      if (!step.held || entry.occurredAt < step.held.at) return undefined;
      const pause = secondsBetween(step.held.at, entry.occurredAt);
      const limitAt = step.limitAt === undefined ? undefined : plusSeconds(step.limitAt, pause);
      return { ...step, held: undefined, limitAt };
    }),
  'step-skipped': (state, entry) => {
    const skip = { reason: entry.body.reason, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return touch(state, entry, (step) =>
      isDone(step) ? undefined : { ...step, state: 'skipped', skip, held: undefined },
    );
  },
  'step-limit-passed': (state, entry) =>
    change(state, entry, (step, run) => ({ step: { ...step, limitPassed: entry.seq }, run })),
  'step-undone': (state, entry) => {
    const { outcome, note } = entry.body;
    const undone = { outcome, note, by: entry.actor, seq: entry.seq };
    return withChangesUndone(
      touch(state, entry, (step) => ({ ...step, undone })),
      entry,
    );
  },
  'step-reopened': (state, entry) => {
    return change(state, entry, (step, run) => {
      if (!isDone(step)) return undefined;
      const { limitSeconds } = step;
      const limitAt = limitSeconds === undefined ? undefined : plusSeconds(entry.occurredAt, limitSeconds);
      const again = { ...opened(step, entry), limitAt };
      return { step: again, run: { ...withoutFollowers(run, step), leadsTo: undefined } };
    });
  },
};

/** A change of one step of a run that is still followed; what does not fit makes the entry loose. */
function change(
  state: State,
  entry: Effective<StepKind>,
  become: (step: StepRecord, run: Run) => { step: StepRecord; run: Run } | undefined,
): State {
  const run = runOf(state, entry.body.runId);
  if (!run || run.detached) return loose(state, entry);
  const known = stepOf(run, entry.body.stepId);
  const after = become(known ?? untouched(entry.body.stepId), run);
  if (!after) return loose(state, entry);
  const steps = known
    ? replaced(
        after.run.steps,
        ({ stepId }) => stepId === known.stepId,
        () => after.step,
      )
    : [...after.run.steps, after.step];
  return withRun(state, { ...after.run, steps });
}

function touch(
  state: State,
  entry: Effective<StepKind>,
  become: (step: StepRecord) => StepRecord | undefined,
): State {
  return change(state, entry, (step, run) => {
    const after = become(step);
    return after && { step: { ...after, touched: true }, run };
  });
}

function untouched(stepId: string): StepRecord {
  return {
    stepId,
    state: 'to-do',
    openedSeq: 0,
    openedAt: undefined,
    cameFrom: undefined,
    limitAt: undefined,
    limitSeconds: undefined,
    limitPassed: undefined,
    owner: undefined,
    goes: [],
    checks: {},
    answers: [],
    skip: undefined,
    held: undefined,
    undone: undefined,
    touched: false,
    gone: undefined,
  };
}

/** Opened once more: a go holds for one opening only, and so do a limit that passed, a skip and an undo. */
function opened(step: StepRecord, entry: Effective): StepRecord {
  return {
    ...step,
    state: 'open',
    openedSeq: entry.seq,
    openedAt: entry.occurredAt,
    limitPassed: undefined,
    goes: [],
    skip: undefined,
    held: undefined,
    undone: undefined,
    touched: false,
  };
}

/** Steps that the taken-back answer had opened and that nobody has touched wait again. */
function withoutFollowers(run: Run, step: StepRecord): Run {
  const since = step.answers.at(-1)?.seq ?? step.skip?.seq ?? 0;
  const follows = (one: StepRecord) =>
    one.state === 'open' && one.cameFrom === step.stepId && one.openedSeq > since && !one.touched;
  return { ...run, steps: replaced(run.steps, follows, (one) => ({ ...one, state: 'to-do' })) };
}

export function isDone(step: StepRecord): boolean {
  return step.state === 'answered' || step.state === 'skipped';
}

/** An undo that was carried out puts back the changes that were made in that step. */
function withChangesUndone(state: State, entry: Effective<'step-undone'>): State {
  if (entry.body.outcome !== 'done') return state;
  const { runId, stepId } = entry.body;
  const changes = replaced(
    state.changes,
    ({ stepRef, undone }) => !undone && stepRef?.runId === runId && stepRef.stepId === stepId,
    (one) => ({ ...one, undone: { at: entry.occurredAt, note: entry.body.note, seq: entry.seq } }),
  );
  return { ...state, changes };
}
