/** The sections of a document: what comments hang on. */
import { plainText } from '../core/markdown.ts';

export type DocumentSection = {
  /** The words of its heading; of what stands before the first one, "Top". */
  name: string;
  text: string;
};

const TOP = 'Top';
const HEADING = /^## +(\S[^\n]*)$/;

/** The text with a paragraph at the end of a section; at its own end when that section is not there. */
export function withParagraph(markdown: string, section: string, paragraph: string): string {
  const parts = sectionsIn(markdown);
  const index = parts.findIndex(({ name }) => name === section);
  const place = index < 0 ? parts.length - 1 : index;
  return `${parts
    .map(({ text }, at) => (at === place ? `${text}\n\n${paragraph}` : text))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

/** A text in its sections, in order. Two with the same heading are told apart by a number. */
export function sectionsIn(markdown: string): DocumentSection[] {
  const sections: { name: string; lines: string[] }[] = [{ name: TOP, lines: [] }];
  const names = new Map([[TOP, 1]]);
  let isFenced = false;
  for (const line of markdown.split('\n')) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isFenced = !isFenced;
    const heading = isFenced ? undefined : HEADING.exec(line)?.[1];
    if (heading === undefined) {
      sections.at(-1)?.lines.push(line);
      continue;
    }
    const words = plainText(heading).slice(0, 120) || 'Section';
    const count = (names.get(words) ?? 0) + 1;
    names.set(words, count);
    sections.push({ name: count === 1 ? words : `${words} (${String(count)})`, lines: [line] });
  }
  return sections.map(({ name, lines }) => ({ name, text: lines.join('\n').trim() }));
}
