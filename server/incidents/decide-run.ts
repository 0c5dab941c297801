/** Rules for runs: attaching and detaching a runbook, its phases, its values. */
import { cut } from '../core/text.ts';
import { Refused } from '../core/refused.ts';
import { idOf, type Phase, type Runbook } from '../runbooks/runbook.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body, NewEntry } from './entry.ts';
import { watchSeconds } from './exit-criteria.ts';
import { mustAct, mustHaveOrServe, mustSteer } from './may.ts';
import { openRuns, runOf } from './run.ts';
import type { State } from './state.ts';
import { followed, isStepDone, opening } from './steps-ahead.ts';
import type { Followed } from './steps-ahead.ts';
import { inTurn } from './trial.ts';

export type RunCommands = {
  /** `why` says what made it fit: an alert name, a service, a person's choice. */
  'attach-runbook': { contentHash: string; why: string[] };
  /** A proper choice. `looked` are the ids of the runbooks that were looked at. */
  'say-none-fits': { looked: string[]; reason?: string | undefined };
  'detach-runbook': { runId: number; reason: string };
  'move-phase': { runId: number; to: Phase; reason?: string | undefined };
  'record-value': { runId: number; stepId?: string | undefined; name: string; value: string };
  'question-step': {
    runId: number;
    stepId?: string | undefined;
    problem: Body<'step-questioned'>['problem'];
    text: string;
  };
};

export const RUN_RULES: Rules<RunCommands> = {
  'attach-runbook': (state, command, context) => {
    mustHaveOrServe(context, 'incident.act');
    const same = openRuns(state).find(({ contentHash }) => contentHash === command.contentHash);
    if (same) return nothing(`"${same.title}" is attached already.`);
    return { entries: attachment(state, command, context) };
  },
  'say-none-fits': (state, { looked, reason }, context) => {
    mustAct(context);
    if (state.noneFits) return nothing('It is recorded already that none fits.');
    return { entries: [entry(context, 'runbook-none-fits', { looked, reason })] };
  },
  'detach-runbook': (state, { runId, reason }, context) => {
    mustSteer(state, context, 'take a runbook off');
    const run = runOf(state, runId);
    if (run?.detached) return nothing(`"${run.title}" was taken off already.`);
    const { run: open } = followed(state, runId, context);
    mustSay(reason, 'reason', 'Say why it does not fit.');
    return { entries: [entry(context, 'runbook-detached', { runId, reason, title: open.title })] };
  },
  'move-phase': (state, command, context) => {
    mustSteer(state, context, 'move the phase');
    const at = followed(state, command.runId, context);
    if (at.run.phase === command.to) return nothing(`The run is in ${command.to} already.`);
    mustMayLeave(at, command.to, command.reason);
    const { runId, to, reason } = command;
    const first = firstOpenStep(at, to);
    const moved = entry(context, 'phase-moved', { runId, from: at.run.phase, to, reason });
    return { entries: [moved, ...(first === undefined ? [] : opening(at, first, context))] };
  },
  'record-value': (state, { runId, stepId, name, value, at }, context) => {
    mustAct(context);
    const { run } = followed(state, runId, context);
    mustSay(value, 'value', `Write the value of ${name}.`);
    if (run.values[name]?.value === value.trim()) return nothing(`${name} is ${value} already.`);
    return { entries: [entry(context, 'value-recorded', { runId, stepId, name, value }, at)] };
  },
  'question-step': (state, { runId, stepId, problem, text }, context) => {
    mustAct(context);
    const { runbook } = followed(state, runId, context);
    mustSay(text, 'text', 'Say what is wrong, missing or unclear.');
    const step = runbook?.steps.find(({ id }) => id === stepId);
    const body = { runId, stepId, title: step && cut(step.title, 200), problem, text };
    return { entries: [entry(context, 'step-questioned', body)] };
  },
};

/** Attaches a runbook: its first step opens, and its exit criteria are set unless the incident has some. */
export function attachment(
  state: State,
  { contentHash, why }: { contentHash: string; why: string[] },
  context: Context,
): NewEntry[] {
  const runbook = context.runbook(contentHash);
  if (!runbook)
    throw new Refused('no-such-runbook', 'This version of the runbook is not known here. Choose it again.');
  const runId = state.runs.length + 1;
  const { style } = runbook.metadata;
  const body = { runId, runbookId: idOf(runbook), title: cut(runbook.title, 200), contentHash, style, why };
  const [first] = runbook.steps;
  return inTurn(
    state,
    () => [entry(context, 'runbook-attached', body)],
    (attached) => criteriaOf(attached, runbook, context),
    (attached) => (first ? opening(followed(attached, runId, context), first.id, context) : []),
  );
}

function criteriaOf(state: State, runbook: Runbook, context: Context): NewEntry[] {
  if (runbook.exitCriteria.length === 0 || (state.exitCriteria?.criteria.length ?? 0) > 0) return [];
  const criteria = runbook.exitCriteria.slice(0, 50).map(({ id, text }) => ({ id, text: cut(text, 200) }));
  const watch = Math.max(watchSeconds(state), runbook.metadata.watchSeconds ?? 0);
  return [entry(context, 'exit-criteria-set', { criteria, watchSeconds: watch, from: 'runbook' })];
}

/** Going on past the gate of a phase with open steps costs one line of reason. */
function mustMayLeave({ run, runbook }: Followed, to: Phase, reason: string | undefined): void {
  if (!runbook) return;
  if (!runbook.phases.includes(to)) throw new Refused('no-such-phase', `"${run.title}" has no part "${to}".`);
  const from = run.phase;
  if (from === undefined || runbook.phases.indexOf(to) < runbook.phases.indexOf(from)) return;
  const open = runbook.steps.filter(({ id, phase }) => phase === from && !isStepDone(run, id));
  const [first] = open;
  if (first)
    mustSay(
      reason,
      'reason',
      `"${first.title}" is not done. Say in one line why the phase goes on without it.`,
    );
}

function firstOpenStep({ run, runbook }: Followed, phase: Phase): string | undefined {
  const steps = runbook?.steps.filter((step) => step.phase === phase) ?? [];
  return (steps.find(({ id }) => !isStepDone(run, id)) ?? steps[0])?.id;
}
