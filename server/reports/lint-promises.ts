/** Findings about measures that nobody promised, and promises that were due before they were made. */
import { finding, type Finding } from './finding.ts';
import type { Linted } from './lint.ts';
import { holding } from './section.ts';
import type { Task } from './task.ts';
import { datesIn, wholeDate } from './written-date.ts';

export function promiseFindings(linted: Linted): Finding[] {
  return [...measuresWithoutTask(linted), ...dueInThePast(linted), ...givenUpWithoutReason(linted)];
}

const ANSWERING = /^(?:respond|response|mitigate|mitigation)$/i;

function measuresWithoutTask({ sections, tasks }: Linted): Finding[] {
  const [section] = holding(sections, 'corrective').filter(({ names }) => !names.includes('actions'));
  const said = holding(sections, 'corrective')
    .flatMap(({ lines }) => lines)
    .filter(({ text, kind, raw }) => text !== '' && kind !== 'heading' && !/^\W*\*[^*]+\?\*$/.test(raw));
  const [first] = said;
  if (section === undefined || first === undefined) return [];
  if (tasks.length === 0) {
    return [
      finding('PM406', first.number, 'These measures have no task. Who does the first of them, and by when?'),
    ];
  }
  const isAnswerOnly = tasks.every(({ type }) => type !== undefined && ANSWERING.test(type));
  if (!isAnswerOnly) return [];
  const sentence =
    'All tasks are about answering the next one. Which task makes it less likely, or noticed sooner?';
  return [finding('PM406', tasks[0]?.line.number, sentence)];
}

const IS_DONE = /\bDONE\b|\b(?:done|closed|finished)\s*\|?$|\[[xX]\]|\u2705|~~/;

function dueInThePast({ tasks, beside }: Linted): Finding[] {
  return tasks.flatMap((task) => {
    const due = dueDay(task);
    if (due === undefined || IS_DONE.test(task.line.raw)) return [];
    if (beside.today !== undefined && due < beside.today) {
      return [
        finding(
          'PM407',
          task.line.number,
          `This task was due on ${due}, which is past. By when will it be done?`,
        ),
      ];
    }
    if (beside.review !== undefined && due < beside.review) {
      const sentence = `This task is due on ${due}, before the review on ${beside.review} can speak about it. Is that meant?`;
      return [finding('PM407', task.line.number, sentence)];
    }
    return [];
  });
}

/** As a state of its own: at the end of a line or cell, in brackets, or before a colon or a reason. */
const GIVEN_UP =
  /(?:^|[|([:,;–—-] ?)(rejected|expired|won['’]t (?:do|fix))(?=$| ?[|)\].,;:–—-]| because| since| as )/i;
const REASON =
  /(?:\b(?:because|since|as|due to|instead|in favou?r of|superseded|duplicate)\b|[:–—-]) ?\p{L}{2}/iu;

function givenUpWithoutReason({ tasks }: Linted): Finding[] {
  return tasks.flatMap(({ line }) => {
    const said = GIVEN_UP.exec(line.raw);
    if (said === null || REASON.test(line.raw.slice(said.index + said[0].length))) return [];
    const sentence = `This task is ${(said[1] ?? '').toLowerCase()}, and nobody says why. Say it in a few words: somebody will ask again.`;
    return [finding('PM513', line.number, sentence)];
  });
}

function dueDay({ due }: Task): string | undefined {
  const [date] = due === undefined ? [] : datesIn(due);
  if (date === undefined) return undefined;
  return wholeDate(date.value, { year: undefined, order: undefined, start: undefined, previous: undefined });
}
