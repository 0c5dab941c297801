import { excerptParts } from '../search/excerpt.ts';
import type { Finder } from '../search/finder.ts';
import { href, paths } from '../web/paths.ts';
import type { Library } from './actions.ts';

/** Runbooks by their whole text, steps and commands included. */
export function findRunbooks(library: Pick<Library, 'search'>): Finder {
  return {
    heading: 'Runbooks',
    find: async (words, _searching, most) =>
      (await library.search(words.join(' '))).slice(0, most).map(({ key, title, excerpt }) => ({
        href: href(paths.runbook, { slug: key }),
        title,
        facts: '',
        excerpt: excerptParts(excerpt),
      })),
  };
}
