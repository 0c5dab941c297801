/** Taking back one's own act: the entry that undoes it, for the kinds where that is offered. */
import { Refused } from '../core/refused.ts';
import { entry } from './act.ts';
import type { Context } from './act.ts';
import { effective } from './corrections.ts';
import { mustMatchImpact } from './decide-assessment.ts';
import { isKnown } from './entry.ts';
import type { Kind, NewEntry, StoredEntry } from './entry.ts';
import { hypothesisOf } from './hypotheses.ts';
import { linkOf } from './links.ts';
import { mustAct, maySteer } from './may.ts';
import { tenureOf } from './roles.ts';
import { answerOf, runOf } from './run.ts';
import { sentenceOf } from './sentences.ts';
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

/**
 * What somebody's last request did, as the entries that take it back; each part of it that can be. What was taken back
 * already is not gone on from: the second press of a key must not undo what was meant to stay.
 *
 * @returns the entries that undo, and the act that they undo
 * @throws Refused when it cannot be taken back, or nothing was done yet
 */
export function lastTakenBack(state: State, context: Context): { undoing: NewEntry[]; act: StoredEntry } {
  mustAct(context);
  const last = state.entries.findLast(({ actor }) => actor.id === context.actor.id);
  if (last === undefined || last.seq === 1)
    throw new Refused('nothing-to-take-back', 'You have done nothing here yet that could be taken back.');
  if (isTakingBack(last)) {
    throw new Refused(
      'taken-back-already',
      'You took that back already. What you did before it is taken back at its own entry, on the timeline.',
    );
  }
  const together = state.entries.filter(
    ({ seq, actor, opId }) =>
      seq === last.seq || (opId !== '' && opId === last.opId && actor.id === last.actor.id),
  );
  const undoing = together.flatMap(({ seq }) =>
    mayTakeBack(state, seq, context) ? takenBack(state, seq, context) : [],
  );
  const act = together.find(({ seq }) => mayTakeBack(state, seq, context));
  if (act !== undefined && together[0]?.seq !== 1) return { undoing, act };
  throw new Refused(
    'not-to-take-back',
    `What you did last cannot be taken back: ${sentenceOf(last, context.zone)} Do the opposite, or correct its entry.`,
    { seq: last.seq },
  );
}

function isTakingBack(entry: StoredEntry): boolean {
  return isKnown(entry) && 'reason' in entry.body && entry.body.reason === REASON;
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

type Undo<K extends Kind> = (state: State, target: Effective<K>, context: Context) => NewEntry | undefined;

const struck: Undo<Kind> = (_state, target, context) =>
  entry(context, 'entry-struck', { seq: target.seq, reason: REASON });

const doubted: Undo<'hypothesis-ruled-out' | 'hypothesis-confirmed'> = (state, target, context) => {
  const { hypothesisId, statement } = target.body;
  if (hypothesisOf(state, hypothesisId)?.settled?.seq !== target.seq) return undefined;
  return entry(context, 'hypothesis-reopened', { hypothesisId, statement, reason: REASON });
};

/**
 * What takes back an act of each kind; a kind that is not here cannot be taken back. Only what still stands can be:
 * what somebody has changed since is theirs as well.
 */
const UNDOS: { readonly [K in Kind]?: Undo<K> } = {
  'step-answered': (state, target, context) => reopened(state, target, context),
  'step-skipped': (state, target, context) => reopened(state, target, context),
  'check-changed': (state, target, context) => checkTurned(state, target, context),
  'note-added': struck,
  'attachment-added': struck,
  'value-recorded': struck,
  'follow-up-noted': struck,
  'hypothesis-evidence-added': struck,
  'entry-pinned': struck,
  'severity-set': (state, target, context) => severityBack(state, target, context),
  'details-changed': (state, target, context) => {
    const { field, from, to } = target.body;
    if ((state[field] ?? '') !== to) return undefined;
    // Whoever may not say who sees it any more may not take back either what they said of it.
    if (field === 'visibility' && !maySteer(state, context)) return undefined;
    return entry(context, 'details-changed', { field, from: to, to: from });
  },
  'services-changed': (state, target, context) => {
    const { added, removed } = target.body;
    const stands =
      added.every((one) => state.services.includes(one)) &&
      removed.every((one) => !state.services.includes(one));
    return stands ? entry(context, 'services-changed', { added: removed, removed: added }) : undefined;
  },
  'label-changed': (state, { body }, context) =>
    state.labels.includes(body.label) === body.on
      ? entry(context, 'label-changed', { ...body, on: !body.on })
      : undefined,
  'link-changed': (state, target, context) => linkBack(state, target, context),
  'hypothesis-ruled-out': doubted,
  'hypothesis-confirmed': doubted,
  'role-taken': (state, target, context) => {
    const { role, personId, personName } = target.body;
    if (tenureOf(state, role, personId)?.from.seq !== target.seq) return undefined;
    return entry(context, 'role-released', { role, personId, personName, reason: REASON });
  },
};

function undone<K extends Kind>(state: State, target: Effective<K>, context: Context): NewEntry | undefined {
  const undo: (typeof UNDOS)[K] = UNDOS[target.kind];
  return undo?.(state, target, context);
}

/** The step that an entry was about may be called differently since the run moved, so it is found by the entry. */
function reopened(
  state: State,
  { seq, body }: Effective<'step-answered' | 'step-skipped'>,
  context: Context,
): NewEntry | undefined {
  const run = runOf(state, body.runId);
  const record = run?.steps.find(
    (step) => (step.state === 'skipped' ? step.skip?.seq : answerOf(step)?.seq) === seq,
  );
  if (!run || run.detached || !record || record.gone) return undefined;
  const { runId, title, number } = body;
  return entry(context, 'step-reopened', { runId, stepId: record.stepId, title, number, reason: REASON });
}

/** What the link said before: a removal brings it back with all that it said, an amendment as it was. */
function linkBack(
  state: State,
  { seq, body }: Effective<'link-changed'>,
  context: Context,
): NewEntry | undefined {
  const { relation, target } = body;
  const link = linkOf(state, relation, target);
  if (body.on ? link?.seq !== seq : link !== undefined) return undefined;
  const before = effective(state.entries).findLast(
    (one) =>
      one.kind === 'link-changed' &&
      one.seq < seq &&
      one.body.relation === relation &&
      one.body.target === target,
  );
  const wasOn = before?.kind === 'link-changed' && before.body.on ? before.body : undefined;
  return entry(context, 'link-changed', wasOn ?? { ...body, on: !body.on });
}

function checkTurned(
  state: State,
  { seq, body }: Effective<'check-changed'>,
  context: Context,
): NewEntry | undefined {
  const run = runOf(state, body.runId);
  const record = run?.steps.find((step) => step.checks[body.checkId]?.seq === seq);
  if (!run || run.detached || !record || record.gone) return undefined;
  return entry(context, 'check-changed', { ...body, stepId: record.stepId, on: !body.on });
}

function severityBack(
  state: State,
  { seq, body }: Effective<'severity-set'>,
  context: Context,
): NewEntry | undefined {
  const { from, to, stage } = body;
  if (from === undefined || state.severities.at(-1)?.seq !== seq) return undefined;
  mustMatchImpact(state, from, context);
  const { demand } = state.severities.findLast(({ severity }) => severity === from) ?? {};
  return entry(context, 'severity-set', { from: to, to: from, stage, reason: REASON, demand });
}
