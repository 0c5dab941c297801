/** The console of whoever leads a drill: a page and its live parts. */
import { z } from 'zod';
import { NotFound } from '../core/refused.ts';
import { batch } from '../live/events.ts';
import type { Hub } from '../live/hub.ts';
import { fragment, json, page, stream, type Answer } from '../web/answer.ts';
import { noFields, wholeNumber } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { goWanted } from './actions.ts';
import { consoleActRoutes } from './console-act-routes.ts';
import { facilitatorView, type FacilitatorView } from './console-pages.ts';
import { delaysOf, marksOf, questionsOf } from './console-store.ts';
import { profileOf } from './debrief-actions.ts';
import { skippedIn } from './direct-actions.ts';
import { frameOf, framed, numberAsked, realNow } from './frame-routes.ts';
import type { DrillKit } from './kit-actions.ts';
import { outlineOfScenario } from './outline.ts';
import { planOf } from './plan-store.ts';
import { facilitatorRoom, type DrillRoom } from './room-actions.ts';

const FACILITATES = 'drill.facilitate';
/** The parts that are shown anew by themselves, in their order on the page. */
export const CONSOLE_PARTS = ['drill', 'console-story', 'console-people', 'console-marks'] as const;

const After = z.strictObject({
  after: wholeNumber(0, 1_000_000, 'the number of the last entry that is there', 0),
});

export function consoleRoutes(kit: DrillKit & { homeZone: string }, hub: Hub): Route[] {
  const model = (ask: SignedInAsk, room: DrillRoom) => consoleOf(kit, hub, ask, room);
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const number = numberAsked(ask);
    const plan = await planOf(kit.db, number);
    if (plan?.facilitator_id === ask.viewer.id && plan.began_at === null) return script(kit, number);
    const room = await facilitatorRoom(kit, ask.viewer, number);
    const shown = page('drills/console', `Console of ${room.state.key}`, await model(ask, room), {
      noStore: true,
    });
    return framed(kit, ask, room, shown, true);
  };
  return [
    route('GET', paths.drillConsole, FACILITATES, noFields, show),
    ...followRoutes(kit, hub, model),
    ...consoleActRoutes(kit, show),
  ];
}

/** What was agreed and has not begun: its text, to prepare oneself. */
async function script(kit: DrillKit, number: number): Promise<Answer> {
  const plan = await planOf(kit.db, number);
  const scenario = await kit.scenarios.version(plan?.content_hash ?? '');
  const key = `DRILL-${String(number)}`;
  const shown = {
    number,
    key,
    title: scenario.title,
    outline: outlineOfScenario(scenario),
    secret: scenario.secret,
  };
  return page('drills/script', `DRILL: script of ${key}`, shown, { noStore: true });
}

type Model = (ask: SignedInAsk, room: DrillRoom) => Promise<FacilitatorView>;

function followRoutes(kit: DrillKit & { homeZone: string }, hub: Hub, model: Model): Route[] {
  return [
    route('GET', paths.drillConsoleLive, FACILITATES, After, async (ask) => {
      const number = numberAsked(ask);
      const { state } = await facilitatorRoom(kit, ask.viewer, number);
      hub.mayOpen(ask.viewer);
      let known = ask.fields.after === state.seq ? await mark(kit, ask.viewer, number) : undefined;
      const pull = async (viewer: SignedInAsk['viewer']): Promise<string> => {
        const now = await mark(kit, viewer, number);
        if (now.text === known?.text) return '';
        known = now;
        return batch(CONSOLE_PARTS, now.seq);
      };
      const told = { viewer: ask.viewer, sessionHash: ask.session.hash ?? '', incidentId: state.incidentId };
      return stream((out) => hub.open({ ...told, pull }, out));
    }),
    route('GET', paths.drillConsoleCounts, FACILITATES, After, async (ask) => {
      const { state } = await facilitatorRoom(kit, ask.viewer, numberAsked(ask));
      return json({ seq: state.seq, fresh: Math.max(0, state.seq - ask.fields.after) });
    }),
    route('GET', paths.drillConsolePart, FACILITATES, noFields, async (ask) => {
      const room = await facilitatorRoom(kit, ask.viewer, numberAsked(ask));
      const part = CONSOLE_PARTS.find((one) => one === ask.params.region);
      if (part === undefined) throw new NotFound('The console has no such part. Open the page itself.');
      const tag = `W/"${part}-${String(room.state.seq)}-${ask.requestId}"`;
      if (part === 'drill') return fragment('region-drill', await frameOf(kit, ask, room, true), tag);
      return fragment(`region-${part}`, await model(ask, room), tag);
    }),
  ];
}

/** Stands for everything that a console shows and that somebody can change. */
async function mark(kit: DrillKit, viewer: SignedInAsk['viewer'], number: number) {
  const { state, drill, places } = await facilitatorRoom(kit, viewer, number);
  const { incident_id: id } = drill;
  const shown = [
    state.seq,
    places.map(({ page }) => page),
    await questionsOf(kit.db, id),
    [...(await delaysOf(kit.db, id))],
    [...(await skippedIn(kit.db, id))],
    await marksOf(kit.db, id),
  ];
  return { seq: state.seq, text: JSON.stringify(shown) };
}

async function consoleOf(
  kit: DrillKit & { homeZone: string },
  hub: Hub,
  ask: SignedInAsk,
  room: DrillRoom,
): Promise<FacilitatorView> {
  const { state, drill } = room;
  const { incident_id: id, number } = drill;
  return facilitatorView({
    room,
    profile: await profileOf(kit, room),
    delays: await delaysOf(kit.db, id),
    skipped: await skippedIn(kit.db, id),
    questions: await questionsOf(kit.db, id),
    marks: await marksOf(kit.db, id),
    go: state.drill?.ended === undefined ? await goWanted(kit, kit.db, state) : undefined,
    here: new Set(hub.people(state.incidentId).map((person) => person.id)),
    now: ask.now,
    zone: state.homeZone,
    real: await realNow(kit, ask),
    live: {
      stream: href(paths.drillConsoleLive, { number }),
      query: '',
      self: href(paths.drillConsole, { number }),
      updated: `${ask.now.slice(11, 19)}Z`,
      seq: state.seq,
      reader: ask.viewer.name,
      here: undefined,
    },
  });
}
