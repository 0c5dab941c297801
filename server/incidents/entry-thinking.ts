/** Bodies of the entries about what people suspect, decide, change and note. */
import { z } from 'zod';
import { evidence, id, line, ref, seconds, stepRef, text } from './entry-fields.ts';

const statement = line.optional();

export const THINKING_BODIES = {
  'hypothesis-opened': z.object({
    hypothesisId: id,
    statement: line,
    wouldClear: line.optional(),
    limit: seconds.optional(),
  }),
  'hypothesis-evidence-added': z.object({
    hypothesisId: id,
    statement,
    direction: z.enum(['for', 'against']),
    evidence,
  }),
  'hypothesis-parked': z.object({ hypothesisId: id, statement, reason: line.optional() }),
  'hypothesis-resumed': z.object({ hypothesisId: id, statement, reason: line.optional() }),
  'hypothesis-ruled-out': z.object({
    hypothesisId: id,
    statement,
    evidence: z.array(evidence).min(1).max(20),
  }),
  'hypothesis-confirmed': z.object({
    hypothesisId: id,
    statement,
    evidence: z.array(evidence).min(1).max(20),
  }),
  'hypothesis-reopened': z.object({ hypothesisId: id, statement, reason: line }),
  'hypothesis-limit-passed': z.object({ hypothesisId: id, statement, limit: seconds }),
  'decision-made': z.object({
    decisionId: id,
    text: line,
    askedForObjections: z.boolean(),
    objections: z.array(z.object({ personId: id, personName: line.optional(), text: line })).max(50),
    because: z.array(ref).max(50),
  }),
  'change-started': z.object({
    changeId: id,
    what: line,
    where: line,
    temporary: z.boolean(),
    undo: line.optional(),
    stepRef: stepRef.optional(),
    hypothesisId: id.optional(),
  }),
  'change-finished': z.object({
    changeId: id,
    what: line.optional(),
    outcome: z.enum(['worked', 'no-effect', 'worse', 'unknown']),
    note: line.optional(),
  }),
  'change-undone': z.object({ changeId: id, what: line.optional(), note: line.optional() }),
  'note-added': z.object({
    text,
    raw: text.optional(),
    flavour: z.enum(['note', 'observation', 'excerpt']),
    about: stepRef.optional(),
  }),
  'attachment-added': z.object({
    attachmentId: id,
    name: line,
    mediaType: line,
    bytes: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    caption: line.optional(),
    /** What a picture shows, in words. */
    alt: line.optional(),
  }),
  'follow-up-noted': z.object({
    followUpId: id,
    text,
    type: z.enum(['detect', 'prevent', 'mitigate', 'respond', 'learn']).optional(),
    owner: id.optional(),
    ownerName: line.optional(),
  }),
  'entry-pinned': z.object({ seq: ref, on: z.boolean() }),
} as const;
