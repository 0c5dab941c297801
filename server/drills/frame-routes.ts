/** The pages of incidents as a drill has them: at addresses of their own, by the same handlers, inside a frame. */
import type { Answer } from '../web/answer.ts';
import { moved } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import type { Route, SignedInAsk } from '../web/route.ts';
import { fragment } from '../web/answer.ts';
import { NotFound } from '../core/refused.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import { goWanted } from './actions.ts';
import { traineeFrame, type TraineeFrame } from './frame-pages.ts';
import type { DrillKit } from './kit-actions.ts';
import { drillRoom, type DrillRoom } from './room-actions.ts';
import { TAKES_PART, trainee } from './trainee.ts';

const ROOM = paths.incident;
/** What a drill has no use for: it has a debrief instead of a postmortem, and nobody blanks what was only played. */
const NOT_IN_DRILLS = new Set<string>([paths.redaction]);

/** The routes to the pages and forms of an incident, once more for drills. */
export function drillRooms(kit: DrillKit, routes: readonly Route[]): Route[] {
  return routes
    .filter(({ path }) => isOfARoom(path) && !NOT_IN_DRILLS.has(path))
    .map((route): Route => {
      const { again } = route;
      return {
        ...route,
        path: route.path.replace(ROOM, paths.drill),
        permission: TAKES_PART,
        // The times of a drill are not those of a browser that was offline.
        mayWait: false,
        summary: undefined,
        handle: (ask) => inside(kit, ask as SignedInAsk, (ask) => route.handle(ask)),
        again: again && ((ask, problems) => inside(kit, ask as SignedInAsk, (ask) => again(ask, problems))),
      };
    });
}

function isOfARoom(path: string): boolean {
  return path === ROOM || path.startsWith(`${ROOM}/`);
}

type Handle = (ask: SignedInAsk) => Promise<Answer> | Answer;

/** Hands on what is asked as somebody who takes part asks it, at the time of the drill, and frames the answer. */
async function inside(kit: DrillKit, ask: SignedInAsk, handle: Handle): Promise<Answer> {
  const text = ask.params.number ?? '';
  const [, named] = /^DRILL-([1-9]\d{0,8})$/i.exec(text) ?? [];
  if (named !== undefined) return moved(href(paths.drill, { number: named }));
  const number = numberAsked(ask);
  const room = await drillRoom(kit, ask.viewer, number);
  if (ask.params.region === 'drill') return framePart(kit, ask, room);
  const answer = await handle({
    ...ask,
    params: { ...ask.params, number: `-${String(number)}` },
    inDrill: true,
    viewer: trainee(ask.viewer),
    now: drillNow(room.state, ask.now),
  });
  return framed(kit, ask, room, answer);
}

/** @throws NotFound for a word that names none */
export function numberAsked({ params }: Pick<SignedInAsk, 'params'>): number {
  const text = params.number ?? '';
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new NotFound(`There is no drill "${text}". The page of drills shows yours.`);
}

/** Puts the frame of a drill around a page of it. */
export async function framed(
  kit: DrillKit,
  ask: SignedInAsk,
  room: DrillRoom,
  answer: Answer,
  isBare = false,
): Promise<Answer> {
  if (answer.kind !== 'page') return answer;
  const frame = { part: 'region-drill', page: await frameOf(kit, ask, room, isBare) };
  return { ...answer, title: `DRILL: ${answer.title}`, frame };
}

async function framePart(kit: DrillKit, ask: SignedInAsk, room: DrillRoom): Promise<Answer> {
  const { seq } = room.state;
  return fragment(
    'region-drill',
    await frameOf(kit, ask, room, false),
    `W/"drill-${String(seq)}-${ask.requestId}"`,
  );
}

async function frameOf(
  kit: DrillKit,
  ask: SignedInAsk,
  { state, scenario, drill }: DrillRoom,
  isBare: boolean,
): Promise<TraineeFrame> {
  const go = await goWanted(kit, kit.db, state);
  return traineeFrame(state, scenario, {
    isBare,
    now: ask.now,
    zone: ask.viewer.zone ?? state.homeZone,
    go: go?.title,
    number: drill.number,
  });
}
