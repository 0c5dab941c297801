/** Findings about how a text is written: its titles, its headings, and what Markdown makes of them. */
import { finding, type Finding } from './finding.ts';
import type { Line } from './line.ts';
import type { Section, Structure } from './section.ts';
import type { Told } from './timeline.ts';

export function shapeFindings(
  lines: readonly Line[],
  structure: Structure,
  told: readonly Told[],
): Finding[] {
  return [
    ...twoTitles(structure),
    ...unmarkedHeadings(structure.sections),
    ...swallowed(structure.sections, told),
    ...readAsCode(lines),
  ];
}

function twoTitles({ twoTitles: both }: Structure): Finding[] {
  if (both === undefined) return [];
  const sentence = `There are two titles: "${both.generic.text}" could stand over any report, so "${both.named.text}" is used.`;
  return [finding('PM101', both.generic.number, sentence)];
}

function unmarkedHeadings(sections: readonly Section[]): Finding[] {
  return sections.flatMap(({ heading, isUnmarked }) => {
    if (heading === undefined || !isUnmarked) return [];
    const sentence = `"${heading.text}" is a heading that Markdown does not know as one. Write "## ${heading.text.replace(/:$/, '')}".`;
    return [finding('PM102', heading.number, sentence)];
  });
}

function swallowed(sections: readonly Section[], told: readonly Told[]): Finding[] {
  const headings = sections.flatMap(({ heading, isUnmarked }) => (isUnmarked && heading ? [heading] : []));
  const entries = told.filter(({ time }) => time !== undefined).map(({ first }) => first);
  return [...entries, ...headings]
    .filter(({ isSwallowed }) => isSwallowed)
    .map(({ number, text }) =>
      finding(
        'PM103',
        number,
        `Markdown makes "${shortened(text)}" a part of the list item above. Put an empty line, or a "*", before it.`,
      ),
    );
}

function readAsCode(lines: readonly Line[]): Finding[] {
  return lines
    .filter((line, index) => line.readsAsCode && lines[index - 1]?.readsAsCode !== true && isProse(line.text))
    .map(({ number, text }) =>
      finding(
        'PM104',
        number,
        `"${shortened(text)}" is indented, so Markdown shows it as code. It is read as prose here.`,
      ),
    );
}

function isProse(text: string): boolean {
  return text.split(' ').length >= 5 && !/[{};=<>$|]/.test(text);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57).trimEnd()}\u2026` : text;
}
