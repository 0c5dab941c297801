import { z } from 'zod';
import { ROLES } from '../incidents/entry-fields.ts';
import type { EscalationRequest } from '../incidents/escalation-requests.ts';
import { isPresent, type Participant } from '../incidents/people.ts';
import type { Offer, Tenure } from '../incidents/roles.ts';
import { Actor, instant, Moment, momentJson, orNull, orNullAs } from './shape.ts';

export const Person = z
  .object({ person_id: z.string(), name: z.string(), role: z.string().describe('what the account may do') })
  .meta({ id: 'Person', description: 'Somebody who can be asked or given a role' });

export const RoleHeld = z
  .object({
    role: z.enum(ROLES),
    person_id: z.string(),
    name: z.string(),
    how: z.enum(['taken', 'accepted']),
    from: Moment,
    to: Moment.nullable().describe('null while it is held'),
  })
  .meta({ id: 'RoleHeld' });

export const Participation = z
  .object({
    person_id: z.string(),
    name: z.string(),
    how: z.enum(['declared', 'page', 'self', 'added', 'role', 'task']),
    is_present: z.boolean(),
    spells: z.array(z.object({ from: instant, to: instant.nullable() })),
  })
  .meta({ id: 'Participation' });

export const RoleOffer = z
  .object({
    offer_id: z.string(),
    role: z.enum(ROLES),
    to: z.object({ person_id: z.string(), name: z.string() }),
    offered: Moment,
    lapses_at: instant,
    ended: z.object({ how: z.string(), at: instant, seq: z.int() }).nullable(),
  })
  .meta({ id: 'RoleOffer' });

export const Escalation = z
  .object({
    escalation_id: z.string(),
    policy: z.string().describe('"person" when one named person is asked'),
    to: z.object({ person_id: z.string(), name: z.string() }).nullable(),
    reason: z.string(),
    by: z.enum(['rule', 'step', 'person']),
    requested: Moment,
    requested_by: Actor,
    declines: z.array(
      z.object({
        person_id: z.string(),
        name: z.string(),
        reason: z.string(),
        note: z.string().nullable(),
        at: instant,
      }),
    ),
    accepted: z.object({ person_id: z.string(), name: z.string(), at: instant, seq: z.int() }).nullable(),
    withdrawn: z
      .object({ why: z.string(), reason: z.string().nullable(), at: instant, seq: z.int() })
      .nullable(),
  })
  .meta({ id: 'Escalation', description: 'A request that somebody comes' });

export function tenureJson({ role, personId, name, how, from, to }: Tenure): z.infer<typeof RoleHeld> {
  return { role, person_id: personId, name, how, from: momentJson(from), to: orNullAs(to, momentJson) };
}

export function participantJson(person: Participant): z.infer<typeof Participation> {
  const spells = person.spells.map(({ from, to }) => ({ from, to: orNull(to) }));
  return {
    person_id: person.personId,
    name: person.name,
    how: person.how,
    is_present: isPresent(person),
    spells,
  };
}

export function offerJson(offer: Offer): z.infer<typeof RoleOffer> {
  return {
    offer_id: offer.id,
    role: offer.role,
    to: { person_id: offer.to, name: offer.toName },
    offered: momentJson(offer.offered),
    lapses_at: offer.lapsesAt,
    ended: orNull(offer.ended),
  };
}

export function escalationJson(request: EscalationRequest): z.infer<typeof Escalation> {
  const { accepted, withdrawn } = request;
  return {
    escalation_id: request.id,
    policy: request.policyId,
    to: orNullAs(request.to, (id) => ({ person_id: id, name: request.toName ?? id })),
    reason: request.reason,
    by: request.by,
    requested: momentJson(request.requested),
    requested_by: request.requestedBy,
    declines: request.declines.map(({ personId, name, reason, note, at }) => ({
      person_id: personId,
      name,
      reason,
      note: orNull(note),
      at,
    })),
    accepted: orNullAs(accepted, ({ personId, name, at, seq }) => ({ person_id: personId, name, at, seq })),
    withdrawn: orNullAs(withdrawn, ({ why, reason, at, seq }) => ({ why, reason: orNull(reason), at, seq })),
  };
}
