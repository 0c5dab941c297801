import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { activePeople } from '../identity/directory-actions.ts';
import type { Hub } from '../live/hub.ts';
import { page, type Answer } from '../web/answer.ts';
import { flag, optionalChoice, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { aboutPage } from './about-pages.ts';
import type { IncidentKit } from './actions.ts';
import { readingOf } from './asked-routes.ts';
import { resolvePage } from './closing-pages.ts';
import { entryPage } from './entry-page.ts';
import { handOverPage } from './hand-over-pages.ts';
import { liveRun, presenceWords } from './live-pages.ts';
import { peoplePage } from './people-pages.ts';
import { readMark } from './read-mark-actions.ts';
import { enterRoom, type Room } from './room-actions.ts';
import { roomNumber } from './room-routes.ts';
import type { RunModels } from './run-model-routes.ts';
import type { State } from './state.ts';
import { linkedFrom } from './ties-store.ts';
import { timelinePage } from './timeline-page.ts';
import { TIMELINE_FILTERS, type TimelineFilter } from './timeline-pages.ts';
import { updatesPage } from './update-pages.ts';

const FILTER_NAMES = Object.keys(TIMELINE_FILTERS) as [TimelineFilter, ...TimelineFilter[]];

/** The pages of an incident and their addresses. */
export const ROOM_PATHS = {
  run: paths.incident,
  timeline: paths.incidentTimeline,
  entry: paths.incidentEntry,
  people: paths.incidentPeople,
  updates: paths.incidentUpdates,
  resolve: paths.incidentResolve,
  handOver: paths.incidentHandOver,
  about: paths.incidentAbout,
} as const;
export type RoomPage = keyof typeof ROOM_PATHS;
export type Show = (ask: SignedInAsk, room: Room, fields?: z.output<typeof RoomFields>) => Promise<Answer>;

const seq = wholeNumber(0, 1_000_000, 'the number of an entry', 0);
/** `attach` offers the shelf of runbooks on the run page; the others choose a part of the timeline. */
const RoomFields = z.strictObject({
  attach: flag,
  show: optionalChoice(FILTER_NAMES, 'Choose what to show from the list.'),
  from: seq,
  entry: seq,
});

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
  models: RunModels,
): Record<RoomPage, Show> {
  const reading = (ask: SignedInAsk, state: State) => readingOf(kit, ask, state);
  return {
    run: async (ask, { state }, fields) => {
      const isAttaching = fields?.attach ?? false;
      const model = await models(ask, state, reading(ask, state), isAttaching);
      const here = presenceWords(hub.people(state.incidentId), ask.viewer.id);
      const live = liveRun(state, { now: ask.now, reader: ask.viewer.name, here, isAttaching });
      return page('incidents/run', `${state.key} ${state.title}`, { ...model, live });
    },
    timeline: async (ask, { state }, fields) => {
      const about = {
        ...reading(ask, state),
        mark: await readMark(kit.db, state.incidentId, ask.viewer.id),
      };
      const model = timelinePage(state, about, {
        filter: fields?.show,
        from: fields?.from === 0 ? undefined : fields?.from,
        entry: fields?.entry === 0 ? undefined : fields?.entry,
      });
      return page('incidents/timeline', `Timeline of ${state.key}`, model);
    },
    entry: async (ask, { state }) => {
      const seq = /^[1-9]\d{0,8}$/.test(ask.params.seq ?? '') ? Number(ask.params.seq) : 0;
      const model = entryPage(state, seq, reading(ask, state));
      return page('incidents/entry', `#${String(seq)} of ${state.key}`, model);
    },
    handOver: async (ask, { state }) =>
      page(
        'incidents/hand-over',
        `Hand over in ${state.key}`,
        handOverPage(state, await activePeople(kit.db), reading(ask, state)),
      ),
    people: async (ask, { state }) =>
      page(
        'incidents/people',
        `People in ${state.key}`,
        peoplePage(state, await activePeople(kit.db), reading(ask, state)),
      ),
    updates: async (ask, { state }) =>
      page('incidents/updates', `Updates of ${state.key}`, updatesPage(state, reading(ask, state))),
    resolve: async (ask, { state }) =>
      page('incidents/resolve', `Resolve ${state.key}`, resolvePage(state, reading(ask, state))),
    about: async (ask, { state }) => {
      const services = await listServices(kit.db);
      const beside = { services, linkedFrom: await linkedFrom(kit.db, ask.viewer, state.key) };
      return page('incidents/about', `About ${state.key}`, aboutPage(state, beside, reading(ask, state)));
    },
  };
}
