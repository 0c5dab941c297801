/** Bodies of the entries about updates to people outside the room, and about the record itself. */
import { z } from 'zod';
import { audience, id, instant, line, precision, ref, text, url } from './entry-fields.ts';

export const UPDATE_BODIES = {
  'update-drafted': z.object({
    messageId: id,
    audience,
    usersSee: line,
    weDo: line,
    changed: text,
    nextAt: instant.optional(),
    final: z.boolean().optional(),
    loss: line.optional(),
  }),
  'update-approved': z.object({
    messageId: id,
    audience: audience.optional(),
    draftedBy: line.optional(),
  }),
  'update-sent': z.object({
    messageId: id,
    audience,
    /** The whole text as it was sent. */
    text,
    /** The parts that the text was made of; the next update is compared with them. */
    usersSee: line.optional(),
    weDo: line.optional(),
    changed: text.optional(),
    /** Of the final update: what was lost, or that nothing was. */
    loss: line.optional(),
    channels: z.array(line).max(20),
    nextAt: instant.optional(),
    final: z.boolean(),
    /** Why one person wrote and sent it to the public in a SEV-1, with nobody there to read it first. */
    alone: line.optional(),
  }),
  'update-seen-public': z.object({ messageId: id, url: url.optional() }),
  'update-due-set': z.object({ audience, dueAt: instant, reason: line }),
  'update-overdue': z.object({
    audience,
    dueAt: instant,
    shownTo: z.array(id).max(50),
    /** Who is told at this stage: communications at once, the commander after 5 min, a manager after 15. */
    stage: z.enum(['communications', 'commander', 'manager']).optional(),
  }),
} as const;

export const RECORD_BODIES = {
  'time-corrected': z.object({ seq: ref, from: instant, to: instant, precision, reason: line }),
  'text-corrected': z.object({ seq: ref, field: line, to: text, reason: line }),
  'entry-struck': z.object({ seq: ref, reason: line }),
  /**
   * The one physical change: named fields of the body are blanked. `bodyHash` is the SHA-256 of the body as it was
   * sealed, `leftHash` that of the body that is left.
   */
  'entry-redacted': z.object({
    seq: ref,
    fields: z.array(line).max(50),
    reason: line,
    bodyHash: z.string().regex(/^[0-9a-f]{64}$/),
    leftHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  'clock-skew-noticed': z.object({ personId: id, personName: line.optional(), skewMs: z.int() }),
  'delay-noticed': z.object({ from: instant, to: instant }),
} as const;
