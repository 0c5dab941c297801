import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { batch, event } from '../live/events.ts';
import type { Hub } from '../live/hub.ts';
import { fragment, json, stream, type Answer } from '../web/answer.ts';
import { noFields, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { Viewer } from '../web/viewer.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf } from './asked-routes.ts';
import { boardModel } from './board-routes.ts';
import { lastClosed, openIncidents } from './listing-store.ts';
import { presenceWords } from './live-pages.ts';
import { acts, REGIONS, touched, type Region } from './live-regions.ts';
import { enterRoom, openRoom } from './room-actions.ts';
import { RoomFields, type RoomModels } from './room-model-routes.ts';
import { numberAsked } from './room-routes.ts';
import type { RunModels } from './run-model-routes.ts';
import { stepsAhead } from './run-pages.ts';
import type { State } from './state.ts';
import { stripOf } from './strip-pages.ts';

/** The entry that the page shows last; what came after it is told at once. */
const AfterFields = z.strictObject({
  after: wholeNumber(0, 1_000_000, 'the number of the last entry that is there', 0),
});

/** How pages follow along: they hear which of their parts changed, and pull those as anybody who reads. */
export function liveRoutes(kit: IncidentKit, hub: Hub, runModel: RunModels, models: RoomModels): Route[] {
  const part = partOf(kit, runModel, models);
  return [
    route('GET', paths.incidentLive, 'incident.read', AfterFields, async (ask) => {
      const number = numberAsked(ask);
      const { state } = await enterRoom(kit, ask, number);
      hub.mayOpen(ask.viewer);
      const pull = pullOf(kit, number, beginning(ask, state));
      return stream((out) =>
        hub.open({ ...subscriber(ask), incidentId: state.incidentId, pull: (viewer) => pull(viewer) }, out),
      );
    }),
    route('GET', paths.live, 'incident.read', noFields, (ask) => {
      hub.mayOpen(ask.viewer);
      const pull = pullOfBoard(kit);
      return stream((out) => hub.open({ ...subscriber(ask), incidentId: undefined, pull }, out));
    }),
    route('GET', paths.incidentLiveCounts, 'incident.read', AfterFields, async (ask) => {
      const { state } = await openRoom(kit, ask.viewer, numberAsked(ask));
      return json({ seq: state.seq, fresh: Math.max(0, state.seq - ask.fields.after) });
    }),
    route('GET', paths.liveCounts, 'incident.read', noFields, async (ask) =>
      json({ open: (await openIncidents(kit.db, ask.viewer)).length }),
    ),
    route('GET', paths.incidentPart, 'incident.read', RoomFields, async (ask) => {
      const { state } = await enterRoom(kit, ask, numberAsked(ask));
      if (ask.params.region === 'presence') {
        const words = presenceWords(hub.people(state.incidentId), ask.viewer.id);
        return fragment('presence', { words }, tagOf(ask, [words]));
      }
      if (ask.params.region === 'ahead') {
        const { runs } = await runModel(ask, state, readingOf(kit, ask, state), false, 'steps');
        return fragment('steps-ahead', { steps: runs.flatMap(stepsAhead) }, tagOf(ask, [state.seq, 'ahead']));
      }
      return part(ask, state, regionNamed(ask.params.region));
    }),
    route('GET', paths.boardPart, 'incident.read', noFields, async (ask) => {
      if (ask.params.region !== BOARD) throw noSuchPart(ask.params.region);
      const model = await boardModel(kit, ask);
      return fragment('region-board', model, tagOf(ask, [model]));
    }),
  ];
}

type PartAsk = SignedInAsk<RoomFields>;

/** A part of a page of an incident, as that page shows it. */
function partOf(kit: IncidentKit, runModel: RunModels, models: RoomModels) {
  const modelOf = async (ask: PartAsk, state: State, region: Region): Promise<object> => {
    switch (region) {
      case 'entries':
        return models.timeline(ask, state, ask.fields);
      case 'people':
        return models.people(ask, state);
      case 'updates':
        return models.updates(ask, state);
      case 'calls':
        return { calls: models.calls(ask, state) };
      case 'news':
        return { news: models.news(ask, state) };
      case 'strip':
        return stripOf(state, '', ask.now, readingOf(kit, ask, state).zone);
      // Only drills have it, and they answer before this is asked.
      case 'drill':
        throw noSuchPart(region);
      case 'rail':
      case 'steps':
      case 'roles':
      case 'panels':
      case 'timeline':
        return runModel(ask, state, readingOf(kit, ask, state), ask.fields.attach, region);
    }
  };
  return async (ask: PartAsk, state: State, region: Region): Promise<Answer> => {
    const tag = tagOf(ask, [state.seq, region, ask.fields, readingOf(kit, ask, state).zone]);
    return fragment(VIEWS[region] ?? `region-${region}`, await modelOf(ask, state, region), tag);
  };
}

/** Parts whose view is known by another name, as others show it too. */
const VIEWS: Partial<Record<Region, string>> = { strip: 'strip', roles: 'role-panel' };

/** The board is one region. */
const BOARD = 'board';

function subscriber({ viewer, session }: SignedInAsk): { viewer: Viewer; sessionHash: string } {
  return { viewer, sessionHash: session.hash ?? '' };
}

/**
 * From which entry on a stream tells. A browser that comes back says which it heard of last; when there is no such
 * entry, an older database was put in place, and all there is counts as new.
 */
function beginning(ask: SignedInAsk<z.output<typeof AfterFields>>, { seq }: State): number {
  const heard = Number(/^\d{1,7}$/.exec(ask.header('last-event-id') ?? '')?.[0] ?? ask.fields.after);
  return heard > seq ? 0 : heard;
}

/** What a stream of an incident says: first each region touched since, once; then a batch for each act. */
function pullOf(kit: IncidentKit, number: number, since: number): (viewer: Viewer) => Promise<string> {
  let told = since;
  let isFirst = true;
  return async (viewer) => {
    const { state } = await openRoom(kit, viewer, number);
    const fresh = state.entries.filter(({ seq }) => seq > told);
    const parts = isFirst ? [fresh] : acts(fresh);
    isFirst = false;
    told = state.seq;
    return parts.map((entries) => batch(touched(entries), entries.at(-1)?.seq ?? told)).join('');
  };
}

/**
 * What a stream of the board says. It is asked after each change anywhere, and says something only when the rows that
 * this reader sees are others: whoever may not see an incident does not learn either that something goes on in it.
 */
function pullOfBoard(kit: IncidentKit): (viewer: Viewer) => Promise<string> {
  let known: string | undefined;
  let count = 0;
  return async (viewer) => {
    const rows = [...(await openIncidents(kit.db, viewer)), ...(await lastClosed(kit.db, viewer, 3))];
    const seen = rows.map(({ incident_id, seq }) => `${incident_id} ${String(seq)}`).join();
    if (seen === known) return '';
    known = seen;
    count += 1;
    return event(BOARD, count);
  };
}

function regionNamed(name: string | undefined): Region {
  const found = REGIONS.find((region) => region === name);
  if (found === undefined) throw noSuchPart(name);
  return found;
}

function noSuchPart(name: string | undefined): NotFound {
  return new NotFound(`The page has no part "${name ?? ''}". Open the page itself.`);
}

/** A part is another one for each reader and session, since its forms carry proofs of that session. */
function tagOf({ viewer, session }: SignedInAsk, shows: readonly unknown[]): string {
  const text = JSON.stringify([viewer.id, viewer.role, session.hash, ...shows]);
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
