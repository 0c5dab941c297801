import { capital } from '../core/text.ts';
import { dateText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Similar } from './similar.ts';

/** A past incident on a page: why it is taken for similar, and what fixed it. */
export type SimilarView = {
  href: string;
  title: string;
  facts: string;
  why: string;
  cause: string;
  fixedBy: string;
};

export function similarViews(similar: readonly Similar[], zone: string): SimilarView[] {
  return similar.map(({ past, why }) => ({
    href: href(paths.incident, { number: past.number }),
    title: past.title,
    facts: [past.key, past.severity, dateText(past.openedAt, zone)].filter(Boolean).join(' · '),
    why: capital(why),
    cause: past.cause ?? 'No cause was confirmed.',
    fixedBy: past.fixedBy ?? 'No change that worked is recorded.',
  }));
}
