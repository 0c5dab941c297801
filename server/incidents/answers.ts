/** Answers to a step, and what becomes of one that came second. */
import type { Step } from '../runbooks/runbook.ts';
import { beforeYou, entry, mustSay } from './act.ts';
import type { Context, Decision, When } from './act.ts';
import type { NewEntry } from './entry.ts';
import { answerOf, stepOf } from './run.ts';
import type { Run, StepRecord } from './run.ts';

export type Named = { runId: number; stepId: string };

/** What somebody saw, and which way it leads: branch and target are counted from 0 in the order of the text. */
export type Seen = Named & {
  observed: string;
  matched: 'yes' | 'no' | 'unsure';
  branch?: { index: number; target: number } | 'none' | undefined;
  note?: string | undefined;
  /** What was read with it, for the commands of later steps. */
  values?: readonly { name: string; value: string }[] | undefined;
};

type At = { at?: When | undefined };

/** A second answer is kept as an observation; the first one counts, and its author reads both. */
export function besideFirst(
  run: Run,
  record: StepRecord,
  seen: Seen & At,
  step: Step | undefined,
  context: Context,
): Decision {
  const entries = kept(run, seen, step?.title.slice(0, 200), context);
  return { entries, said: `${doneWords(record, context)} Yours stands beside it.` };
}

/** Whoever answered on a page that was opened before the run moved loses no word. */
export function besideMove(seen: Seen & At, run: Run, context: Context): Decision {
  mustSay(seen.observed, 'observed', 'Say what you saw: the value or the state, not "checked".');
  return {
    entries: kept(run, seen, stepOf(run, seen.stepId)?.gone?.title, context),
    said: 'The run was moved to another version of its runbook meanwhile. What you saw is kept as a note: look at the step again.',
  };
}

/**
 * What was seen, as a note. A value that is known stays as it is: the commands of later steps hold it, and whoever
 * reads them would not notice that it changed.
 */
function kept(run: Run, seen: Seen & At, title: string | undefined, context: Context): NewEntry[] {
  const { runId, stepId, observed, values = [], note, at } = seen;
  const untold = values.filter(({ name, value }) => !observed.includes(`${name} ${value}`));
  const told = untold.map(({ name, value }) => `${name} ${value}`).join(', ');
  const text = [observed, told, note ?? ''].filter((words) => words !== '').join('\n\n');
  const about = { runId, stepId, title };
  const news = values.filter(({ name }) => run.values[name] === undefined);
  return [
    ...recorded(run, seen, news, context),
    entry(context, 'note-added', { text, flavour: 'observation', about }, at),
  ];
}

/** The values that are new, for the commands of later steps. */
export function recorded(
  run: Run,
  { runId, stepId, at }: Named & At,
  values: Seen['values'],
  context: Context,
): NewEntry[] {
  return (values ?? [])
    .filter(({ name, value }) => run.values[name]?.value !== value.trim())
    .map(({ name, value }) => entry(context, 'value-recorded', { runId, stepId, name, value }, at));
}

/** Who did the step before, and what they wrote. */
export function doneWords(record: StepRecord, context: Context): string {
  const answer = answerOf(record);
  if (answer) return `${answer.by.name} recorded this ${beforeYou(answer.at, context)}: ${answer.observed}.`;
  const skip = record.skip;
  return skip
    ? `${skip.by.name} skipped this ${beforeYou(skip.at, context)}: ${skip.reason}.`
    : 'It is done already.';
}
