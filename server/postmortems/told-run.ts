/** The words of a timeline for the runbook that was followed. */
import { durationText } from '../core/time.ts';
import type { Told } from './told.ts';
import { inSentence, typed, typedShort } from '../core/typed-words.ts';

type Step = { stepId: string; title?: string | undefined; number?: string | undefined };

/** A step by its number and title, as they were then: `step 5 "Bring in infrastructure"`. */
export function stepText({ stepId, title, number }: Step): string {
  return `step ${number === undefined ? '' : `${typed(number)} `}"${typed(title ?? stepId)}"`;
}

export const TOLD_RUN: Told<
  | 'runbook-attached'
  | 'runbook-none-fits'
  | 'runbook-detached'
  | 'run-version-moved'
  | 'phase-moved'
  | 'step-opened'
  | 'step-claimed'
  | 'step-confirmed'
  | 'command-copied'
  | 'value-recorded'
  | 'check-changed'
  | 'step-answered'
  | 'step-held'
  | 'step-resumed'
  | 'step-skipped'
  | 'step-limit-passed'
  | 'step-undone'
  | 'step-reopened'
  | 'step-questioned'
> = {
  'runbook-attached': ({ body }) => `runbook attached: ${typed(body.title)}`,
  'runbook-none-fits': ({ body }) => `no runbook fitted${because(body.reason)}`,
  'runbook-detached': ({ body }) =>
    `runbook taken off${body.title === undefined ? '' : ` (${typed(body.title)})`}: ${typed(body.reason)}`,
  'run-version-moved': ({ body }) =>
    `went on with another version of ${body.title === undefined ? 'the runbook' : `"${typed(body.title)}"`}`,
  'phase-moved': ({ body }) => `on to ${body.to}${because(body.reason)}`,
  'step-opened': ({ body }) => `${stepText(body)} opened`,
  'step-claimed': ({ body, actor, occurredAt }, frame) =>
    `${frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt)} took ${stepText(body)}`,
  'step-confirmed': ({ body, actor, occurredAt }, frame) => {
    const who = frame.who(actor, occurredAt);
    if (!body.alone) return `${who} said go for ${stepText(body)}`;
    return `${who} went on alone with ${stepText(body)}${because(body.reason)}`;
  },
  'command-copied': ({ body }) => `command copied from ${stepText(body)}`,
  'value-recorded': ({ body }) => `${typed(body.name)} is ${typed(body.value)}`,
  'check-changed': ({ body }) =>
    `${body.on ? 'ticked' : 'not ticked any more'}: ${typed(body.text ?? body.checkId)}`,
  'step-answered': ({ body }) =>
    `${stepText(body)}: ${inSentence(body.observed)}${note(body.note)}${body.fitsNone === true ? ', which fits none of its ways' : ''}`,
  'step-held': ({ body }) => `${stepText(body)} on hold: ${inSentence(body.reason)}`,
  'step-resumed': ({ body }) => `${stepText(body)} goes on`,
  'step-skipped': ({ body }) => `${stepText(body)} left out: ${inSentence(body.reason)}`,
  'step-limit-passed': ({ body }) =>
    `${stepText(body)} took longer than its limit of ${durationText(body.limit)}`,
  'step-undone': ({ body }) => {
    const outcomes = { done: 'undone', partly: 'undone in part', impossible: 'could not be undone' };
    return `${stepText(body)} ${outcomes[body.outcome]}${because(body.note)}`;
  },
  'step-reopened': ({ body }) => `${stepText(body)} opened again${because(body.reason)}`,
  'step-questioned': ({ body }) =>
    `the runbook is ${body.problem} at "${typed(body.title ?? body.stepId ?? 'a place that is not named')}": ${typed(body.text)}`,
};

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${inSentence(reason)}`;
}

function note(text: string | undefined): string {
  return text === undefined ? '' : ` (${typedShort(text, 200)})`;
}
