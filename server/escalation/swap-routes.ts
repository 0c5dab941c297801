import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { Refused } from '../core/refused.ts';
import { seeOther, type Answer } from '../web/answer.ts';
import { choice, line } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { onCall } from './schedule.ts';
import { findSchedule, type StoredSchedule } from './schedule-actions.ts';
import type { EscalationKit } from './setting-actions.ts';
import { pieceOf, type Piece } from './swap.ts';
import { answerSwap, offerSwap, SWAP_ANSWERS } from './swap-actions.ts';

export const OfferFields = z.strictObject({
  gives: line('which of your shifts you give', 80),
  takes: line('which shift you take', 80),
  reason: line('why, in a few words', 200),
});
export const AnswerFields = z.strictObject({
  answer: choice(SWAP_ANSWERS, 'Accept it, decline it, or take it back.'),
});

const SAID = {
  accept: 'Swapped: both shifts have changed hands.',
  decline: 'Declined. Both keep their shifts.',
  withdraw: 'Withdrawn. Both keep their shifts.',
} as const;

/**
 * Offering a swap and answering it.
 * @param again shows the page of the schedule, with what was typed
 */
export function swapRoutes(kit: EscalationKit, again: (ask: SignedInAsk) => Promise<Answer>): Route[] {
  return [
    route(
      'POST',
      paths.scheduleSwaps,
      'schedule.override-own',
      OfferFields,
      async (ask) => {
        const { slug } = await offered(kit, ask);
        return seeOther(href(paths.schedule, { slug }), 'Offered. Nothing moves before the other accepts.');
      },
      { again },
    ),
    route('POST', paths.swap, 'schedule.override-own', AnswerFields, async (ask) => {
      const { answer } = ask.fields;
      const who = { person: ask.viewer, by: byOf(ask) };
      const { schedule } = await answerSwap(kit, ask.params.id ?? '', answer, who);
      return seeOther(href(paths.schedule, { slug: schedule.slug }), SAID[answer]);
    }),
  ];
}

/** @throws Invalid for what is no shift; Refused for one that nobody has */
export async function offered(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof OfferFields>>,
): Promise<StoredSchedule> {
  const { slug = '' } = ask.params;
  const gives = chosenPiece(ask.fields.gives, 'gives');
  const takes = chosenPiece(ask.fields.takes, 'takes');
  const to = onCall(await findSchedule(kit.db, slug), takes.from).personId;
  if (to === undefined)
    throw new Refused('not-theirs', 'Nobody has that shift: take it by covering it.', { field: 'takes' });
  return offerSwap(kit, slug, { by: ask.viewer, to, gives, takes, reason: ask.fields.reason });
}

function chosenPiece(value: string, field: string): Piece {
  const piece = pieceOf(value);
  if (piece !== undefined) return piece;
  throw new Invalid([{ field, sentence: 'Choose a shift from the list.' }]);
}
