/** The review of a postmortem: who is asked, what they answer, and what that makes of the text. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { counted, sentenceList } from '../core/text.ts';
import { Invalid, type Problem } from '../web/problem.ts';

/** What an approval answers. */
export const APPROVAL_QUESTIONS = {
  kept: 'Is the data kept?',
  complete: 'Is the impact complete?',
  deep: 'Does the cause go deep enough?',
  right: 'Are the tasks right, and in the right order?',
  known: 'Does everyone who needs it know?',
} as const;
export type ApprovalQuestion = keyof typeof APPROVAL_QUESTIONS;
export const APPROVAL_NAMES = Object.keys(APPROVAL_QUESTIONS) as ApprovalQuestion[];

export const APPROVAL_ANSWERS = ['yes', 'no', 'none'] as const;

/** "none": it does not apply here. */
export type ApprovalAnswer = { answer: (typeof APPROVAL_ANSWERS)[number]; words?: string | undefined };
export type ApprovalAnswers = Partial<Record<ApprovalQuestion, ApprovalAnswer | undefined>>;

export type Verdict = {
  verdict: 'approved' | 'changes';
  /** The version of the text that was read. */
  version: number;
  answers: ApprovalAnswers;
  words: string | undefined;
  at: Instant;
};

export type Reviewer = { person: { id: string; name: string }; askedAt: Instant; said: Verdict | undefined };

export type Remark = {
  id: string;
  /** The heading of the section that it is about. */
  section: string;
  version: number;
  text: string;
  author: { id: string; name: string };
  at: Instant;
  resolved: { by: string; at: Instant; words: string | undefined } | undefined;
};

/** A review that was asked for. */
export type Round = {
  askedBy: string;
  askedAt: Instant;
  /** The version with which the review ended well. */
  reviewedRev: number | undefined;
  sentBack: { by: string; at: Instant; why: string } | undefined;
  reviewers: readonly Reviewer[];
};

/** A text as the review knows it. */
export type Reviewed = {
  rev: number;
  publishedRev: number | undefined;
  /** Whoever saved a version. */
  authors: ReadonlySet<string>;
  round: Round | undefined;
  remarks: readonly Remark[];
};

export type Standing = 'draft' | 'in-review' | 'reviewed' | 'published';

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  draft: 'Draft',
  'in-review': 'In review',
  reviewed: 'Reviewed',
  published: 'Published',
};

/** Where the newest version stands. What is written after a review has not had it. */
export function standingOf({
  rev,
  publishedRev,
  round,
}: Pick<Reviewed, 'rev' | 'publishedRev'> & {
  round: Pick<Round, 'reviewedRev' | 'sentBack'> | undefined;
}): Standing {
  if (publishedRev === rev) return 'published';
  if (round === undefined || round.sentBack !== undefined) return 'draft';
  return round.reviewedRev === rev ? 'reviewed' : 'in-review';
}

/** What is still missing before the newest version counts as reviewed, in words; empty when nothing is. */
export function missingForReview({ rev, authors, round, remarks }: Reviewed): string[] {
  if (round === undefined) return ['nobody was asked to review it'];
  const silent = round.reviewers.filter(({ said }) => said === undefined);
  const earlier = round.reviewers.filter(({ said }) => said !== undefined && said.version !== rev);
  const current = round.reviewers.filter(({ said }) => said?.version === rev);
  const against = current.filter(({ said }) => said?.verdict === 'changes');
  const approving = current.filter(({ said }) => said?.verdict === 'approved');
  const open = remarks.filter(({ resolved }) => resolved === undefined).length;
  const isOwnOnly = approving.length > 0 && approving.every(({ person }) => authors.has(person.id));
  return [
    ...(silent.length > 0
      ? [`${names(silent)} ${silent.length === 1 ? 'has' : 'have'} not answered yet`]
      : []),
    ...earlier.map(
      ({ person, said }) =>
        `${person.name} answered version ${String(said?.version)}, and the text has changed since`,
    ),
    ...(against.length > 0 ? [`${names(against)} ${against.length === 1 ? 'asks' : 'ask'} for changes`] : []),
    ...(open > 0 ? [`${counted(open, 'comment')} ${open === 1 ? 'is' : 'are'} open`] : []),
    ...(isOwnOnly && silent.length + earlier.length === 0
      ? ['nobody has approved it who did not write it']
      : []),
  ];
}

