/** Taking back one's own act: the entry that undoes it, for the kinds where that is offered. */
import { Refused } from '../core/refused.ts';
import { entry } from './act.ts';
import type { Context } from './act.ts';
import { effective } from './corrections.ts';
import { mustMatchImpact } from './decide-assessment.ts';
import type { NewEntry } from './entry.ts';
import { hypothesisOf } from './hypotheses.ts';
import { mustAct } from './may.ts';
import { tenureOf } from './roles.ts';
import { answerOf, runOf, stepOf } from './run.ts';
import type { Effective, State } from './state.ts';

const REASON = 'taken back';

/** The entries that take back an act. @throws Refused when it is not one's own, or cannot be taken back any more */
export function takenBack(state: State, seq: number, context: Context): NewEntry[] {
  mustAct(context);
  const target = effective(state.entries).find((one) => one.seq === seq);
  const undoing = target?.actor.id === context.actor.id ? undone(state, target, context) : undefined;
  if (undoing) return [undoing];
  throw new Refused('not-to-take-back', 'This cannot be taken back. Do the opposite, or correct the entry.', {
    seq,
  });
}

/** Whether "Take back" is offered to somebody for an entry. */
export function mayTakeBack(state: State, seq: number, context: Context): boolean {
  try {
    return takenBack(state, seq, context).length > 0;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** Only what still stands can be taken back: what somebody has changed since is theirs as well. */
function undone(state: State, target: Effective, context: Context): NewEntry | undefined {
  switch (target.kind) {
    case 'step-answered':
    case 'step-skipped':
      return reopened(state, target, context);
    case 'check-changed':
      return checkTurned(state, target, context);
    case 'note-added':
    case 'value-recorded':
    case 'follow-up-noted':
    case 'hypothesis-evidence-added':
    case 'entry-pinned':
      return entry(context, 'entry-struck', { seq: target.seq, reason: REASON });
    case 'severity-set':
      return severityBack(state, target, context);
    case 'details-changed': {
      const { field, from, to } = target.body;
      if ((state[field] ?? '') !== to) return undefined;
      return entry(context, 'details-changed', { field, from: to, to: from });
    }
    case 'hypothesis-ruled-out':
    case 'hypothesis-confirmed': {
      const { hypothesisId, statement } = target.body;
      if (hypothesisOf(state, hypothesisId)?.settled?.seq !== target.seq) return undefined;
      return entry(context, 'hypothesis-reopened', { hypothesisId, statement, reason: REASON });
    }
    case 'role-taken': {
      const { role, personId, personName } = target.body;
      if (tenureOf(state, role, personId)?.from.seq !== target.seq) return undefined;
      return entry(context, 'role-released', { role, personId, personName, reason: REASON });
    }
    default:
      return undefined;
  }
}

function reopened(
  state: State,
  { seq, body }: Effective<'step-answered' | 'step-skipped'>,
  context: Context,
): NewEntry | undefined {
  const run = runOf(state, body.runId);
  const record = run && !run.detached ? stepOf(run, body.stepId) : undefined;
  const last = record?.state === 'skipped' ? record.skip?.seq : record && answerOf(record)?.seq;
  if (last !== seq) return undefined;
  const { runId, stepId, title, number } = body;
  return entry(context, 'step-reopened', { runId, stepId, title, number, reason: REASON });
}

function checkTurned(
  state: State,
  { seq, body }: Effective<'check-changed'>,
  context: Context,
): NewEntry | undefined {
  const run = runOf(state, body.runId);
  const check = run && !run.detached ? stepOf(run, body.stepId)?.checks[body.checkId] : undefined;
  return check?.seq === seq ? entry(context, 'check-changed', { ...body, on: !body.on }) : undefined;
}

function severityBack(
  state: State,
  { seq, body }: Effective<'severity-set'>,
  context: Context,
): NewEntry | undefined {
  const { from, to, stage } = body;
  if (from === undefined || state.severities.at(-1)?.seq !== seq) return undefined;
  mustMatchImpact(state, from);
  return entry(context, 'severity-set', { from: to, to: from, stage, reason: REASON });
}
