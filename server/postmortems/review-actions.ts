/** What people do in a review. */
import { NotFound } from '../core/refused.ts';
import { peopleByIds } from '../identity/directory-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import type { Db } from '../store/open.ts';
import type { PostmortemRow, PostmortemVersionRow } from '../store/schema.ts';
import { inTransaction } from '../store/transaction.ts';
import { Invalid } from '../web/problem.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import { newest, type PostmortemKit } from './actions.ts';
import {
  answeredBy,
  askedFor,
  sentBack,
  settledRound,
  standingOf,
  type Round,
  type Said,
  type Standing,
} from './approval.ts';
import { sectionsIn } from './document-sections.ts';
import { insertRemark, loadReview, resolveRemark, writeRound, type LoadedReview } from './review-store.ts';

export type ReviewRoom = { row: PostmortemRow; version: PostmortemVersionRow; review: LoadedReview };

/** A postmortem with its newest text and its review. @throws NotFound also for what the viewer may not see */
export async function openReview(db: Db, viewer: Viewer, number: number): Promise<ReviewRoom> {
  const { row, version } = await newest(db, viewer, number);
  return { row, version, review: await loadReview(db, row) };
}

/** Where the newest version of a postmortem stands. */
export async function standing(db: Db, row: PostmortemRow): Promise<Standing> {
  return standingOf(await loadReview(db, row));
}

/** An act upon the review of a text: decided and written in one transaction. */
async function onReview(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  decide: (db: Db, room: ReviewRoom) => Promise<Round> | Round,
): Promise<Standing> {
  return inTransaction(kit.db, async (db) => {
    const room = await openReview(db, viewer, number);
    const round = settledRound(room.review, await decide(db, room));
    await writeRound(db, room.row.postmortem_id, round, room.review.reviewRev);
    return standingOf({ ...room.review, round });
  });
}

/** Asks people to review the newest version, and tells those who were not asked before. */
export async function askForReview(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  ids: readonly string[],
): Promise<Standing> {
  return onReview(kit, viewer, number, async (db, { row, review }) => {
    const known = await peopleByIds(db, ids);
    if (ids.some((id) => !known.has(id))) {
      throw new Invalid([{ field: 'reviewers', sentence: 'Choose people from the list.' }]);
    }
    const by = { by: viewer.name, at: kit.clock.now() };
    const round = askedFor(review, [...known.values()], by);
    await tellPeople(kit.notify, db, {
      key: `review-${row.postmortem_id}-${String(review.reviewRev)}`,
      people: ids.filter((id) => id !== viewer.id),
      content: {
        kind: 'notice',
        subjectKey: `INC-${String(number)}`,
        title: row.title,
        path: href(paths.postmortemReview, { number }),
        words: `${viewer.name} asks you to review the postmortem`,
      },
    });
    return round;
  });
}

export async function answerReview(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  said: Said,
): Promise<Standing> {
  return onReview(kit, viewer, number, (_, { review }) =>
    answeredBy(review, viewer.id, said, kit.clock.now()),
  );
}

export async function sendBack(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  why: string | undefined,
): Promise<Standing> {
  return onReview(kit, viewer, number, (_, { review }) =>
    sentBack(review.round, viewer.name, why, kit.clock.now()),
  );
}

/** The review after a comment came or was resolved: an open comment keeps a text from being reviewed. */
async function settle(db: Db, viewer: Viewer, number: number): Promise<Standing> {
  const { row, review } = await openReview(db, viewer, number);
  if (review.round === undefined) return standingOf(review);
  const round = settledRound(review, review.round);
  await writeRound(db, row.postmortem_id, round, review.reviewRev);
  return standingOf({ ...review, round });
}

/** @param id of the request, so that a form that comes twice is one comment */
export async function comment(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { section, text, id }: { section: string; text: string; id: string | undefined },
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const { row, version, review } = await openReview(db, viewer, number);
    if (!sectionsIn(version.text).some(({ name }) => name === section)) {
      throw new Invalid([
        { field: 'section', sentence: `The text has no section "${section}" any more. Choose another one.` },
      ]);
    }
    if (id !== undefined && review.remarks.some((remark) => remark.id === id)) return;
    await insertRemark(db, row.postmortem_id, {
      id: id ?? kit.ids.next(),
      section,
      version: row.rev,
      text,
      author: { id: viewer.id, name: viewer.name },
      at: kit.clock.now(),
      resolved: undefined,
    });
    await settle(db, viewer, number);
  });
}

/** Whoever comes second is not wrong: the comment is resolved. */
export async function resolveComment(
  kit: PostmortemKit,
  viewer: Viewer,
  number: number,
  { id, words }: { id: string; words: string | undefined },
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    const { review } = await openReview(db, viewer, number);
    if (!review.remarks.some((remark) => remark.id === id)) {
      throw new NotFound('There is no such comment on this postmortem. Its review shows all.');
    }
    await resolveRemark(db, id, { by: viewer.name, at: kit.clock.now(), words });
    await settle(db, viewer, number);
  });
}
