import { commandsFor, type Command } from './commands.ts';
import type { Found } from './finder.ts';

type Group = { heading: string; rows: readonly Found[] };

export type SearchPage = {
  /** What was typed. */
  typed: string;
  groups: readonly Group[];
  /** What to say instead of results, when there are none. */
  empty: string | undefined;
};

export type CommandsPage = SearchPage & { at: string; commands: readonly Command[] };

export function searchPage(typed: string, words: readonly string[], found: readonly Group[]): SearchPage {
  const groups = found.filter(({ rows }) => rows.length > 0);
  return { typed, groups, empty: groups.length > 0 ? undefined : emptyWords(typed, words) };
}

/** @param at the number of the incident that the palette is opened in, as it was sent */
export function commandsPage(found: SearchPage, words: readonly string[], at: string): CommandsPage {
  return { ...found, at, commands: commandsFor(words, /^[1-9]\d*$/.test(at) ? Number(at) : undefined) };
}

function emptyWords(typed: string, words: readonly string[]): string | undefined {
  if (words.length > 0)
    return `Nothing that you may see has "${typed}". Use fewer words, or the beginning of one.`;
  return typed === ''
    ? undefined
    : `"${typed}" holds no letter and no digit, so there is nothing to look for.`;
}
