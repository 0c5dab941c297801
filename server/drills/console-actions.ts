/** What whoever leads a drill does. Each act is an entry, or a row that no page of the drill shows. */
import { NotFound, Refused } from '../core/refused.ts';
import { cut } from '../core/text.ts';
import { secondsBetween } from '../core/time.ts';
import type { Command } from '../incidents/command.ts';
import { contextFor } from '../incidents/context-actions.ts';
import { decide } from '../incidents/decide.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import { openEscalations } from '../incidents/escalation-requests.ts';
import { append, sealed, type Done, type Request } from '../incidents/remember-actions.ts';
import { openRoom } from '../incidents/room-actions.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Viewer } from '../web/viewer.ts';
import { doing, goWanted, jump } from './actions.ts';
import { colleagueFor } from './colleagues.ts';
import { delay, keepMark, questionsOf, settleQuestion } from './console-store.ts';
import { playing, write } from './direct-actions.ts';
import { delivery, deliveryId } from './director.ts';
import type { DrillKit } from './kit-actions.ts';
import type { Part } from './plan.ts';
import { brokenOffFor } from './plan-store.ts';
import { facilitatorRoom } from './room-actions.ts';
import type { Way } from './scenario.ts';
import type { Mark } from './score.ts';

const LEADING: readonly Part[] = ['facilitator'];

type ClockChange = { state: 'running' | 'paused' | 'frozen'; speed: number };

/** Lets the clock run, pauses it, or freezes it: then those who practise can do nothing either. */
export async function setClock(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  change: ClockChange,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, () =>
    Promise.resolve({ commands: [{ type: 'change-drill-clock', ...change }] }),
  );
}

/** Lets the time pass until something comes by itself. */
export async function jumpOn(kit: DrillKit, viewer: Viewer, number: number, request: Request): Promise<Done> {
  return jump(kit, viewer, number, request, LEADING);
}

export type InjectAct = { what: 'now' | 'later' | 'skip'; minutes: number };

/** Delivers an inject now, moves it by minutes of the story, or leaves it out. */
export async function directInject(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  injectId: string,
  { what, minutes }: InjectAct,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, ({ state, scenario, drill }) => {
    const inject = scenario.injects.find(({ id }) => id === injectId);
    if (inject === undefined) throw new NotFound('The scenario has no such inject.');
    const id = deliveryId(state, inject.id);
    if (state.drill?.deliveries.some((one) => one.id === id) === true)
      return Promise.resolve({ commands: [], said: 'It has reached them already.' });
    if (what === 'now') return Promise.resolve({ commands: delivery(inject, id), bySystem: true });
    const now = Math.max(0, secondsBetween(scenario.start, drillNow(state, kit.clock.now())));
    return Promise.resolve({
      commands: [],
      said: what === 'skip' ? 'It is left out.' : 'It comes later.',
      also: async (db: Db) => {
        if (what === 'skip') await write(kit, db, drill.incident_id, 'skipped', inject.id);
        else
          await delay(db, drill.incident_id, inject.id, Math.max(inject.atSeconds ?? 0, now) + minutes * 60);
        await kit.incidents.live.tell(db, { incidentId: state.incidentId, seq: state.seq });
      },
    });
  });
}

export type Improvised = { from?: string | undefined; as: Way; to: string; text: string };

/** Something that no scenario foresaw: somebody says something. */
export async function improvise(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  { from, as, to, text }: Improvised,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, () => {
    const title = cut(text.split('\n')[0] ?? text, 180);
    const deliveryId = kit.ids.next();
    return Promise.resolve({
      commands: [{ type: 'deliver-inject', deliveryId, as, from, to: [to], title, text }],
      bySystem: true,
    });
  });
}

/** Gives a hint of the scenario, which caps its objective as one that was taken. */
export async function giveHint(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  hintId: string,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, ({ state, scenario }) => {
    const hint = scenario.hints.find(({ id }) => id === hintId);
    if (hint === undefined) throw new NotFound('The scenario has no such hint.');
    if (state.drill?.hints.some(({ text }) => text === hint.text) === true)
      return Promise.resolve({ commands: [], said: 'They have this hint already.' });
    return Promise.resolve({
      commands: [{ type: 'give-hint', text: hint.text, by: 'facilitator' }],
      bySystem: true,
    });
  });
}

