/** Rules for bringing somebody in: asking, accepting, declining, standing down. */
import { Refused } from '../core/refused.ts';
import { beforeYou, entry, mustSay, nothing, personOf } from './act.ts';
import type { Context } from './act.ts';
import { askedAgain } from './asking-again.ts';
import type { Rules } from './command.ts';
import type { Body, NewEntry } from './entry.ts';
import type { Role } from './entry-fields.ts';
import { askedText, escalationOf, isOpen, openEscalations } from './escalation-requests.ts';
import type { EscalationRequest } from './escalation-requests.ts';
import { mustBeSystem, mustHaveOrServe, mustSteer } from './may.ts';
import { isSingle, tenureOf } from './roles.ts';
import type { State } from './state.ts';

export type EscalationCommands = {
  /** A named person (`to`) or a policy. The id may come from a run that has begun; else one is made. */
  'request-escalation': {
    escalationId?: string | undefined;
    to?: string | undefined;
    policyId?: string | undefined;
    policyName?: string | undefined;
    reason: string;
    by: 'rule' | 'step' | 'person';
    role?: Role | undefined;
  };
  /** `onBehalfOf` is the person who said yes elsewhere; `note` says where, as in "told me on the phone". */
  'accept-escalation': {
    escalationId: string;
    level?: number | undefined;
    onBehalfOf?: string | undefined;
    note?: string | undefined;
  };
  /** `of` is who can answer no more, when the server says so for them. */
  'decline-escalation': {
    escalationId: string;
    of?: string | undefined;
    level?: number | undefined;
    reason: Body<'escalation-declined'>['reason'];
    note?: string | undefined;
  };
  'withdraw-escalation': { escalationId: string; reason: string };
  /** What was resolved is not over. `policy` is that of its service, where nobody was asked by one before. */
  'ask-owner-again': { reason: string; policy?: { id: string; name: string } | undefined };
};

