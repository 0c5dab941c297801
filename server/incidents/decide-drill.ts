/** Rules for what only a drill has. In a real incident all of it is refused. */
import { Refused } from '../core/refused.ts';
import type { Instant } from '../core/clock.ts';
import { capital } from '../core/text.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { goRole, needsGo } from './going.ts';
import { mustAct, mustBeSystem } from './may.ts';
import { stepOf } from './run.ts';
import { followed, stepFields, stepIn } from './steps-ahead.ts';
import type { State } from './state.ts';

export type DrillCommands = {
  'deliver-inject': Body<'inject-delivered'>;
  'answer-probe': Body<'probe-answered'>;
  'give-hint': Body<'hint-given'>;
  /** `until` lets the time pass to an instant of the drill. */
  'change-drill-clock': Body<'drill-clock-changed'> & { until?: Instant | undefined };
  /** Somebody who is played says go for a dangerous step. */
  'play-go': { runId: number; stepId: string };
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
  'change-drill-clock': (state, { state: to, speed, until }, context) => {
    mustTakePart(context);
    mustRun(state);
    const before = state.drill?.clock;
    if (until === undefined && before?.state === to && before.speed === speed)
      return nothing('Its clock does that already.');
    const changed = entry(context, 'drill-clock-changed', { state: to, speed });
    return { entries: [until === undefined ? changed : { ...changed, occurredAt: until }] };
  },
  'play-go': (state, { runId, stepId }, context) => {
    mustBeSystem(context);
    mustRun(state);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (!needsGo(step)) return nothing('This step needs no go.');
    const record = stepOf(at.run, stepId);
    if (record?.state !== 'open') throw new Refused('not-open', 'This step is not open: open it first.');
    if (record.goes.length > 0) return nothing('There is a go already.');
    const role = goRole(step);
    const go = { ...stepFields(at.run, stepId, step), role, alone: false };
    const said = entry(context, 'step-confirmed', go);
    return {
      entries: [{ ...said, actor: { type: 'external', id: `played-${role}`, name: playedName(role) } }],
    };
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

/** Nobody by that name is there: the role speaks. */
function playedName(role: string): string {
  return `${capital(role)} (played)`;
}
