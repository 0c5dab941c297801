import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import type { Instant } from '../core/clock.ts';
import { counted, sentenceList } from '../core/text.ts';
import { clockWithUtc, dateText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import {
  APPROVAL_NAMES,
  APPROVAL_QUESTIONS,
  missingForReview,
  STANDING_WORDS,
  standingOf,
  type Remark,
  type Reviewer,
  type Standing,
  type Verdict,
} from './approval.ts';
import { withoutTitle } from './document.ts';
import { sectionsIn } from './document-sections.ts';
import type { ReviewRoom } from './review-actions.ts';

export type RemarkView = {
  id: string;
  text: string;
  about: string;
  isOpen: boolean;
  resolution: string | undefined;
  /** Where it is resolved; undefined for who may not, and when it is. */
  resolveAction: string | undefined;
};

export type ReviewerView = {
  name: string;
  said: string;
  words: string | undefined;
  answers: readonly { question: string; answer: string }[];
};

export type PostmortemReviewPage = {
  key: string;
  title: string;
  readHref: string;
  editHref: string;
  standing: Standing;
  standingWords: string;
  /** What comes next, in a sentence. */
  next: string;
  due: string | undefined;
  isOverdue: boolean;
  rev: number;
  reviewers: readonly ReviewerView[];
  /** The forms; each undefined where it may not be sent now. */
  ask:
    | { action: string; people: readonly { id: string; name: string; isTicked: boolean }[]; label: string }
    | undefined;
  answer: { action: string; questions: readonly { name: string; words: string }[] } | undefined;
  sendBack: { action: string } | undefined;
  sections: readonly { name: string; html: SafeHtml; remarks: readonly RemarkView[] }[];
  /** Comments whose section is gone. */
  adrift: readonly RemarkView[];
  comment: { action: string; options: readonly { value: string; label: string }[] } | undefined;
  publishHref: string | undefined;
  compareHref: string | undefined;
};

export type Reviewing = {
  zone: string;
  me: string;
  mayReview: boolean;
  mayPublish: boolean;
  now: Instant;
  dueAt: Instant | undefined;
  people: readonly { id: string; name: string; role: string }[];
  link: (href: string) => string;
};

export function reviewPage(room: ReviewRoom, reviewing: Reviewing): PostmortemReviewPage {
  const { row, version, review } = room;
  const { number } = row;
  const { zone, mayReview, now, dueAt } = reviewing;
  const standing = standingOf(review);
  const isOn = standing === 'in-review' || standing === 'reviewed';
  const me = review.round?.reviewers.find(({ person }) => person.id === reviewing.me);
  const sections = sectionsIn(withoutTitle(version.text));
  const names = new Set(sections.map(({ name }) => name));
  const viewed = (remark: Remark): RemarkView => remarkView(remark, number, zone, mayReview);
  const earlier = review.round?.reviewers.find(
    ({ said }) => said !== undefined && said.version !== review.rev,
  );
  const earlierVersion = me?.said?.version ?? earlier?.said?.version;
  return {
    key: `INC-${String(number)}`,
    title: row.title,
    readHref: href(paths.postmortem, { number }),
    editHref: href(paths.postmortemEdit, { number }),
    standing,
    standingWords: STANDING_WORDS[standing],
    next: nextWords(room, standing, zone),
    due: dueAt && `${dateText(dueAt, zone)}, ${clockWithUtc(dueAt, zone)}`,
    isOverdue: dueAt !== undefined && dueAt < now && standing !== 'published',
    rev: row.rev,
    reviewers: (review.round?.reviewers ?? []).map((one) => reviewerView(one, row.rev, zone)),
    ask: mayReview && standing !== 'published' ? askForm(room, reviewing) : undefined,
    answer:
      isOn && mayReview && me !== undefined
        ? {
            action: href(paths.postmortemVerdict, { number }),
            questions: APPROVAL_NAMES.map((name) => ({ name, words: APPROVAL_QUESTIONS[name] })),
          }
        : undefined,
    sendBack: isOn && mayReview ? { action: href(paths.postmortemSendingBack, { number }) } : undefined,
    sections: sections.map(({ name, text }) => ({
      name,
      html: toHtml(text, { link: reviewing.link, image: reviewing.link }),
      remarks: review.remarks.filter(({ section }) => section === name).map(viewed),
    })),
    adrift: review.remarks.filter(({ section }) => !names.has(section)).map(viewed),
    comment: mayReview
      ? {
          action: href(paths.postmortemComments, { number }),
          options: sections.map(({ name }) => ({ value: name, label: name })),
        }
      : undefined,
    publishHref:
      reviewing.mayPublish && standing === 'reviewed' ? href(paths.postmortem, { number }) : undefined,
    compareHref:
      earlierVersion !== undefined && earlierVersion !== row.rev
        ? `${href(paths.postmortemCompare, { number })}?from=${String(earlierVersion)}&to=${String(row.rev)}`
        : undefined,
  };
}

function nextWords({ review }: ReviewRoom, standing: Standing, zone: string): string {
  const { round, rev, publishedRev } = review;
  switch (standing) {
    case 'draft': {
      if (round?.sentBack !== undefined) {
        const { by, at, why } = round.sentBack;
        return `${by} sent it back at ${clockWithUtc(at, zone)}, ${dateText(at, zone)}: ${why}`;
      }
      return publishedRev === undefined
        ? 'Nobody was asked to review it yet.'
        : `Version ${String(publishedRev)} is published. Version ${String(rev)} has had no review yet.`;
    }
    case 'in-review':
      return `Still missing: ${sentenceList(missingForReview(review))}.`;
    case 'reviewed':
      return `Version ${String(rev)} has had its review and can be published. Whatever is written from here on has not.`;
    case 'published':
      return `Version ${String(rev)} is published.`;
  }
}

function askForm({ row, review }: ReviewRoom, { people }: Reviewing): PostmortemReviewPage['ask'] {
  const asked = new Set((review.round?.reviewers ?? []).map(({ person }) => person.id));
  const isOn = review.round !== undefined && review.round.sentBack === undefined;
  return {
    action: href(paths.postmortemReview, { number: row.number }),
    people: people
      .filter(({ role }) => role !== 'viewer' && role !== 'trainee')
      .map(({ id, name }) => ({ id, name, isTicked: asked.has(id) })),
    label: isOn ? 'Ask these people' : 'Ask for a review',
  };
}

const ANSWER_WORDS = { yes: 'yes', no: 'no', none: 'does not apply' } as const;

function reviewerView({ person, said }: Reviewer, rev: number, zone: string): ReviewerView {
  return {
    name: person.name,
    said: said === undefined ? 'asked, and has not answered yet' : saidWords(said, rev, zone),
    words: said?.words,
    answers:
      said === undefined
        ? []
        : APPROVAL_NAMES.flatMap((name) => {
            const given = said.answers[name];
            if (given === undefined) return [];
            const words = given.words === undefined ? '' : `: ${given.words}`;
            return [{ question: APPROVAL_QUESTIONS[name], answer: ANSWER_WORDS[given.answer] + words }];
          }),
  };
}

function saidWords({ verdict, version, at }: Verdict, rev: number, zone: string): string {
  const what = verdict === 'approved' ? 'approved' : 'asks for changes in';
  const since = version === rev ? '' : ', and the text has changed since';
  return `${what} version ${String(version)}, ${dateText(at, zone)}, ${clockWithUtc(at, zone)}${since}`;
}

function remarkView(remark: Remark, number: number, zone: string, mayReview: boolean): RemarkView {
  const { id, text, author, at, version, resolved } = remark;
  return {
    id,
    text,
    about: `${author.name}, ${dateText(at, zone)}, ${clockWithUtc(at, zone)}, on version ${String(version)}`,
    isOpen: resolved === undefined,
    resolution:
      resolved && `Resolved by ${resolved.by}${resolved.words === undefined ? '' : `: ${resolved.words}`}`,
    resolveAction:
      mayReview && resolved === undefined
        ? href(paths.postmortemCommentResolution, { number, comment: id })
        : undefined,
  };
}

/** What the page of the postmortem says of its review. */
export type ReviewPanel = {
  standing: Standing;
  words: string;
  href: string;
  openComments: string | undefined;
};

export function reviewPanel({ row, review }: ReviewRoom): ReviewPanel {
  const standing = standingOf(review);
  const open = review.remarks.filter(({ resolved }) => resolved === undefined).length;
  return {
    standing,
    words: STANDING_WORDS[standing],
    href: href(paths.postmortemReview, { number: row.number }),
    openComments: open === 0 ? undefined : counted(open, 'open comment'),
  };
}
