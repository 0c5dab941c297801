/** The lines of a report that somebody wrote elsewhere: Markdown, plain text, or what a wiki makes of one. */
import { hiddenIn, type Hidden } from './hidden.ts';
import { withoutComments, words } from './words.ts';

/** `code` stands between fences; `data` before the text; `hidden` is what only machines read. */
export type LineKind = 'blank' | 'heading' | 'item' | 'row' | 'text' | 'code' | 'data' | 'hidden';

/**
 * A line with its place in the text: `from` and `to` count UTF-16 units, without the line's end, so that the lines and
 * their ends together are the whole text.
 */
export type Line = {
  number: number;
  from: number;
  to: number;
  raw: string;
  kind: LineKind;
  /** Columns before the first sign; a tab goes on to the next fourth one. */
  indent: number;
  /** Of a heading, 1 to 6; otherwise 0. */
  level: number;
  /** What it says, without the marks of Markdown. */
  text: string;
  /** Of a table's row. */
  cells: readonly string[];
  /** Nothing but bold words, which many use for a heading. */
  isBold: boolean;
  /** "Impact" of "**Impact:** all readers", and what is said behind it. */
  label: { name: string; rest: string; isBold: boolean } | undefined;
  /** Markdown reads it as a part of the list item above, though it begins at the margin. */
  isSwallowed: boolean;
  /** Markdown shows it as code, because it is indented after nothing. */
  readsAsCode: boolean;
};

