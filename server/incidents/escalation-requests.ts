/** Requests to bring somebody in, as the incident knows them: asked, and what became of it. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Body } from './entry.ts';
import type { ENGINE_BODIES } from './entry-engine.ts';
import type { Actor, Role, Severity } from './entry-fields.ts';
import { joined } from './people.ts';
import { momentOf } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export type EscalationRequest = {
  id: string;
  /** "person" when one named person is asked. */
  policyId: string;
  policyName: string | undefined;
  to: string | undefined;
  toName: string | undefined;
  reason: string;
  by: 'rule' | 'step' | 'person';
  role: Role | undefined;
  severity: Severity | undefined;
  requested: Moment;
  requestedBy: Actor;
  /** An alert asked, by itself or through Muster, and no person did. */
  isByAlert: boolean;
  /** Each time a level was notified. */
  calls: readonly (Call & { at: Moment })[];
  /** Those who looked and have not answered. */
  seenBy: readonly { personId: string; name: string; at: Instant }[];
  /** What came of its levels: left out, or without an answer in time. */
  levels: readonly { level: number; loop: number; outcome: 'skipped' | 'expired'; at: Instant }[];
  /** Nobody is left to ask. */
  exhausted:
    | { attempts: number; phones: readonly { name: string; number: string }[]; at: Instant; seq: number }
    | undefined;
  /** Those to whom no message could be delivered. */
  unreached: readonly { personId: string; name: string; at: Instant }[];
  /** How often somebody who accepted and fell silent was notified again. */
  repages: number;
  /** Those who said "not me"; the request stays open. */
  declines: readonly {
    personId: string;
    name: string;
    reason: string;
    note: string | undefined;
    at: Instant;
  }[];
  /** Who accepted while others of their level have to accept as well. */
  alsoAccepted: readonly { personId: string; name: string; at: Instant }[];
  accepted:
    { personId: string; name: string; onBehalfBy: string | undefined; at: Instant; seq: number } | undefined;
  withdrawn: { why: string; reason: string | undefined; at: Instant; seq: number } | undefined;
};

/** A level that was notified, with the people and the time by which they answer. */
type Call = Pick<Body<'escalation-sent'>, 'level' | 'loop' | 'targets' | 'answerBy' | 'isForAll'>;

type EscalationKind =
  | 'escalation-requested'
  | 'escalation-accepted'
  | 'escalation-declined'
  | 'escalation-withdrawn'
  | keyof typeof ENGINE_BODIES;

