import { z } from 'zod';
import { listServices } from '../catalog/actions.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import type { IncidentRow } from '../store/schema.ts';
import { flag, noFields, optionalChoice, optionalLine, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import type { Render } from '../web/render.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { openRoom, type IncidentKit, type Room } from './actions.ts';
import { ACTS } from './acts-routes.ts';
import type { Act } from './act-routes.ts';
import { actAsked, declareAsked, DeclareFields, zoneOf } from './asked-routes.ts';
import { attachmentRoute } from './attachment-routes.ts';
import { boardPage, incidentListPage } from './board-pages.ts';
import { personalCalls, type Call } from './calls-pages.ts';
import { resolvePage } from './closing-pages.ts';
import { entryPage } from './entry-page.ts';
import { SEVERITIES, STATUSES } from './entry-fields.ts';
import { peoplePage } from './people-pages.ts';
import { lookingBackRoutes } from './looking-back-routes.ts';
import { redactionRoutes } from './redaction-routes.ts';
import { readingOf, roomNumber } from './room-routes.ts';
import { runModels } from './run-model-routes.ts';
import type { State } from './state.ts';
import { lastClosed, listIncidents, openIncidents, type Cursor } from './store.ts';
import { timelinePage } from './timeline-page.ts';
import { TIMELINE_FILTERS, type TimelineFilter } from './timeline-pages.ts';
import { updatesPage } from './update-pages.ts';

const LIST_ROWS = 50;

const FILTER_NAMES = Object.keys(TIMELINE_FILTERS) as [TimelineFilter, ...TimelineFilter[]];

const ListFields = z.strictObject({
  status: optionalChoice(['open', ...STATUSES], 'Choose a status from the list.'),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
  after: optionalLine(100),
});

/** The pages of incidents and, made from the table of acts, their forms. */
export function incidentRoutes(kit: IncidentKit, part: Render['part']): Route[] {
  const pages = roomPages(kit, part);
  return [
    route('GET', paths.board, 'incident.read', noFields, async (ask) => {
      const opened = await openIncidents(kit.db);
      const model = boardPage(
        opened,
        await lastClosed(kit.db, 3),
        ask.now,
        zoneOf(kit, ask),
        may(ask.viewer, 'incident.declare'),
        await callsFor(kit, ask, opened),
      );
      return page(
        'incidents/board',
        opened.length === 0 ? 'Board' : `(${String(opened.length)}) Board`,
        model,
      );
    }),
    route('GET', paths.incidents, 'incident.read', ListFields, (ask) => listPage(kit, ask)),
    route('GET', paths.declare, 'incident.declare', z.strictObject({ runbook: optionalLine(100) }), (ask) =>
      declarePage(kit, ask.fields.runbook),
    ),
    route(
      'POST',
      paths.incidents,
      'incident.declare',
      DeclareFields,
      async (ask) => {
        const done = await declareAsked(kit, ask);
        return seeOther(href(paths.incident, { number: done.number }), done.said);
      },
      { again: () => declarePage(kit, undefined) },
    ),
    ...Object.entries(pages).map(([name, show]) =>
      route('GET', ROOM_PATHS[name as RoomPage], 'incident.read', RoomFields, async (ask) => {
        const number = roomNumber(ask);
        if (typeof number !== 'number') return number;
        return show(ask, await openRoom(kit, number), ask.fields);
      }),
    ),
    attachmentRoute(kit),
    ...redactionRoutes(kit),
    ...lookingBackRoutes(kit, part),
    ...ACTS.map((declared) => actRoute(kit, declared, pages)),
  ];
}

/** The worst of the open incidents, in which the board looks for what waits for its reader. */
const LOOKED_INTO = 20;

async function callsFor(kit: IncidentKit, ask: SignedInAsk, opened: readonly IncidentRow[]): Promise<Call[]> {
  if (!may(ask.viewer, 'incident.act')) return [];
  const calls: Call[] = [];
  for (const row of opened.slice(0, LOOKED_INTO)) {
    const state = await kit.states.stateAt(kit.db, row.incident_id, row.seq);
    const waiting = personalCalls(state, readingOf(kit, ask, state));
    calls.push(...waiting.map((call) => ({ ...call, words: `${row.key}: ${call.words}` })));
  }
  return calls;
}

const ROOM_PATHS = {
  run: paths.incident,
  timeline: paths.incidentTimeline,
  entry: paths.incidentEntry,
  people: paths.incidentPeople,
  updates: paths.incidentUpdates,
  resolve: paths.incidentResolve,
} as const;
type RoomPage = keyof typeof ROOM_PATHS;
type Show = (ask: SignedInAsk, room: Room, fields?: z.output<typeof RoomFields>) => Promise<Answer>;

const seq = wholeNumber(0, 1_000_000, 'the number of an entry', 0);
/** `attach` offers the shelf of runbooks on the run page; the others choose a part of the timeline. */
const RoomFields = z.strictObject({
  attach: flag,
  show: optionalChoice(FILTER_NAMES, 'Choose what to show from the list.'),
  from: seq,
  entry: seq,
});

async function listPage(kit: IncidentKit, ask: SignedInAsk<z.output<typeof ListFields>>): Promise<Answer> {
  const { status, severity, after } = ask.fields;
  const rows = await listIncidents(kit.db, { status, severity }, LIST_ROWS + 1, cursorOf(after));
  const shown = rows.slice(0, LIST_ROWS);
  const last = rows.length > LIST_ROWS ? shown.at(-1) : undefined;
  const query = new URLSearchParams({ status: status ?? '', severity: severity ?? '' });
  if (last !== undefined) query.set('after', `${last.opened_at}~${last.incident_id}`);
  const model = incidentListPage(
    shown,
    { status: status ?? '', severity: severity ?? '' },
    last && `${paths.incidents}?${query.toString()}`,
    ask.now,
    zoneOf(kit, ask),
    may(ask.viewer, 'incident.declare'),
  );
  return page('incidents/list', 'Incidents', model);
}

function cursorOf(text: string | undefined): Cursor | undefined {
  const [openedAt, incidentId] = text?.split('~') ?? [];
  return openedAt !== undefined && incidentId !== undefined ? { openedAt, incidentId } : undefined;
}

/** What the form for declaring shows: the severities in words and the runbooks to choose from. */
export type DeclarePage = {
  services: readonly { slug: string; name: string }[];
  runbooks: readonly { slug: string; title: string; words: string }[];
  chosen: string;
};

async function declarePage(kit: IncidentKit, chosen: string | undefined): Promise<Answer> {
  const services = (await listServices(kit.db)).map(({ slug, name }) => ({ slug, name }));
  const shelf = await kit.library.list();
  const runbooks = shelf.map(({ row, runbook }) => ({
    slug: row.runbook_id,
    title: runbook.title,
    words: runbook.metadata.services.join(', '),
  }));
  return page('incidents/declare', 'Declare an incident', {
    services,
    runbooks,
    chosen: chosen ?? '',
  } satisfies DeclarePage);
}

/** A form of the table of acts: does it, then goes back to the page that it stands on. */
function actRoute(kit: IncidentKit, declared: Act, pages: Record<RoomPage, Show>): Route {
  const home = homeOf(declared.path);
  return route(
    'POST',
    paths.incident + declared.path,
    declared.permission,
    declared.fields,
    async (ask) => {
      const number = roomNumber(ask);
      if (typeof number !== 'number') return number;
      const done = await actAsked(kit, declared, number, ask);
      return seeOther(placeAfter(declared, ask, number), done.said);
    },
    {
      again: async (ask) => {
        const number = roomNumber(ask);
        if (typeof number !== 'number') return number;
        return pages[cameFrom(ask) ?? home](ask, await openRoom(kit, number));
      },
      summary: declared.summary,
      takesFile: declared.takesFile,
    },
  );
}

/** The page of the room that holds the form of an act. */
function homeOf(path: string): RoomPage {
  if (/^\/(?:roles|offers|responders|escalations)/.test(path)) return 'people';
  if (path.startsWith('/updates')) return 'updates';
  if (/^\/(?:exit-criteria|review)/.test(path)) return 'resolve';
  return path.startsWith('/entries') ? 'entry' : 'run';
}

/** Where a form leads when it did what it should: back to the page that it stands on, and to what it was about. */
function placeAfter({ path }: Act, ask: SignedInAsk, number: number): string {
  const { seq } = ask.params;
  if (seq !== undefined) return `${href(paths.incidentTimeline, { number })}?entry=${seq}#e${seq}`;
  const anchor = path.startsWith('/runs') ? '#current' : '';
  return addressOf(cameFrom(ask) ?? homeOf(path), ask) + anchor;
}

function addressOf(name: RoomPage, { params }: SignedInAsk): string {
  return href(ROOM_PATHS[name], { number: params.number ?? '', seq: params.seq ?? '' });
}

/** The page of the room that the form was sent from, when the browser says so. */
function cameFrom(ask: SignedInAsk): RoomPage | undefined {
  const from = URL.parse(ask.header('referer') ?? '')?.pathname;
  const names = Object.keys(ROOM_PATHS) as RoomPage[];
  return names.find((name) => from === ask.to(addressOf(name, ask)));
}

/** The pages of an incident. */
function roomPages(kit: IncidentKit, part: Render['part']): Record<RoomPage, Show> {
  const models = runModels(kit, part);
  const reading = (ask: SignedInAsk, state: State) => readingOf(kit, ask, state);
  return {
    run: async (ask, { state }, fields) => {
      const model = await models(ask, state, reading(ask, state), fields?.attach ?? false);
      return page('incidents/run', `${state.key} ${state.title}`, model);
    },
    timeline: async (ask, { state }, fields) => {
      const about = reading(ask, state);
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
  };
}
