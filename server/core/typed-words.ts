/**
 * What people typed, put into our Markdown so that it reads as it was typed. A pipe must not open a table cell, a
 * bracket no link, and above all no comment may begin in it: comments mark our blocks.
 */

/** Code and addresses stay as they are; everything between them is plain words. */
const VERBATIM = /(`[^`]+`|https?:\/\/[^\s<>"`]+)/;

/** Code that could end a comment of ours is written as plain words. */
const NEVER_VERBATIM = /<!--|-->/;
/** In a cell a pipe is escaped by a backslash, so that code with a backslash of its own before a pipe has no form. */
const NEVER_IN_CELL = /<!--|-->|\\\|/;

/** One line of typed words, without a full stop at its end, for the middle of our sentences. */
export function typed(text: string): string {
  return written(text, NEVER_VERBATIM);
}

/** The same for a cell of a table. */
export function cell(text: string): string {
  return written(text, NEVER_IN_CELL).replaceAll('|', '\\|');
}

function written(text: string, never: RegExp): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const words = line
    .replace(/(?<!\.)\.$/, '')
    .trim()
    .split(VERBATIM)
    .map((piece, index) => (index % 2 === 1 && !never.test(piece) ? piece : escaped(piece)))
    .join('');
  return startingLine(words);
}

/** The same, cut to a length, for texts that may be long. */
export function typedShort(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return typed(line.length <= length ? line : `${line.slice(0, length).trimEnd()}…`);
}

function escaped(words: string): string {
  return words
    .replace(/\\(?=[^\w\s]|_|$)/g, '\\\\')
    .replace(/[*[`~]/g, '\\$&')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

/** Words may come to stand at the start of a line, where these would make a heading, a quotation or a list. */
function startingLine(words: string): string {
  return words
    .replace(/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-{2,}|=+)/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Words that begin a sentence of somebody's and lose their capital in the middle of ours. Names keep theirs. */
const SMALL =
  /^(?:a|all|an|any|both|each|every|it|its|many|most|nobody|no|none|nothing|one|our|several|some|that|the|their|there|these|they|this|those|two|we)(?=[\s,])/i;

/** The same as `typed`, behind a colon: "The gateway fails" is `the gateway fails`. */
export function inSentence(text: string): string {
  return typed(text).replace(SMALL, (word) => word.toLowerCase());
}
