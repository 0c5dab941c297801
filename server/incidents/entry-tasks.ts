/** Bodies of the entries about tasks: given to one named person, read back, passed on, closed. */
import { z } from 'zod';
import { id, instant, line } from './entry-fields.ts';

export const TASK_BODIES = {
  'task-given': z.object({
    taskId: id,
    what: line,
    to: id,
    toName: line.optional(),
    dueAt: instant.optional(),
  }),
  'task-accepted': z.object({ taskId: id, what: line.optional(), fromName: line.optional() }),
  /** `from` is who has it and keeps it until `to` accepts. To the owner: it stays with them. */
  'task-passed': z.object({
    taskId: id,
    what: line.optional(),
    to: id,
    toName: line.optional(),
    from: id.optional(),
    fromName: line.optional(),
    reason: line.optional(),
  }),
  'task-closed': z.object({
    taskId: id,
    what: line.optional(),
    outcome: z.enum(['done', 'dropped']),
    note: line.optional(),
  }),
} as const;
