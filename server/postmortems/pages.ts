import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { cut } from '../core/text.ts';
import { clockText } from '../core/time.ts';
import { longDate } from './block-times.ts';
import type { BandPage } from '../incidents/band-page.ts';
import type { PostmortemRow, PostmortemVersionRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import type { TextsDiffer } from './conflict.ts';
import { sectionsIn } from './document-sections.ts';
import { titleIn, withoutTitle } from './document.ts';
import { diffRows, lineDiff } from '../core/line-diff.ts';
import type { DiffRow } from '../core/line-diff.ts';
import type { Asked } from './findings.ts';
import type { ClosingPanel } from './closing-pages.ts';
import type { ItemsPanel } from './item-pages.ts';
import type { ProposalsPanel } from './proposal-pages.ts';
import type { ReviewPanel } from './review-pages.ts';
import { openPrompts } from './prompts.ts';

/** `12 June 2023, 10:15 PDT`. */
export function momentText(at: string, zone: string): string {
  return `${longDate(at, zone)}, ${clockText(at, zone)}`;
}

/** What a page of one postmortem is made from. */
export type Shelved = {
  row: PostmortemRow;
  version: PostmortemVersionRow;
  versions: readonly Pick<PostmortemVersionRow, 'rev' | 'author_name' | 'summary' | 'created_at'>[];
};

export type Reading = {
  zone: string;
  isWriter: boolean;
  mayPublish: boolean;
  /** Where a link of the text leads on this page. */
  link: (href: string) => string;
};

/** What stands beside and below the text. */
type Beside = {
  /** Where its review stands; only whoever writes is shown it. */
  review: ReviewPanel | undefined;
  /** Changes to runbooks that came out of it. */
  proposals: ProposalsPanel;
  items: ItemsPanel;
  /** Whether it is closed, and the forms for that. */
  closing: ClosingPanel | undefined;
  /** The incident over its time, as a picture; none while there is too little to show. */
  band: BandPage | undefined;
};

export type PostmortemReadPage = Beside & {
  title: string;
  key: string;
  incidentHref: string;
  state: string;
  saved: string;
  html: SafeHtml;
  /** Said when an older version is shown. */
  isOld: boolean;
  newestHref: string;
  editHref: string | undefined;
  /** Where what the record knows now is brought in. */
  refreshHref: string | undefined;
  files: readonly { href: string; words: string }[];
  /** The form that drafts a drill from it, for those who write. */
  drillAction: string | undefined;
  /** The form that puts a picture into a section. */
  picture: { action: string; sections: readonly { value: string; label: string }[] } | undefined;
  /** The form that sends its summary to whoever took part; once it is published. */
  summaryAction: string | undefined;
  /** The form that publishes the version shown, when it may be. */
  publish: { action: string; rev: number; isReviewed: boolean } | undefined;
  /** The text for everybody, which is a document of its own. */
  publicHref: string;
  /** The newest two versions beside each other. */
  compareHref: string | undefined;
  restore: { action: string; version: number; baseRev: number } | undefined;
  /** What nobody has answered yet; only whoever writes is shown it. */
  questions: readonly string[];
  versions: readonly { href: string; name: string; about: string; isShown: boolean; isPublished: boolean }[];
};

export function postmortemReadPage(
  { row, version, versions }: Shelved,
  reading: Reading,
  beside: Beside,
): PostmortemReadPage {
  const { review } = beside;
  const { number } = row;
  const { zone, isWriter } = reading;
  const page = href(paths.postmortem, { number });
  const isNewest = version.rev === row.rev;
  const isPublished = version.rev === row.published_rev;
  const mayPublish = reading.mayPublish && isNewest && !isPublished;
  return {
    title: titleIn(version.text, row.title),
    key: `INC-${String(number)}`,
    incidentHref: href(paths.incident, { number }),
    state: isPublished ? 'Published' : isNewest && review !== undefined ? review.words : 'Draft',
    saved: `Version ${version.rev} by ${version.author_name}, ${momentText(version.created_at, zone)}`,
    html: textHtml(version.text, reading.link),
    isOld: isWriter && !isNewest,
    newestHref: page,
    editHref: isWriter ? href(paths.postmortemEdit, { number }) : undefined,
    refreshHref: isWriter && isNewest ? href(paths.postmortemRefresh, { number }) : undefined,
    files: [
      { href: href(paths.postmortemHtml, { number }), words: 'One HTML file' },
      { href: href(paths.postmortemFile, { number }), words: 'Markdown' },
      { href: href(paths.postmortemJson, { number }), words: 'JSON' },
    ],
    drillAction: isWriter && isNewest ? href(paths.drillFromIncident, { number }) : undefined,
    picture:
      isWriter && isNewest
        ? {
            action: href(paths.postmortemPictures, { number }),
            sections: sectionsIn(version.text).map(({ name }) => ({ value: name, label: name })),
          }
        : undefined,
    summaryAction:
      isWriter && isPublished && isNewest ? href(paths.postmortemSummary, { number }) : undefined,
    publish: mayPublish
      ? {
          action: href(paths.postmortemPublish, { number }),
          rev: version.rev,
          isReviewed: review?.standing === 'reviewed',
        }
      : undefined,
    ...beside,
    publicHref: href(paths.postmortemPublic, { number }),
    compareHref:
      isWriter && row.rev > 1
        ? `${href(paths.postmortemCompare, { number })}?from=${String(isNewest ? row.rev - 1 : version.rev)}&to=${String(row.rev)}`
        : undefined,
    restore:
      isWriter && !isNewest
        ? { action: href(paths.postmortemRestore, { number }), version: version.rev, baseRev: row.rev }
        : undefined,
    questions: isWriter && isNewest ? openPrompts(version.text) : [],
    versions: versions.map((one) => ({
      href: one.rev === row.rev ? page : `${page}?version=${String(one.rev)}`,
      name: `Version ${one.rev}`,
      about: `${one.author_name}, ${momentText(one.created_at, zone)}: ${one.summary}`,
      isShown: one.rev === version.rev,
      isPublished: one.rev === row.published_rev,
    })),
  };
}

/** The text as HTML, its title left out: the page says it. Links below our root lead to our pages. */
function textHtml(markdown: string, link: (href: string) => string): SafeHtml {
  return toHtml(withoutTitle(markdown), { link, image: link });
}

export type PostmortemEditPage = {
  title: string;
  key: string;
  action: string;
  readHref: string;
  text: string;
  /** The version that the text is written upon. */
  baseRev: number;
  saved: string;
  preview: SafeHtml | undefined;
  questions: readonly string[];
  /** What a reader would ask, by the line that it is about. */
  asked: readonly AskedView[];
};

export type AskedView = { sentence: string; about: string; quote: string | undefined };

/** @param typed what was typed so far, for a preview; without it the newest version is shown */
export function postmortemEditPage(
  { row, version }: Pick<Shelved, 'row' | 'version'>,
  reading: Pick<Reading, 'zone' | 'link'>,
  asked: readonly Asked[],
  typed?: { text: string; baseRev: number },
): PostmortemEditPage {
  const { number } = row;
  const text = typed?.text ?? version.text;
  return {
    title: titleIn(text, row.title),
    key: `INC-${String(number)}`,
    action: href(paths.postmortemEdit, { number }),
    readHref: href(paths.postmortem, { number }),
    text,
    baseRev: typed?.baseRev ?? version.rev,
    saved: `Version ${version.rev} by ${version.author_name}, ${momentText(version.created_at, reading.zone)}`,
    preview: typed && textHtml(text, reading.link),
    questions: openPrompts(text),
    // The questions of the draft stand in a list of their own.
    asked: asked.filter(({ code }) => code !== 'PM506').map(askedView),
  };
}

function askedView({ code, weight, line, sentence, quote }: Asked): AskedView {
  const where = line === undefined ? '' : `, line ${String(line)}`;
  return {
    sentence,
    about: `${code}, ${weight}${where}`,
    quote: quote === undefined ? undefined : cut(quote, 160),
  };
}

export type PostmortemConflictPage = {
  sentence: string;
  action: string;
  readHref: string;
  mine: string;
  theirs: { rev: number; author: string; at: string; text: string };
  /** From theirs to mine. */
  diff: readonly DiffRow[];
};

export function postmortemConflictPage(
  number: number,
  { message, mine, theirs }: TextsDiffer,
  zone: string,
): PostmortemConflictPage {
  return {
    sentence: message,
    action: href(paths.postmortemEdit, { number }),
    readHref: href(paths.postmortem, { number }),
    mine,
    theirs: {
      rev: theirs.rev,
      author: theirs.authorName,
      at: momentText(theirs.createdAt, zone),
      text: theirs.text,
    },
    diff: diffRows(lineDiff(theirs.text, mine)),
  };
}
