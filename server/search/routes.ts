import { z } from 'zod';
import { page } from '../web/answer.ts';
import { optionalLine } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { Finder } from './finder.ts';
import { commandsPage, searchPage } from './page.ts';
import { wordsOf } from './search.ts';

const SearchFields = z.strictObject({ q: optionalLine() });
const CommandFields = z.strictObject({ q: optionalLine(), at: optionalLine(12) });

/** So many of a kind are listed; who wants more says more. */
const MOST = 8;
const MOST_IN_PALETTE = 4;

type Settings = { finders: readonly Finder[]; homeZone: string };

/** One box over everything, and the palette, which is the same box with the places of Muster before it. */
export function searchRoutes({ finders, homeZone }: Settings): Route[] {
  const found = (ask: SignedInAsk, words: readonly string[], most: number) => {
    const searching = { viewer: ask.viewer, now: ask.now, zone: ask.viewer.zone ?? homeZone };
    return Promise.all(
      (words.length === 0 ? [] : finders).map(async (finder) => ({
        heading: finder.heading,
        rows: await finder.find(words, searching, most),
      })),
    );
  };
  return [
    route('GET', paths.search, 'incident.read', SearchFields, async (ask) => {
      const { q = '' } = ask.fields;
      const words = wordsOf(q);
      return page('search/search', 'Search', searchPage(q, words, await found(ask, words, MOST)));
    }),
    route('GET', paths.commands, 'incident.read', CommandFields, async (ask) => {
      const { q = '', at = '' } = ask.fields;
      const words = wordsOf(q);
      const shown = searchPage(q, words, await found(ask, words, MOST_IN_PALETTE));
      return page('search/commands', 'Commands', commandsPage(shown, words, at));
    }),
  ];
}