export const ESCALATION_LINES: Lines<EscalationKind> = {
  'escalation-requested': (state, entry) => {
    const { escalationId, policyId, policyName, to, toName, reason, by, role, severity } = entry.body;
    const request: EscalationRequest = {
      id: escalationId,
      policyId,
      policyName,
      to,
      toName,
      reason,
      by,
      role,
      severity,
      requested: momentOf(entry),
      requestedBy: entry.actor,
      isByAlert: entry.source === 'alert',
      calls: [],
      seenBy: [],
      levels: [],
      exhausted: undefined,
      unreached: [],
      repages: 0,
      declines: [],
      alsoAccepted: [],
      accepted: undefined,
      withdrawn: undefined,
    };
    return { ...state, escalations: [...state.escalations, request] };
  },
  'escalation-accepted': (state, entry) => {
    const { personId, personName: name = entry.actor.name, onBehalfBy } = entry.body;
    const accepted = { personId, name, onBehalfBy, at: entry.occurredAt, seq: entry.seq };
    const isMet = (entry.body.stillAsked ?? []).length === 0;
    const after = change(state, entry, (request) =>
      isMet ? { ...request, accepted } : { ...request, alsoAccepted: [...request.alsoAccepted, accepted] },
    );
    return after ? joined(after, { id: personId, name }, 'page', entry.occurredAt) : loose(state, entry);
  },
  'escalation-declined': (state, entry) => {
    const { personId, personName: name = entry.actor.name, reason, note } = entry.body;
    const decline = { personId, name, reason, note, at: entry.occurredAt };
    const after = change(state, entry, (request) => ({
      ...request,
      declines: [...request.declines, decline],
    }));
    return after ?? loose(state, entry);
  },
  'escalation-withdrawn': (state, entry) => {
    const { why, reason } = entry.body;
    const withdrawn = { why, reason, at: entry.occurredAt, seq: entry.seq };
    return change(state, entry, (request) => ({ ...request, withdrawn })) ?? loose(state, entry);
  },
  'escalation-sent': (state, entry) => {
    const { level, loop, targets, answerBy, isForAll } = entry.body;
    const call = { level, loop, targets, answerBy, isForAll, at: momentOf(entry) };
    return told(state, entry, (request) => ({ ...request, calls: [...request.calls, call] }));
  },
  'escalation-level-skipped': (state, entry) => levelEnded(state, entry, 'skipped'),
  'escalation-expired': (state, entry) => levelEnded(state, entry, 'expired'),
  'escalation-seen': (state, entry) => {
    const { personId, personName: name = entry.actor.name } = entry.body;
    const seen = { personId, name, at: entry.occurredAt };
    return told(state, entry, (request) => ({ ...request, seenBy: [...request.seenBy, seen] }));
  },
  'escalation-exhausted': (state, entry) => {
    const { attempts, phoneList: phones } = entry.body;
    const exhausted = { attempts, phones, at: entry.occurredAt, seq: entry.seq };
    return told(state, entry, (request) => ({ ...request, exhausted }));
  },
  'escalation-repaged': (state, entry) =>
    told(state, entry, (request) => ({ ...request, repages: request.repages + 1 })),
  'escalation-given-back': (state, entry) =>
    told(state, entry, (request) => ({
      ...request,
      accepted: undefined,
      // Where one named person was asked, it is now whoever takes it over from them.
      to: request.to === undefined ? undefined : (entry.body.to ?? request.to),
    })),
  'escalation-send-failed': (state, entry) => {
    const { personId, personName: name = 'somebody' } = entry.body;
    const missed = { personId, name, at: entry.occurredAt };
    return told(state, entry, (request) => ({ ...request, unreached: [...request.unreached, missed] }));
  },
};

function levelEnded(
  state: State,
  entry: Effective<'escalation-level-skipped' | 'escalation-expired'>,
  outcome: 'skipped' | 'expired',
): State {
  const { level, loop } = entry.body;
  const ended = { level, loop, outcome, at: entry.occurredAt };
  return told(state, entry, (request) => ({ ...request, levels: [...request.levels, ended] }));
}

/** What the engine tells of a request that was made, whether it is still open or not. */
function told(
  state: State,
  entry: Effective<keyof typeof ENGINE_BODIES>,
  become: (request: EscalationRequest) => EscalationRequest,
): State {
  const request = escalationOf(state, entry.body.escalationId);
  if (!request || entry.occurredAt < request.requested.at) return loose(state, entry);
  return { ...state, escalations: replaced(state.escalations, (one) => one === request, become) };
}

/** Changes an open request; undefined when there is none, or when it was asked later than this happened. */
function change(
  state: State,
  entry: Effective<EscalationKind>,
  become: (request: EscalationRequest) => EscalationRequest,
): State | undefined {
  const request = escalationOf(state, entry.body.escalationId);
  if (!request || !isOpen(request) || entry.occurredAt < request.requested.at) return undefined;
  const escalations = replaced(state.escalations, (one) => one === request, become);
  return { ...state, escalations };
}

export function escalationOf(state: State, id: string): EscalationRequest | undefined {
  return state.escalations.find((request) => request.id === id);
}

export function isOpen(request: EscalationRequest): boolean {
  return !request.accepted && !request.withdrawn;
}

/** Requests that nobody has accepted yet. */
export function openEscalations(state: State): readonly EscalationRequest[] {
  return state.escalations.filter(isOpen);
}

/** Whom a request asks, in words. */
export function askedText(request: EscalationRequest): string {
  return request.toName ?? request.policyName ?? request.policyId;
}
