import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { Refused } from '../core/refused.ts';
import { seeOther, type Answer } from '../web/answer.ts';
import { choice, line, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { onCall } from './schedule.ts';
import { findSchedule, type StoredSchedule } from './schedule-actions.ts';
import type { EscalationKit } from './setting-actions.ts';
import { pieceOf, type Piece, type Side, type Swap } from './swap.ts';
import { answerSwap, findSwap, offerSwap, SWAP_ANSWERS } from './swap-actions.ts';

export const OfferFields = z.strictObject({
  gives: line('which of your shifts you give', 80),
  takes: optionalLine(80).describe(
    'which shift you take; without it the offer is open to the team, and whoever accepts chooses one of theirs',
  ),
  reason: line('why, in a few words', 200),
});
export const AnswerFields = z.strictObject({
  answer: choice(SWAP_ANSWERS, 'Accept it, decline it, or take it back.'),
  gives: optionalLine(80).describe(
    'which of your shifts you give, to accept an offer that is open to the team',
  ),
});

const SAID = {
  accept: 'Swapped: both shifts have changed hands.',
  decline: 'Declined. Both keep their shifts.',
  withdraw: 'Withdrawn. Both keep their shifts.',
} as const;

/**
 * Offering a swap and answering it.
 * @param again shows the page of a schedule, with what was typed
 */
export function swapRoutes(
  kit: EscalationKit,
  again: (ask: SignedInAsk, slug: string) => Promise<Answer>,
): Route[] {
  return [
    route(
      'POST',
      paths.scheduleSwaps,
      'schedule.override-own',
      OfferFields,
      async (ask) => {
        const { slug } = await offered(kit, ask);
        const who = ask.fields.takes === undefined ? 'somebody' : 'the other';
        return seeOther(href(paths.schedule, { slug }), `Offered. Nothing moves before ${who} accepts.`);
      },
      { again: (ask) => again(ask, ask.params.slug ?? '') },
    ),
    route(
      'POST',
      paths.swap,
      'schedule.override-own',
      AnswerFields,
      async (ask) => {
        const { schedule } = await answered(kit, ask);
        return seeOther(href(paths.schedule, { slug: schedule.slug }), SAID[ask.fields.answer]);
      },
      {
        again: async (ask) => {
          const { schedule } = await findSwap(kit.db, ask.params.id ?? '');
          return again(ask, schedule.slug);
        },
      },
    ),
  ];
}

/** @throws Invalid for what is no shift; Refused for one that nobody has */
export async function offered(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof OfferFields>>,
): Promise<StoredSchedule> {
  const { slug = '' } = ask.params;
  const { takes, reason } = ask.fields;
  const gives = chosenPiece(ask.fields.gives, 'gives');
  const asked = takes === undefined ? undefined : await askedSide(kit, slug, chosenPiece(takes, 'takes'));
  return offerSwap(kit, slug, { by: ask.viewer, gives, asked, reason });
}

async function askedSide(kit: EscalationKit, slug: string, piece: Piece): Promise<Side> {
  const { personId } = onCall(await findSchedule(kit.db, slug), piece.from);
  if (personId === undefined)
    throw new Refused('not-theirs', 'Nobody has that shift: take it by covering it.', { field: 'takes' });
  return { personId, piece };
}

/** @throws Invalid for what is no shift; Refused for what cannot be */
export async function answered(
  kit: EscalationKit,
  ask: SignedInAsk<z.output<typeof AnswerFields>>,
): Promise<{ schedule: StoredSchedule; swap: Swap }> {
  const { answer } = ask.fields;
  const gives = ask.fields.gives === undefined ? undefined : chosenPiece(ask.fields.gives, 'gives');
  const who = { person: ask.viewer, by: byOf(ask) };
  return answerSwap(kit, ask.params.id ?? '', { answer, gives }, who);
}

function chosenPiece(value: string, field: string): Piece {
  const piece = pieceOf(value);
  if (piece !== undefined) return piece;
  throw new Invalid([{ field, sentence: 'Choose a shift from the list.' }]);
}
