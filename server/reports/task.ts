/** The tasks that a report promises: items and rows under its headings for them. */
import type { Line } from './line.ts';
import { holding, type Section } from './section.ts';
import { datesIn } from './written-date.ts';

export type Task = {
  line: Line;
  text: string;
  /** What a column says of its kind: detect, prevent, mitigate, respond, learn. */
  type: string | undefined;
  owner: string | undefined;
  due: string | undefined;
  doneWhen: string | undefined;
};

export function tasksIn(sections: readonly Section[]): Task[] {
  return holding(sections, 'actions').flatMap(({ lines }) => [...itemTasks(lines), ...rowTasks(lines)]);
}

const OWNER =
  /(?:\b(?:owner|assignee|assigned to|responsible|dri|who) ?[:=-] ?|@)([\p{L}\d][\p{L}\d ._'-]{0,60})/iu;
/** "(Ana Ruiz)", "(Ana Ruiz, by 3 May)", "- Ana Ruiz -", ", Ana Ruiz, by 3 May". */
const NAME_BEHIND = [
  /[([]((?:\p{Lu}\p{Ll}+[ ,/&]{0,3}){1,4})(?:[)\]]|[,;] ?(?=due|by|until|\d))/u,
  / [\u2013\u2014|-] ((?:\p{Lu}\p{Ll}+ ?){1,3})(?=$| ?[\u2013\u2014|(,;-])/u,
  /, (\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?), ?(?:due|by|until)\b/u,
];
const DUE = /\b(?:due|by|until|deadline|eta|before)\b ?:? ?(\S.{3,40})/i;
const DONE =
  /\b(?:done when|definition of done|verified by|success(?: criteri(?:on|a))?|accepted when|until it is proven)\b ?:? ?(\S.*)/i;

/** What stands further in, and the lines that go on, belong to the task above. */
function itemTasks(lines: readonly Line[]): Task[] {
  const tasks: { line: Line; parts: string[] }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'item' && line.kind !== 'text') continue;
    const last = tasks.at(-1);
    const isDeeper = last !== undefined && line.indent > last.line.indent;
    const goesOn = last !== undefined && line.kind === 'text' && lines[index - 1]?.kind === 'item';
    if (isDeeper || goesOn) last.parts.push(line.text);
    else if (line.kind === 'item') tasks.push({ line, parts: [line.text] });
  }
  return tasks.map(({ line, parts }) => readTask(line, parts.join('; ')));
}

function readTask(line: Line, text: string): Task {
  return {
    line,
    text,
    type: undefined,
    owner: ownerIn(text) ?? nameBehind(text)?.trim(),
    due: dueIn(text),
    doneWhen: DONE.exec(text)?.[1],
  };
}

/** The name behind "Owner:", up to what is said next. */
function ownerIn(text: string): string | undefined {
  const name = OWNER.exec(text)?.[1]
    ?.replace(/[.;,]? (?:due|by|done|until|type|priority|status|deadline|eta|before)\b.*$/i, '')
    .replace(/(?<![.\s])[.\s]+$/, '');
  return name === '' ? undefined : name;
}

function nameBehind(text: string): string | undefined {
  return NAME_BEHIND.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined);
}

/** The date behind "due" or "by", as it is written; else the only other one; "Q3 2024" is one as well. */
function dueIn(text: string): string | undefined {
  const said = DUE.exec(text)?.[1];
  const quarter = /^\(?(Q[1-4] \d{4})\b/.exec(said ?? '')?.[1];
  if (quarter !== undefined) return quarter;
  for (const place of said === undefined ? [text] : [said, text]) {
    const [date] = datesIn(place);
    if (date) return place.slice(date.index, date.index + date.length);
  }
  return undefined;
}

function rowTasks(lines: readonly Line[]): Task[] {
  const rows = lines.filter(({ kind }) => kind === 'row');
  const [header, ...rest] = rows;
  if (header === undefined) return [];
  const column = (pattern: RegExp): number => header.cells.findIndex((cell) => pattern.test(cell));
  const at = {
    text: Math.max(0, column(/task|action|\bitem|description|what|measure|title|summary|follow/i)),
    type: column(/^(?:type|kind|category)$/i),
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
      type: cell(at.type),
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
export function isBounded({ text, doneWhen, due }: Task): boolean {
  const work = due === undefined ? text : text.replace(due, '');
  return doneWhen !== undefined || /\d/.test(work) || !OPEN_ENDED.test(work);
}

const OPEN_ENDED =
  /\b(?:review|update|verify|effectiveness|enhance|improve|train(?:ing)?|communicate|investigate|look into|consider|explore|monitor|ensure|awareness|careful|strengthen|optimi[sz]e|better)\b/i;
