/** What could be said better in a report: each finding with a proposal, none with a score, and nothing is blocked. */
import { blameFindings } from './lint-blame.ts';
import { figureFindings, type Figure } from './lint-figures.ts';
import { placeholderFindings } from './lint-placeholders.ts';
import { promiseFindings } from './lint-promises.ts';
import { secretFindings } from './lint-secrets.ts';
import { storyFindings } from './lint-story.ts';
import type { Finding } from './finding.ts';
import { linesOf, type Line } from './line.ts';
import { structureOf, type Section } from './section.ts';
import { tasksIn, type Task } from './task.ts';

/** What stands beside a text and not in it. */
export type Beside = {
  /** Today, and the day of the review: `2026-09-02`. */
  today?: string | undefined;
  review?: string | undefined;
  /** What the record says of the measures that a text may name. */
  figures?: readonly Figure[] | undefined;
  /** The questions of a draft, which stand in italics until somebody answers them. */
  prompts?: readonly string[] | undefined;
  /** Names of the people who were there. */
  people?: readonly string[] | undefined;
  /** For a text that everybody may read. */
  isPublic?: boolean | undefined;
};

/** A text as its rules need it. */
export type Linted = {
  lines: readonly Line[];
  /** The lines that people wrote: no heading, and nothing that was made from the record. */
  own: readonly Line[];
  sections: readonly Section[];
  tasks: readonly Task[];
  beside: Beside;
};

export function lintReport(text: string, beside: Beside = {}): Finding[] {
  const lines = linesOf(text);
  const { sections } = structureOf(lines, '');
  const generated = generatedLines(lines);
  const headings = new Set(
    sections.flatMap(({ heading, lines: own }) =>
      heading && heading.number !== own[0]?.number ? [heading.number] : [],
    ),
  );
  const own = sections
    .flatMap((section) => section.lines)
    .filter(({ number, text: said }) => said !== '' && !generated.has(number) && !headings.has(number));
  const linted: Linted = { lines, own, sections, tasks: tasksIn(sections), beside };
  return [
    ...promiseFindings(linted),
    ...blameFindings(linted),
    ...storyFindings(linted),
    ...placeholderFindings(linted),
    ...figureFindings(linted),
    ...secretFindings(linted),
  ];
}

/** The numbers of the lines between the marks of a block that was made from the record. */
function generatedLines(lines: readonly Line[]): Set<number> {
  const found = new Set<number>();
  let isInside = false;
  for (const { raw, number } of lines) {
    if (raw.startsWith('<!-- muster:block ')) isInside = true;
    else if (raw.startsWith('<!-- muster:end')) isInside = false;
    else if (isInside) found.add(number);
  }
  return found;
}
