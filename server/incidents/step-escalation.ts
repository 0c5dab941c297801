/** A step that says "Escalate to `infrastructure-primary`" begins that policy, and so does one whose time ran out. */
import type { Instant } from '../core/clock.ts';
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { currentStep, openRuns, type Run, type StepRecord } from './run.ts';
import type { State } from './state.ts';

/** Somebody to ask by a policy, named by its slug as the runbook has it, and why. */
export type StepEscalation = { slug: string; why: string };

/** As a policy is named in addresses; a role or a person in words is none. */
const NAMED = /\bescalate to (?:the )?`([a-z0-9]+(?:-[a-z0-9]+)*)`/gi;

/** The policies that a text tells to escalate to, each once. */
export function policiesNamedIn(text: string): string[] {
  return [...new Set([...text.matchAll(NAMED)].flatMap(([, slug]) => (slug === undefined ? [] : [slug])))];
}

/**
 * What the runs of an incident ask for now: the current step by its own words or by the way that was taken to here, and
 * the policy of the runbook when the time of the step is over.
 * @param textOf the runbook that a run follows, where it is known here
 */
export function stepEscalations(
  state: State,
  textOf: (run: Run) => Runbook | undefined,
  now: Instant,
): StepEscalation[] {
  const asked = openRuns(state).flatMap((run) => {
    const runbook = textOf(run);
    const record = currentStep(run);
    const step = runbook?.steps.find(({ id }) => id === record?.stepId);
    const branch = /^escalate:(.+)$/.exec(run.leadsTo?.target ?? '')?.[1];
    return [
      ...(branch === undefined ? [] : [{ slug: branch, why: `an answer of "${run.title}" leads to it` }]),
      ...(runbook === undefined || step === undefined || record === undefined
        ? []
        : [...bySayingSo(runbook, step), ...(isLate(record, now) ? byTime(runbook, step) : [])]),
    ];
  });
  return asked.filter(({ slug }, at) => asked.findIndex((one) => one.slug === slug) === at);
}

function bySayingSo(runbook: Runbook, { title, range }: Step): StepEscalation[] {
  const text = runbook.text.slice(range.from, range.to);
  return policiesNamedIn(text).map((slug) => ({ slug, why: `the step "${title}" says so` }));
}

function isLate({ limitAt }: StepRecord, now: Instant): boolean {
  return limitAt !== undefined && limitAt <= now;
}

/** The time of a step is over: whoever the runbook names for that, or its own step of asking, is offered. */
function byTime(runbook: Runbook, { title }: Step): StepEscalation[] {
  const own = runbook.metadata.escalateTo;
  const slugs = own === undefined ? policiesNamedIn(runbook.text) : [own];
  return slugs.map((slug) => ({ slug, why: `the time of the step "${title}" is over` }));
}
