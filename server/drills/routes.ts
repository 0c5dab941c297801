import { z } from 'zod';
import { idOf } from '../runbooks/runbook.ts';
import type { Hub } from '../live/hub.ts';
import { file, page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, text } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { askGo, askProbe, changeClock, endAsked, jump, takeHint } from './actions.ts';
import { ownDueAgain } from './coverage-actions.ts';
import { coverageRoute } from './coverage-routes.ts';
import { debriefOf, deleteOwnResult, rateSelf, writeFinding } from './debrief-actions.ts';
import { LISTS } from './debrief.ts';
import { debriefPage, fieldOf } from './debrief-pages.ts';
import { authorRoutes } from './author-routes.ts';
import { debriefText } from './debrief-text-pages.ts';
import { dryDebriefPage } from './dry-debrief-pages.ts';
import { dryRunRoutes } from './dry-run-routes.ts';
import { drillRooms, framed, numberAsked, realNow } from './frame-routes.ts';
import { briefingPage, drillsPage } from './pages.ts';
import type { PostmortemKit } from '../postmortems/actions.ts';
import { drillRoom, type DrillRoom } from './room-actions.ts';
import { consoleRoutes } from './console-routes.ts';
import type { PlanKit } from './plan-actions.ts';
import { planRoutes } from './plan-routes.ts';
import { plansOf } from './plan-store.ts';
import { startSolo } from './start-actions.ts';
import { COMPETENCES, type Competence } from './scenario.ts';
import { drillsOf, findingsOf } from './store.ts';
import { TAKES_PART } from './trainee.ts';

type Kit = PlanKit & { postmortems: PostmortemKit };

const SOLO = 'drill.solo';
const OWN_RESULT = 'drill.own-result';

const Asked = z.strictObject({ asked: line('what you want to look at') });
const Clock = z.strictObject({
  state: choice(['running', 'paused'], 'Let the clock run, or pause it.'),
  speed: z.coerce.number({ error: 'Choose a speed from the list.' }).min(0.5).max(10),
});
const End = z.strictObject({
  why: choice(['finished', 'stopped', 'real-emergency'], 'Finish it, or stop it.'),
});
const Finding = z.strictObject({
  list: choice(LISTS, 'Choose one of the three lists.'),
  text: text('what you found', 2000),
});
const Mark = z
  .enum(['', '0', '1', '2', '3'], { error: 'Choose from 0 to 3, or leave it open.' })
  .optional()
  .transform((value) => (value === undefined || value === '' ? undefined : Number(value)));
const Ratings = z.strictObject({
  assess: Mark,
  diagnose: Mark,
  escalate: Mark,
  act_safely: Mark,
  communicate: Mark,
  lead: Mark,
});

/** The pages of drills; `rooms` are the routes of incidents, which drills have as well. */
export function drillRoutes(kit: Kit, hub: Hub, rooms: readonly Route[]): Route[] {
  const inRooms = drillRooms(kit, rooms);
  const run = inRooms.find(({ method, path }) => method === 'GET' && path === paths.drill);
  const backOnRun = async (ask: SignedInAsk): Promise<Answer> => {
    if (run === undefined) throw new Error('The pages of incidents have no run page.');
    return run.handle({ ...ask, fields: run.schema.parse({}) });
  };
  return [
    // Before the pages of a drill, of which "coverage" is none.
    coverageRoute(kit),
    ...inRooms,
    ...shelfRoutes(kit),
    ...dryRunRoutes(kit),
    ...authorRoutes(kit),
    ...planRoutes(kit),
    ...playRoutes(kit, backOnRun),
    ...consoleRoutes(kit, hub),
    ...debriefRoutes(kit),
  ];
}

function shelfRoutes(kit: Kit): Route[] {
  const zoneOf = ({ viewer }: SignedInAsk): string => viewer.zone ?? kit.homeZone;
  const shelf = async (ask: SignedInAsk): Promise<Answer> =>
    page(
      'drills/list',
      'Drills',
      drillsPage(await kit.scenarios.list(), await drillsOf(kit.db, ask.viewer.id), {
        zone: zoneOf(ask),
        maySolo: may(ask.viewer, SOLO),
        agreed: await plansOf(kit.db, ask.viewer.id),
        reader: ask.viewer.id,
        runbooks: await runbookTitles(kit),
        dueAgain: may(ask.viewer, SOLO) ? await ownDueAgain(kit, ask.viewer) : [],
        mayCover: may(ask.viewer, 'insights.read'),
      }),
    );
  const briefing = async (ask: SignedInAsk): Promise<Answer> => {
    const { offered, place } = await kit.scenarios.find(ask.params.slug ?? '');
    const model = briefingPage(offered, place, {
      real: await realNow(kit, ask),
      maySolo: may(ask.viewer, SOLO),
      mayLead: may(ask.viewer, 'drill.facilitate'),
      mayAuthor: may(ask.viewer, 'drill.author'),
    });
    return page('drills/briefing', `Drill: ${model.title}`, model);
  };
  return [
    route('GET', paths.drills, TAKES_PART, noFields, shelf),
    route('GET', paths.drillScenario, TAKES_PART, noFields, briefing),
    route(
      'POST',
      paths.drillStart,
      SOLO,
      noFields,
      async (ask) => {
        const { offered } = await kit.scenarios.find(ask.params.slug ?? '');
        const request = { opId: ask.opId, body: { scenario: offered.hash } };
        const { number } = await startSolo(kit, ask.viewer, offered, request);
        return seeOther(href(paths.drill, { number: -number }));
      },
      { again: briefing },
    ),
  ];
}

