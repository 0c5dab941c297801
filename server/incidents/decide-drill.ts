/** Rules for what only a drill has. In a real incident all of it is refused. */
import { Refused } from '../core/refused.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { mustAct, mustBeSystem } from './may.ts';
import type { State } from './state.ts';

export type DrillCommands = {
  'deliver-inject': Body<'inject-delivered'>;
  'answer-probe': Body<'probe-answered'>;
  'give-hint': Body<'hint-given'>;
  'change-drill-clock': Body<'drill-clock-changed'>;
  'end-drill': Body<'drill-ended'>;
};

export const DRILL_RULES: Rules<DrillCommands> = {
  'deliver-inject': (state, { deliveryId, as, from, to, title, text }, context) => {
    mustBeSystem(context);
    mustRun(state);
    if (state.drill?.deliveries.some(({ id }) => id === deliveryId))
      return nothing('It was delivered already.');
    const body = { deliveryId, as, from, to, title, text };
    return { entries: [entry(context, 'inject-delivered', body)] };
  },
  'answer-probe': (state, { asked, answer, cost }, context) => {
    mustTakePart(context);
    mustRun(state);
    mustSay(asked, 'asked', 'Say what you want to look at.');
    return { entries: [entry(context, 'probe-answered', { asked, answer, cost })] };
  },
  'give-hint': (state, { text, by }, context) => {
    mustTakePart(context);
    mustRun(state);
    mustSay(text, 'text', 'Write the hint.');
    return { entries: [entry(context, 'hint-given', { text, by })] };
  },
  'change-drill-clock': (state, { state: to, speed }, context) => {
    mustTakePart(context);
    mustRun(state);
    const before = state.drill?.clock;
    if (before?.state === to && before.speed === speed) return nothing('Its clock does that already.');
    return { entries: [entry(context, 'drill-clock-changed', { state: to, speed })] };
  },
  'end-drill': (state, { why }, context) => {
    mustTakePart(context);
    mustRun(state);
    return { entries: [entry(context, 'drill-ended', { why })] };
  },
};

/** Those who are practised with, those who lead it, and the director, which is the server. */
function mustTakePart(context: Context): void {
  if (context.actor.type !== 'system') mustAct(context);
}

function mustRun(state: State): void {
  if (state.kind !== 'drill')
    throw new Refused('only-in-a-drill', 'This is no drill: what happens here is real.');
  if (state.drill?.ended) throw new Refused('drill-ended', 'The drill has ended.');
}