export const ESCALATION_RULES: Rules<EscalationCommands> = {
  'request-escalation': (state, command, context) => {
    mustHaveOrServe(context, 'escalation.request');
    mustSay(
      command.reason,
      'reason',
      'Say in a few words why they are needed: it is the first thing they read.',
    );
    const person = command.to === undefined ? undefined : personOf(context, command.to, 'to');
    const policyId = person ? 'person' : command.policyId;
    if (policyId === undefined)
      throw new Refused('missing', 'Choose whom to ask: a person or a policy.', { field: 'to' });
    const policyName = command.policyName ?? context.policies?.(policyId);
    if (person === undefined && policyName === undefined)
      throw new Refused('no-such-policy', 'Choose a policy from the list: this one is not known.', {
        field: 'policy',
      });
    const same = openEscalations(state).find((one) => one.policyId === policyId && one.to === person?.id);
    if (same) return nothing(`${askedText(same)} was asked ${beforeYou(same.requested.at, context)}.`);
    const body: Body<'escalation-requested'> = {
      escalationId: command.escalationId ?? context.ids.next(),
      policyId,
      policyName: person ? undefined : policyName,
      to: person?.id,
      toName: person?.name,
      reason: command.reason,
      by: command.by,
      role: command.role,
      severity: state.severity,
    };
    const entries = [entry(context, 'escalation-requested', body, command.at)];
    if (state.kind !== 'drill') return { entries };
    return { entries, said: 'Nobody real is asked. Whoever answers is played by the drill.' };
  },
  'accept-escalation': (state, command, context) => {
    mustHaveOrServe(context, 'escalation.answer');
    const request = requestOf(state, command.escalationId);
    const closed = closedWords(request, context);
    if (closed !== undefined) return nothing(closed);
    const { onBehalfOf, note } = command;
    const person = onBehalfOf === undefined ? context.actor : personOf(context, onBehalfOf, 'onBehalfOf');
    mustBeAsked(request, person.id);
    const isOther = person.id !== context.actor.id;
    if (isOther)
      mustSay(note, 'note', `Say how you know that ${person.name} takes it, as in "told me on the phone".`);
    const body: Body<'escalation-accepted'> = {
      escalationId: request.id,
      level: command.level ?? 1,
      personId: person.id,
      personName: person.name,
      onBehalfBy: isOther ? context.actor.id : undefined,
      onBehalfByName: isOther ? context.actor.name : undefined,
      note,
      stillAsked: othersOf(request, person.id),
    };
    const accepted = entry(context, 'escalation-accepted', body, command.at);
    return { entries: [accepted, ...roleTaken(state, request, person, context)] };
  },
  'decline-escalation': (state, { escalationId, of, level = 1, reason, note, at }, context) => {
    mustHaveOrServe(context, 'escalation.answer');
    const request = requestOf(state, escalationId);
    const closed = closedWords(request, context);
    if (closed !== undefined) return nothing(closed);
    const isServing = context.actor.type === 'system' && of !== undefined;
    const { id: personId, name: personName } = isServing ? personOf(context, of, 'of') : context.actor;
    mustBeAsked(request, personId);
    if (request.declines.some((one) => one.personId === personId)) return nothing('You said so already.');
    const body = { escalationId, level, personId, personName, reason, note };
    return { entries: [entry(context, 'escalation-declined', body, at)] };
  },
  'ask-owner-again': (state, { reason, policy }, context) => {
    mustBeSystem(context);
    const entries = askedAgain(state, reason, context, policy);
    return entries.length > 0 ? { entries } : nothing('Nobody had it, or whoever had it is asked already.');
  },
  'withdraw-escalation': (state, { escalationId, reason, at }, context) => {
    mustHaveOrServe(context, 'escalation.request');
    const request = requestOf(state, escalationId);
    if (request.withdrawn) return nothing('It was withdrawn already.');
    if (request.accepted)
      return nothing(`${request.accepted.name} has accepted: tell them that they can stand down.`);
    if (request.requestedBy.id !== context.actor.id && context.actor.type !== 'system')
      mustSteer(state, context, 'withdraw this request');
    mustSay(reason, 'reason', 'Say why they are not needed any more.');
    const body = { escalationId, why: 'typed', reason, toName: askedText(request) } as const;
    return { entries: [entry(context, 'escalation-withdrawn', body, at)] };
  },
};

/** Where each of a level has to accept, the others who have not; undefined when one acceptance is enough. */
function othersOf({ calls, alsoAccepted }: EscalationRequest, personId: string): string[] | undefined {
  const call = calls.at(-1);
  if (call?.isForAll !== true) return undefined;
  const others = call.targets.filter(
    (one) => one.personId !== personId && !alsoAccepted.some((taker) => taker.personId === one.personId),
  );
  return others.length === 0 ? undefined : others.map(({ personName = 'somebody' }) => personName);
}

function requestOf(state: State, id: string): EscalationRequest {
  const request = escalationOf(state, id);
  if (request) return request;
  throw new Refused('no-such-escalation', 'There is no such request in this incident.');
}

function closedWords(request: EscalationRequest, context: Context): string | undefined {
  if (isOpen(request)) return undefined;
  const { accepted } = request;
  if (!accepted) return 'It is no longer needed.';
  if (accepted.personId === context.actor.id) return 'You accepted it already.';
  return `${accepted.name} accepted ${beforeYou(accepted.at, context)}. Join as helper?`;
}

export function mustBeAsked(request: EscalationRequest, personId: string): void {
  if (request.to === undefined || request.to === personId) return;
  throw new Refused(
    'not-asked',
    `${askedText(request)} was asked, not you. If they said yes elsewhere, accept on their behalf.`,
  );
}

/** Whoever accepts gets the role that they were asked for, unless somebody holds it meanwhile. */
function roleTaken(
  state: State,
  { role }: EscalationRequest,
  person: { id: string; name: string },
  context: Context,
): NewEntry[] {
  if (!role || tenureOf(state, role, isSingle(role) ? undefined : person.id)) return [];
  return [entry(context, 'role-taken', { role, personId: person.id, personName: person.name })];
}