/** The titles of runbooks by their ids, for dry runs. */
async function runbookTitles({ incidents }: Kit): Promise<Map<string, string>> {
  return new Map((await incidents.library.shelf()).map(({ runbook }) => [idOf(runbook), runbook.title]));
}

type Back = (ask: SignedInAsk) => Promise<Answer>;

/** What a trainee does in a drill besides what is done in any incident. */
function playRoutes(kit: Kit, again: Back): Route[] {
  const play = <S extends z.ZodType>(
    path: string,
    schema: S,
    work: (ask: SignedInAsk<z.output<S>>, number: number) => Promise<{ said: string | undefined }>,
  ): Route =>
    route(
      'POST',
      path,
      TAKES_PART,
      schema,
      async (ask) => {
        const number = numberAsked(ask);
        const { said } = await work(ask, number);
        return seeOther(href(paths.drill, { number }), said);
      },
      { again },
    );
  const requestOf = ({ opId, fields }: SignedInAsk, what: string, number: number) => ({
    opId,
    body: { what, number, fields },
  });
  return [
    play(paths.drillProbes, Asked, (ask, number) =>
      askProbe(kit, ask.viewer, number, ask.fields.asked, requestOf(ask, 'probe', number)),
    ),
    play(paths.drillHints, noFields, (ask, number) =>
      takeHint(kit, ask.viewer, number, requestOf(ask, 'hint', number)),
    ),
    play(paths.drillClock, Clock, (ask, number) =>
      changeClock(kit, ask.viewer, number, ask.fields, requestOf(ask, 'clock', number)),
    ),
    play(paths.drillJump, noFields, (ask, number) =>
      jump(kit, ask.viewer, number, requestOf(ask, 'jump', number)),
    ),
    play(paths.drillGo, noFields, (ask, number) =>
      askGo(kit, ask.viewer, number, requestOf(ask, 'go', number)),
    ),
    route('POST', paths.drillEnd, TAKES_PART, End, async (ask) => {
      const number = numberAsked(ask);
      await endAsked(kit, ask.viewer, number, ask.fields.why, requestOf(ask, 'end', number));
      return seeOther(href(paths.drillDebrief, { number }));
    }),
  ];
}

function debriefRoutes(kit: Kit): Route[] {
  const show = async (ask: SignedInAsk): Promise<Answer> => {
    const number = numberAsked(ask);
    const room = await drillRoom(kit, ask.viewer, number);
    if (room.state.drill?.ended === undefined)
      return seeOther(
        href(paths.drill, { number }),
        'The drill still runs. Finish it first, then look back.',
      );
    if (room.drill.dry_run === 1) return dryDebrief(kit, ask, room);
    const model = debriefPage(await debriefOf(kit, ask.viewer, number));
    return framed(kit, ask, room, page('drills/debrief', `Debrief of ${model.key}`, model), true);
  };
  const there = (number: number): string => href(paths.drillDebrief, { number });
  /** The result of whoever asks, for themselves; of a drill that one led or watched there is none. */
  const taken = async (ask: SignedInAsk): Promise<Answer> => {
    const told = await debriefOf(kit, ask.viewer, numberAsked(ask));
    const model = debriefPage(told);
    const { whole } = model;
    if (!whole?.isOwn) return seeOther(there(model.number));
    const text = debriefText(model, whole, told.scenario);
    return file(text, 'text/markdown; charset=utf-8', `${model.key}-debrief.md`);
  };
  return [
    route('GET', paths.drillDebriefFile, OWN_RESULT, noFields, taken),
    route('GET', paths.drillDebrief, TAKES_PART, noFields, show),
    route(
      'POST',
      paths.drillRatings,
      OWN_RESULT,
      Ratings,
      async (ask) => {
        const number = numberAsked(ask);
        await rateSelf(kit, ask.viewer, number, ratingsOf(ask.fields));
        return seeOther(there(number));
      },
      { again: show },
    ),
    route('POST', paths.drillRatingEnd, OWN_RESULT, noFields, async (ask) => {
      const number = numberAsked(ask);
      await deleteOwnResult(kit, ask.viewer, number);
      return seeOther(there(number), 'Your result is deleted.');
    }),
    route(
      'POST',
      paths.drillFindings,
      TAKES_PART,
      Finding,
      async (ask) => {
        const number = numberAsked(ask);
        await writeFinding(kit, ask.viewer, number, ask.fields);
        return seeOther(`${there(number)}#lists`);
      },
      { again: show },
    ),
  ];
}

async function dryDebrief(kit: Kit, ask: SignedInAsk, room: DrillRoom): Promise<Answer> {
  const { drill, state } = room;
  const [run] = state.runs;
  const today = run && (await kit.incidents.library.today(run.contentHash));
  const runbook = {
    href: today === undefined || today.isGone ? undefined : href(paths.runbook, { slug: today.slug }),
    version: run && (await kit.incidents.library.version(run.contentHash)),
  };
  const model = dryDebriefPage(drill.number, state, await findingsOf(kit.db, drill.incident_id), runbook);
  const shown = page('drills/dry-debrief', `Debrief of ${model.key}`, model);
  return framed(kit, ask, room, shown, true);
}

function ratingsOf(fields: z.output<typeof Ratings>): Partial<Record<Competence, number>> {
  const named = fields as Readonly<Record<string, number | undefined>>;
  return Object.fromEntries(
    COMPETENCES.flatMap((competence) => {
      const mark = named[fieldOf(competence)];
      return mark === undefined ? [] : [[competence, mark]];
    }),
  );
}
