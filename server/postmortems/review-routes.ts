import { z } from 'zod';
import { activePeople } from '../identity/directory-actions.ts';
import { enterRoom } from '../incidents/room-actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, optionalChoice, optionalLine, several, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { PostmortemKit } from './actions.ts';
import { APPROVAL_ANSWERS, type ApprovalAnswer, type ApprovalAnswers, type Standing } from './approval.ts';
import {
  answerReview,
  askForReview,
  comment,
  openReview,
  resolveComment,
  sendBack,
} from './review-actions.ts';
import { reviewPage } from './review-pages.ts';
import { linkOf, numberIn, rev, zoneOf } from './routes.ts';

const AskFields = z.strictObject({ reviewers: several(20) });
const answer = optionalChoice(APPROVAL_ANSWERS, 'Answer yes, no, or that it does not apply.');
const words = optionalLine(500);
const VerdictFields = z.strictObject({
  version: rev,
  verdict: choice(['approved', 'changes'], 'Approve it, or say what should be changed.'),
  words: optionalLine(1000),
  answer_kept: answer,
  words_kept: words,
  answer_complete: answer,
  words_complete: words,
  answer_deep: answer,
  words_deep: words,
  answer_right: answer,
  words_right: words,
  answer_known: answer,
  words_known: words,
});
const BackFields = z.strictObject({ reason: optionalLine(500) });
const CommentFields = z.strictObject({
  section: line('the section that it is about', 130),
  text: text('your comment', 4_000),
});
const ResolveFields = z.strictObject({ words: optionalLine(500) });

/** The review of a postmortem: asking, answering, comments, sending back. */
export function reviewRoutes(kit: PostmortemKit): Route[] {
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const number = await numberIn(kit, ask);
    const room = await openReview(kit.db, ask.viewer, number);
    const { state } = await enterRoom(kit.incidents, ask, number);
    const mayReview = may(ask.viewer, 'postmortem.review');
    const model = reviewPage(room, {
      zone: zoneOf(kit, ask),
      me: ask.viewer.id,
      mayReview,
      mayPublish: may(ask.viewer, 'postmortem.publish'),
      now: ask.now,
      dueAt: state.review?.required?.dueAt,
      people: mayReview ? await activePeople(kit.db) : [],
      link: linkOf(ask),
    });
    return page('postmortems/review', `Review of the postmortem of ${model.key}`, model, { noStore: true });
  };
  const back = async (ask: SignedInAsk, notice: string): Promise<Answer> =>
    seeOther(href(paths.postmortemReview, { number: await numberIn(kit, ask) }), notice);
  return [
    route('GET', paths.postmortemReview, 'postmortem.review', noFields, show),
    route(
      'POST',
      paths.postmortemReview,
      'postmortem.review',
      AskFields,
      async (ask) => {
        await askForReview(kit, ask.viewer, await numberIn(kit, ask), ask.fields.reviewers);
        return back(ask, 'They are asked. Whoever has mail was told.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.postmortemVerdict,
      'postmortem.review',
      VerdictFields,
      async (ask) => {
        const { version, verdict, words } = ask.fields;
        const said = { version, verdict, words, answers: answersOf(ask.fields) };
        return back(ask, saidWords(await answerReview(kit, ask.viewer, await numberIn(kit, ask), said)));
      },
      { again: show },
    ),
    route(
      'POST',
      paths.postmortemSendingBack,
      'postmortem.review',
      BackFields,
      async (ask) => {
        await sendBack(kit, ask.viewer, await numberIn(kit, ask), ask.fields.reason);
        return back(ask, 'It is a draft again.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.postmortemComments,
      'postmortem.review',
      CommentFields,
      async (ask) => {
        await comment(kit, ask.viewer, await numberIn(kit, ask), { ...ask.fields, id: ask.opId });
        return back(ask, 'Your comment is kept.');
      },
      { again: show },
    ),
    route(
      'POST',
      paths.postmortemCommentResolution,
      'postmortem.review',
      ResolveFields,
      async (ask) => {
        const resolved = { id: ask.params.comment ?? '', words: ask.fields.words };
        await resolveComment(kit, ask.viewer, await numberIn(kit, ask), resolved);
        return back(ask, 'The comment is resolved.');
      },
      { again: show },
    ),
  ];
}

function saidWords(standing: Standing): string {
  return standing === 'reviewed'
    ? 'Your answer is kept. The text has had its review.'
    : 'Your answer is kept.';
}

function answersOf(fields: z.output<typeof VerdictFields>): ApprovalAnswers {
  const one = (
    given: ApprovalAnswer['answer'] | undefined,
    words: string | undefined,
  ): ApprovalAnswer | undefined => given && { answer: given, words };
  return {
    kept: one(fields.answer_kept, fields.words_kept),
    complete: one(fields.answer_complete, fields.words_complete),
    deep: one(fields.answer_deep, fields.words_deep),
    right: one(fields.answer_right, fields.words_right),
    known: one(fields.answer_known, fields.words_known),
  };
}
