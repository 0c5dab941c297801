/**
 * Blocks: the parts of a document that were generated, marked by comments. A block that still has the hash in its
 * comment is as it was generated; what stands outside, or was changed inside, belongs to people.
 */
import { sha256Hex } from '../core/canonical.ts';

export const BLOCK_NAMES = [
  'head',
  'summary',
  'impact',
  'detection',
  'people',
  'lead-up',
  'timeline',
  'misleading',
  'escalations',
  'cause',
  'resolution',
  'well',
  'badly',
  'updates',
  'measures',
  'actions',
  'record',
] as const;
export type BlockName = (typeof BLOCK_NAMES)[number];

const END = '<!-- muster:end -->';

/** The first four hex digits of the SHA-256 of a block's text. */
function shortHash(text: string): string {
  return sha256Hex(text).slice(0, 4);
}

/** A generated text between its comments. */
export function block(name: BlockName, text: string): string {
  return `<!-- muster:block ${name} ${shortHash(text)} -->\n${text}\n${END}`;
}

/** What stands in a block, and whether it is as it was generated. */
export type FoundBlock = { name: string; text: string; isUntouched: boolean };

/** A block that somebody emptied is still one, and none reaches over the beginning of the next. */
const BLOCK =
  /^<!-- muster:block ([a-z-]+) ([0-9a-f]{4}) -->\n((?:(?!<!-- muster:(?:block|end)\b).*\n)*)<!-- muster:end -->$/gm;

/** The blocks of a text in their order. A comment that is gone makes its text the author's. */
export function blocksIn(markdown: string): FoundBlock[] {
  return [...markdown.matchAll(BLOCK)].map(([, name = '', hash, lines = '']) => {
    const text = lines.slice(0, -1);
    return { name, text, isUntouched: shortHash(text) === hash };
  });
}

/** A text with each of its blocks, comments included, as `change` gives it for the block's name and words. */
export function withBlocks(
  markdown: string,
  change: (name: string, text: string, whole: string) => string,
): string {
  return markdown.replace(BLOCK, (whole, name: string, _hash, lines: string) =>
    change(name, lines.slice(0, -1), whole),
  );
}

/** A block with other words under the mark that it has: whoever reads it sees that people worked on it. */
export function withWords(whole: string, text: string): string {
  return `${whole.slice(0, whole.indexOf('\n'))}\n${text}\n${END}`;
}

/** The same text for readers elsewhere: without the comments that mark blocks. */
export function withoutMarks(markdown: string): string {
  return markdown
    .replace(/^<!-- muster:(?:postmortem|block|end)\b[^\n]*-->\n?/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trimStart();
}
