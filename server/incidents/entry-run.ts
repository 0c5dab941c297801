/** Bodies of the entries about a runbook that is being followed. `title` and `number` are the step's, as they were. */
import { z } from 'zod';
import { PHASES } from '../runbooks/runbook.ts';
import { id, instant, line, role, seconds, text } from './entry-fields.ts';

const runId = z.int().min(1);
const phase = z.enum(PHASES);
const step = { runId, stepId: id, title: line.optional(), number: z.string().max(20).optional() };

export const RUN_BODIES = {
  'runbook-attached': z.object({
    runId,
    runbookId: id,
    title: line,
    contentHash: line,
    style: z.enum(['read-do', 'do-confirm']).optional(),
    why: z.array(line).max(20),
  }),
  'runbook-none-fits': z.object({ looked: z.array(id).max(50), reason: line.optional() }),
  'runbook-detached': z.object({ runId, reason: line, title: line.optional() }),
  /** Steps of one id map by themselves. `gone` are those with a record that the new text does not have. */
  'run-version-moved': z.object({
    runId,
    fromHash: line,
    toHash: line,
    stepMap: z
      .array(z.object({ from: id, to: id, fromTitle: line.optional(), toTitle: line.optional() }))
      .max(200),
    gone: z
      .array(z.object({ stepId: id, title: line.optional(), number: z.string().max(20).optional() }))
      .max(200)
      .optional(),
    title: line.optional(),
    style: z.enum(['read-do', 'do-confirm']).optional(),
  }),
  'phase-moved': z.object({ runId, from: phase.optional(), to: phase, reason: line.optional() }),
  'step-opened': z.object({
    ...step,
    cameFrom: id.optional(),
    limitAt: instant.optional(),
    phase: phase.optional(),
  }),
  'step-claimed': z.object({
    ...step,
    personId: id,
    personName: line.optional(),
    /** Whose claim was taken over, and why. */
    fromName: line.optional(),
    reason: line.optional(),
  }),
  'step-confirmed': z.object({
    ...step,
    role,
    alone: z.boolean(),
    typedTarget: line.optional(),
    reason: line.optional(),
  }),
  'command-copied': z.object({ ...step, index: z.int().min(0), text, names: z.array(line).max(50) }),
  'value-recorded': z.object({ runId, stepId: id.optional(), name: line, value: line }),
  'check-changed': z.object({ ...step, checkId: id, on: z.boolean(), text: line.optional() }),
  /** `target` is the form of `targetText`: `step:find-change`, `escalate:dba`, `stop`. */
  'step-answered': z.object({
    ...step,
    observed: line,
    matched: z.enum(['yes', 'no', 'unsure']),
    branch: z.object({ index: z.int().min(0), target: line }).optional(),
    /** What was seen fits none of the ways that the step names. */
    fitsNone: z.boolean().optional(),
    note: text.optional(),
  }),
  'step-held': z.object({ ...step, reason: line, until: instant.optional() }),
  'step-resumed': z.object(step),
  'step-skipped': z.object({ ...step, reason: line }),
  'step-limit-passed': z.object({ ...step, limit: seconds }),
  'step-undone': z.object({
    ...step,
    outcome: z.enum(['done', 'partly', 'impossible']),
    note: line.optional(),
  }),
  'step-reopened': z.object({ ...step, reason: line.optional() }),
  'step-questioned': z.object({
    runId,
    stepId: id.optional(),
    title: line.optional(),
    problem: z.enum(['wrong', 'missing', 'unclear']),
    text: line,
  }),
} as const;
