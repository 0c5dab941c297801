/** The words of a decision tree: what a step is called, what became of it, and where its branches lead. */
import { plainText } from '../core/markdown.ts';
import { targetText, type Branch, type Step, type Target } from './runbook.ts';

/** Where a run stands: what became of each step, and which ways were taken. */
export type Passage = {
  places: ReadonlyMap<string, StepPlace>;
  /** Ways between steps, by their ids: `find-change rollback`. */
  taken: ReadonlySet<string>;
  /** Branches that were taken: step, number and target as entries record them, `prove 0 cancel`. */
  chosen: ReadonlySet<string>;
};

export type StepPlace = 'done' | 'unexpected' | 'skipped' | 'current' | 'open';

const PLACE_WORDS: Record<StepPlace, string> = {
  done: 'done',
  unexpected: 'done, not as expected',
  skipped: 'skipped',
  current: 'you are here',
  open: 'open as well',
};

/** A branch in words: short for the picture, where steps have numbers, and whole for the list. */
export type BranchWords = { short: string; whole: string; stepId: string | undefined; isTaken: boolean };

export function headingOf({ number, title }: Step): string {
  return number === undefined ? title : `${number}. ${title}`;
}

/** "3. Find the last change: done": what stands beside it in the picture, in one line. */
export function nameOf(step: Step, place: StepPlace | undefined): string {
  const notes = notesOf(step, place);
  return notes.length === 0 ? headingOf(step) : `${headingOf(step)}: ${notes.join(', ')}`;
}

/** What became of a step, and who says go to one that is dangerous and still lies ahead. */
export function notesOf(step: Step, place: StepPlace | undefined): string[] {
  return [
    ...(place === undefined ? [] : [PLACE_WORDS[place]]),
    ...(isDangerous(step) && !isBehind(place)
      ? [`dangerous: ${step.confirm ?? 'somebody else'} says go`]
      : []),
  ];
}

export function isDangerous({ danger }: Step): boolean {
  return danger === 'high';
}

/** Every target of every branch of a step. */
export function branchesOf(
  step: Step,
  steps: ReadonlyMap<string, Step>,
  passage: Passage | undefined,
): BranchWords[] {
  return step.branches.flatMap((branch) =>
    branch.targets.map((target) => {
      const led = target.to === 'step' ? steps.get(target.stepId) : undefined;
      const lead = `${whenWords(branch)} → ${branch.undoFirst ? 'undo, then ' : ''}`;
      const whole = led === undefined ? targetWords(target) : headingOf(led);
      return {
        short: lead + (led?.number === undefined ? whole : `step ${led.number}`),
        whole: lead + whole,
        stepId: led?.id,
        isTaken: passage?.chosen.has(`${step.id} ${String(branch.index)} ${targetText(target)}`) ?? false,
      };
    }),
  );
}

function whenWords({ otherwise, condition }: Branch): string {
  const words = plainText(condition).replace(/[:,;]$/, '');
  const when = otherwise ? `otherwise ${words}`.trim() : words;
  return when === '' ? 'then' : when;
}

function targetWords(target: Target): string {
  switch (target.to) {
    case 'step':
      return target.title;
    case 'runbook':
      return `runbook ${target.title}`;
    case 'missing':
      return `${target.title} (missing)`;
    case 'escalate':
      return `escalate to ${target.name}`;
    case 'stop':
    case 'cancel':
    case 'resolve':
      return target.to;
  }
}

/** Danger is told until the step lies behind. */
export function isBehind(place: StepPlace | undefined): boolean {
  return place === 'done' || place === 'unexpected' || place === 'skipped';
}
