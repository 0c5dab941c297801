/** Short forms of what the people of the demo do most. */
import type { Command, State } from '../../server/incidents/incident.ts';
import type { Audience } from '../../server/incidents/entry-fields.ts';
import type { Instant } from '../../server/core/clock.ts';
import type { Deed } from './story.ts';

/** Every run of the demo is the first of its incident. */
const RUN = 1;

/** What is noted of a step besides its answer. */
export function value(stepId: string, name: string, text: string): Command {
  return { type: 'record-value', runId: RUN, stepId, name, value: text };
}

/** @param branch which way it leads, counted from 0 in the order of the text */
export function answer(
  stepId: string,
  observed: string,
  branch: number,
  matched: 'yes' | 'no' | 'unsure' = 'yes',
): Command {
  return { type: 'answer-step', runId: RUN, stepId, observed, matched, branch: { index: branch, target: 0 } };
}

export function tick(stepId: string, checkId: string): Command {
  return { type: 'change-check', runId: RUN, stepId, checkId, on: true };
}

export function copy(stepId: string, index: number, text: string, names: string[] = []): Command {
  return { type: 'copy-command', runId: RUN, stepId, index, text, names };
}

export function claim(stepId: string): Command {
  return { type: 'claim-step', runId: RUN, stepId };
}

export function go(stepId: string): Command {
  return { type: 'confirm-step', runId: RUN, stepId };
}

/** The first hypothesis whose statement has these words. */
export function ruleOut(words: string, text: string, seen?: string): Deed {
  return (state) => ({
    type: 'rule-out-hypothesis',
    hypothesisId: hypothesis(state, words),
    evidence: [{ text, ...(seen !== undefined && { value: seen }) }],
  });
}

export function confirm(words: string, text: string, seen?: string): Deed {
  return (state) => ({
    type: 'confirm-hypothesis',
    hypothesisId: hypothesis(state, words),
    evidence: [{ text, ...(seen !== undefined && { value: seen }) }],
  });
}

export function evidenceFor(words: string, text: string): Deed {
  return (state) => ({
    type: 'add-evidence',
    hypothesisId: hypothesis(state, words),
    direction: 'for',
    evidence: { text },
  });
}

function hypothesis(state: State, words: string): string {
  return found(state.hypotheses.find(({ statement }) => statement.includes(words))?.id, words);
}

/** What the last change that was begun did. */
export function finishChange(note: string): Deed {
  return (state) => ({
    type: 'finish-change',
    changeId: found(state.changes.at(-1)?.id, 'a change'),
    outcome: 'worked',
    note,
  });
}

/** Ends the impact that is open. */
export function closeImpact(signal: string, seen: string): Deed {
  return (state) => ({
    type: 'close-impact',
    intervalId: found(state.impact.findLast(({ to }) => to === undefined)?.id, 'open impact'),
    signal,
    value: seen,
  });
}

export function accept(): Deed {
  return (state) => ({ type: 'accept-escalation', escalationId: lastRequest(state) });
}

export function decline(reason: 'away' | 'busy', note: string): Deed {
  return (state) => ({ type: 'decline-escalation', escalationId: lastRequest(state), reason, note });
}

/** Nobody needs that person any more. */
export function withdraw(toName: string, reason: string): Deed {
  return (state) => ({
    type: 'withdraw-escalation',
    escalationId: found(state.escalations.find((one) => one.toName === toName)?.id, toName),
    reason,
  });
}

function lastRequest(state: State): string {
  return found(state.escalations.at(-1)?.id, 'a request');
}

/** The same words as a draft, which somebody else approves by sending it. */
export function drafted(update: Command<'send-update'>): Command {
  const { audience, usersSee, weDo, changed, nextAt, final, loss } = update;
  return { type: 'draft-update', audience, usersSee, weDo, changed, nextAt, final, loss };
}

export function sendDraft(state: State): Command {
  const draft = state.drafts.findLast(({ ended }) => !ended);
  return { type: 'send-draft', messageId: found(draft?.id, 'a draft'), channels: ['board'] };
}

/** An update that promises the next one. */
export function update(
  audience: Audience,
  nextAt: Instant,
  usersSee: string,
  weDo: string,
  changed: string,
): Command<'send-update'> {
  return {
    type: 'send-update',
    audience,
    usersSee,
    weDo,
    changed,
    channels: ['board'],
    nextAt,
    final: false,
  };
}

/** The last update, which names what was lost. */
export function lastUpdate(
  audience: Audience,
  usersSee: string,
  weDo: string,
  changed: string,
  loss: string,
): Command<'send-update'> {
  return { type: 'send-update', audience, usersSee, weDo, changed, channels: ['board'], final: true, loss };
}

/** Each exit criterion holds, with what shows it. */
export function criterion(criterionId: string, seen: string): Command {
  return { type: 'change-exit-criterion', criterionId, holds: true, value: seen };
}

function found(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`There is no ${what} to act upon.`);
  return id;
}
