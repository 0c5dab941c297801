/** What a run teaches about a step, and the change to its source that would say so. */
import type { Runbook, Step } from './runbook.ts';

export type Lesson = {
  stepId: string;
  kind: 'skipped' | 'overran' | 'mismatch';
  /** What happened, as the rest of a sentence: "took 8 min, with a limit of 3 min". */
  because: string;
  /** Where: INC-42. */
  key: string;
  /** How long it took, where it overran. */
  tookSeconds?: number | undefined;
};

export type StepChangeText = { step: Step; before: string; after: string };

/** The step with the change; undefined when the text has no such step any more, or says it already. */
export function changedStep(runbook: Runbook, lesson: Lesson): StepChangeText | undefined {
  const step = runbook.steps.find(({ id }) => id === lesson.stepId);
  if (step === undefined) return undefined;
  const before = runbook.text.slice(step.range.from, step.range.to);
  const after = changed(before, lesson);
  return after === before ? undefined : { step, before, after };
}

const LIMIT = /^([-*+] \*\*Limit:?\*\*:? )[^\n]*$/im;

function changed(source: string, lesson: Lesson): string {
  const { kind, key, because, tookSeconds } = lesson;
  switch (kind) {
    case 'overran': {
      if (tookSeconds === undefined || !LIMIT.test(source)) return source;
      return source.replace(LIMIT, `$1${String(Math.ceil(tookSeconds / 60))} min`);
    }
    case 'skipped':
      return withNote(source, `In ${key} this step was skipped: ${because}`);
    case 'mismatch':
      return withNote(source, `In ${key} something else was seen: ${because}`);
  }
}

/** A note at the end of the step, before the empty lines that part it from the next one. */
function withNote(source: string, words: string): string {
  const body = source.trimEnd();
  const note = `> [!NOTE]\n> ${words.replace(/\s+/g, ' ').trim()}`;
  return `${body}\n\n${note}${source.slice(body.length) || '\n'}`;
}

/**
 * The whole text with a step in its place.
 * @returns undefined when the step is no longer as it was: then somebody has to look again
 */
export function withStep(text: string, before: string, after: string): string | undefined {
  const at = text.indexOf(before);
  if (before === '' || at < 0 || text.includes(before, at + 1)) return undefined;
  const end = before.slice(before.trimEnd().length);
  return text.slice(0, at) + after.trimEnd() + (end || '\n') + text.slice(at + before.length);
}
