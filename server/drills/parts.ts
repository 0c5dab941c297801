/** The parts of a scenario's text: `##` with `###` below them, and the labels in their lists. */
import type { Tokens } from '../core/markdown.ts';
import { outlineOf, rawOf, type Piece } from '../runbooks/outline.ts';

/** A `###` with what stands below it. `at` is the offset of its heading. */
export type Item = { title: string; body: readonly Piece[]; at: number };

/** A `##`: its name in small letters, the text before its first item, and its items. */
export type Part = { name: string; prose: string; items: Item[]; at: number };

/** Cuts a text into its parts. Whatever stands before the first is the title and not read. */
export function partsOf(text: string, start: number): { title: string | undefined; parts: Part[] } {
  let title: string | undefined;
  const parts: (Part & { before: Piece[] })[] = [];
  let item: (Item & { body: Piece[] }) | undefined;
  for (const piece of outlineOf(text, start).pieces) {
    const { depth = 7, words = '' } = piece.heading ?? {};
    const part = parts.at(-1);
    if (depth === 1) title ??= words;
    else if (depth === 2) {
      item = undefined;
      parts.push({ name: words.toLowerCase(), prose: '', items: [], at: piece.from, before: [] });
    } else if (depth === 3 && part !== undefined) {
      item = { title: words, body: [], at: piece.from };
      part.items.push(item);
    } else (item?.body ?? part?.before)?.push(piece);
  }
  return {
    title: title === '' ? undefined : title,
    parts: parts.map(({ before, ...part }) => ({ ...part, prose: rawOf(before).trim() })),
  };
}

const LABELLED = /^(\*\*|__)\s*([a-z]{2,20})\s*(?::\s*\1|\1\s*:)([\s\S]*)$/i;

export type Labels = { label(name: string): string | undefined; prose: string };

/** The labels in the lists of an item, and everything else as Markdown. */
export function labelsIn(body: readonly Piece[]): Labels {
  const labels = new Map<string, string>();
  const rest: Piece[] = [];
  for (const piece of body) {
    const items = piece.token.type === 'list' ? (piece.token as Tokens.List).items : [];
    const found = items.flatMap(({ text }) => {
      const [, , name, value] = LABELLED.exec(text.trim()) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value }];
    });
    for (const { name, value } of found) labels.set(name.toLowerCase(), value.replace(/\s+/g, ' ').trim());
    if (items.length === 0 || found.length < items.length) rest.push(piece);
  }
  return { label: (name) => labels.get(name), prose: rawOf(rest).trim() };
}
