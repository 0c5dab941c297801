import { z } from 'zod';
import type { Task as GivenTask } from '../incidents/tasks.ts';
import { Actor, instant, Moment, momentJson, orNull, orNullAs, seq } from './shape.ts';

const Owner = z.object({ person_id: z.string(), name: z.string() });

export const Task = z
  .object({
    task_id: z.string(),
    what: z.string(),
    owner: Owner.describe('who answers for it; while it is passed on, still the one before'),
    given: Moment,
    given_by: Actor,
    due_at: instant.nullable(),
    accepted: z.object({ at: instant, seq }).nullable().describe('null until its owner has read it back'),
    passing: Owner.extend({ reason: z.string().nullable(), by: Actor, at: instant, seq })
      .nullable()
      .describe('whom it was passed to and who has not accepted yet'),
    closed: z
      .object({
        outcome: z.enum(['done', 'dropped']),
        note: z.string().nullable(),
        by: Actor,
        at: instant,
        seq,
      })
      .nullable(),
  })
  .meta({ id: 'Task', description: 'What one named person was asked to do in this incident' });

export function taskJson(task: GivenTask): z.infer<typeof Task> {
  return {
    task_id: task.id,
    what: task.what,
    owner: { person_id: task.owner.id, name: task.owner.name },
    given: momentJson(task.given),
    given_by: task.givenBy,
    due_at: orNull(task.dueAt),
    accepted: orNull(task.accepted),
    passing: orNullAs(task.passing, ({ to, toName, reason, by, at, seq: entry }) => ({
      person_id: to,
      name: toName,
      reason: orNull(reason),
      by,
      at,
      seq: entry,
    })),
    closed: orNullAs(task.closed, (closed) => ({ ...closed, note: orNull(closed.note) })),
  };
}
