import { capital } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import type { OnShelf } from '../runbooks/actions.ts';
import type { Suggestion } from '../runbooks/matching.ts';

/** The runbooks to choose from: first those that fit, each with its reason, then all. */
export type Shelf = {
  offers: readonly Offer[];
  all: readonly { hash: string; slug: string; title: string; services: string }[];
};

/** A runbook that fits. `why` are the reasons as they are recorded, `words` what a page says of them. */
export type Offer = { hash: string; slug: string; title: string; href: string; why: string[]; words: string };

/** More than a few are no help. */
const MOST_OFFERS = 5;

export function shelfOf(shelf: readonly OnShelf[], suggestions: readonly Suggestion<OnShelf>[]): Shelf {
  return {
    offers: suggestions.slice(0, MOST_OFFERS).map(({ of: { row, runbook }, why }) => ({
      hash: row.content_hash,
      slug: row.runbook_id,
      title: runbook.title,
      href: href(paths.runbook, { slug: row.runbook_id }),
      why: why.map((reason) => reason.slice(0, 200)),
      words: reasonWords(why),
    })),
    all: shelf.map(({ row, runbook }) => ({
      hash: row.content_hash,
      slug: row.runbook_id,
      title: runbook.title,
      services: runbook.metadata.services.join(', '),
    })),
  };
}

/** "Its service is Checkout; shares the words cache, misses". */
function reasonWords(why: readonly string[]): string {
  const words = why.join('; ');
  return capital(words);
}
