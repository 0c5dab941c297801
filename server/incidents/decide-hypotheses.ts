/** Rules for hypotheses: none is settled without something that somebody saw. */
import { Refused } from '../core/refused.ts';
import { isAttached } from './attachments.ts';
import { beforeYou, entry, mustSay, nothing } from './act.ts';
import type { Context, Decision, When } from './act.ts';
import type { Rules } from './command.ts';
import type { Evidence } from './entry-fields.ts';
import { hypothesisOf, isActive } from './hypotheses.ts';
import type { Hypothesis } from './hypotheses.ts';
import { mustAct } from './may.ts';
import type { State } from './state.ts';

type Named = { hypothesisId: string };

export type HypothesisCommands = {
  'open-hypothesis': {
    statement: string;
    wouldClear?: string | undefined;
    limitSeconds?: number | undefined;
  };
  'add-evidence': Named & { direction: 'for' | 'against'; evidence: Evidence };
  'park-hypothesis': Named & { reason?: string | undefined };
  'resume-hypothesis': Named & { reason?: string | undefined };
  'rule-out-hypothesis': Named & { evidence: Evidence[] };
  'confirm-hypothesis': Named & { evidence: Evidence[] };
  'reopen-hypothesis': Named & { reason: string };
};

export const HYPOTHESIS_RULES: Rules<HypothesisCommands> = {
  'open-hypothesis': (state, { statement, wouldClear, limitSeconds, at }, context) => {
    mustAct(context);
    mustSay(statement, 'statement', 'Say what you suspect, in one sentence.');
    const same = state.hypotheses.find(
      (one) => one.statement.toLowerCase() === statement.trim().toLowerCase(),
    );
    if (same) return nothing(`${same.openedBy.name} opened this ${beforeYou(same.opened.at, context)}.`);
    const body = { hypothesisId: context.ids.next(), statement, wouldClear, limit: limitSeconds };
    return { entries: [entry(context, 'hypothesis-opened', body, at)] };
  },
  'add-evidence': (state, { hypothesisId, direction, evidence, at }, context) => {
    mustAct(context);
    const { statement } = named(state, hypothesisId);
    mustSay(evidence.text, 'evidence', 'Say what you saw.');
    mustBeAttached(state, [evidence]);
    const body = { hypothesisId, statement, direction, evidence };
    return { entries: [entry(context, 'hypothesis-evidence-added', body, at)] };
  },
  'park-hypothesis': (state, { hypothesisId, reason, at }, context) => {
    mustAct(context);
    const hypothesis = named(state, hypothesisId);
    if (!isActive(hypothesis)) return nothing('Nobody is working on it already.');
    const body = { hypothesisId, statement: hypothesis.statement, reason };
    return { entries: [entry(context, 'hypothesis-parked', body, at)] };
  },
  'resume-hypothesis': (state, { hypothesisId, reason, at }, context) => {
    mustAct(context);
    const hypothesis = named(state, hypothesisId);
    if (hypothesis.status !== 'open') return nothing(settledWords(hypothesis, context));
    if (isActive(hypothesis)) return nothing('Somebody is working on it already.');
    const body = { hypothesisId, statement: hypothesis.statement, reason };
    return { entries: [entry(context, 'hypothesis-resumed', body, at)] };
  },
  'rule-out-hypothesis': (state, { hypothesisId, evidence, at }, context) =>
    settled(state, hypothesisId, 'ruled-out', evidence, at, context),
  'confirm-hypothesis': (state, { hypothesisId, evidence, at }, context) =>
    settled(state, hypothesisId, 'confirmed', evidence, at, context),
  'reopen-hypothesis': (state, { hypothesisId, reason, at }, context) => {
    mustAct(context);
    const hypothesis = named(state, hypothesisId);
    if (hypothesis.status === 'open') return nothing('It is open already.');
    mustSay(reason, 'reason', 'Say what makes you doubt it.');
    const body = { hypothesisId, statement: hypothesis.statement, reason };
    return { entries: [entry(context, 'hypothesis-reopened', body, at)] };
  },
};

function named(state: State, id: string): Hypothesis {
  const hypothesis = hypothesisOf(state, id);
  if (hypothesis) return hypothesis;
  throw new Refused('no-such-hypothesis', 'There is no such hypothesis in this incident.');
}

function mustBeAttached(state: State, evidence: readonly Evidence[]): void {
  if (isAttached(state, evidence)) return;
  throw new Refused('no-such-file', 'There is no such file in this incident. Attach it first.', {
    field: 'attachment',
  });
}

function settled(
  state: State,
  hypothesisId: string,
  as: 'ruled-out' | 'confirmed',
  evidence: Evidence[],
  at: When | undefined,
  context: Context,
): Decision {
  mustAct(context);
  const hypothesis = named(state, hypothesisId);
  if (!evidence.some(({ text }) => text.trim() !== '')) {
    throw new Refused('no-evidence', 'What did you see that settles it?', { field: 'evidence' });
  }
  mustBeAttached(state, evidence);
  if (hypothesis.status !== 'open') return beside(hypothesis, as, evidence, at, context);
  const body = { hypothesisId, statement: hypothesis.statement, evidence };
  const kind = as === 'confirmed' ? 'hypothesis-confirmed' : 'hypothesis-ruled-out';
  return { entries: [entry(context, kind, body, at)] };
}

/** Somebody settled it first: what was typed is kept as evidence, and the person reads both. */
function beside(
  hypothesis: Hypothesis,
  as: 'ruled-out' | 'confirmed',
  evidence: Evidence[],
  at: When | undefined,
  context: Context,
): Decision {
  const direction = as === 'confirmed' ? 'for' : 'against';
  const { id: hypothesisId, statement } = hypothesis;
  const entries = evidence.map((one) =>
    entry(context, 'hypothesis-evidence-added', { hypothesisId, statement, direction, evidence: one }, at),
  );
  return { entries, said: `${settledWords(hypothesis, context)} What you saw stands beside it.` };
}

function settledWords({ status, settled: when, settledBy }: Hypothesis, context: Context): string {
  const act = status === 'confirmed' ? 'confirmed' : 'ruled out';
  const [who, at] = [settledBy?.name ?? 'Somebody', when ? ` ${beforeYou(when.at, context)}` : ''];
  return `${who} ${act} this${at}. Reopen it if you doubt that.`;
}
