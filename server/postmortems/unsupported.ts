/** What a text states and no entry of the record stands behind. */
import { finding, type Finding } from '../reports/finding.ts';
import { linesOf, type Line } from '../reports/line.ts';
import { holding, structureOf } from '../reports/section.ts';
import { blocksIn, withBlocks } from './block.ts';

/** A link to an entry: `[#14](/incidents/42#e14)`. */
const REFERENCE = /#e\d+\)/;

/** With fewer words it names something and states nothing. */
const LEAST_WORDS = 4;

/**
 * Statements of people about impact, course and cause without an entry, each at its first line. A text that refers to no
 * entry at all was written elsewhere: it is asked once, and not line by line.
 */
export function unsupportedStatements(text: string): Finding[] {
  const lines = linesOf(withoutUntouched(text));
  const sections = holding(structureOf(lines, '').sections, 'impact', 'timeline', 'cause', 'trigger');
  const bare = sections
    .flatMap((section) => statementsIn(section.lines))
    .filter((statement) => isStatement(statement) && !statement.some(({ raw }) => REFERENCE.test(raw)));
  const [first] = bare;
  if (first === undefined) return [];
  if (!REFERENCE.test(text)) {
    const sentence =
      'Nothing here refers to an entry of the record. Pick one for each statement that a reader may doubt.';
    return [finding('PM507', undefined, sentence)];
  }
  const sentence = 'No entry stands behind this. Pick one, and write its link as [#14](/incidents/42#e14).';
  return bare.map(([line]) => finding('PM507', line?.number, sentence));
}

/** The same lines, but those of blocks that stand as they were made from the record are blank. */
function withoutUntouched(text: string): string {
  return withBlocks(text, (_name, _words, whole) =>
    blocksIn(whole)[0]?.isUntouched === true ? whole.replace(/[^\n]+/g, '') : whole,
  );
}

/** An item, a row or a paragraph, with the lines on which it goes on. */
function statementsIn(lines: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  let isOpen = false;
  lines.forEach((line, index) => {
    const { kind } = line;
    const isWords = kind === 'item' || kind === 'row' || kind === 'text';
    if (kind === 'text' && isOpen) found.at(-1)?.push(line);
    else if (isWords && !isHeadOfTable(line, lines[index + 1])) found.push([line]);
    isOpen = isWords && kind !== 'row';
  });
  return found;
}

function isHeadOfTable({ kind }: Line, below: Line | undefined): boolean {
  return kind === 'row' && below !== undefined && /^[ |:-]+$/.test(below.raw) && below.raw.includes('--');
}

/** Neither a name, nor a question, nor a prompt that nobody has answered. */
function isStatement(lines: readonly Line[]): boolean {
  const said = lines.map(({ text }) => text).join(' ');
  const isPrompt = lines.every(({ raw }) => /^\W*\*[^*]+\*$/.test(raw.trim()));
  return said.split(/\s+/).length >= LEAST_WORDS && !said.endsWith('?') && !isPrompt;
}
