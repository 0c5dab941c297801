/** The sections of a report: what its headings say, also those that are only short lines. */
import type { Line } from './line.ts';
import { isGeneric, isNameAlone, namesIn, titleOf, type Name } from './name.ts';

export type Section = {
  /** The parts that it holds; none when nobody knows its heading. */
  names: readonly Name[];
  heading: Line | undefined;
  /** True when Markdown does not know the heading as one. */
  isUnmarked: boolean;
  lines: readonly Line[];
};

export type Structure = {
  title: string;
  /** A heading that could stand over any report, and the one that says what happened: when there are both. */
  twoTitles: { generic: Line; named: Line } | undefined;
  sections: readonly Section[];
};

type Open = { names: Name[]; heading: Line | undefined; isUnmarked: boolean; lines: Line[] };

/** @param fileName stands in for a title that is nowhere */
export function structureOf(lines: readonly Line[], fileName: string): Structure {
  const sections: Open[] = [{ names: [], heading: undefined, isUnmarked: false, lines: [] }];
  const titles = titleLines(lines);
  let above: { level: number; names: Name[] }[] = [];
  lines.forEach((line, index) => {
    const label = labelOf(line, above.at(-1)?.names);
    if (label !== undefined) {
      above = above.filter(({ level }) => level < LABEL_LEVEL);
      above.push({ level: LABEL_LEVEL, names: label.names });
      sections.push({ names: label.names, heading: line, isUnmarked: false, lines: [label.line] });
      return;
    }
    const heading = headingOf(line, lines[index - 1], lines[index + 1]);
    if (heading === undefined) {
      sections.at(-1)?.lines.push(line);
      return;
    }
    const isTitle = line === titles.generic || line === titles.named;
    above = above.filter(({ level }) => level < heading.level);
    const own = isTitle ? [] : namesIn(line.text);
    // What a heading of its own does not say, the one above it does: a day within the timeline is still timeline.
    const names = own.length > 0 ? own : (above.at(-1)?.names ?? []);
    above.push({ level: heading.level, names });
    sections.push({ names, heading: line, isUnmarked: heading.isUnmarked, lines: [] });
  });
  const { generic, named } = titles;
  return {
    title: named ? titleOf(named.text) : (titleBefore(lines) ?? nameOfFile(fileName)),
    twoTitles: generic && named ? { generic, named } : undefined,
    sections,
  };
}

/** Sections that hold a part. */
export function holding(sections: readonly Section[], ...names: readonly Name[]): Section[] {
  return sections.filter((section) => section.names.some((name) => names.includes(name)));
}

/** The words of a section, without its headings. */
export function wordsOf(sections: readonly Section[]): string {
  return sections
    .flatMap(({ lines }) => lines.map(({ text }) => text))
    .filter((text) => text !== '')
    .join('\n');
}

/** The headings above the first part; the first that could stand over anything, and the first that could not. */
function titleLines(lines: readonly Line[]): { generic: Line | undefined; named: Line | undefined } {
  const headings = lines.filter(({ kind }) => kind === 'heading');
  const first = headings.findIndex(({ text }) => isNameAlone(text) && !isGeneric(text));
  const before = headings.slice(0, first === -1 ? 2 : first);
  return {
    generic: before.find(({ text }) => isGeneric(text)),
    named: before.find(({ text }) => !isGeneric(text)),
  };
}

/** `title: …` in the data before the text, the subject of a mail, or a first line that stands alone. */
function titleBefore(lines: readonly Line[]): string | undefined {
  const data = lines.find(({ raw, kind }) => kind === 'data' && /^title\s*[:=]/i.test(raw));
  if (data) return titleOf(data.raw.replace(/^title\s*[:=]\s*/i, '').replace(/^["']|["']\s*$/g, ''));
  const subject = lines.slice(0, MAIL_HEAD).find(({ text }) => /^subject: \S/i.test(text));
  if (subject) return titleOf(subject.text.replace(/^subject: (?:(?:re|fwd?|aw): )*/i, ''));
  const first = lines.findIndex(({ kind }) => kind !== 'blank' && kind !== 'hidden' && kind !== 'data');
  const line = lines[first];
  if (line?.kind !== 'text' || line.text.length > 100 || isNameAlone(line.text)) return undefined;
  const below = lines[first + 1];
  const isSaid =
    below !== undefined && (below.kind === 'blank' || isGeneric(below.text.split(' for ')[0] ?? ''));
  return isSaid ? titleOf(line.text) : undefined;
}

/** A mail names its subject within so many lines. */
const MAIL_HEAD = 12;

function nameOfFile(fileName: string): string {
  const words = fileName
    .replace(/\.[a-z]{1,8}$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words === '' ? 'Untitled' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Below all marked headings: what a label opens ends at the next one of any kind. */
const LABEL_LEVEL = 7;

/** "**Impact:** all readers" opens the part and is its first line; so does "Impact: all readers" outside of lists. */
function labelOf(line: Line, above: readonly Name[] = []): { names: Name[]; line: Line } | undefined {
  const { label } = line;
  if (line.kind !== 'text' || label === undefined || !isNameAlone(label.name)) return undefined;
  const isWithinList = above.includes('timeline') || above.includes('actions') || line.isSwallowed;
  if (!label.isBold && isWithinList) return undefined;
  const names = namesIn(label.name);
  return { names, line: { ...line, text: label.rest } };
}

/** A heading as Markdown has it, or a short line that serves as one. */
function headingOf(
  line: Line,
  above: Line | undefined,
  below: Line | undefined,
): { level: number; isUnmarked: boolean } | undefined {
  if (line.kind === 'heading') return { level: line.level, isUnmarked: false };
  if (line.kind !== 'text' || line.text.length > 80 || /[.!?;]$/.test(line.text)) return undefined;
  if (line.text.split(' ').length > 7) return undefined;
  // What happened at a time is no heading, however bold.
  if (/^\D{0,3}\d{1,2}[:.h]\d\d/.test(line.text)) return undefined;
  if (line.isBold) return { level: 6, isUnmarked: false };
  const isShouted = /^[A-Z][A-Z /&-]{3,}$/.test(line.text);
  const isIntroduced = line.text.endsWith(':') && !line.text.includes(',');
  if (!isIntroduced && !isShouted && !standsAlone(above, below)) return undefined;
  return isNameAlone(line.text) ? { level: 2, isUnmarked: true } : undefined;
}

/** Nothing is on one side of it, and it says more than a word of a sentence would. */
function standsAlone(above: Line | undefined, below: Line | undefined): boolean {
  const isFree = (line: Line | undefined): boolean => line === undefined || line.kind === 'blank';
  return isFree(below) || isFree(above);
}
