import { Refused } from '../core/refused.ts';
import type { Command } from '../incidents/command.ts';
import { contextFor } from '../incidents/context-actions.ts';
import { decide } from '../incidents/decide.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import type { NewEntry } from '../incidents/entry.ts';
import { foldOn } from '../incidents/fold.ts';
import { currentGo } from '../incidents/going.ts';
import { remember, type Decided, type Done, type Request } from '../incidents/remember-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import { NOTHING_YET, type State } from '../incidents/state.ts';
import { after } from '../incidents/trial.ts';
import { nextNumber } from '../store/counter.ts';
import type { Db } from '../store/open.ts';
import type { DrillRow } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import { goOf } from './colleagues.ts';
import { direct, skippedIn, write } from './direct-actions.ts';
import { nextMoment } from './director.ts';
import { nextHint } from './hint.ts';
import type { DrillKit } from './kit-actions.ts';
import { answerTo } from './probe.ts';
import type { Offered, Scenario } from './scenario.ts';
import { drillOf, insertDrill } from './store.ts';
import { trainee } from './trainee.ts';

export type { DrillKit } from './kit-actions.ts';

/** Starts a drill for one person, who takes every role that it has. */
export async function startSolo(
  kit: DrillKit,
  viewer: Viewer,
  { scenario, hash }: Offered,
  request: Request,
): Promise<Done> {
  const whoever = trainee(viewer);
  return remember(kit.incidents, viewer, request, async (db) => {
    const drill = await nextNumber(db, 'drill');
    const key = `DRILL-${String(drill)}`;
    const incidentId = kit.ids.next();
    const entries = await opening(kit, db, whoever, key, scenario, hash);
    return {
      before: NOTHING_YET,
      decision: { entries },
      incidentId,
      number: -drill,
      also: async (db, sealed) => {
        const row = rowOf(kit, incidentId, drill, viewer, scenario, hash);
        await insertDrill(db, row);
        await direct(kit, db, row, foldOn(NOTHING_YET, sealed));
      },
    };
  });
}

function rowOf(
  { clock }: DrillKit,
  incidentId: string,
  number: number,
  { id }: Viewer,
  scenario: Scenario,
  hash: string,
): DrillRow {
  return {
    incident_id: incidentId,
    number,
    scenario_id: scenario.id,
    content_hash: hash,
    kind: 'solo',
    owner_id: id,
    level: scenario.level,
    runbook_id: scenario.runbook ?? null,
    started_at: clock.now(),
    ended_at: null,
    ended_why: null,
    debriefed_at: null,
  };
}

/** Its first entries: it begins by itself, and the trainee is there with their roles. */
async function opening(
  kit: DrillKit,
  db: Db,
  viewer: Viewer,
  key: string,
  scenario: Scenario,
  hash: string,
): Promise<NewEntry[]> {
  const begin: Command = {
    type: 'report',
    how: 'inject',
    key,
    kind: 'drill',
    title: scenario.publicTitle ?? `Drill ${key}`,
    homeZone: scenario.homeZone,
    visibility: 'private',
    reportedBy: { type: 'person', id: viewer.id, name: viewer.name },
    scenario: { id: key, hash, speed: scenario.speed },
  };
  const roles = scenario.roles.map((role): Command => ({ type: 'take-role', role }));
  const own = await contextFor({ ...kit.incidents, db }, db, NOTHING_YET, roles, viewer);
  const system = await contextFor({ ...kit.incidents, db }, db, NOTHING_YET, begin, undefined);
  const now = scenario.start;
  const entries = [...decide(NOTHING_YET, begin, { ...system, now, source: 'director' }).entries];
  for (const role of roles)
    entries.push(...decide(after(NOTHING_YET, entries), role, { ...own, now }).entries);
  return entries;
}

/** What somebody does in a drill besides what is done in any incident. */
type Doing = (told: {
  db: Db;
  state: State;
  scenario: Scenario;
  drill: DrillRow;
}) => Promise<{ commands: readonly Command[]; said?: string; also?: Decided['also']; bySystem?: true }>;

