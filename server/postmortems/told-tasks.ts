/** The words of a timeline for tasks of the incident. These stand there when they are pinned. */
import { taskOf } from '../incidents/tasks.ts';
import type { Frame } from './frame.ts';
import type { Told } from './told.ts';
import { inSentence, typed } from '../core/typed-words.ts';

export const TOLD_TASKS: Told<'task-given' | 'task-accepted' | 'task-passed' | 'task-closed'> = {
  'task-given': ({ body, occurredAt }, frame) =>
    `${frame.who({ id: body.to, name: body.toName ?? body.to }, occurredAt)} was to do: ${typed(body.what)}`,
  'task-accepted': ({ actor, body, occurredAt }, frame) =>
    `${frame.who(actor, occurredAt)} accepted the task: ${what(frame, body)}`,
  'task-passed': ({ body, occurredAt }, frame) => {
    const because = body.reason === undefined ? '' : `: ${inSentence(body.reason)}`;
    const who = frame.who({ id: body.to, name: body.toName ?? body.to }, occurredAt);
    return `${who} was asked to take the task "${what(frame, body)}"${because}`;
  },
  'task-closed': ({ body }, frame) =>
    `task ${body.outcome}: ${what(frame, body)}${body.note === undefined ? '' : ` (${typed(body.note)})`}`,
};

function what({ state }: Frame, body: { taskId: string; what?: string | undefined }): string {
  return typed(taskOf(state, body.taskId)?.what ?? body.what ?? 'one that is not named');
}
