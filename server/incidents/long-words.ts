/** The words of an entry on a timeline: a sentence, and a text of several lines that stands whole below it. */
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { sentenceOf } from './sentences.ts';
import type { Effective } from './state.ts';

/** Stands for the text while its place in the sentence is looked for; nobody can type it. */
const HERE = '\u{fdd0}';

/** With a text below it, the sentence only says whose it is. */
export function wordsOf(entry: Effective, zone: string): { sentence: string; text: SafeHtml | undefined } {
  const text = longText(entry);
  if (text === undefined) return { sentence: firstLine(sentenceOf(entry, zone)), text: undefined };
  return { sentence: introduction(entry, zone), text: toHtml(text) };
}

/** How an entry read before it was corrected. A text that is the same now stands below already, and is not said again. */
export function wordsBefore(original: Effective, corrected: Effective, zone: string): string {
  const text = longText(original);
  const isSame = text !== undefined && text === longText(corrected);
  return isSame ? introduction(original, zone) : sentenceOf(original, zone);
}

/** The sentence up to its text, wherever the words of the text may occur besides. */
function introduction(entry: Effective, zone: string): string {
  const marked = { ...entry, body: { ...entry.body, text: HERE } } as Effective;
  return firstLine(sentenceOf(marked, zone).split(HERE)[0] ?? '');
}

function firstLine(sentence: string): string {
  return (sentence.split('\n')[0] ?? '').trimEnd();
}

function longText(entry: Effective): string | undefined {
  const isText =
    entry.kind === 'note-added' || entry.kind === 'update-sent' || entry.kind === 'follow-up-noted';
  return isText && entry.body.text.includes('\n') ? entry.body.text : undefined;
}
