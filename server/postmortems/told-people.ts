/** The words of a timeline for people: who came, who held which role, who was asked to come. */
import type { Role } from '../incidents/entry-fields.ts';
import { escalationOf } from '../incidents/escalation-requests.ts';
import { askedOf } from './asked.ts';
import type { Frame } from './frame.ts';
import type { Told } from './told.ts';
import { inSentence } from '../core/typed-words.ts';

export const TOLD_PEOPLE: Told<
  | 'responder-joined'
  | 'responder-left'
  | 'role-offered'
  | 'role-accepted'
  | 'role-declined'
  | 'role-offer-ended'
  | 'role-taken'
  | 'role-released'
  | 'escalation-requested'
  | 'escalation-accepted'
  | 'escalation-declined'
  | 'escalation-withdrawn'
> = {
  'responder-joined': ({ body, actor, occurredAt }, frame) => {
    return `${frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt)} joined`;
  },
  'responder-left': ({ body, actor, occurredAt }, frame) => {
    const who = frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt);
    return `${who} left${body.reason === undefined ? '' : `: ${inSentence(body.reason)}`}`;
  },
  'role-offered': ({ body, occurredAt }, frame) =>
    `${ROLE_WORDS[body.role]} offered to ${frame.who({ id: body.to, name: body.toName ?? body.to }, occurredAt)}`,
  'role-accepted': ({ body, occurredAt }, frame) => {
    const offer = frame.state.offers.find(({ id }) => id === body.offerId);
    if (offer === undefined) return 'an offered role was accepted';
    const role = ROLE_WORDS[offer.role];
    if (!frame.isNamed)
      return offer.fromName === undefined ? `${role} was accepted` : `${role} changed hands`;
    const to = frame.who({ id: offer.to, name: offer.toName }, occurredAt);
    const { from, fromName } = offer;
    if (from === undefined || fromName === undefined) return `${to} accepted ${role}`;
    return `${role} passed from ${frame.who({ id: from, name: fromName }, occurredAt)} to ${to}`;
  },
  'role-declined': ({ actor, occurredAt, body }, frame) => {
    const role = body.role === undefined ? 'a role' : ROLE_WORDS[body.role];
    return `${frame.who(actor, occurredAt)} declined ${role}: ${inSentence(body.reason)}`;
  },
  'role-offer-ended': ({ body }) => {
    const role = body.role === undefined ? 'a role' : ROLE_WORDS[body.role];
    const ends = {
      withdrawn: 'was withdrawn',
      lapsed: 'lapsed without an answer',
      replaced: 'was replaced by another',
    };
    return `the offer of ${role} ${ends[body.why]}`;
  },
  'role-taken': ({ body, actor, occurredAt }, frame) => {
    const because = body.reason === undefined ? '' : `: ${inSentence(body.reason)}`;
    if (!frame.isNamed) return `${ROLE_WORDS[body.role]} was taken${because}`;
    const who = frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt);
    const before =
      body.from === undefined || body.fromName === undefined
        ? ''
        : ` from ${frame.who({ id: body.from, name: body.fromName }, occurredAt)}`;
    return `${who} took ${ROLE_WORDS[body.role]}${before}${because}`;
  },
  'role-released': ({ body, actor, occurredAt }, frame) => {
    const because = inSentence(body.reason);
    if (!frame.isNamed) return `${ROLE_WORDS[body.role]} was given up: ${because}`;
    return `${frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt)} gave up ${ROLE_WORDS[body.role]}: ${because}`;
  },
  'escalation-requested': ({ body }, frame) =>
    `escalated to ${askedHere(frame, body.escalationId)}: ${inSentence(body.reason)}`,
  'escalation-accepted': ({ body, actor, occurredAt }, frame) => {
    const who = frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt);
    const request = escalationOf(frame.state, body.escalationId);
    const asked = request?.to === body.personId ? '' : ` for ${askedHere(frame, body.escalationId)}`;
    return `${who} accepted${asked}`;
  },
  'escalation-declined': ({ body, actor, occurredAt }, frame) => {
    const who = frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt);
    return `${who} could not come: ${body.reason === 'not-mine' ? 'not theirs' : body.reason}`;
  },
  'escalation-withdrawn': ({ body }, frame) =>
    `no longer needed: ${askedHere(frame, body.escalationId)}${body.reason === undefined ? '' : `, ${inSentence(body.reason)}`}`,
};

/** A role as it stands in a sentence: "Ana Ruiz took command". */
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  commander: 'command',
  operations: 'Operations',
  scribe: 'the part of scribe',
  communications: 'Communications',
  deputy: 'the part of deputy',
  expert: 'the part of expert',
  observer: 'the part of observer',
};

function askedHere(frame: Frame, escalationId: string): string {
  const request = escalationOf(frame.state, escalationId);
  return request === undefined ? 'somebody' : askedOf(request, frame);
}
