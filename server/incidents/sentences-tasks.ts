/** Sentences about tasks. */
import { clockText } from '../core/time.ts';
import type { TASK_BODIES } from './entry-tasks.ts';
import { because, stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

export const TASK_SENTENCES: Sentences<keyof typeof TASK_BODIES> = {
  'task-given': ({ actor, body }, zone) => {
    const due = body.dueAt === undefined ? '' : `, by ${clockText(body.dueAt, zone)}`;
    const act = body.to === actor.id ? 'took a task' : `gave ${body.toName ?? body.to} a task`;
    return stopped(`${actor.name} ${act}: ${taskText(body)}${due}`);
  },
  'task-accepted': ({ actor, body }) => {
    const from = body.fromName === undefined ? '' : ` from ${body.fromName}`;
    return stopped(`${actor.name} accepted the task${from}: ${taskText(body)}`);
  },
  'task-passed': ({ actor, body }) => {
    const to = body.toName ?? body.to;
    const from = body.fromName === undefined || body.from === actor.id ? '' : ` from ${body.fromName}`;
    const said = `: ${taskText(body)}${body.reason === undefined ? '' : `. Reason: ${body.reason}`}`;
    if (body.to === body.from) return stopped(`${actor.name} left the task with ${to}${said}`);
    if (body.to === actor.id) return stopped(`${actor.name} took over the task${from}${said}`);
    return stopped(`${actor.name} asked ${to} to take the task${from}${said}`);
  },
  'task-closed': ({ actor, body }) => {
    const act = body.outcome === 'done' ? 'finished' : 'dropped';
    return stopped(`${actor.name} ${act} the task "${taskText(body)}"${because(body.note)}`);
  },
};

/** What is to be done, without the full stop that another sentence brings. */
function taskText(body: { what?: string | undefined }): string {
  return body.what?.replace(/\.$/, '') ?? 'given earlier';
}
