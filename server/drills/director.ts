/**
 * The director of a drill: what happens next at a moment, decided from the scenario and the entries alone. It gives
 * commands and never does anything, so the same entries at the same time always give the same.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import { plusSeconds, secondsBetween } from '../core/time.ts';
import type { Command } from '../incidents/command.ts';
import { openEscalations, type EscalationRequest } from '../incidents/escalation-requests.ts';
import type { State } from '../incidents/state.ts';
import { isOver } from '../incidents/status-order.ts';
import { colleagueFor, played, type Played } from './colleagues.ts';
import { holds } from './holds.ts';
import type { Inject, Scenario, Written } from './scenario.ts';

/** Commands that belong together, and who gives them: the director itself, or somebody whom it plays. */
export type Play = { commands: readonly Command[]; by: Played | undefined };

export type Due = {
  plays: Play[];
  /** Injects that are settled without being delivered: ids. */
  skipped: string[];
};

/** A scenario with injects at other times of its story, in seconds by their ids. */
export function withDelays(scenario: Scenario, delays: ReadonlyMap<string, number>): Scenario {
  if (delays.size === 0) return scenario;
  const injects = scenario.injects.map((inject) => ({
    ...inject,
    atSeconds: delays.get(inject.id) ?? inject.atSeconds,
  }));
  return { ...scenario, injects };
}

/**
 * What is due at a moment of the drill. `skipped` are the injects that were settled before. Where it is facilitated,
 * those who are played answer by the facilitator's hand alone.
 */
export function due(
  scenario: Scenario,
  state: State,
  skipped: ReadonlySet<string>,
  now: Instant,
  isFacilitated = false,
): Due {
  if (state.drill?.ended !== undefined) return { plays: [], skipped: [] };
  if (isFinished(state)) return { plays: [ending('finished')], skipped: [] };
  const plays: Play[] = [];
  const settled: string[] = [];
  for (const { inject, turn } of reached(scenario, state, now)) {
    const id = deliveryId(state, inject.id, turn);
    if (skipped.has(inject.id) || isDelivered(state, id)) continue;
    if (turn > 0 && isHeld(inject.repeat?.until, state)) continue;
    if (isHeld(inject.unless, state)) settled.push(inject.id);
    else plays.push({ commands: delivery(inject, id), by: undefined });
  }
  plays.push(...answers(scenario, state, now, isFacilitated), ...sayings(scenario, state));
  if (plays.length === 0 && isOutOfTime(scenario, now)) plays.push(ending('time'));
  return { plays, skipped: settled };
}

/** Whoever resolved it, or found that it was nothing, is at the end of the story. */
function isFinished({ status }: State): boolean {
  return status === 'resolved' || status === 'review' || isOver(status);
}

function ending(why: 'finished' | 'time'): Play {
  return { commands: [{ type: 'end-drill', why }], by: undefined };
}

/** Injects whose moment has come, the earliest first, with how often they came before. */
function reached(scenario: Scenario, state: State, now: Instant): { inject: Inject; turn: number }[] {
  const at = secondsBetween(scenario.start, now);
  return scenario.injects
    .flatMap((inject) =>
      turnsOf(inject, state, at).map((turn) => ({ inject, turn, at: momentOf(inject, turn) })),
    )
    .toSorted((a, b) => a.at - b.at);
}

const MOST_TURNS = 50;

function turnsOf(inject: Inject, state: State, at: number): number[] {
  if (!isReached(inject, state, at)) return [];
  const { repeat, atSeconds } = inject;
  if (repeat === undefined || atSeconds === undefined) return [0];
  const turns = Math.min(MOST_TURNS, Math.floor((at - atSeconds) / repeat.everySeconds));
  return Array.from({ length: turns + 1 }, (_, turn) => turn);
}

/** A time must have come; a condition must hold, or have done so. An inject with neither waits for a hand. */
function isReached({ atSeconds, when }: Inject, state: State, at: number): boolean {
  if (atSeconds === undefined && when === undefined) return false;
  return (atSeconds === undefined || at >= atSeconds) && (when === undefined || isHeld(when, state));
}

function momentOf({ atSeconds = 0, repeat }: Inject, turn: number): number {
  return atSeconds + turn * (repeat?.everySeconds ?? 0);
}

function isHeld(written: Written | undefined, state: State): boolean {
  return written?.condition !== undefined && holds(written.condition, state);
}

/** Says nothing of the inject that it stands for, and is the same whenever it is reckoned. */
export function deliveryId(state: Pick<State, 'incidentId'>, injectId: string, turn = 0): string {
  return createHash('sha256')
    .update(`${state.incidentId} ${injectId} ${String(turn)}`)
    .digest('hex')
    .slice(0, 26);
}

