/** Stands before what was looked for in an excerpt, and after it: signs that no text holds, unlike brackets. */
export const MARK_BEFORE = '\u{E000}';
export const MARK_AFTER = '\u{E001}';

const LINK = /\[([^\][]{1,200})\]\([^)\s]{1,200}\)?/gu;

/** What says nothing in a line that is torn out of its text: stress, code, headings, quotes, the end of metadata. */
const SIGNS = /\*\*|`|(?<=^|\s)(?:#{1,6}|>|-{3})(?=\s)/gu;

/** The pieces of an excerpt as words, each with whether it was looked for. */
export function excerptParts(excerpt: string): { text: string; isMatch: boolean }[] {
  const words = excerpt.replace(LINK, '$1').replace(SIGNS, '').replace(/\s+/gu, ' ');
  const [before = '', ...rest] = words.split(MARK_BEFORE);
  const parts = rest.flatMap((piece) => {
    const [found = '', after = ''] = piece.split(MARK_AFTER);
    return [
      { text: found, isMatch: true },
      { text: after, isMatch: false },
    ];
  });
  return [{ text: before, isMatch: false }, ...parts].filter(({ text }) => text !== '');
}
