import { z } from 'zod';
import { listSchedules } from '../escalation/schedule-actions.ts';
import type { EscalationKit } from '../escalation/setting-actions.ts';
import { waitingSwaps } from '../escalation/swap-actions.ts';
import { answered, AnswerFields, offered, OfferFields } from '../escalation/swap-routes.ts';
import type { Swap } from '../escalation/swap.ts';
import { json } from '../web/answer.ts';
import { paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { pageOf } from './cursor.ts';
import { listAnswer, listFields } from './lists-routes.ts';
import { instant, listOf } from './shape.ts';

const Piece = z.object({ from: instant, to: instant });

const ShiftSwap = z
  .object({
    swap_id: z.string(),
    schedule: z.string(),
    offered_by: z.string(),
    offered_to: z.string().nullable().describe('null: open to the team'),
    gives: Piece.describe('what whoever offers it gives'),
    takes: Piece.nullable().describe(
      'what they take in its place; null: whoever accepts chooses one of theirs',
    ),
    reason: z.string(),
    offered_at: instant,
  })
  .meta({ id: 'ShiftSwap', description: 'An offer to change shifts that waits for an answer' });

/** Swaps: those that wait, offering one, answering one. */
export function swapsApi(kit: EscalationKit): Route[] {
  return [
    route(
      'GET',
      paths.apiSwaps,
      'oncall.read',
      z.strictObject(listFields),
      async (ask) => {
        const slugs = new Map((await listSchedules(kit.db)).map(({ id, slug }) => [id, slug]));
        const { items, next } = pageOf(await waitingSwaps(kit.db), ({ id }) => id, ask.fields);
        const data = items.map((swap) => swapJson(swap, slugs.get(swap.scheduleId) ?? ''));
        return listAnswer(ask, paths.apiSwaps, { limit: ask.fields.limit }, data, next);
      },
      {
        summary: 'List the swaps that wait for an answer',
        scope: 'incidents:read',
        answers: listOf(ShiftSwap),
      },
    ),
    route(
      'POST',
      paths.apiScheduleSwaps,
      'schedule.override-own',
      OfferFields,
      async (ask) => {
        const { id, slug } = await offered(kit, ask);
        const made = (await waitingSwaps(kit.db, id)).filter(({ offeredBy }) => offeredBy === ask.viewer.id);
        return json({ data: made.map((swap) => swapJson(swap, slug)), next_cursor: null }, 201);
      },
      {
        summary:
          'Offer a shift for one of somebody else, or to the team, each as from/to; answers what you offer in all',
        scope: 'escalation:*',
        answers: listOf(ShiftSwap),
      },
    ),
    route(
      'POST',
      paths.apiSwapAnswer,
      'schedule.override-own',
      AnswerFields,
      async (ask) => {
        const { swap } = await answered(kit, ask);
        return json({ swap_id: swap.id, answer: ask.fields.answer }, 201);
      },
      {
        summary: 'Accept a swap, decline it, or take your own back',
        scope: 'escalation:*',
        answers: z.object({ swap_id: z.string(), answer: z.string() }),
      },
    ),
  ];
}

function swapJson(swap: Swap, schedule: string): z.infer<typeof ShiftSwap> {
  const { id, offeredBy, gives, asked, reason, offeredAt } = swap;
  return {
    swap_id: id,
    schedule,
    offered_by: offeredBy,
    offered_to: asked?.personId ?? null,
    gives,
    takes: asked?.piece ?? null,
    reason,
    offered_at: offeredAt,
  };
}
