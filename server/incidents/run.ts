/** Runs: a runbook that is being followed in an incident. Several may be open; each pins one version of its text. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Phase } from '../runbooks/runbook.ts';
import type { Actor } from './entry-fields.ts';
import type { Body } from './entry.ts';
import type { Move } from './run-moves.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';

export type Answer = {
  observed: string;
  matched: 'yes' | 'no' | 'unsure';
  branch: { index: number; target: string } | undefined;
  /** What was seen fits none of the ways that the step names. */
  fitsNone: boolean;
  note: string | undefined;
  by: Actor;
  at: Instant;
  seq: number;
};

/** A go for a dangerous step. */
export type Go = {
  role: string;
  by: Actor;
  alone: boolean;
  reason: string | undefined;
  at: Instant;
  seq: number;
};

/** What happened to one step. A step that nobody has touched has no record. */
export type StepRecord = {
  stepId: string;
  /** `to-do` is touched before it was opened, or opened by an answer that was taken back. */
  state: 'to-do' | 'open' | 'answered' | 'skipped';
  /** Number of the last entry that opened it; the highest of the open ones is the current step. */
  openedSeq: number;
  openedAt: Instant | undefined;
  /** The step whose answer led here. */
  cameFrom: string | undefined;
  /** When the limit runs out; moved on by the time that the step was held. */
  limitAt: Instant | undefined;
  limitSeconds: number | undefined;
  limitPassed: number | undefined;
  owner: { personId: string; name: string; at: Instant; seq: number } | undefined;
  /** The goes given since it was last opened. */
  goes: readonly Go[];
  checks: Readonly<Record<string, { on: boolean; by: Actor; at: Instant; seq: number }>>;
  /** All answers in order; the last one counts while the step is answered. */
  answers: readonly Answer[];
  skip: { reason: string; by: Actor; at: Instant; seq: number } | undefined;
  held: { reason: string; until: Instant | undefined; by: Actor; at: Instant; seq: number } | undefined;
  undone:
    | { outcome: 'done' | 'partly' | 'impossible'; note: string | undefined; by: Actor; seq: number }
    | undefined;
  /** Whether anybody did anything on it since it was last opened. */
  touched: boolean;
  /** How it was called before the run moved to a version that no longer has it. */
  gone: { title: string; number: string | undefined } | undefined;
};

export type RecordedValue = {
  value: string;
  stepId: string | undefined;
  by: Actor;
  at: Instant;
  seq: number;
};

export type Question = Body<'step-questioned'> & { by: Actor; at: Instant; seq: number };

export type Run = {
  runId: number;
  runbookId: string;
  title: string;
  /** The version that this run follows, whatever is saved meanwhile, until somebody moves it. */
  contentHash: string;
  style: 'read-do' | 'do-confirm' | undefined;
  why: readonly string[];
  attachedAt: Instant;
  seq: number;
  detached: { reason: string; at: Instant; seq: number } | undefined;
  /** From version to version, in order. */
  moves: readonly Move[];
  phase: Phase | undefined;
  /** In the order in which they were first touched. */
  steps: readonly StepRecord[];
  /** Values by name; they fill `$NAME`. */
  values: Readonly<Record<string, RecordedValue>>;
  questions: readonly Question[];
  /** Where the last answer leads when that is no step: `escalate:dba`, `stop`, `none`. Offered, never done. */
  leadsTo: { target: string; stepId: string; seq: number } | undefined;
};

export type NoneFits = { looked: readonly string[]; reason: string | undefined; seq: number };

export const RUN_LINES: Lines<
  | 'runbook-attached'
  | 'runbook-none-fits'
  | 'runbook-detached'
  | 'phase-moved'
  | 'value-recorded'
  | 'step-questioned'
> = {
  'runbook-attached': (state, entry) => {
    const { runId, runbookId, title, contentHash, style, why } = entry.body;
    const run: Run = {
      runId,
      runbookId,
      title,
      contentHash,
      style,
      why,
      attachedAt: entry.occurredAt,
      seq: entry.seq,
      detached: undefined,
      moves: [],
      phase: undefined,
      steps: [],
      values: {},
      questions: [],
      leadsTo: undefined,
    };
    return { ...state, runs: [...state.runs, run] };
  },
  'runbook-none-fits': (state, entry) => {
    const { looked, reason } = entry.body;
    return { ...state, noneFits: { looked, reason, seq: entry.seq } };
  },
  'runbook-detached': (state, entry) => {
    const run = runOf(state, entry.body.runId);
    if (!run || run.detached) return loose(state, entry);
    const detached = { reason: entry.body.reason, at: entry.occurredAt, seq: entry.seq };
    return withRun(state, { ...run, detached });
  },
  'phase-moved': (state, entry) => {
    const run = runOf(state, entry.body.runId);
    return run ? withRun(state, { ...run, phase: entry.body.to }) : loose(state, entry);
  },
  'value-recorded': (state, entry) => {
    const { runId, stepId, name, value } = entry.body;
    const run = runOf(state, runId);
    if (!run) return loose(state, entry);
    const recorded = { value, stepId, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return withRun(state, { ...run, values: { ...run.values, [name]: recorded } });
  },
  'step-questioned': (state, entry) => {
    const run = runOf(state, entry.body.runId);
    if (!run) return loose(state, entry);
    const question: Question = { ...entry.body, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return withRun(state, { ...run, questions: [...run.questions, question] });
  },
};

export function runOf(state: State, runId: number): Run | undefined {
  return state.runs.find((run) => run.runId === runId);
}

export function withRun(state: State, run: Run): State {
  return {
    ...state,
    runs: replaced(
      state.runs,
      ({ runId }) => runId === run.runId,
      () => run,
    ),
  };
}

/** The runs that are being followed. */
export function openRuns(state: State): readonly Run[] {
  return state.runs.filter(({ detached }) => !detached);
}

/** The run whose place is the place of the page: the first that goes on from somewhere. */
export function leadingRun(state: State): Run | undefined {
  return openRuns(state).find((run) => currentStep(run) ?? run.leadsTo);
}

/** Where the page shows how a run goes on. `current` is one place, also when several runbooks are followed. */
export function anchorOf(state: State, run: Run): string {
  if (run === leadingRun(state)) return 'current';
  const at = `r${String(run.runId)}-`;
  const step = currentStep(run);
  if (step !== undefined) return at + step.stepId;
  return run.leadsTo === undefined ? `run-${String(run.runId)}` : `${at}leads-to`;
}

export function stepOf(run: Run, stepId: string): StepRecord | undefined {
  return run.steps.find((step) => step.stepId === stepId);
}

/** The current step: the one opened last that is neither answered nor skipped. */
export function currentStep(run: Run): StepRecord | undefined {
  return run.steps
    .filter((step) => step.state === 'open')
    .reduce<StepRecord | undefined>(
      (last, step) => (last && last.openedSeq > step.openedSeq ? last : step),
      undefined,
    );
}

/** The answer that counts. */
export function answerOf(step: StepRecord): Answer | undefined {
  return step.state === 'answered' ? step.answers.at(-1) : undefined;
}

/** What was recorded in a run, by name: what stands in its commands in the place of `$NAME`. */
export function valuesOf(run: Run): ReadonlyMap<string, string> {
  return new Map(Object.entries(run.values).map(([name, { value }]) => [name, value]));
}
