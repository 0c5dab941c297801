import { z } from 'zod';
import { choice, line, noFields, optionalLine } from '../web/fields.ts';
import { act, type Act } from './act-routes.ts';
import { ROLES, type Role } from './entry-fields.ts';
import { NotFound } from '../core/refused.ts';

const ACT = 'incident.act';
const OBSERVE = 'incident.observe';
const person = (what: string) => line(what, 40);
const WHY_NOT = ['asleep', 'away', 'busy', 'not-mine', 'other'] as const;

/** Who is here, who holds which role, who was asked to come. */
export const PEOPLE_ACTS: readonly Act[] = [
  act(
    '/responders',
    OBSERVE,
    'Join the incident; who may not act in it joins as an observer',
    noFields,
    () => ({ type: 'join' }),
  ),
  act(
    '/responders/additions',
    ACT,
    'Say that somebody else is here: in the room, or on the call',
    z.strictObject({ person: person('who is here') }),
    (fields) => ({ type: 'add-responder', personId: fields.person }),
  ),
  act(
    '/responders/departure',
    OBSERVE,
    'Stand down: your roles are released',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }) => ({ type: 'leave', reason }),
  ),
  act(
    '/roles/:role/holder',
    ACT,
    'Take a role that is vacant, or command with a reason',
    z.strictObject({ reason: optionalLine() }),
    ({ reason }, { params }) => ({ type: 'take-role', role: roleOf(params.role), reason }),
  ),
  act(
    '/roles/:role/offers',
    ACT,
    'Offer a role to somebody; you keep it until they accept',
    z.strictObject({ to: person('whom you offer it to') }),
    ({ to }, { params }) => ({ type: 'offer-role', role: roleOf(params.role), to }),
  ),
  act(
    '/roles/:role/release',
    ACT,
    'Give up a role',
    z.strictObject({ reason: line('why you give it up') }),
    ({ reason }, { params }) => ({ type: 'release-role', role: roleOf(params.role), reason }),
  ),
  act('/offers/:id/acceptance', OBSERVE, 'Accept an offered role', noFields, (_fields, { params }) => ({
    type: 'accept-role',
    offerId: params.id ?? '',
  })),
  act(
    '/offers/:id/refusal',
    OBSERVE,
    'Decline an offered role',
    z.strictObject({ reason: line('why not') }),
    ({ reason }, { params }) => ({ type: 'decline-role', offerId: params.id ?? '', reason }),
  ),
  act('/offers/:id/withdrawal', ACT, 'Withdraw an offer', noFields, (_fields, { params }) => ({
    type: 'withdraw-offer',
    offerId: params.id ?? '',
  })),
  act(
    '/escalations',
    'escalation.request',
    'Ask a named person to come, or begin a policy',
    z.strictObject({
      to: optionalLine(40).describe('whom you ask; left out when a policy is begun'),
      policy: optionalLine(40).describe('the policy that is begun, by its id'),
      reason: line('why: what is ruled out, not only what is wrong'),
      by: choice(['step', 'person'], 'Say who asks: the step of a runbook, or a person.').default('person'),
    }),
    ({ to, policy, reason, by }) => ({
      type: 'request-escalation',
      to,
      ...(to === undefined && { policyId: policy }),
      reason,
      by,
    }),
  ),
  act(
    '/escalations/:id/acceptance',
    'escalation.answer',
    'Accept: it is yours',
    z.strictObject({ on_behalf_of: optionalLine(40), note: optionalLine() }),
    ({ on_behalf_of, note }, { params }) => ({
      type: 'accept-escalation',
      escalationId: params.id ?? '',
      onBehalfOf: on_behalf_of,
      note,
    }),
  ),
  act(
    '/escalations/:id/sight',
    'escalation.answer',
    'Say that you have seen it; it is not yours until you accept',
    noFields,
    (_fields, { params }) => ({ type: 'see-escalation', escalationId: params.id ?? '', via: 'web' }),
  ),
  act(
    '/escalations/:id/refusal',
    'escalation.answer',
    'Decline: somebody else is asked',
    z.strictObject({ reason: choice(WHY_NOT, 'Say why not.'), note: optionalLine() }),
    ({ reason, note }, { params }) => ({
      type: 'decline-escalation',
      escalationId: params.id ?? '',
      reason,
      note,
    }),
  ),
  act(
    '/escalations/:id/withdrawal',
    'escalation.request',
    'Say that nobody needs to come any more',
    z.strictObject({ reason: line('why it is no longer needed') }),
    ({ reason }, { params }) => ({ type: 'withdraw-escalation', escalationId: params.id ?? '', reason }),
  ),
];

function roleOf(text: string | undefined): Role {
  const role = ROLES.find((known) => known === text);
  if (role === undefined)
    throw new NotFound(`There is no role "${text ?? ''}". Roles are ${ROLES.join(', ')}.`);
  return role;
}
