import { z } from 'zod';
import type { IncidentRow } from '../store/schema.ts';
import { page } from '../web/answer.ts';
import { optionalChoice } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf, zoneOf } from './asked-routes.ts';
import { boardPage, type BoardPage } from './board-pages.ts';
import { personalCalls, type Call } from './calls-pages.ts';
import { lastClosed, openIncidents } from './listing-store.ts';
import { liveBoard } from './live-pages.ts';

/** The board: everything that is open, and what waits for its reader. */
export function boardRoute(kit: IncidentKit): Route {
  return route('GET', paths.board, 'incident.read', BoardFields, async (ask) => {
    const rows = await boardModel(kit, ask);
    const live = liveBoard({ now: ask.now, reader: ask.viewer.name });
    const count = rows.open.length;
    const model = { ...rows, live, refreshes: ask.fields.refresh !== 'off' };
    return page('incidents/board', count === 0 ? 'Board' : `(${String(count)}) Board`, model, {
      refreshSeconds: model.refreshes ? REFRESH_SECONDS : undefined,
    });
  });
}

/** Where no script runs, the board is loaded anew by itself; `refresh=off` is for those who want it to stay. */
const BoardFields = z.strictObject({ refresh: optionalChoice(['off'], 'Leave it out, or say off.') });
const REFRESH_SECONDS = 30;

/** The rows of the board, for a page or for its part. */
export async function boardModel(kit: IncidentKit, ask: SignedInAsk): Promise<BoardPage> {
  const opened = await openIncidents(kit.db, ask.viewer);
  return boardPage(
    opened,
    await lastClosed(kit.db, ask.viewer, 3),
    ask.now,
    zoneOf(kit, ask),
    may(ask.viewer, 'incident.declare'),
    await callsFor(kit, ask, opened),
  );
}

/** The worst of the open incidents, in which the board looks for what waits for its reader. */
const LOOKED_INTO = 20;

async function callsFor(kit: IncidentKit, ask: SignedInAsk, opened: readonly IncidentRow[]): Promise<Call[]> {
  if (!may(ask.viewer, 'incident.act')) return [];
  const calls: Call[] = [];
  for (const row of opened.slice(0, LOOKED_INTO)) {
    const state = await kit.states.stateAt(kit.db, row);
    const waiting = personalCalls(state, readingOf(kit, ask, state));
    calls.push(...waiting.map((call) => ({ ...call, words: `${row.key}: ${call.words}` })));
  }
  return calls;
}