function isDelivered(state: State, id: string): boolean {
  return state.drill?.deliveries.some((delivery) => delivery.id === id) ?? false;
}

/** As it reaches people. The author's title stays with the author: it may tell what it is good for. */
export function delivery(inject: Inject, id: string): Command[] {
  const { from, words } = spoken(inject);
  const title = cut(words.split('\n')[0] ?? words, 180);
  const body = { deliveryId: id, as: inject.as, from, to: [...inject.to], title, text: words };
  const delivered: Command = { type: 'deliver-inject', ...body };
  if (inject.as !== 'alert') return [delivered];
  const name = /^[A-Za-z][\w ]{2,60}?(?= on |:|,|$)/.exec(words)?.[0] ?? title;
  const alert = {
    alertId: id,
    adapter: 'Drill',
    groupKey: id,
    name: cut(name, 180),
    labels: { summary: title },
  };
  return [delivered, { type: 'receive-alert', ...alert }];
}

/** `Ines, support: "Is it the gateway?"` comes from Ines. */
function spoken({ text, title }: Inject): { from: string | undefined; words: string } {
  const written = text === '' ? title : text;
  const [, from, words] = /^([^:"\n]{2,60}):\s*["“]([\s\S]+?)["”]$/.exec(written) ?? [];
  return from === undefined || words === undefined ? { from: undefined, words: written } : { from, words };
}

/** How long somebody has to answer in a drill, before the next one is asked. */
const RUNG_SECONDS = 5 * 60;

/** Those who are asked to come are played: they answer after their time, or never. */
function answers(scenario: Scenario, state: State, now: Instant, isFacilitated: boolean): Play[] {
  return openEscalations(state).flatMap((request) => rung(scenario, request, now, isFacilitated));
}

function rung(scenario: Scenario, request: EscalationRequest, now: Instant, isFacilitated: boolean): Play[] {
  const { id: escalationId, calls, levels } = request;
  const expired = levels.filter(({ outcome }) => outcome === 'expired').length;
  const colleague = colleagueFor(scenario, request, expired);
  if (colleague === undefined) return [];
  const call = calls.at(-1);
  const level = expired + 1;
  if (call === undefined || calls.length <= expired) {
    const targets = [{ personId: colleague.id, channels: ['drill'] }];
    const answerBy = plusSeconds(now, RUNG_SECONDS);
    const sent = { escalationId, level, loop: 1, targets, answerBy };
    return [{ commands: [{ type: 'send-escalation', ...sent }], by: undefined }];
  }
  const waited = secondsBetween(call.at.at, now);
  const answers = isFacilitated ? 'never' : colleague.answers;
  if (answers !== 'never' && waited >= answers)
    return [{ commands: [{ type: 'accept-escalation', escalationId, level }], by: colleague }];
  const isDeclined = request.declines.some(({ personId }) => personId === colleague.id);
  if (!isDeclined && (now < call.answerBy || (answers !== 'never' && answers <= RUNG_SECONDS))) return [];
  return [{ commands: [{ type: 'expire-escalation', escalationId, level, loop: 1 }], by: undefined }];
}

/** What somebody says who has come, once. */
function sayings(scenario: Scenario, state: State): Play[] {
  return state.escalations.flatMap(({ id, accepted }) => {
    const colleague = played(scenario).find((one) => one.id === accepted?.personId);
    const said = `said-${id}`;
    if (colleague === undefined || colleague.says === '' || isDelivered(state, said)) return [];
    const words = unquoted(colleague.says);
    const body = {
      deliveryId: said,
      as: 'chat',
      from: colleague.name,
      to: ['all'],
      title: cut(words, 180),
      text: words,
    };
    return [{ commands: [{ type: 'deliver-inject', ...body }], by: undefined }];
  });
}

function isOutOfTime({ minutes, start }: Scenario, now: Instant): boolean {
  return secondsBetween(start, now) >= minutes * 60;
}

/** The next moment at which time alone brings something, for the button that leads there. */
export function nextMoment(
  scenario: Scenario,
  state: State,
  skipped: ReadonlySet<string>,
  now: Instant,
): Instant | undefined {
  const moments = scenario.injects.flatMap((inject) => {
    const { atSeconds, when, unless } = inject;
    if (atSeconds === undefined || when !== undefined || skipped.has(inject.id)) return [];
    if (isDelivered(state, deliveryId(state, inject.id)) || isHeld(unless, state)) return [];
    return [plusSeconds(scenario.start, atSeconds)];
  });
  return moments.filter((moment) => moment > now).toSorted()[0];
}

/** `Tomas, infrastructure: "I am here."` is what Tomas says, and without its quotes. */
function unquoted(text: string): string {
  const from = text.search(/["“]/);
  return from === -1 || !/["”]$/.test(text) ? text : text.slice(from + 1, -1);
}