/** Answers what no probe did. Looking may take time of the story. */
export async function answerQuestion(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  questionId: string,
  { answer, minutes }: { answer: string; minutes: number },
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, async ({ db, drill }) => {
    const found = (await questionsOf(db, drill.incident_id)).find((one) => one.question_id === questionId);
    if (found?.kind !== 'question') throw new NotFound('Nobody asked that here.');
    if (!(await settleQuestion(db, questionId, kit.clock.now())))
      return { commands: [], said: 'It was answered already.' };
    // What is written beside the entries says who asked; the entry says what those who practise see.
    await write(kit, db, drill.incident_id, 'unanswered', found.asked);
    const said = { asked: found.asked, answer, cost: minutes * 60 };
    return { commands: [{ type: 'answer-probe', ...said }], bySystem: true };
  });
}

/** Says go for the dangerous step that is open, as the role that has to. */
export async function sayGo(kit: DrillKit, viewer: Viewer, number: number, request: Request): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, async ({ db, state, drill }) => {
    const go = await goWanted(kit, db, state);
    if (go === undefined) return { commands: [], said: 'No step that is open waits for a go.' };
    for (const one of await questionsOf(db, drill.incident_id))
      if (one.kind === 'go') await settleQuestion(db, one.question_id, kit.clock.now());
    return { commands: [{ type: 'play-go', runId: go.runId, stepId: go.stepId }], bySystem: true };
  });
}

/** Says yes or no as the colleague who was asked to come. */
export async function answerAsColleague(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  escalationId: string,
  how: 'accept' | 'decline',
): Promise<string | undefined> {
  const { scenario } = await facilitatorRoom(kit, viewer, number);
  return inTransaction(kit.db, async (db) => {
    const { state } = await openRoom({ ...kit.incidents, db }, undefined, -number);
    if (state.drill?.ended !== undefined) throw new Refused('drill-ended', 'The drill has ended.');
    const request = openEscalations(state).find(({ id }) => id === escalationId);
    if (request === undefined) return 'It is settled already.';
    const expired = request.levels.filter(({ outcome }) => outcome === 'expired').length;
    const by = colleagueFor(scenario, request, expired);
    if (by === undefined) return 'Nobody is left to answer.';
    const level = expired + 1;
    const command: Command =
      how === 'accept'
        ? { type: 'accept-escalation', escalationId, level }
        : { type: 'decline-escalation', escalationId, level, reason: 'busy' };
    const base = await contextFor({ ...kit.incidents, db }, db, state, command, undefined);
    const decision = decide(state, command, playing(base, { by }));
    const entries = sealed(kit.incidents, state, decision, state.incidentId, '');
    await append(db, kit.incidents, state, entries);
    return decision.said;
  });
}

/** Keeps a mark and a note of an objective. Neither is told anybody before the end, and the note never. */
export async function judge(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  objective: string,
  { mark, note }: { mark: Mark | undefined; note: string },
): Promise<void> {
  const { scenario, drill, state } = await facilitatorRoom(kit, viewer, number);
  if (!scenario.objectives.some(({ id }) => id === objective))
    throw new NotFound('The scenario has no such objective.');
  await inTransaction(kit.db, async (db) => {
    const row = { incident_id: drill.incident_id, objective, mark: mark ?? null, note };
    await keepMark(db, { ...row, marked_at: kit.clock.now() });
    await kit.incidents.live.tell(db, { incidentId: state.incidentId, seq: state.seq });
  });
}

export type Ending = { why: 'finished' | 'stopped' | 'real-emergency'; real?: number | undefined };

/** Ends it. For something real the clock freezes first, and what is real is named to everybody who may see it. */
export async function endLed(
  kit: DrillKit,
  viewer: Viewer,
  number: number,
  { why, real }: Ending,
  request: Request,
): Promise<Done> {
  return doing(kit, viewer, number, request, LEADING, ({ state }) => {
    const end: Command = { type: 'end-drill', why };
    if (why !== 'real-emergency') return Promise.resolve({ commands: [end] });
    const speed = state.drill?.clock?.speed ?? 1;
    return Promise.resolve({
      commands: [{ type: 'change-drill-clock', state: 'frozen', speed }, end],
      also: async (db: Db) => {
        if (real !== undefined) await brokenOffFor(db, number, real);
      },
    });
  });
}
