/** Rules for what the engine of escalations tells: whom it notified, who looked, what ran out. */
import { Refused } from '../core/refused.ts';
import { entry, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import { escalationOf, isOpen, type EscalationRequest } from './escalation-requests.ts';
import { mustBeAsked } from './decide-escalations.ts';
import { mustBeSystem, mustHaveOrServe } from './may.ts';
import type { State } from './state.ts';

export type EngineCommands = {
  'send-escalation': {
    escalationId: string;
    level: number;
    loop: number;
    targets: readonly { personId: string; channels: string[] }[];
    answerBy: string;
    isFallback?: boolean | undefined;
    isForAll?: boolean | undefined;
    /** Who asked for the level to be told once more, and why. */
    again?: { name: string; reason: string } | undefined;
    early?: { name: string; reason: string | undefined } | undefined;
  };
  'skip-escalation-level': Body<'escalation-level-skipped'>;
  /** Without a level it is the one that runs. */
  'see-escalation': { escalationId: string; level?: number | undefined; via: Body<'escalation-seen'>['via'] };
  'expire-escalation': Body<'escalation-expired'>;
  'exhaust-escalation': Body<'escalation-exhausted'>;
  'repage-escalation': { escalationId: string; silent: number };
  /** Whoever accepted stayed silent, or said so: the request is open again. `to` takes it over. */
  'give-back-escalation': { escalationId: string; isSaid?: boolean | undefined; to?: string | undefined };
  /** Muster did not run for a while, so what comes now comes late. */
  'notice-escalation-delay': { from: string; to: string };
  'fail-escalation-send': { escalationId: string; personId: string; channels: string[] };
};

export const ENGINE_RULES: Rules<EngineCommands> = {
  'send-escalation': (
    state,
    { escalationId, level, loop, targets, answerBy, isFallback, isForAll, again, early },
    context,
  ) => {
    mustBeOpen(state, escalationId, context);
    const named = targets.map((one) => ({ ...one, personName: context.people(one.personId)?.name }));
    const body = { escalationId, level, loop, targets: named, answerBy, isFallback, isForAll, again, early };
    return { entries: [entry(context, 'escalation-sent', body)] };
  },
  'skip-escalation-level': (state, { escalationId, level, loop, why }, context) => {
    mustBeOpen(state, escalationId, context);
    return { entries: [entry(context, 'escalation-level-skipped', { escalationId, level, loop, why })] };
  },
  'see-escalation': (state, { escalationId, level, via }, context) => {
    mustHaveOrServe(context, 'escalation.answer');
    const request = requestOf(state, escalationId);
    const { id: personId, name: personName } = context.actor;
    if (!isOpen(request)) return nothing('It is no longer open.');
    if (via === 'web') mustBeAsked(request, personId);
    if (request.seenBy.some((one) => one.personId === personId)) return nothing('You have seen it already.');
    const running = level ?? request.calls.at(-1)?.level ?? 1;
    const body = { escalationId, level: running, personId, personName, via };
    return {
      entries: [entry(context, 'escalation-seen', body)],
      said: 'It is noted that you saw it. It is not yours until you accept.',
    };
  },
  'expire-escalation': (state, { escalationId, level, loop, isUntold }, context) => {
    mustBeOpen(state, escalationId, context);
    return { entries: [entry(context, 'escalation-expired', { escalationId, level, loop, isUntold })] };
  },
  'exhaust-escalation': (state, { escalationId, attempts, phoneList }, context) => {
    const request = mustBeOpen(state, escalationId, context);
    if (request.exhausted) return nothing('Everybody was asked already.');
    return { entries: [entry(context, 'escalation-exhausted', { escalationId, attempts, phoneList })] };
  },
  'repage-escalation': (state, { escalationId, silent }, context) => {
    mustBeSystem(context);
    const { accepted } = requestOf(state, escalationId);
    if (!accepted) throw new Refused('not-accepted', 'Nobody has accepted this request yet.');
    const { personId, name: personName } = accepted;
    return {
      entries: [entry(context, 'escalation-repaged', { escalationId, personId, personName, silent })],
    };
  },
  'give-back-escalation': (state, { escalationId, isSaid, to }, context) => {
    mustBeSystem(context);
    const { accepted } = requestOf(state, escalationId);
    if (!accepted) throw new Refused('not-accepted', 'Nobody has accepted this request yet.');
    const { personId, name: personName } = accepted;
    const toName = to === undefined ? undefined : context.people(to)?.name;
    const body = { escalationId, personId, personName, isSaid, to, toName };
    return { entries: [entry(context, 'escalation-given-back', body)] };
  },
  'notice-escalation-delay': (_state, { from, to }, context) => {
    mustBeSystem(context);
    return { entries: [entry(context, 'delay-noticed', { from, to })] };
  },
  'fail-escalation-send': (state, { escalationId, personId, channels }, context) => {
    mustBeSystem(context);
    requestOf(state, escalationId);
    const personName = context.people(personId)?.name;
    const body = { escalationId, personId, personName, channels };
    return { entries: [entry(context, 'escalation-send-failed', body)] };
  },
};

function mustBeOpen(state: State, id: string, context: Context): EscalationRequest {
  mustBeSystem(context);
  const request = requestOf(state, id);
  if (isOpen(request)) return request;
  throw new Refused('not-open', 'This request is no longer open, so nobody is notified of it.');
}

function requestOf(state: State, id: string): EscalationRequest {
  const request = escalationOf(state, id);
  if (request) return request;
  throw new Refused('no-such-escalation', 'There is no such request in this incident.');
}
