/** Rows of reviews, of who was asked, and of comments. */
import type { Db } from '../store/open.ts';
import type { PostmortemCommentRow, PostmortemReviewerRow, PostmortemRow } from '../store/schema.ts';
import { SeqTaken } from '../store/failures.ts';
import type { ApprovalAnswers, Remark, Reviewed, Reviewer, Round } from './approval.ts';

export type LoadedReview = Reviewed & {
  /** What the next write expects to find; 0 when there is no review yet. */
  reviewRev: number;
};

/** The review of a text as it stands. */
export async function loadReview(db: Db, row: PostmortemRow): Promise<LoadedReview> {
  const { postmortem_id: id } = row;
  const review = await db
    .selectFrom('postmortem_review')
    .selectAll()
    .where('postmortem_id', '=', id)
    .executeTakeFirst();
  const reviewers = await db
    .selectFrom('postmortem_reviewer')
    .selectAll()
    .where('postmortem_id', '=', id)
    .orderBy('asked_at')
    .orderBy('person_name')
    .execute();
  const comments = await db
    .selectFrom('postmortem_comment')
    .selectAll()
    .where('postmortem_id', '=', id)
    .orderBy('comment_id')
    .execute();
  const authors = await db
    .selectFrom('postmortem_version')
    .select('author_id')
    .distinct()
    .where('postmortem_id', '=', id)
    // The first version is the draft from the record: whoever pressed the button has written nothing yet.
    .where('rev', '>', 1)
    .execute();
  const round: Round | undefined = review && {
    askedBy: review.asked_by,
    askedAt: review.asked_at,
    reviewedRev: review.reviewed_rev ?? undefined,
    sentBack:
      review.sent_back_at === null
        ? undefined
        : { by: review.sent_back_by ?? '', at: review.sent_back_at, why: review.sent_back_why ?? '' },
    reviewers: reviewers.map(reviewerOf),
  };
  return {
    rev: row.rev,
    publishedRev: row.published_rev ?? undefined,
    authors: new Set(authors.flatMap(({ author_id }) => author_id ?? [])),
    round,
    remarks: comments.map(remarkOf),
    reviewRev: review?.rev ?? 0,
  };
}

function reviewerOf(row: PostmortemReviewerRow): Reviewer {
  const { verdict, version, answered_at: at } = row;
  const isSaid = (verdict === 'approved' || verdict === 'changes') && version !== null && at !== null;
  return {
    person: { id: row.account_id, name: row.person_name },
    askedAt: row.asked_at,
    said: isSaid
      ? {
          verdict,
          version,
          answers: JSON.parse(row.answers) as ApprovalAnswers,
          words: row.words ?? undefined,
          at,
        }
      : undefined,
  };
}

function remarkOf(row: PostmortemCommentRow): Remark {
  return {
    id: row.comment_id,
    section: row.section,
    version: row.version,
    text: row.text,
    author: { id: row.author_id, name: row.author_name },
    at: row.created_at,
    resolved:
      row.resolved_at === null
        ? undefined
        : { by: row.resolved_by ?? '', at: row.resolved_at, words: row.resolution ?? undefined },
  };
}

/** Writes a review over the one that was loaded. @throws SeqTaken when somebody else's act came first */
export async function writeRound(db: Db, id: string, round: Round, reviewRev: number): Promise<void> {
  const values = {
    asked_by: round.askedBy,
    asked_at: round.askedAt,
    reviewed_rev: round.reviewedRev ?? null,
    sent_back_at: round.sentBack?.at ?? null,
    sent_back_by: round.sentBack?.by ?? null,
    sent_back_why: round.sentBack?.why ?? null,
    rev: reviewRev + 1,
  };
  const written =
    reviewRev === 0
      ? (
          await db
            .insertInto('postmortem_review')
            .values({ postmortem_id: id, ...values })
            .onConflict((conflict) => conflict.column('postmortem_id').doNothing())
            .executeTakeFirst()
        ).numInsertedOrUpdatedRows
      : (
          await db
            .updateTable('postmortem_review')
            .set(values)
            .where('postmortem_id', '=', id)
            .where('rev', '=', reviewRev)
            .executeTakeFirst()
        ).numUpdatedRows;
  if ((written ?? 0n) === 0n) throw new SeqTaken();
  await db.deleteFrom('postmortem_reviewer').where('postmortem_id', '=', id).execute();
  for (const { person, askedAt, said } of round.reviewers) {
    await db
      .insertInto('postmortem_reviewer')
      .values({
        postmortem_id: id,
        account_id: person.id,
        person_name: person.name,
        asked_at: askedAt,
        verdict: said?.verdict ?? null,
        version: said?.version ?? null,
        answers: JSON.stringify(said?.answers ?? {}),
        words: said?.words ?? null,
        answered_at: said?.at ?? null,
      })
      .execute();
  }
}

/** @throws SeqTaken when the same form came in at this moment; run again, its comment is found */
export async function insertRemark(db: Db, postmortemId: string, remark: Remark): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('postmortem_comment')
    .values({
      comment_id: remark.id,
      postmortem_id: postmortemId,
      section: remark.section,
      version: remark.version,
      text: remark.text,
      author_id: remark.author.id,
      author_name: remark.author.name,
      created_at: remark.at,
      resolved_at: null,
      resolved_by: null,
      resolution: null,
    })
    .onConflict((conflict) => conflict.column('comment_id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new SeqTaken();
}

/** Resolves a comment; false when it was resolved before. */
export async function resolveRemark(
  db: Db,
  id: string,
  { by, at, words }: { by: string; at: string; words: string | undefined },
): Promise<boolean> {
  const result = await db
    .updateTable('postmortem_comment')
    .set({ resolved_at: at, resolved_by: by, resolution: words ?? null })
    .where('comment_id', '=', id)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
