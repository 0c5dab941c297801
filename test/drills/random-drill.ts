/** Drills that are played at random, without a store: whoever practises does something, sensible or not, and time goes on. */
import { Refused } from '../../server/core/refused.ts';
import { due, type Play } from '../../server/drills/director.ts';
import type { Scenario } from '../../server/drills/scenario.ts';
import { Dice, someCommand } from '../support/random-commands.ts';
import { RUNBOOKS } from '../support/cache-miss-storm.ts';
import type { Told } from '../support/told.ts';
import { openedDrill } from './opened-drill.ts';

export type Played = { told: Told; skipped: ReadonlySet<string>; lastLook: string };

const TURNS = 24;

/** Plays a scenario for a seed: the same seed, the same record. */
export function playedAtRandom(scenario: Scenario, seed: number): Played {
  const dice = new Dice(seed);
  const told = openedDrill(scenario, RUNBOOKS);
  const skipped = new Set<string>();
  let lastLook = '';
  for (let turn = 0; turn < TURNS && told.state.drill?.ended === undefined; turn += 1) {
    lastLook = told.clock.now();
    direct(told, scenario, skipped);
    tried(() => told.act('ana', someCommand(told.state, dice, told.clock.now())));
    told.clock.wind(dice.roll(240));
  }
  return { told, skipped, lastLook };
}

/** Everything that is due, and what that makes due. @throws when it never comes to an end */
function direct(told: Told, scenario: Scenario, skipped: Set<string>): void {
  for (let round = 0; round < 200; round += 1) {
    const next = due(scenario, told.state, skipped, told.clock.now());
    for (const id of next.skipped) skipped.add(id);
    if (!next.plays.some((play) => performed(told, play))) return;
  }
  throw new Error('The director never comes to rest.');
}

function performed(told: Told, { commands, by }: Play): boolean {
  const before = told.state.seq;
  const context = told.context('muster');
  const played = by && {
    ...context,
    actor: { type: 'external', id: by.id, name: by.name } as const,
    permissions: new Set(['incident.act', 'escalation.answer', 'incident.command']),
  };
  for (const command of commands) told.actAs(played ?? context, command);
  return told.state.seq > before;
}

function tried(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
