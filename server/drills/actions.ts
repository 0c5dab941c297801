import { NotFound, Refused } from '../core/refused.ts';
import type { Command } from '../incidents/command.ts';
import { contextFor } from '../incidents/context-actions.ts';
import { decide } from '../incidents/decide.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import type { NewEntry } from '../incidents/entry.ts';
import { currentGo } from '../incidents/going.ts';
import { remember, type Decided, type Done, type Request } from '../incidents/remember-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { State } from '../incidents/state.ts';
import { after } from '../incidents/trial.ts';
import type { Db } from '../store/open.ts';
import type { DrillQuestionRow, DrillRow } from '../store/schema.ts';
import type { Viewer } from '../web/viewer.ts';
import { goOf } from './colleagues.ts';
import { delaysOf, insertQuestion } from './console-store.ts';
import { skippedIn, write } from './direct-actions.ts';
import { nextMoment, withDelays } from './director.ts';
import { nextHint } from './hint.ts';
import type { DrillKit } from './kit-actions.ts';
import type { Part } from './plan.ts';
import { answerTo } from './probe.ts';
import { partIn } from './room-actions.ts';
import type { Scenario } from './scenario.ts';
import { drillOf } from './store.ts';
import { trainee } from './trainee.ts';

export type { DrillKit } from './kit-actions.ts';

/** What somebody does in a drill besides what is done in any incident. */
type Doing = (told: {
  db: Db;
  state: State;
  scenario: Scenario;
  drill: DrillRow;
}) => Promise<{ commands: readonly Command[]; said?: string; also?: Decided['also']; bySystem?: true }>;

const ALONE: readonly Part[] = ['solo'];
const PRACTISING: readonly Part[] = ['solo', 'trainee'];

/** One act in a drill that runs: load, decide, append, in one transaction. */
export async function doing(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  request: Request,
  parts: readonly Part[],
  work: Doing,
): Promise<Done> {
  const whoever = trainee(viewer);
  return remember(kit.incidents, viewer, request, async (db) => {
    const { row, state } = await openRoom({ ...kit.incidents, db }, whoever, -number);
    const drill = await drillOf(db, row.incident_id);
    if (drill === undefined) throw new Refused('not-here', 'This drill is not directed here.');
    mustBe((await partIn(db, drill, viewer.id)).part, parts, -number);
    const scenario = withDelays(
      await kit.scenarios.version(drill.content_hash, db),
      await delaysOf(db, row.incident_id),
    );
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

/** @throws NotFound or Refused for whoever is something else in it */
function mustBe(part: Part, parts: readonly Part[], number: number): void {
  if (parts.includes(part)) return;
  if (parts.includes('facilitator'))
    throw new NotFound(`There is no drill DRILL-${String(-number)} to lead.`);
  if (part === 'trainee')
    throw new Refused('facilitated', 'Whoever leads this drill does that. Tell them what you need.');
  throw new Refused('you-watch', 'You watch this drill: those who practise act in it.');
}

/** @throws Refused while whoever leads it has frozen it */
export function mustNotBeFrozen({ drill }: State): void {
  if (drill?.clock?.state === 'frozen' && drill.ended === undefined)
    throw new Refused('frozen', 'The drill is frozen: talk about it, and go on when its clock runs.');
}

/** Puts something before whoever leads the drill, whose console hears of it. */
async function putForward(
  kit: DrillKit,
  db: Db,
  { incidentId, seq }: State,
  row: Pick<DrillQuestionRow, 'kind' | 'asked' | 'asked_by'>,
): Promise<void> {
  await insertQuestion(db, {
    ...row,
    question_id: kit.ids.next(),
    incident_id: incidentId,
    asked_at: kit.clock.now(),
    settled_at: null,
  });
  await kit.incidents.live.tell(db, { incidentId, seq });
}

/** Asks in free words; the scenario answers, and looking may take time. */
export async function askProbe(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  asked: string,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, PRACTISING, ({ state, scenario, drill }) => {
    mustNotBeFrozen(state);
    const { answer, costSeconds: cost, isKnown } = answerTo(scenario, state, asked);
    if (!isKnown && drill.kind === 'facilitated')
      return Promise.resolve({
        commands: [],
        said: 'You asked. Somebody looks it up.',
        also: (db: Db) => putForward(kit, db, state, { kind: 'question', asked, asked_by: viewer.id }),
      });
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
  return doing(kit, viewer, number, request, ALONE, ({ state, scenario }) => {
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
  return doing(kit, viewer, number, request, ALONE, () =>
    Promise.resolve({ commands: [{ type: 'change-drill-clock', ...change }] }),
  );
}

/** Lets the time pass until something happens by itself. */
export async function jump(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  request: Request,
  parts = ALONE,
): Promise<Done> {
  return doing(kit, viewer, number, request, parts, async ({ db, state, scenario, drill }) => {
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
  why: 'finished' | 'stopped' | 'real-emergency',
  request: Request,
): Promise<Done> {
  const parts = why === 'finished' ? ALONE : PRACTISING;
  return doing(kit, viewer, number, request, parts, () =>
    Promise.resolve({ commands: [{ type: 'end-drill', why }] }),
  );
}

/** Asks the played colleague for the go of the dangerous step that is open. */
export async function askGo(kit: DrillKit, viewer: Viewer, number: number, request: Request): Promise<Done> {
  return doing(kit, viewer, number, request, PRACTISING, async ({ db, state, scenario, drill }) => {
    mustNotBeFrozen(state);
    const go = await goWanted(kit, db, state);
    if (go === undefined) return { commands: [], said: 'No step that is open waits for a go.' };
    if (drill.kind === 'facilitated')
      return {
        commands: [],
        said: 'You asked for the go. Wait for it.',
        also: (db: Db) => putForward(kit, db, state, { kind: 'go', asked: go.title, asked_by: viewer.id }),
      };
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
