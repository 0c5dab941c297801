import { seeOther } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { IncidentKit } from './actions.ts';
import type { Act } from './act-routes.ts';
import { actAsked } from './asked-routes.ts';
import { enterRoom } from './room-actions.ts';
import { ROOM_PATHS, type RoomPage, type Show } from './room-page-routes.ts';
import { roomNumber } from './room-routes.ts';
import { anchorOf, openRuns } from './run.ts';

/** A form of the table of acts: does it, then goes back to the page that it stands on. */
export function formRoute(kit: IncidentKit, declared: Act, pages: Record<RoomPage, Show>): Route {
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
      return seeOther(await placeAfter(kit, declared, ask, number), done.said);
    },
    {
      again: async (ask) => {
        const number = roomNumber(ask);
        if (typeof number !== 'number') return number;
        return pages[cameFrom(ask) ?? home](ask, await enterRoom(kit, ask, number));
      },
      summary: declared.summary,
      takesFile: declared.takesFile,
      mayWait: declared.mayWait,
    },
  );
}

/** The page of the room that holds the form of an act. */
function homeOf(path: string): RoomPage {
  if (/^\/(?:roles|offers|responders|escalations)/.test(path)) return 'people';
  if (path.startsWith('/updates')) return 'updates';
  if (/^\/(?:exit-criteria|review)/.test(path)) return 'resolve';
  if (/^\/(?:details|services|detection|labels|links|merging)$/.test(path)) return 'about';
  return path.startsWith('/entries') ? 'entry' : 'run';
}

/** Where a form leads when it did what it should: back to the page that it stands on, and to what it was about. */
async function placeAfter(
  kit: IncidentKit,
  { path }: Act,
  ask: SignedInAsk,
  number: number,
): Promise<string> {
  const { seq } = ask.params;
  if (seq !== undefined) return `${href(paths.incidentTimeline, { number })}?entry=${seq}#e${seq}`;
  const anchor = path.startsWith('/runs') ? `#${await runAnchor(kit, ask, number)}` : '';
  return addressOf(cameFrom(ask) ?? homeOf(path), ask) + anchor;
}

/** How the run goes on in which something was done; without a number it is the one that was just attached. */
async function runAnchor(kit: IncidentKit, ask: SignedInAsk, number: number): Promise<string> {
  const { run } = ask.params;
  if (run === '1') return 'current';
  const { state } = await enterRoom(kit, ask, number);
  const runs = openRuns(state);
  const one = run === undefined ? runs.at(-1) : runs.find(({ runId }) => String(runId) === run);
  return one === undefined ? 'current' : anchorOf(state, one);
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