/** One act in a drill that runs: load, decide, append, in one transaction. */
async function doing(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  request: Request,
  work: Doing,
): Promise<Done> {
  const whoever = trainee(viewer);
  return remember(kit.incidents, viewer, request, async (db) => {
    const { row, state } = await openRoom({ ...kit.incidents, db }, whoever, -number);
    const drill = await drillOf(db, row.incident_id);
    if (drill === undefined) throw new Refused('not-here', 'This drill is not directed here.');
    const scenario = await kit.scenarios.version(drill.content_hash, db);
    const { commands, said, also, bySystem } = await work({ db, state, scenario, drill });
    const actor = bySystem === true ? undefined : whoever;
    const context = await contextFor({ ...kit.incidents, db }, db, state, commands, actor);
    const entries: NewEntry[] = [];
    for (const command of commands)
      entries.push(
        ...decide(after(state, entries), command, bySystem ? { ...context, source: 'director' } : context)
          .entries,
      );
    return {
      before: state,
      decision: { entries, ...(said !== undefined && { said }) },
      incidentId: row.incident_id,
      number: -number,
      also,
    };
  });
}

/** Asks in free words; the scenario answers, and looking may take time. */
export async function askProbe(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  asked: string,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, ({ state, scenario, drill }) => {
    const { answer, costSeconds: cost, isKnown } = answerTo(scenario, state, asked);
    return Promise.resolve({
      commands: [{ type: 'answer-probe', asked, answer, cost }],
      ...(!isKnown && {
        also: (db: Db) => write(kit, db, drill.incident_id, 'unanswered', asked.slice(0, 200)),
      }),
    });
  });
}

/** Takes the next hint. How many are left is not told. */
export async function takeHint(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, ({ state, scenario }) => {
    const hint = nextHint(scenario, state);
    if (hint === undefined)
      return Promise.resolve({ commands: [], said: 'There is no other hint just now.' });
    return Promise.resolve({ commands: [{ type: 'give-hint', text: hint.text, by: 'self' }] });
  });
}

/** Pauses the clock, lets it run, or lets it run faster or slower. */
export async function changeClock(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  change: { state: 'running' | 'paused'; speed: number },
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, () =>
    Promise.resolve({ commands: [{ type: 'change-drill-clock', ...change }] }),
  );
}

/** Lets the time pass until something happens by itself. */
export async function jump(kit: DrillKit, viewer: Viewer, number: number, request: Request): Promise<Done> {
  return doing(kit, viewer, number, request, async ({ db, state, scenario, drill }) => {
    const now = drillNow(state, kit.clock.now());
    const until = nextMoment(scenario, state, await skippedIn(db, drill.incident_id), now);
    if (until === undefined) return { commands: [], said: 'Nothing more comes by itself. Go on, or finish.' };
    const { speed = scenario.speed } = state.drill?.clock ?? {};
    return { commands: [{ type: 'change-drill-clock', state: 'running', speed, until }] };
  });
}

/** Ends it: at its end, or without one, which is then not scored. */
export async function endAsked(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  why: 'finished' | 'stopped',
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, () =>
    Promise.resolve({ commands: [{ type: 'end-drill', why }] }),
  );
}

/** Asks the played colleague for the go of the dangerous step that is open. */
export async function askGo(kit: DrillKit, viewer: Viewer, number: number, request: Request): Promise<Done> {
  return doing(kit, viewer, number, request, async ({ db, state, scenario }) => {
    const go = await goWanted(kit, db, state);
    if (go === undefined) return { commands: [], said: 'No step that is open waits for a go.' };
    const { answers } = goOf(scenario, go.role);
    if (answers === 'never') return { commands: [], said: 'Nobody answers.' };
    const { runId, stepId } = go;
    return { commands: [{ type: 'play-go', runId, stepId }], bySystem: true };
  });
}

/** The dangerous step that is open and has no go yet. */
export async function goWanted(
  { incidents }: Pick<DrillKit, 'incidents'>,
  db: Db,
  state: State,
): Promise<ReturnType<typeof currentGo>> {
  for (const run of state.runs) {
    const runbook = await incidents.library.version(run.contentHash, db);
    const go = runbook && run.detached === undefined ? currentGo(run, runbook) : undefined;
    if (go !== undefined) return go;
  }
  return undefined;
}
