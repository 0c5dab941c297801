/** The pages of incidents as a drill has them: at addresses of their own, by the same handlers, inside a frame. */
import type { Answer } from '../web/answer.ts';
import { moved, seeOther } from '../web/answer.ts';
import { href, paths } from '../web/paths.ts';
import type { Route, SignedInAsk } from '../web/route.ts';
import { fragment } from '../web/answer.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { inTransaction } from '../store/transaction.ts';
import { openIncidents } from '../incidents/listing-actions.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import { goWanted, mustNotBeFrozen } from './actions.ts';
import { questionsOf } from './console-store.ts';
import { traineeFrame, type TraineeFrame } from './frame-pages.ts';
import type { DrillKit } from './kit-actions.ts';
import { isAt, placesOf, planOf } from './plan-store.ts';
import { drillRoom, type DrillRoom } from './room-actions.ts';
import { onlooker, TAKES_PART, trainee } from './trainee.ts';

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
        handle: (ask) => inside(kit, ask as SignedInAsk, route, (ask) => route.handle(ask)),
        again:
          again && ((ask, problems) => inside(kit, ask as SignedInAsk, route, (ask) => again(ask, problems))),
      };
    });
}

function isOfARoom(path: string): boolean {
  return path === ROOM || path.startsWith(`${ROOM}/`);
}

type Handle = (ask: SignedInAsk) => Promise<Answer> | Answer;

/** Hands on what is asked as somebody who takes part asks it, at the time of the drill, and frames the answer. */
async function inside(kit: DrillKit, ask: SignedInAsk, route: Route, handle: Handle): Promise<Answer> {
  const text = ask.params.number ?? '';
  const [, named] = /^DRILL-([1-9]\d{0,8})$/i.exec(text) ?? [];
  if (named !== undefined) return moved(href(paths.drill, { number: named }));
  const number = numberAsked(ask);
  const room = await roomOrPlan(kit, ask, number, route.path);
  if (typeof room === 'string') return seeOther(room);
  if (ask.params.region === 'drill') return framePart(kit, ask, room);
  const isActing = route.method !== 'GET' && route.permission !== 'incident.read';
  const watches = room.part === 'observer' || room.part === 'facilitator';
  if (isActing && watches)
    throw new Refused('you-watch', 'You watch this drill: those who practise act in it.');
  if (isActing && room.part === 'trainee') mustNotBeFrozen(room.state);
  const answer = await handle({
    ...ask,
    params: { ...ask.params, number: `-${String(number)}` },
    inDrill: true,
    viewer: watches ? onlooker(ask.viewer) : trainee(ask.viewer),
    now: drillNow(room.state, ask.now),
  });
  if (room.part === 'trainee' && route.method === 'GET' && answer.kind === 'page')
    await isNowAt(kit, ask, room, pageWords(route.path));
  return framed(kit, ask, room, answer);
}

/** A drill; or where one that was agreed and has not begun says when it will. */
async function roomOrPlan(
  kit: DrillKit,
  ask: SignedInAsk,
  number: number,
  path: string,
): Promise<DrillRoom | string> {
  try {
    return await drillRoom(kit, ask.viewer, number);
  } catch (error) {
    if (!(error instanceof NotFound) || path !== ROOM) throw error;
    const plan = await planOf(kit.db, number);
    const { id } = ask.viewer;
    const isTheirs =
      plan?.facilitator_id === id ||
      (await placesOf(kit.db, number)).some((place) => place.account_id === id);
    if (plan?.began_at !== null || !isTheirs) throw error;
    return href(paths.drillPlan, { number });
  }
}

/** `/incidents/:number/timeline` is "timeline". */
function pageWords(path: string): string {
  const [, , , name = 'run'] = path.split('/');
  return name.replaceAll('-', ' ');
}

/** Remembers for whoever leads it on which page somebody is. */
async function isNowAt(kit: DrillKit, ask: SignedInAsk, { drill, state }: DrillRoom, page: string) {
  await inTransaction(kit.db, async (db) => {
    const there = { number: drill.number, accountId: ask.viewer.id, page, at: kit.clock.now() };
    if (await isAt(db, there))
      await kit.incidents.live.tell(db, { incidentId: state.incidentId, seq: state.seq });
  });
}

/** Real incidents of the two highest severities that are open, as far as somebody may see them. */
export async function realNow(
  { db }: Pick<DrillKit, 'db'>,
  { viewer }: Pick<SignedInAsk, 'viewer'>,
): Promise<{ key: string; title: string; href: string; number: number }[]> {
  return (await openIncidents(db, viewer))
    .filter(({ severity }) => severity === 'SEV-1' || severity === 'SEV-2')
    .map(({ key, number, title }) => ({ key, title, number, href: href(paths.incident, { number }) }));
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

export async function frameOf(
  kit: DrillKit,
  ask: SignedInAsk,
  { state, scenario, drill, part }: DrillRoom,
  isBare: boolean,
): Promise<TraineeFrame> {
  const questions = part === 'solo' ? [] : await questionsOf(kit.db, drill.incident_id);
  const go = await goWanted(kit, kit.db, state);
  return traineeFrame(state, scenario, {
    real: await realNow(kit, ask),
    isBare,
    isDry: drill.dry_run === 1,
    part,
    reader: ask.viewer.id,
    waiting: questions.flatMap(({ kind, asked, settled_at: at }) =>
      kind === 'question' && at === null ? [asked] : [],
    ),
    brokenOffFor: part === 'solo' ? undefined : await brokenOffFor(kit, ask, drill.number),
    now: ask.now,
    zone: ask.viewer.zone ?? state.homeZone,
    go: go?.title,
    number: drill.number,
  });
}

/** The real incident for which a drill was broken off. Its title is told to those who may see it. */
async function brokenOffFor(
  { db, incidents }: DrillKit,
  { viewer }: SignedInAsk,
  drill: number,
): Promise<TraineeFrame['brokenOffFor']> {
  const number = (await planOf(db, drill))?.real_number;
  if (number === undefined || number === null) return undefined;
  try {
    const { state } = await openRoom(incidents, viewer, number);
    return { key: state.key, title: state.title, href: href(paths.incident, { number }) };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
