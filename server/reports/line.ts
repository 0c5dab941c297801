/** The lines of a report that somebody wrote elsewhere: Markdown, or plain text that looks like it. */

export type LineKind = 'blank' | 'heading' | 'item' | 'row' | 'text' | 'hidden';

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
  /** Markdown reads it as a part of the list item above, though it begins at the margin. */
  isSwallowed: boolean;
  /** Markdown shows it as code, because it is indented after nothing. */
  readsAsCode: boolean;
};

/** Splits a text into its lines. `\n`, `\r\n` and `\r` end one. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const state: Reading = { fence: undefined, inComment: false, inFrontMatter: false };
  for (const { from, to } of ranges(text)) {
    const line = lineAt(text.slice(from, to), { from, to, number: lines.length + 1 }, state, lines.at(-1));
    underline(lines, line);
    lines.push(line);
  }
  return lines;
}

type Range = { from: number; to: number };
type Reading = { fence: string | undefined; inComment: boolean; inFrontMatter: boolean };

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

function lineAt(raw: string, at: Range & { number: number }, state: Reading, above: Line | undefined): Line {
  const plain = { ...at, raw, indent: indentOf(raw), level: 0, cells: [], isBold: false };
  const none = { isSwallowed: false, readsAsCode: false };
  if (isHidden(raw, state, at.number)) return { ...plain, ...none, kind: 'hidden', text: '' };
  const trimmed = raw.replace(/^[ \t>]+/, '').trimEnd();
  if (trimmed === '') return { ...plain, ...none, kind: 'blank', text: '' };
  const heading = headingIn(trimmed);
  if (heading) return { ...plain, ...none, ...heading, kind: 'heading' };
  if (isRule(trimmed)) return { ...plain, ...none, kind: 'hidden', text: '' };
  if (/^\|.+\|$/.test(trimmed)) {
    const cells = cellsIn(trimmed);
    return { ...plain, ...none, kind: 'row', cells, text: cells.join(' ').trim() };
  }
  const item = /^(?:[-*+\u2022\u2013]|\d{1,3}[.)]|\[[ xX]\])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$/.exec(
    trimmed,
  )?.[1];
  if (item !== undefined) return { ...plain, ...none, kind: 'item', text: words(item) };
  const isBold = /^(?:\*\*[^*]+\*\*|__[^_]+__):?$/.test(trimmed);
  return { ...plain, ...textual(plain.indent, above), kind: 'text', text: words(trimmed), isBold };
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

/** What nobody reads: code between fences, comments, and the data that some write before the text. */
function isHidden(raw: string, state: Reading, number: number): boolean {
  const trimmed = raw.trim();
  if (state.inFrontMatter || (number === 1 && trimmed === '---')) {
    state.inFrontMatter = number === 1 || trimmed !== '---';
    return true;
  }
  const fence = /^(?:`{3,}|~{3,})/.exec(trimmed)?.[0];
  if (state.fence !== undefined) {
    if (fence?.startsWith(state.fence) === true && fence === trimmed) state.fence = undefined;
    return true;
  }
  if (fence !== undefined) {
    state.fence = fence;
    return true;
  }
  const isComment = state.inComment || trimmed.startsWith('<!--');
  if (isComment) state.inComment = !trimmed.includes('-->');
  return isComment;
}

/** The line below a table's head, or between two parts of a text. */
function isRule(trimmed: string): boolean {
  return trimmed.includes('---') && /^[ :|-]+$/.test(trimmed);
}

/** `## Timeline`, `h2. Timeline` and `== Timeline ==`. */
function headingIn(trimmed: string): { level: number; text: string } | undefined {
  const [, hashes, marked] = /^(#{1,6})[ \t]+(\S.*)$/.exec(trimmed) ?? [];
  if (hashes !== undefined)
    return { level: hashes.length, text: words((marked ?? '').replace(/(?<![ #])[ #]+$/, '')) };
  const [, depth, wiki] = /^h([1-6])\.[ \t]+(\S.*)$/.exec(trimmed) ?? [];
  if (depth !== undefined) return { level: Number(depth), text: words(wiki ?? '') };
  const [, equals, between] = /^(={1,6})[ \t](.{1,200})[ \t]={1,6}$/.exec(trimmed) ?? [];
  return equals === undefined ? undefined : { level: equals.length, text: words((between ?? '').trim()) };
}

/** A short line with `===` or `---` below is a heading as well. */
function underline(lines: Line[], below: Line): void {
  const above = lines.at(-1);
  const mark = /^ {0,3}(=|-)\1{2,}\s*$/.exec(below.raw)?.[1];
  if (mark === undefined || above?.kind !== 'text' || above.text.length > 100) return;
  lines[lines.length - 1] = { ...above, kind: 'heading', level: mark === '=' ? 1 : 2, isSwallowed: false };
  below.kind = 'hidden';
  below.text = '';
}

function cellsIn(row: string): string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => words(cell.replaceAll('\\|', '|').trim()));
}

/** A text without the marks of Markdown: bold, code, links and pictures by their words. */
export function words(text: string): string {
  return text
    .replace(/!?\[([^\]]{0,300})\]\([^()]{0,2000}\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/<\/?[a-z]{1,10} ?\/?>/gi, ' ')
    .replace(/(^|[\s(])[*_]([^\s*_][^*_]{0,300})[*_](?=$|[\s).,:;])/g, '$1$2')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
