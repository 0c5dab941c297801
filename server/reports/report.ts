/** A report that somebody wrote elsewhere, read into what it tells; nothing is added to it, and nothing is lost. */
import { contentFindings } from './content-findings.ts';
import { factsIn, type Facts } from './fact.ts';
import { finding, type Finding } from './finding.ts';
import { tellsOfIncident } from './kind.ts';
import { linesOf } from './line.ts';
import { placing, type Placed } from './placing.ts';
import type { Answers, Question } from './question.ts';
import { structureOf, type Section } from './section.ts';
import { shapeFindings } from './shape-findings.ts';
import { taskFindings } from './task-findings.ts';
import { tasksIn, type Task } from './task.ts';
import { surroundingsOf } from './surroundings.ts';
import { timeFindings } from './time-findings.ts';
import { toldIn } from './timeline.ts';

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
  if (!tellsOfIncident(structure.title, structure.sections, told)) {
    const sentence =
      'This is no incident report: it has neither a timeline nor the parts of one. Nothing was read from it.';
    return {
      title: structure.title,
      sections: structure.sections,
      told: [],
      tasks: [],
      facts: factsIn([], [], []),
      questions: [],
      findings: [finding('PM100', undefined, sentence)],
      isReport: false,
    };
  }
  const { placed, questions } = placing(told, surroundingsOf(structure, lines, told), answers);
  const tasks = tasksIn(structure.sections);
  const known = factsIn(lines, structure.sections, placed);
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
