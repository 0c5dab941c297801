/** Whether a condition holds, and when it first did: asked of the fold, so that the same entries always say the same. */
import type { Instant } from '../core/clock.ts';
import { SEVERITIES, type Audience } from '../incidents/entry-fields.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import { foldOn } from '../incidents/fold.ts';
import { countedIntervals } from '../incidents/impact.ts';
import type { StepRecord } from '../incidents/run.ts';
import { NOTHING_YET, type State } from '../incidents/state.ts';
import type { Condition } from './condition.ts';

export function holds(condition: Condition, state: State): boolean {
  switch (condition.is) {
    case 'and':
      return condition.of.every((part) => holds(part, state));
    case 'or':
      return condition.of.some((part) => holds(part, state));
    case 'not':
      return !holds(condition.of, state);
    case 'acknowledged':
      return state.stamps.acknowledgedAt !== undefined;
    case 'declared':
      return state.stamps.declaredAt !== undefined;
    case 'on-time':
      return state.brokenPromises.length === 0;
    case 'severity':
      return state.severities.some(
        ({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(condition.least),
      );
    case 'impact':
      return countedIntervals(state).some(({ steps }) =>
        steps.some(({ percent }) => !condition.withPercent || percent !== undefined),
      );
    case 'runbook':
      return state.runs.some(({ runbookId }) => runbookId === condition.id);
    case 'step':
      return stepsOf(state, condition.id).some((step) => wasDone(step, condition.done));
    case 'check':
      return stepsOf(state, condition.stepId).some(({ checks }) => checks[condition.number]?.on === true);
    case 'hypothesis':
      return state.hypotheses.some(
        ({ statement, status }) =>
          says(statement, condition.words) && (condition.done === 'opened' || status === condition.done),
      );
    case 'escalation':
      return state.escalations.some(
        (request) =>
          isFor(request, condition.target) &&
          (condition.done === 'requested' || request.accepted !== undefined),
      );
    case 'update':
      return updatesSent(state, condition.audience) >= condition.times;
    case 'hand-over':
      return state.tenures.some(({ role, how }) => role === condition.role && how === 'accepted');
    case 'status':
      return state.statuses.some(({ status }) => status === condition.status);
    case 'value':
      return valuesOf(state, condition.name).some((value) =>
        condition.side === 'above' ? value > condition.than : value < condition.than,
      );
  }
}

function stepsOf(state: State, id: string): StepRecord[] {
  return state.runs.flatMap(({ steps }) => steps.filter(({ stepId }) => stepId === id));
}

function wasDone(step: StepRecord, done: 'answered' | 'skipped' | 'confirmed' | 'undone'): boolean {
  switch (done) {
    case 'answered':
      return step.answers.length > 0;
    case 'skipped':
      return step.skip !== undefined;
    case 'confirmed':
      return step.goes.length > 0;
    case 'undone':
      return step.undone !== undefined;
  }
}

/** Whether each of the words occurs in a text, in any case. */
export function says(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function isFor(request: State['escalations'][number], target: string | undefined): boolean {
  if (target === undefined) return true;
  const names = [request.policyId, request.policyName, request.toName].map((name) => name?.toLowerCase());
  const wanted = target.toLowerCase();
  return names.some((name) => name === wanted || name?.replace(/\s+/g, '-') === wanted);
}

function updatesSent({ messages }: State, audience: Audience | undefined): number {
  return messages.filter((message) => audience === undefined || message.audience === audience).length;
}

function valuesOf({ runs }: State, name: string): number[] {
  return runs.flatMap(({ values }) => {
    const written = values[name]?.value;
    const number =
      written === undefined ? NaN : Number(/-?\d+(?:[.,]\d+)?/.exec(written)?.[0].replace(',', '.'));
    return Number.isNaN(number) ? [] : [number];
  });
}

/** The entry with which something first held. */
export type Proof = { seq: number; at: Instant };

/**
 * The first entry after which each condition held; none when it never did, or when it no longer does at the end, as
 * "no update overdue" may not.
 */
export function proofs(
  conditions: readonly Condition[],
  entries: readonly StoredEntry[],
): (Proof | undefined)[] {
  const found: (Proof | undefined)[] = conditions.map(() => undefined);
  let state = NOTHING_YET;
  for (const entry of entries) {
    state = foldOn(state, [entry]);
    conditions.forEach((condition, index) => {
      if (found[index] === undefined && holds(condition, state))
        found[index] = { seq: entry.seq, at: entry.occurredAt };
    });
  }
  return conditions.map((condition, index) => (holds(condition, state) ? found[index] : undefined));
}
