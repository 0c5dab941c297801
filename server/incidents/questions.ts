/** What the people of an incident asked of its runbooks: marked by somebody, or seen where no way of a step fits. */
import type { Instant } from '../core/clock.ts';
import type { Asked } from '../runbooks/questions.ts';
import { answerOf, type Run } from './run.ts';
import type { State } from './state.ts';

export type Question = {
  seq: number;
  runbookId: string;
  problem: Asked['problem'];
  step: string | undefined;
  text: string;
  by: string;
  at: Instant;
};

/** All of an incident, of runs that were taken off as well: a text is not better for that. */
export function questionsOf({ runs, entries }: Pick<State, 'runs' | 'entries'>): Question[] {
  return runs.flatMap((run) => [...marked(run), ...fitNone(run, entries)]).toSorted((a, b) => a.seq - b.seq);
}

function marked({ runbookId, questions }: Run): Question[] {
  return questions.map(({ seq, problem, title, stepId, text, by, at }) => ({
    seq,
    runbookId,
    problem,
    step: title ?? stepId,
    text,
    by: by.name,
    at,
  }));
}

function fitNone({ runbookId, steps }: Run, entries: State['entries']): Question[] {
  return steps.flatMap((step) => {
    const answer = answerOf(step);
    if (answer?.fitsNone !== true) return [];
    const { seq, observed, by, at } = answer;
    const { title } = (entries[seq - 1]?.body ?? {}) as { title?: string };
    return [
      {
        seq,
        runbookId,
        problem: 'fits-none' as const,
        step: title ?? step.stepId,
        text: observed,
        by: by.name,
        at,
      },
    ];
  });
}

/** An id as addresses have it, read: the number of the incident and of the entry. */
export function questionNamed(id: string): { number: number; seq: number } | undefined {
  const [, number, seq] = /^([1-9]\d{0,8})-([1-9]\d{0,8})$/.exec(id) ?? [];
  return number === undefined || seq === undefined ? undefined : { number: Number(number), seq: Number(seq) };
}
