/** Bodies of the entries about people: who is here, who holds which role, who was asked. */
import { z } from 'zod';
import { id, instant, line, role, severity } from './entry-fields.ts';

const lines = z.array(line).max(50);

/** What the next holder of a role has to know, composed from the state at the moment of the offer. */
export const brief = z.object({
  status: line,
  impact: lines,
  tasks: lines.optional(),
  decisions: lines.optional(),
  escalations: lines,
  updates: lines,
  hypothesesOpen: lines,
  hypothesesRuledOut: lines,
  temporaryChanges: lines,
  exitCriteria: lines,
});
export type Brief = z.infer<typeof brief>;

export const PEOPLE_BODIES = {
  'responder-joined': z.object({
    personId: id,
    personName: line.optional(),
    how: z.enum(['declared', 'page', 'self', 'added']),
  }),
  'responder-left': z.object({ personId: id, personName: line.optional(), reason: line.optional() }),
  'role-offered': z.object({
    offerId: id,
    role,
    to: id,
    toName: line.optional(),
    from: id.optional(),
    fromName: line.optional(),
    brief,
    lapsesAt: instant,
  }),
  'role-accepted': z.object({ offerId: id, role: role.optional(), fromName: line.optional() }),
  'role-declined': z.object({ offerId: id, reason: line, role: role.optional() }),
  'role-offer-ended': z.object({
    offerId: id,
    why: z.enum(['withdrawn', 'lapsed', 'replaced']),
    role: role.optional(),
    toName: line.optional(),
  }),
  'role-taken': z.object({
    role,
    personId: id,
    personName: line.optional(),
    from: id.optional(),
    fromName: line.optional(),
    reason: line.optional(),
  }),
  'role-released': z.object({ role, personId: id, personName: line.optional(), reason: line }),
} as const;

export const ESCALATION_BODIES = {
  /** `policyId` is "person" when one named person is asked; `to` says who. */
  'escalation-requested': z.object({
    escalationId: id,
    policyId: id,
    policyName: line.optional(),
    to: id.optional(),
    toName: line.optional(),
    /** Who is asked before the first level of the policy: whoever had it before. */
    firstTo: id.optional(),
    firstToName: line.optional(),
    reason: line,
    by: z.enum(['rule', 'step', 'person']),
    role: role.optional(),
    severity: severity.optional(),
  }),
  'escalation-accepted': z.object({
    escalationId: id,
    level: z.int().min(1),
    personId: id,
    personName: line.optional(),
    onBehalfBy: id.optional(),
    onBehalfByName: line.optional(),
    note: line.optional(),
    /** Those of the level who have to accept as well, where it asks for everybody: the request stays open for them. */
    stillAsked: lines.optional(),
  }),
  'escalation-declined': z.object({
    escalationId: id,
    level: z.int().min(1),
    personId: id,
    personName: line.optional(),
    reason: z.enum(['asleep', 'away', 'busy', 'not-mine', 'other', 'inactive']),
    note: line.optional(),
  }),
  'escalation-withdrawn': z.object({
    escalationId: id,
    why: z.enum(['resolved', 'cancelled', 'merged', 'typed']),
    reason: line.optional(),
    toName: line.optional(),
  }),
} as const;
