/** A report that somebody wrote elsewhere, read into what it tells; nothing is added to it, and nothing is lost. */
import { contentFindings } from './content-findings.ts';
import { factsIn, type Facts } from './fact.ts';
import { finding, type Finding } from './finding.ts';
import { linesOf } from './line.ts';
import type { Name } from './name.ts';
import { placing, type Placed } from './placing.ts';
import type { Answers, Question } from './question.ts';
import { structureOf, type Section, type Structure } from './section.ts';
import { shapeFindings } from './shape-findings.ts';
import { taskFindings } from './task-findings.ts';
import { tasksIn, type Task } from './task.ts';
import { surroundingsOf } from './surroundings.ts';
import { timeFindings } from './time-findings.ts';
import { toldIn, type Told } from './timeline.ts';

export type Report = {
  title: string;
  sections: readonly Section[];
  /** The timeline as it is written, each line with its instant where that is known. */
  told: readonly Placed[];
  tasks: readonly Task[];
  facts: Facts;
  questions: readonly Question[];
  findings: readonly Finding[];
  /** False for a text that tells of no incident; then nothing else is read from it. */
  isReport: boolean;
};

/**
 * Reads a report: Markdown or plain text.
 * @param fileName stands in for a title that is nowhere
 * @param answers what a person said to the questions of an earlier reading
 */
export function readReport(text: string, fileName: string, answers: Answers = {}): Report {
  const lines = linesOf(text);
  const structure = structureOf(lines, fileName);
  const told = toldIn(structure.sections);
  const facts = (placed: readonly Placed[]): Facts => factsIn(lines, structure.sections, placed);
  if (!isReport(structure, told)) {
    const sentence =
      'This is no incident report: it has neither a timeline nor the parts of one. Nothing was read from it.';
    return {
      title: structure.title,
      sections: structure.sections,
      told: [],
      tasks: [],
      facts: facts([]),
      questions: [],
      findings: [finding('PM100', undefined, sentence)],
      isReport: false,
    };
  }
  const { placed, questions } = placing(told, surroundingsOf(structure, lines, told), answers);
  const tasks = tasksIn(structure.sections);
  const known = facts(placed);
  const content = { lines, sections: structure.sections, placed, facts: known };
  return {
    title: structure.title,
    sections: structure.sections,
    told: placed,
    tasks,
    facts: known,
    questions,
    findings: [
      ...shapeFindings(lines, structure, told),
      ...timeFindings(placed, questions),
      ...contentFindings(content),
      ...taskFindings(tasks),
    ],
    isReport: true,
  };
}

/** A timeline with times, or at least two parts of which one says what happened. */
function isReport({ sections }: Structure, told: readonly Told[]): boolean {
  const names = new Set(sections.flatMap((section) => section.names));
  const core: readonly Name[] = ['timeline', 'impact', 'cause', 'resolution', 'detection', 'trigger'];
  const timed = told.filter(({ time }) => time?.clock !== undefined || time?.elapsed !== undefined);
  return (
    (timed.length >= 2 && (names.size > 0 || timed.length >= 3)) ||
    (names.size >= 2 && core.some((name) => names.has(name)))
  );
}
