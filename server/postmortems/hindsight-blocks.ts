/** What the record itself can say to "what went well, and what did not". The rest is for people. */
import { capital, counted } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import type { Effective } from '../incidents/state.ts';
import { answerOf } from '../incidents/run.ts';
import type { Run } from '../incidents/run.ts';
import { lateMessages, overdueSeconds } from '../incidents/updates.ts';
import type { Frame } from './frame.ts';
import { stepText } from './told-run.ts';
import { toldWords } from './told.ts';
import { inSentence, typed } from '../core/typed-words.ts';

/** Undefined when the record has nothing to say. */
export function wellBlock(frame: Frame): string | undefined {
  return list([...matchedTexts(frame), ...punctualTexts(frame), ...putBackTexts(frame)]);
}

export function badlyBlock(frame: Frame): string | undefined {
  return list([
    ...frame.entries.filter((entry) => isWorthALook(entry, frame)).map((entry) => told(entry, frame)),
    ...unexpectedTexts(frame),
    ...lateTexts(frame),
  ]);
}

function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.map((item) => `- ${item}.`).join('\n');
}

function told(entry: Effective, frame: Frame): string {
  return `${capital(toldWords(entry, frame))} ${frame.ref(entry.seq)}`;
}

/** Limits that passed, and steps that were left out and stayed so. */
function isWorthALook(entry: Effective, { state }: Frame): boolean {
  if (entry.kind === 'step-limit-passed' || entry.kind === 'hypothesis-limit-passed') return true;
  return (
    entry.kind === 'step-skipped' &&
    state.runs.some(({ steps }) => steps.some(({ skip }) => skip?.seq === entry.seq))
  );
}

function matchedTexts(frame: Frame): string[] {
  return frame.state.runs.flatMap((run) => {
    const answers = answersOf(run);
    if (answers.length === 0) return [];
    const matched = answers.filter((answer) => answer.matched === 'yes').length;
    const steps = counted(answers.length, 'answered step');
    return [
      `${matched} of ${steps} of "${typed(run.title)}" showed what the runbook expects ${frame.ref(run.seq)}`,
    ];
  });
}

function answersOf(run: Run) {
  return run.steps.flatMap((step) => answerOf(step) ?? []);
}

/** Answers that count and were not what the runbook expects: the runbook may learn from them. */
function unexpectedTexts(frame: Frame): string[] {
  const standing = new Set(frame.state.runs.flatMap(answersOf).map(({ seq }) => seq));
  return frame.entries.flatMap((entry) => {
    if (entry.kind !== 'step-answered' || !standing.has(entry.seq) || entry.body.matched === 'yes') return [];
    const seen =
      entry.body.matched === 'no' ? 'not what the runbook expects' : 'unsure whether that is expected';
    return [
      `${capital(stepText(entry.body))}: ${inSentence(entry.body.observed)} (${seen}) ${frame.ref(entry.seq)}`,
    ];
  });
}

function punctualTexts({ state, ref }: Frame): string[] {
  if (state.messages.length < 2 || state.brokenPromises.length > 0) return [];
  const seqs = state.messages.map(({ sent }) => sent.seq);
  return [`All ${state.messages.length} updates came when they were promised ${ref(...seqs)}`];
}

function putBackTexts({ state, ref }: Frame): string[] {
  const temporary = state.changes.filter((change) => change.temporary);
  if (temporary.length === 0 || temporary.some(({ undone }) => undone === undefined)) return [];
  const seqs = temporary.flatMap(({ undone }) => undone?.seq ?? []);
  return [`Every temporary change was put back ${ref(...seqs)}`];
}

function lateTexts({ state, asOf, ref }: Frame): string[] {
  const debt = overdueSeconds(state.brokenPromises, asOf);
  if (debt === 0) return [];
  const refs = ref(...lateMessages(state).map(({ sent }) => sent.seq));
  return [`Updates were late by ${durationText(debt)} in all (see Communication) ${refs}`.trimEnd()];
}
