import { z } from 'zod';
import { Invalid } from '../web/problem.ts';
import {
  choice,
  flag,
  gathered,
  happenedAt,
  line,
  noFields,
  optionalLine,
  optionalNumber,
  optionalText,
  several,
  text,
} from '../web/fields.ts';
import { act, waitingAct, whenTyped, type Act, type ActReading } from './act-routes.ts';

const ACT = 'incident.act';
const STEP = '/runs/:run/steps/:step';
const at = happenedAt;

/** The step that an address names. */
function place({ params }: ActReading): { runId: number; stepId: string } {
  return { runId: Number(params.run), stepId: params.step ?? '' };
}

const ResultFields = z.strictObject({
  observed: optionalLine().describe(
    'what you saw: the value or the state, not "checked"; what is left out is told by the values',
  ),
  matched: choice(['yes', 'no', 'unsure'], 'Say whether this is what was expected.'),
  branch: optionalLine().describe(
    'the way that it leads, such as 0:0, or "none" of those that the step names',
  ),
  note: optionalText(),
  at,
  /** Values to record, `NAME=value`; a form sends them as `value_NAME`. */
  values: several(),
});

const StepResult = gathered('value_', 'values', ResultFields);

/** Working through the steps of a run. */
export const STEP_ACTS: readonly Act[] = [
  act(`${STEP}/opening`, ACT, 'Begin a step', noFields, (_fields, reading) => ({
    type: 'open-step',
    ...place(reading),
  })),
  waitingAct(
    `${STEP}/claim`,
    ACT,
    'Say "I do this", or take it over with a reason',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }, reading) => ({ type: 'claim-step', ...place(reading), reason }),
  ),
  act(
    `${STEP}/confirmation`,
    ACT,
    'Say go for a dangerous step; alone: type the target and a reason',
    z.strictObject({ typed_target: optionalLine(), reason: optionalLine() }),
    ({ typed_target, reason }, reading) =>
      typed_target === undefined && reason === undefined
        ? { type: 'confirm-step', ...place(reading) }
        : {
            type: 'confirm-step-alone',
            ...place(reading),
            typedTarget: typed_target ?? '',
            reason: reason ?? '',
          },
  ),
  act(
    `${STEP}/copies`,
    ACT,
    'Say that a command was copied; Muster runs nothing',
    z.strictObject({
      index: optionalNumber(0, 99, 'the number of the command'),
      text: optionalText(),
      names: several(),
    }),
    ({ index, text: copied, names }, reading) => ({
      type: 'copy-command',
      ...place(reading),
      index: index ?? 0,
      text: copied,
      names,
    }),
  ),
  act(
    `${STEP}/values`,
    ACT,
    'Record a named value',
    z.strictObject({ name: line('the name of the value', 60), value: line('the value') }),
    ({ name, value }, reading) => ({ type: 'record-value', ...place(reading), name, value }),
  ),
  act(
    `${STEP}/checks/:check`,
    ACT,
    'Tick a box, or take the tick away',
    z.strictObject({ on: flag }),
    ({ on }, reading) => ({
      type: 'change-check',
      ...place(reading),
      checkId: reading.params.check ?? '',
      on,
    }),
  ),
  waitingAct(
    `${STEP}/result`,
    ACT,
    'Answer a step: what was seen, and which way it leads',
    StepResult,
    (fields, reading) => ({
      type: 'answer-step',
      ...place(reading),
      values: valuesOf(fields.values),
      observed: observedOf(fields),
      matched: fields.matched,
      branch: branchOf(fields.branch),
      note: fields.note,
      at: whenTyped(fields.at, reading),
    }),
  ),
  waitingAct(
    `${STEP}/notes`,
    ACT,
    'Note what you see while you do a step',
    z.strictObject({ text: text('a note'), at }),
    ({ text: words, at: when }, reading) => ({
      type: 'note-on-step',
      ...place(reading),
      text: words,
      at: whenTyped(when, reading),
    }),
  ),
  waitingAct(
    `${STEP}/skip`,
    ACT,
    'Leave a step out, with a reason',
    z.strictObject({ reason: line('why it is skipped') }),
    ({ reason }, reading) => ({ type: 'skip-step', ...place(reading), reason }),
  ),
  act(
    `${STEP}/hold`,
    ACT,
    'Say that a step waits for something; its limit stops',
    z.strictObject({ reason: line('what it waits for') }),
    ({ reason }, reading) => ({ type: 'hold-step', ...place(reading), reason }),
  ),
  act(`${STEP}/resumption`, ACT, 'Go on with a step that waited', noFields, (_fields, reading) => ({
    type: 'resume-step',
    ...place(reading),
  })),
  act(
    `${STEP}/undo`,
    ACT,
    "Say that the runbook's undo was carried out",
    z.strictObject({
      outcome: choice(['done', 'partly', 'impossible'], 'Say how far the undo went.'),
      note: optionalLine(),
    }),
    ({ outcome, note }, reading) => ({ type: 'undo-step', ...place(reading), outcome, note }),
  ),
  act(
    `${STEP}/reopening`,
    ACT,
    'Do a step again, or put its answer right',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }, reading) => ({ type: 'reopen-step', ...place(reading), reason }),
  ),
];

function valuesOf(values: readonly string[]): { name: string; value: string }[] {
  return values.map((pair) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.+)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new Invalid([{ field: 'values', sentence: `Write a value as NAME=value; "${pair}" is not.` }]);
    }
    return { name, value };
  });
}

const MOST_OBSERVED = 200;

/** Whoever has just typed the values need not type them again. */
function observedOf({ observed, values }: z.infer<typeof ResultFields>): string {
  if (observed !== undefined) return observed;
  if (values.length === 0) {
    throw new Invalid([
      { field: 'observed', sentence: 'Enter what you saw: the value or the state, not "checked".' },
    ]);
  }
  return values
    .map((pair) => pair.replace('=', ' '))
    .join(', ')
    .slice(0, MOST_OBSERVED);
}

/** A branch as its button sends it: the number of the branch and of the way it names, `0:1`, or `none` of them. */
function branchOf(given: string | undefined): { index: number; target: number } | 'none' | undefined {
  if (given === undefined || given === 'none') return given;
  const [, index, target] = /^(\d{1,3}):(\d{1,3})$/.exec(given) ?? [];
  if (index === undefined || target === undefined) {
    throw new Invalid([{ field: 'branch', sentence: 'Choose one of the branches of this step.' }]);
  }
  return { index: Number(index), target: Number(target) };
}
