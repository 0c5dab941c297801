import { plainText } from '../core/markdown.ts';
import { withoutMarks } from './block.ts';
import { sectionsIn } from './document-sections.ts';
import { isOpenItem, itemKey, type Item } from './item.ts';

const MOST_LETTERS = 1_500;

/** What somebody reads on a phone: what happened, what was learned, what was promised. */
export function summaryLetter(
  key: string,
  title: string,
  text: string,
  items: readonly Item[],
): { subject: string; paragraphs: string[] } {
  const sections = sectionsIn(withoutMarks(text));
  const summary = firstWords(sections.find(({ name }) => /summary/i.test(name))?.text);
  const lessons = firstWords(sections.find(({ name }) => /learn|lesson/i.test(name))?.text);
  const open = items.filter(isOpenItem).map((item) => {
    const owner = item.owner?.name ?? 'nobody yet';
    const due = item.due === undefined ? 'no date' : `by ${item.due}`;
    return `${itemKey(item)} ${item.text} (${owner}, ${due})`;
  });
  return {
    subject: `${key}: what we learned from "${title}"`,
    paragraphs: [
      ...(summary === '' ? [title] : [summary]),
      ...(lessons === '' ? [] : [`What we learned: ${lessons}`]),
      ...(open.length === 0 ? [] : [`Promised:\n${open.map((line) => `- ${line}`).join('\n')}`]),
    ],
  };
}

/** The first paragraph below a heading, as plain words and without references to entries. */
function firstWords(section: string | undefined): string {
  const paragraphs = (section ?? '').split('\n\n').map((part) => part.trim());
  const first =
    paragraphs.find((part) => part !== '' && !/^(?:[#|<]|\*[^*]|\*\*[^*]+\*\*$)/.test(part)) ?? '';
  return plainText(first.replace(/ ?\[#\d+(?: to #\d+)?\]\([^)]*\)/g, '')).slice(0, MOST_LETTERS);
}
