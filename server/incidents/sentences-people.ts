/** Sentences about people, roles and requests to bring somebody in. */
import { sentenceList } from '../core/text.ts';
import { clockText } from '../core/time.ts';
import type { ESCALATION_BODIES, PEOPLE_BODIES } from './entry-people.ts';
import { because, roleName, stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

const DECLINED = {
  asleep: 'asleep',
  away: 'away',
  busy: 'busy',
  'not-mine': 'not theirs',
  other: 'another reason',
  inactive: 'no longer active',
} as const;

export const PEOPLE_SENTENCES: Sentences<keyof typeof PEOPLE_BODIES | keyof typeof ESCALATION_BODIES> = {
  'responder-joined': ({ actor, body }) => {
    const name = body.personName ?? actor.name;
    return body.how === 'added' ? `${actor.name} added ${name}.` : `${name} joined.`;
  },
  'responder-left': ({ actor, body }) =>
    stopped(`${body.personName ?? actor.name} left${because(body.reason)}`),
  'role-offered': ({ actor, body }, zone) =>
    `${actor.name} offered ${roleName(body.role)} to ${body.toName ?? body.to}, until ${clockText(body.lapsesAt, zone)}.`,
  'role-accepted': ({ actor, body }) => {
    const from = body.fromName === undefined ? '' : ` from ${body.fromName}`;
    return `${actor.name} took over ${body.role === undefined ? 'the role' : roleName(body.role)}${from}.`;
  },
  'role-declined': ({ actor, body }) =>
    stopped(
      `${actor.name} declined ${body.role === undefined ? 'the role' : roleName(body.role)}: ${body.reason}`,
    ),
  'role-offer-ended': ({ body }) => {
    const role = body.role === undefined ? 'a role' : roleName(body.role);
    const to = body.toName === undefined ? '' : ` to ${body.toName}`;
    const end = { withdrawn: 'was withdrawn', lapsed: 'lapsed without an answer', replaced: 'was replaced' }[
      body.why
    ];
    return `The offer of ${role}${to} ${end}.`;
  },
  'role-taken': ({ actor, body }) => {
    const from = body.fromName === undefined ? '' : ` from ${body.fromName}`;
    return stopped(
      `${body.personName ?? actor.name} took ${roleName(body.role)}${from}${because(body.reason)}`,
    );
  },
  'role-released': ({ actor, body }) =>
    stopped(`${body.personName ?? actor.name} gave up ${roleName(body.role)}: ${body.reason}`),
  'escalation-requested': ({ actor, body }) => {
    const whom = body.toName ?? body.policyName ?? body.to ?? body.policyId;
    const as = body.role === undefined ? '' : ` as ${roleName(body.role)}`;
    return stopped(`${actor.name} asked for ${whom}${as}: ${body.reason}`);
  },
  'escalation-accepted': ({ actor, body }) => {
    const name = body.personName ?? actor.name;
    const behalf = body.onBehalfByName === undefined ? '' : `, recorded by ${body.onBehalfByName}`;
    const others = body.stillAsked ?? [];
    const waits = others.length === 0 ? '' : `; ${sentenceList(others)} still to accept as well`;
    return stopped(`${name} accepted the request${behalf}${because(body.note)}${waits}`);
  },
  'escalation-declined': ({ actor, body }) =>
    stopped(
      `${body.personName ?? actor.name} declined: ${DECLINED[body.reason]}${body.note === undefined ? '' : `, ${body.note}`}`,
    ),
  'escalation-withdrawn': ({ actor, body }) => {
    const whom = body.toName === undefined ? 'The request' : `The request to ${body.toName}`;
    if (body.why !== 'typed') return `${whom} ended, since the incident was ${body.why}.`;
    return stopped(
      `${actor.name} withdrew ${whom.charAt(0).toLowerCase()}${whom.slice(1)}${because(body.reason)}`,
    );
  },
};
