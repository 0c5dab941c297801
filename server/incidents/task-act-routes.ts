import { z } from 'zod';
import { plusSeconds } from '../core/time.ts';
import { choice, line, noFields, optionalLine, optionalNumber } from '../web/fields.ts';
import { act, type Act } from './act-routes.ts';

const ACT = 'incident.act';

/** Who does what, by when. */
export const TASK_ACTS: readonly Act[] = [
  act(
    '/tasks',
    ACT,
    'Give a task to one named person, or take it yourself',
    z.strictObject({
      what: line('what is to be done'),
      to: optionalLine(40),
      due_in_minutes: optionalNumber(1, 1440, 'the minutes until it is due'),
    }),
    ({ what, to, due_in_minutes }, { now }) => ({
      type: 'give-task',
      what,
      to,
      dueAt: due_in_minutes === undefined ? undefined : plusSeconds(now, Math.round(due_in_minutes * 60)),
    }),
    { dueAt: 'due_in_minutes' },
  ),
  act('/tasks/:id/acceptance', ACT, 'Read a task back: it is yours', noFields, (_fields, { params }) => ({
    type: 'accept-task',
    taskId: params.id ?? '',
  })),
  act(
    '/tasks/:id/passing',
    ACT,
    'Pass a task on; its owner keeps it until the next one accepts',
    z.strictObject({ to: line('whom it is passed to', 40), reason: optionalLine() }),
    ({ to, reason }, { params }) => ({ type: 'pass-task', taskId: params.id ?? '', to, reason }),
  ),
  act(
    '/tasks/:id/end',
    ACT,
    'Say that a task is done, or dropped with a reason',
    z.strictObject({
      outcome: choice(['done', 'dropped'], 'Say whether it is done or dropped.'),
      note: optionalLine(),
    }),
    ({ outcome, note }, { params }) => ({ type: 'close-task', taskId: params.id ?? '', outcome, note }),
  ),
];