/** Splits a text into its lines. `\n`, `\r\n` and `\r` end one. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const places = ranges(text);
  const hidden = hiddenIn(places.map(({ from, to }) => text.slice(from, to)));
  for (const [index, { from, to }] of places.entries()) {
    const raw = text.slice(from, to);
    const line = lineAt(raw, { from, to, number: index + 1 }, hidden[index], lines.at(-1));
    underline(lines, line);
    if (BARE_RULE.test(raw)) headAbove(lines);
    lines.push(line);
  }
  return lines;
}

type Range = { from: number; to: number };

function ranges(text: string): Range[] {
  const found: Range[] = [];
  let from = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    found.push({ from, to: index });
    from = index + end.length;
  }
  if (from < text.length) found.push({ from, to: text.length });
  return found;
}

const ITEM =
  /^(?:[-*+\u2022\u2013\u25cf\u25cb\u25a0\u25aa\u2023\u00b7]|\(?\d{1,3}[.)]|\.{1,4}|o(?=\t)|\[[ xX]\])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$/;

function lineAt(
  raw: string,
  at: Range & { number: number },
  hidden: Hidden | undefined,
  above: Line | undefined,
): Line {
  const indent = indentOf(raw);
  const none = { isBold: false, label: undefined, isSwallowed: false, readsAsCode: false };
  const plain = { ...at, raw, indent, level: 0, cells: [], ...none };
  if (hidden !== undefined) return { ...plain, kind: hidden, text: hidden === 'code' ? raw.trim() : '' };
  const trimmed = withoutComments(raw)
    .replace(/^[ \t>]+/, '')
    .trimEnd();
  if (trimmed === '') return { ...plain, kind: raw.includes('<!--') ? 'hidden' : 'blank', text: '' };
  const heading = headingIn(trimmed);
  if (heading) return { ...plain, ...heading, kind: 'heading' };
  if (isRule(trimmed)) return { ...plain, kind: 'hidden', text: '' };
  const cells = cellsIn(trimmed) ?? bareCellsIn(trimmed, above);
  if (cells) return { ...plain, kind: 'row', cells, text: cells.join(' ').trim() };
  const item = ITEM.exec(trimmed)?.[1] ?? /^<li(?: [^<>]{0,200})?>(.*)$/i.exec(trimmed)?.[1];
  if (item !== undefined) return { ...plain, kind: 'item', text: words(item) };
  const text = words(trimmed);
  if (text === '') return { ...plain, kind: 'hidden', text };
  const isBold = /^(?:\*\*[^*]+\*\*|__[^_]+__):?$/.test(trimmed);
  return { ...plain, ...textual(indent, above), kind: 'text', text, isBold, label: labelIn(trimmed) };
}

/** `**Impact:** all readers`, `*Impact*: all readers` and `Impact: all readers`. */
function labelIn(trimmed: string): Line['label'] {
  const [, bold, marked] =
    /^(?:\*\*|__|\*)([^*_:]{3,40})(?::(?:\*\*|__|\*)|(?:\*\*|__|\*) ?:)[ \t]*(\S.*)$/.exec(trimmed) ?? [];
  if (bold !== undefined) return { name: bold.trim(), rest: words(marked ?? ''), isBold: true };
  const [, name, rest] = /^:?([A-Z][A-Za-z' -]{2,40}):[ \t]+(\S.*)$/.exec(trimmed) ?? [];
  return name === undefined ? undefined : { name, rest: words(rest ?? ''), isBold: false };
}

function textual(indent: number, above: Line | undefined): Pick<Line, 'isSwallowed' | 'readsAsCode'> {
  const inList = above?.kind === 'item' || above?.isSwallowed === true;
  const afterNothing = above === undefined || above.kind === 'blank' || above.kind === 'heading';
  return {
    isSwallowed: indent === 0 && inList,
    readsAsCode: indent >= 4 && (afterNothing || above.readsAsCode),
  };
}

function indentOf(raw: string): number {
  let columns = 0;
  for (const sign of raw) {
    if (sign === ' ') columns += 1;
    else if (sign === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

/** The line below a table's head, or between two parts of a text. */
function isRule(trimmed: string): boolean {
  return (
    (trimmed.includes('---') && /^[ :|+-]+$/.test(trimmed)) ||
    /^([=~^*_#])\1{2,}$|^([-*_]) \2 \2$/.test(trimmed)
  );
}

/** `## Timeline`, `h2. Timeline`, `== Timeline ==`, `== Timeline` and `<h2>Timeline</h2>`. */
function headingIn(trimmed: string): { level: number; text: string } | undefined {
  const [, hashes, marked] = /^(#{1,6})[ \t]+(\S.*)$/.exec(trimmed) ?? [];
  if (hashes !== undefined)
    return { level: hashes.length, text: words((marked ?? '').replace(/(?<![ #])[ #]+$/, '')) };
  const [, depth, wiki] = /^h([1-6])\.[ \t]+(\S.*)$/.exec(trimmed) ?? [];
  if (depth !== undefined) return { level: Number(depth), text: words(wiki ?? '') };
  const [, size, page] = /^<h([1-6])(?: [^<>]{0,200})?>(.{1,400})<\/h[1-6]>$/i.exec(trimmed) ?? [];
  if (size !== undefined) return { level: Number(size), text: words(page ?? '') };
  const [, equals, between] = /^(={1,6})[ \t]+([^\s=].{0,200})$/.exec(trimmed) ?? [];
  if (equals === undefined) return undefined;
  return { level: equals.length, text: words((between ?? '').replace(/(?<!=)={1,6}$/, '').trim()) };
}

const UNDERLINES: Readonly<Record<string, number>> = { '=': 1, '-': 2, '~': 3, '^': 4 };

/** A short line with `===` or `---` below is a heading as well. */
function underline(lines: Line[], below: Line): void {
  const above = lines.at(-1);
  const mark = /^ {0,3}([=~^-])\1{2,}\s*$/.exec(below.raw)?.[1];
  if (mark === undefined || above?.kind !== 'text' || above.text.length > 100) return;
  lines[lines.length - 1] = {
    ...above,
    kind: 'heading',
    level: UNDERLINES[mark] ?? 2,
    isSwallowed: false,
    label: undefined,
  };
  below.kind = 'hidden';
  below.text = '';
}

/** The cells of `| 10:02 | alert |`, `||Time||What||` and `<tr><td>10:02</td><td>alert</td></tr>`. */
function cellsIn(trimmed: string): string[] | undefined {
  if (/^<tr(?: [^<>]{0,200})?>/i.test(trimmed) && /<\/t[dh]>/i.test(trimmed)) {
    const cells = trimmed.split(/<t[dh](?: [^<>]{0,200})?>/i).slice(1);
    return cells.map((cell) => words(cell));
  }
  if (!/^\|.+\|$/.test(trimmed)) return undefined;
  const isHead = /^\|\|.*\|\|$/.test(trimmed);
  if (isHead)
    return trimmed
      .slice(2, -2)
      .split('||')
      .map((cell) => words(cell));
  return splitCells(trimmed.slice(1, -1));
}

/** The line below the head of a table that has no strokes at its sides. */
const BARE_RULE = /^ {0,3}:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*){1,60}$/;

/** `Time | Event` above such a line is a row. */
function headAbove(lines: Line[]): void {
  const above = lines.at(-1);
  if (above?.kind !== 'text' || !above.raw.includes('|')) return;
  const cells = splitCells(above.raw);
  lines[lines.length - 1] = { ...above, kind: 'row', cells, text: cells.join(' ').trim(), label: undefined };
}

function bareCellsIn(trimmed: string, above: Line | undefined): string[] | undefined {
  if (above === undefined || !trimmed.includes('|')) return undefined;
  const isBelow = BARE_RULE.test(above.raw) || (above.kind === 'row' && !/^\s*\|/.test(above.raw));
  return isBelow ? splitCells(trimmed) : undefined;
}

function splitCells(row: string): string[] {
  return row.split(/(?<!\\)\|/).map((cell) => words(cell.replaceAll('\\|', '|').trim()));
}
