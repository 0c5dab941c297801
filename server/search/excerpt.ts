/** The pieces of an excerpt: `[` and `]` stand around what was looked for. */
export function excerptParts(excerpt: string): { text: string; isMatch: boolean }[] {
  return excerpt
    .split(/\[([^\][]*)\]/)
    .map((text, index) => ({ text, isMatch: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
