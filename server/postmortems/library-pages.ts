import { counted, cut } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { momentText } from './pages.ts';
import { isAnythingSought, shelfWords, standingOnShelf, yearsAgoWords, type Sought } from './library.ts';
import { PAGE_ROWS, type Found } from './library-actions.ts';

/** What was typed and chosen, as it stands in the form again. */
export type TypedFilter = { q: string; service: string; cause: string; severity: string; year: string };

export type LibraryPage = {
  filter: TypedFilter;
  choices: {
    services: readonly { value: string; label: string }[];
    severities: readonly string[];
    years: readonly string[];
  };
  rows: readonly { href: string; title: string; facts: string; state: string; isPublished: boolean }[];
  /** "12 postmortems", "51 to 100 of 240 postmortems"; undefined when there is none. */
  count: string | undefined;
  /** What to say instead of rows. */
  empty: string | undefined;
  /** Where everything is shown again; undefined while nothing is looked for. */
  allHref: string | undefined;
  onThisDay: readonly { href: string; words: string; title: string }[];
  earlier: string | undefined;
  later: string | undefined;
  isWriter: boolean;
  importHref: string | undefined;
};

type Library = {
  count: number;
  rows: readonly Found[];
  page: number;
  onThisDay: readonly { years: number; found: Found }[];
  years: readonly number[];
  services: readonly { slug: string; name: string }[];
};

export function libraryPage(
  { count, rows, page, onThisDay, years, services }: Library,
  { filter, sought }: { filter: TypedFilter; sought: Sought },
  { isWriter, mayImport, zone }: { isWriter: boolean; mayImport: boolean; zone: string },
): LibraryPage {
  const isSought = isAnythingSought(sought);
  const pageHref = (number: number): string => {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
    if (number > 1) query.set('page', String(number));
    const text = query.toString();
    return text === '' ? paths.postmortems : `${paths.postmortems}?${text}`;
  };
  return {
    filter,
    choices: {
      services: services.map(({ slug, name }) => ({ value: slug, label: name })),
      severities: ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'],
      years: years.map(String),
    },
    rows: rows.map((row) => rowOf(row, isWriter, zone)),
    count: rows.length === 0 ? undefined : countWords(count, page, rows.length),
    empty: rows.length > 0 ? undefined : emptyWords({ isSought, isWriter, isBehind: count > 0 }),
    allHref: isSought || page > 1 ? paths.postmortems : undefined,
    onThisDay: isSought
      ? []
      : onThisDay.map(({ years: ago, found }) => ({
          href: href(paths.postmortem, { number: found.number }),
          words: yearsAgoWords(ago),
          title: `${found.key} ${found.title}`,
        })),
    earlier: page > 1 ? pageHref(page - 1) : undefined,
    later: page * PAGE_ROWS < count ? pageHref(page + 1) : undefined,
    isWriter,
    importHref: mayImport ? paths.postmortemImport : undefined,
  };
}

function rowOf(row: Found, isWriter: boolean, zone: string): LibraryPage['rows'][number] {
  const { shelf } = row;
  return {
    href: href(paths.postmortem, { number: row.number }),
    title: row.title,
    facts: [
      row.key,
      row.severity ?? 'severity not set',
      ...(row.cause === null ? [] : [`cause: ${cut(row.cause, 120)}`]),
      momentText(row.changedAt, zone),
    ].join(' · '),
    state: shelfWords(shelf, isWriter),
    isPublished: isWriter ? standingOnShelf(shelf) === 'published' : true,
  };
}

function countWords(count: number, page: number, shown: number): string {
  const all = counted(count, 'postmortem');
  const first = (page - 1) * PAGE_ROWS + 1;
  return shown === count ? all : `${String(first)} to ${String(first + shown - 1)} of ${all}`;
}

function emptyWords(about: { isSought: boolean; isWriter: boolean; isBehind: boolean }): string {
  if (about.isBehind) return 'There is no such page: the list is shorter.';
  if (about.isSought)
    return 'No postmortem that you may read fits all of this. Take a word or a choice away; the beginning of a word will do.';
  return about.isWriter
    ? 'No postmortem yet. When an incident is resolved, its page offers to draft one from the record.'
    : 'No postmortem has been published yet.';
}
