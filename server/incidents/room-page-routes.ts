import { listServices } from '../catalog/actions.ts';
import { qrOf } from '../core/qr.ts';
import { peopleOf } from './people-actions.ts';
import type { Hub } from '../live/hub.ts';
import { page, type Answer } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { phonesOf } from '../notify/contact-actions.ts';
import { aboutPage } from './about-pages.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf } from './asked-routes.ts';
import { callSheet, namedOnSheet } from './call-sheet-pages.ts';
import { resolvePage } from './closing-pages.ts';
import { entryPage } from './entry-page.ts';
import { handOverPage } from './hand-over-pages.ts';
import { liveRoom, presenceWords } from './live-pages.ts';
import { enterRoom, type Room } from './room-actions.ts';
import { askedOf, RoomFields, type RoomModels } from './room-model-routes.ts';
import { roomNumber } from './room-routes.ts';
import { numberOf } from './run-pages.ts';
import type { RunModels } from './run-model-routes.ts';
import type { State } from './state.ts';
import { linkedFrom } from './ties-store.ts';

/** The pages of an incident and their addresses. */
export const ROOM_PATHS = {
  run: paths.incident,
  timeline: paths.incidentTimeline,
  entry: paths.incidentEntry,
  people: paths.incidentPeople,
  callSheet: paths.incidentCallSheet,
  updates: paths.incidentUpdates,
  resolve: paths.incidentResolve,
  handOver: paths.incidentHandOver,
  about: paths.incidentAbout,
} as const;
export type RoomPage = keyof typeof ROOM_PATHS;
/** Those that follow along. */
type LivePage = 'run' | 'timeline' | 'people' | 'updates';
export type Show = (ask: SignedInAsk, room: Room, fields?: RoomFields) => Promise<Answer>;

/** The routes to the pages of an incident. */
export function roomRoutes(kit: IncidentKit, pages: Record<RoomPage, Show>): Route[] {
  return Object.entries(pages).map(([name, show]) =>
    route('GET', ROOM_PATHS[name as RoomPage], 'incident.read', RoomFields, async (ask) => {
      const number = roomNumber(ask);
      if (typeof number !== 'number') return number;
      return show(ask, await enterRoom(kit, ask, number), ask.fields);
    }),
  );
}

/** The pages of an incident. */
export function roomPages(
  kit: IncidentKit,
  hub: Pick<Hub, 'people'>,
  runModel: RunModels,
  models: RoomModels,
): Record<RoomPage, Show> {
  const reading = (ask: SignedInAsk, state: State) => readingOf(kit, ask, state);
  const live = (ask: SignedInAsk, state: State, name: LivePage, fields?: RoomFields) =>
    liveRoom(state, {
      now: ask.now,
      reader: ask.viewer.name,
      here: presenceWords(hub.people(state.incidentId), ask.viewer.id),
      self: href(ROOM_PATHS[name], { number: numberOf(state) }),
      asked: askedOf(fields),
    });
  return {
    run: async (ask, { state }, fields) => {
      const model = await runModel(ask, state, reading(ask, state), fields?.attach ?? false);
      const follows = live(ask, state, 'run', fields);
      const qr = qrOf(ask.absolute(href(paths.incident, { number: numberOf(state) })));
      return page('incidents/run', `${state.key} ${state.title}`, { ...model, live: follows, qr });
    },
    timeline: async (ask, { state }, fields) =>
      page('incidents/timeline', `Timeline of ${state.key}`, {
        ...(await models.timeline(ask, state, fields)),
        calls: models.calls(ask, state),
        live: live(ask, state, 'timeline', fields),
      }),
    entry: async (ask, { state }) => {
      const seq = /^[1-9]\d{0,8}$/.test(ask.params.seq ?? '') ? Number(ask.params.seq) : 0;
      const model = entryPage(state, seq, reading(ask, state));
      return page('incidents/entry', `#${String(seq)} of ${state.key}`, model);
    },
    handOver: async (ask, { state }) =>
      page(
        'incidents/hand-over',
        `Hand over in ${state.key}`,
        handOverPage(state, await peopleOf(kit.db, state), reading(ask, state)),
      ),
    people: async (ask, { state }, fields) =>
      page('incidents/people', `People in ${state.key}`, {
        ...(await models.people(ask, state, fields)),
        news: models.news(ask, state),
        live: live(ask, state, 'people'),
      }),
    callSheet: async (ask, { state }) => {
      const phones = await phonesOf(kit.db, namedOnSheet(state));
      const address = ask.absolute(href(paths.incident, { number: numberOf(state) }));
      const model = callSheet(state, phones, reading(ask, state), address);
      return page('incidents/call-sheet', `Call sheet of ${state.key}`, model);
    },
    updates: async (ask, { state }) =>
      page('incidents/updates', `Updates of ${state.key}`, {
        ...models.updates(ask, state),
        calls: models.calls(ask, state),
        news: models.news(ask, state),
        live: live(ask, state, 'updates'),
      }),
    resolve: async (ask, { state }) =>
      page('incidents/resolve', `Resolve ${state.key}`, resolvePage(state, reading(ask, state))),
    about: async (ask, { state }) => {
      const services = await listServices(kit.db);
      const beside = { services, linkedFrom: await linkedFrom(kit.db, ask.viewer, state.key) };
      return page('incidents/about', `About ${state.key}`, aboutPage(state, beside, reading(ask, state)));
    },
  };
}