function names(reviewers: readonly Reviewer[]): string {
  return sentenceList(reviewers.map(({ person }) => person.name));
}

/** The review after any of its acts: whether the newest version has had it now. */
export function settledRound(reviewed: Reviewed, round: Round): Round {
  const isDone = round.sentBack === undefined && missingForReview({ ...reviewed, round }).length === 0;
  return { ...round, reviewedRev: isDone ? reviewed.rev : undefined };
}

/**
 * Asks people to review. Who was asked before stays with what they answered; who is no longer named and has not
 * answered is let go.
 * @throws Invalid without anybody, or when all of them wrote the text
 */
export function askedFor(
  reviewed: Reviewed,
  people: readonly { id: string; name: string }[],
  { by, at }: { by: string; at: Instant },
): Round {
  const { authors, round } = reviewed;
  if (people.length === 0) {
    throw new Invalid([{ field: 'reviewers', sentence: 'Choose who reads it: at least one person.' }]);
  }
  if (people.every(({ id }) => authors.has(id))) {
    const sentence = `${sentenceList(people.map(({ name }) => name))} wrote it. Choose somebody besides who did not.`;
    throw new Invalid([{ field: 'reviewers', sentence }]);
  }
  const known = new Map((round?.reviewers ?? []).map((one) => [one.person.id, one]));
  const asked = people.map((person) => known.get(person.id) ?? { person, askedAt: at, said: undefined });
  const kept = (round?.reviewers ?? []).filter(
    ({ person, said }) => said !== undefined && !people.some(({ id }) => id === person.id),
  );
  return {
    askedBy: by,
    askedAt: at,
    reviewedRev: undefined,
    sentBack: undefined,
    reviewers: [...kept, ...asked],
  };
}

/** What a reviewer sends. */
export type Said = {
  verdict: 'approved' | 'changes';
  answers: ApprovalAnswers;
  words?: string | undefined;
  version: number;
};

/**
 * The review with what a reviewer says of a version.
 * @throws Invalid naming what is not answered; Refused when nobody asked them or another version is the newest by now
 */
export function answeredBy(
  { rev, round }: Pick<Reviewed, 'rev' | 'round'>,
  personId: string,
  said: Said,
  at: Instant,
): Round {
  if (round === undefined || round.sentBack !== undefined) {
    throw new Refused('no-review', 'This postmortem is not in review. Ask for a review first.');
  }
  if (!round.reviewers.some(({ person }) => person.id === personId)) {
    throw new Refused(
      'not-asked',
      'Only those who were asked answer. Comment on a section, or have yourself asked.',
    );
  }
  if (said.version !== rev) {
    throw new Refused(
      'stale-text',
      `Version ${String(rev)} is the newest by now. Read what changed, then answer: what you typed stands below.`,
    );
  }
  mustSayAll(said);
  const { version, verdict, answers, words } = said;
  const reviewers = round.reviewers.map((one) =>
    one.person.id === personId ? { ...one, said: { version, verdict, answers, words, at } } : one,
  );
  return { ...round, reviewers };
}

function mustSayAll({ verdict, answers, words }: Said): void {
  if (verdict === 'changes') {
    if (words !== undefined) return;
    throw new Invalid([{ field: 'words', sentence: 'Say what should be changed.' }]);
  }
  const problems: Problem[] = APPROVAL_NAMES.flatMap((name) => {
    const given = answers[name];
    if (given === undefined)
      return [{ field: `answer_${name}`, sentence: `Answer: ${APPROVAL_QUESTIONS[name]}` }];
    if (given.answer === 'no' && given.words === undefined) {
      return [{ field: `words_${name}`, sentence: `Say what is missing: ${APPROVAL_QUESTIONS[name]}` }];
    }
    return [];
  });
  if (problems.length > 0) throw new Invalid(problems);
}

/** Back to the draft, with the reason. @throws Invalid without one, Refused when there is no review to end */
export function sentBack(round: Round | undefined, by: string, why: string | undefined, at: Instant): Round {
  if (round === undefined || round.sentBack !== undefined) {
    throw new Refused('no-review', 'This postmortem is not in review.');
  }
  if (why === undefined) {
    throw new Invalid([{ field: 'reason', sentence: 'Say why it goes back. The reason is shown.' }]);
  }
  return { ...round, reviewedRev: undefined, sentBack: { by, at, why } };
}
