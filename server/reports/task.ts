/** The tasks that a report promises: items and rows under its headings for them. */
import type { Line } from './line.ts';
import { holding, type Section } from './section.ts';
import { dateIn } from './written-date.ts';

export type Task = {
  line: Line;
  text: string;
  owner: string | undefined;
  due: string | undefined;
  doneWhen: string | undefined;
};

export function tasksIn(sections: readonly Section[]): Task[] {
  return holding(sections, 'actions').flatMap(({ lines }) => [...itemTasks(lines), ...rowTasks(lines)]);
}

const OWNER =
  /(?:\b(?:owner|assignee|assigned to|responsible|dri|who) ?[:=-] ?|@)([\p{L}\d][\p{L}\d ._'-]{0,60})/iu;
const NAME_BEHIND = /[([]((?:\p{Lu}\p{Ll}+[ ,/&]{0,3}){1,4})[)\]]/u;
const DUE = /\b(?:due|by|until|deadline|eta|before)\b ?:? ?(\S.{3,40})/i;
const DONE =
  /\b(?:done when|definition of done|verified by|success(?: criteri(?:on|a))?|accepted when|until it is proven)\b ?:? ?(\S.*)/i;

function itemTasks(lines: readonly Line[]): Task[] {
  const tasks: Task[] = [];
  let indent = 0;
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1];
    const isDetail =
      tasks.length > 0 &&
      (line.kind === 'item' ? line.indent > indent : above?.kind === 'item' || line.indent > indent);
    if (line.kind === 'item' && !isDetail) {
      tasks.push(readTask(line, line.text));
      indent = line.indent;
    } else if ((line.kind === 'item' || line.kind === 'text') && isDetail) {
      const last = tasks.pop();
      if (last) tasks.push(readTask(last.line, `${last.text}; ${line.text}`));
    }
  }
  return tasks;
}

function readTask(line: Line, text: string): Task {
  const due = DUE.exec(text)?.[1];
  const hasDate = dateIn(text) !== undefined || /\bQ[1-4] \d{4}\b/.test(due ?? '');
  return {
    line,
    text,
    owner: (OWNER.exec(text)?.[1] ?? NAME_BEHIND.exec(text)?.[1])?.trim(),
    due: hasDate ? (due ?? text) : undefined,
    doneWhen: DONE.exec(text)?.[1],
  };
}

function rowTasks(lines: readonly Line[]): Task[] {
  const rows = lines.filter(({ kind }) => kind === 'row');
  const [header, ...rest] = rows;
  if (header === undefined) return [];
  const column = (pattern: RegExp): number => header.cells.findIndex((cell) => pattern.test(cell));
  const at = {
    text: Math.max(0, column(/task|action|item|description|what|measure/i)),
    owner: column(/owner|assignee|who|responsible|dri/i),
    due: column(/due|date|deadline|by when|eta/i),
    done: column(/done|success|verif|accept/i),
  };
  return rest.map((line) => {
    const cell = (index: number): string | undefined => said(line.cells[index]);
    const text = cell(at.text) ?? '';
    const own = readTask(line, text);
    return {
      line,
      text,
      owner: cell(at.owner) ?? own.owner,
      due: cell(at.due) ?? own.due,
      doneWhen: cell(at.done) ?? own.doneWhen,
    };
  });
}

/** A cell that says something; a dash, "TBD" and "n/a" say nothing. */
function said(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return /^(?:[-\u2013\u2014?]*|tb[ad]|n\/?a|none|to be (?:decided|defined)|unassigned)$/i.test(text)
    ? undefined
    : text;
}

/** Whether one can tell when a task is over: it says so, or it names a number or a thing rather than a habit. */
export function isBounded({ text, doneWhen }: Task): boolean {
  return doneWhen !== undefined || /\d/.test(text) || !OPEN_ENDED.test(text);
}

const OPEN_ENDED =
  /\b(?:review|update|verify|effectiveness|enhance|improve|train(?:ing)?|communicate|investigate|look into|consider|explore|monitor|ensure|awareness|careful|strengthen|optimi[sz]e|better)\b/i;
