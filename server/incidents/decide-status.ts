/** Rules for moving the status: who may, which ways are open, and what is asked on the way. */
import { Refused } from '../core/refused.ts';
import { bySystem, entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import { askedAgain } from './asking-again.ts';
import { checksFor, openImpactWords } from './checks.ts';
import type { Unmet } from './checks.ts';
import type { Rules } from './command.ts';
import { declaredFromDetected } from './decide-opening.ts';
import type { NewEntry } from './entry.ts';
import type { Status } from './entry-fields.ts';
import { openEscalations } from './escalation-requests.ts';
import { watchSeconds } from './exit-criteria.ts';
import { mustAct, mustSteer } from './may.ts';
import { owesReview, reviewDueAt, reviewReasons } from './review.ts';
import { REVIEW_SIGNALS, isReviewSignal } from './review-signals.ts';
import { holderOf, tenureOf } from './roles.ts';
import type { State } from './state.ts';
import { mayReopen } from './status.ts';
import { isForward, isLive, isQuiet } from './status-order.ts';
import { inTurn } from './trial.ts';

export type StatusCommands = {
  /** `override` is the typed reason for going on although checks are not met. */
  'move-status': {
    to: Status;
    reason?: string | undefined;
    override?: string | undefined;
    temporaryConfirmed?: boolean | undefined;
    /** When it is resolved: the review signals that were ticked. */
    signals?: string[] | undefined;
  };
};

type Move = StatusCommands['move-status'];

export const STATUS_RULES: Rules<StatusCommands> = {
  'move-status': (state, command, context) => {
    const { to } = command;
    mustAct(context);
    if (to === state.status) return nothing(`It is ${to} already.`);
    if (tenureOf(state, 'commander')) mustSteer(state, context, 'move the status');
    mustBeAWay(state, to, context);
    if (state.status === 'detected' && to !== 'cancelled')
      return { entries: viaTriage(state, command, context) };
    return { entries: moved(state, command, context) };
  },
};

/** Declaring is never left out: what goes further passes through triage in the same append. */
function viaTriage(state: State, command: Move, context: Context): NewEntry[] {
  return inTurn(
    state,
    () => declaredFromDetected(state, { takeCommand: false }, context).entries,
    (triage) => (command.to === 'triage' ? [] : moved(triage, command, context)),
  );
}

function moved(state: State, command: Move, context: Context): NewEntry[] {
  const { to, reason, temporaryConfirmed, signals } = command;
  if (to === 'cancelled')
    mustSay(reason, 'reason', 'Say why it is cancelled: a false alarm, or reported by mistake?');
  const blocked = isQuiet(to) ? openImpactWords(state) : undefined;
  if (blocked !== undefined) throw new Refused('open-impact', blocked);
  const unmet = checksFor(state, to, { now: context.now, temporaryConfirmed });
  const overridden = overriding(unmet, command.override, to);
  const body = {
    from: state.status,
    to,
    reason,
    overridden,
    watchSeconds: to === 'monitoring' ? watchSeconds(state) : undefined,
    temporaryConfirmed: to === 'resolved' ? temporaryConfirmed : undefined,
  };
  return inTurn(
    state,
    () => (to === 'resolved' && signals ? signalsSet(state, signals, context) : []),
    () => [entry(context, 'status-changed', body)],
    (after) => consequences(after, state.status, to, context),
  );
}

/** The entry that says which review signals are ticked; none when they are as they were. @throws Refused for unknown ones */
export function signalsSet(state: State, ticked: readonly string[], context: Context): NewEntry[] {
  const unknown = ticked.find((id) => !isReviewSignal(id));
  if (unknown !== undefined) {
    throw new Refused('no-such-signal', `There is no review signal "${unknown}".`, { field: 'signals' });
  }
  const signals = REVIEW_SIGNALS.filter((id) => ticked.includes(id));
  const before = state.review?.signals ?? [];
  const isSame = signals.length === before.length && signals.every((id) => before.includes(id));
  return isSame ? [] : [entry(context, 'review-signals-set', { signals })];
}

/** Where to do what is missing, as far as it is not on the run page itself. It is no part of the record. */
const WHERE: Readonly<Record<string, string>> = {
  service: ' (Add it under About.)',
  'exit-criteria': ' (Set them under Resolve.)',
};

function overriding(
  unmet: Unmet[],
  override: string | undefined,
  to: Status,
): { check: string; reason: string }[] {
  if (unmet.length === 0) return [];
  if (override === undefined || override.trim() === '') {
    const missing = unmet.map(({ id, words }) => words + (WHERE[id] ?? '')).join(' ');
    throw new Refused(
      'unmet-checks',
      `Before it is ${to}: ${missing} Or say in one line why it goes on without.`,
      {
        field: 'override',
      },
    );
  }
  return unmet.map(({ words }) => ({ check: words, reason: override }));
}

/** What ends with a status, and what begins: open requests are withdrawn, a review is asked for. */
function consequences(state: State, from: Status, to: Status, context: Context): NewEntry[] {
  const system = bySystem(context);
  // Whoever opens it again is asked nothing when they are its owner, so it is they who ask.
  if (from === 'resolved' && to === 'investigating')
    return askedAgain(state, `${state.key} was opened again`, context);
  if (to === 'cancelled') return withdrawals(state, 'cancelled', system);
  if (to !== 'resolved') return [];
  return [...withdrawals(state, 'resolved', system), ...reviewRequired(state, system)];
}

/** Open requests end with the incident. */
export function withdrawals(
  state: State,
  why: 'resolved' | 'cancelled' | 'merged',
  system: Context,
): NewEntry[] {
  return openEscalations(state).map(({ id: escalationId, toName }) =>
    entry(system, 'escalation-withdrawn', { escalationId, why, toName }),
  );
}

/** The request for a review, when the severity or the kind asks for one and none was made. */
export function reviewRequired(state: State, system: Context): NewEntry[] {
  const because = reviewReasons(state);
  if (because.length === 0 || owesReview(state) || state.review?.published) return [];
  const resolvedAt = state.stamps.resolvedAt?.at ?? system.now;
  const dueAt = reviewDueAt(state.severity, resolvedAt, state.homeZone);
  const owner = holderOf(state, 'commander')?.id;
  return [entry(system, 'review-required', { because, dueAt, owner })];
}

function mustBeAWay(state: State, to: Status, context: Context): void {
  const from = state.status;
  if (to === 'cancelled' && isLive(from)) return;
  if (to === 'investigating' && from === 'resolved') return mustReopen(state, context);
  if (isLive(from) && isForward(from, to) && (isLive(to) || to === 'resolved')) return;
  if (isBack(from, to)) return;
  if (to === 'review' && from === 'resolved') return;
  if (to === 'closed' && from === 'review' && !owesReview(state)) return;
  throw new Refused('no-way', noWayWords(from, to));
}

function mustReopen(state: State, context: Context): void {
  if (mayReopen(state, context.now)) return;
  throw new Refused(
    'too-late-to-reopen',
    'It was resolved more than 24 h ago. Declare a new incident that follows this one.',
  );
}

const BACK_AND_FORTH: readonly Status[] = ['investigating', 'mitigating', 'monitoring'];

function isBack(from: Status, to: Status): boolean {
  return BACK_AND_FORTH.includes(from) && BACK_AND_FORTH.includes(to);
}

function noWayWords(from: Status, to: Status): string {
  if (to === 'cancelled') return 'It is resolved: it was real, so it cannot be cancelled any more.';
  if (to === 'closed' && from === 'review')
    return 'A review is owed: publish the postmortem, or let a manager waive it.';
  if (to === 'closed') return 'It closes by itself, 24 h after it was resolved.';
  if (to === 'merged') return 'To merge it, name the incident that it repeats.';
  return `There is no way from ${from} to ${to}.`;
}
