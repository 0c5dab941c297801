import { z } from 'zod';
import { page, type Answer } from '../web/answer.ts';
import { noFields, optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { whenTyped } from './act-routes.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf } from './asked-routes.ts';
import { measuresPage } from './measures-pages.ts';
import { replayPage } from './replay-page.ts';
import { knownAt, type Then } from './replay.ts';
import { enterRoom } from './room-actions.ts';
import { roomNumber } from './room-routes.ts';
import type { RunModels } from './run-model-routes.ts';
import type { State } from './state.ts';

/** A moment of the record: its last entry, or a time. Without either it is what is known now. */
export const ThenFields = z.strictObject({
  seq: wholeNumber(0, 1_000_000, 'the number of the last entry that was there', 0),
  at: optionalLine(80).describe('a time: RFC 3339, or as people type it: 10:15, yesterday 23:50, -20m'),
});

/** Pages that look back on an incident: what it took, and what was known at a moment. */
export function lookingBackRoutes(kit: IncidentKit, models: RunModels): Route[] {
  return [
    route('GET', paths.incidentMeasures, 'incident.read', noFields, async (ask) => {
      const number = roomNumber(ask);
      if (typeof number !== 'number') return number;
      const { state } = await enterRoom(kit, ask, number);
      const model = measuresPage(state, readingOf(kit, ask, state));
      return page('incidents/measures', `Measures of ${state.key}`, model);
    }),
    route(
      'GET',
      paths.incidentReplay,
      'incident.read',
      ThenFields,
      (ask) => replayed(kit, models, ask, (state) => thenOf(kit, ask, state) ?? { seq: state.seq }),
      { again: (ask) => replayed(kit, models, ask, (state) => ({ seq: state.seq })) },
    ),
  ];
}

/** @throws Invalid when the time cannot be read */
export function thenOf(
  kit: IncidentKit,
  ask: SignedInAsk<z.output<typeof ThenFields>>,
  state: State,
): Then | undefined {
  const { seq, at } = ask.fields;
  // Also of a copy, whose own time stands still, any moment until now can be asked for.
  const when = whenTyped(at, { ...readingOf(kit, ask, state), now: ask.now });
  if (when !== undefined) return { at: when.instant };
  return seq === 0 ? undefined : { seq };
}

async function replayed(
  kit: IncidentKit,
  models: RunModels,
  ask: SignedInAsk,
  then: (state: State) => Then,
): Promise<Answer> {
  const number = roomNumber(ask);
  if (typeof number !== 'number') return number;
  const { state } = await enterRoom(kit, ask, number);
  const known = knownAt(state, then(state));
  const reading = { ...readingOf(kit, ask, state), now: known.now, mayAct: false };
  const room = await models(ask, known.state, reading, false);
  return page('incidents/replay', `Replay of ${state.key}`, replayPage(state, known, room, reading.zone));
}
