/** Tasks: what one named person was asked to do, by when, and what became of it. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import type { Actor } from './entry-fields.ts';
import { joined } from './people.ts';
import { momentOf } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Effective, Lines, State } from './state.ts';

export type Task = {
  id: string;
  what: string;
  /** Whoever answers for it; while it is passed on, still the one before. */
  owner: { id: string; name: string };
  given: Moment;
  givenBy: Actor;
  dueAt: Instant | undefined;
  /** When the owner read it back; nobody has while it is absent. */
  accepted: { at: Instant; seq: number } | undefined;
  /** Whom it was passed to and who has not accepted yet. */
  passing:
    | { to: string; toName: string; by: Actor; reason: string | undefined; at: Instant; seq: number }
    | undefined;
  closed:
    | { outcome: 'done' | 'dropped'; note: string | undefined; by: Actor; at: Instant; seq: number }
    | undefined;
};

/** More people than this with open tasks from one commander are too many for one lead. */
const MOST_FOR_ONE_LEAD = 7;

type TaskKind = 'task-given' | 'task-accepted' | 'task-passed' | 'task-closed';

export const TASK_LINES: Lines<TaskKind> = {
  'task-given': (state, entry) => {
    const { taskId, what, to, toName = to, dueAt } = entry.body;
    const task: Task = {
      id: taskId,
      what,
      owner: { id: to, name: toName },
      given: momentOf(entry),
      givenBy: entry.actor,
      dueAt,
      accepted: undefined,
      passing: undefined,
      closed: undefined,
    };
    const given = { ...state, tasks: [...state.tasks, task] };
    // Whoever gives a task to themselves has read it.
    return to === entry.actor.id ? taken(given, task, task.owner, entry) : given;
  },
  'task-accepted': (state, entry) => {
    const task = openTask(state, entry);
    const { id, name } = entry.actor;
    if (task?.passing?.to === id && entry.occurredAt >= task.passing.at)
      return taken(state, task, { id, name: task.passing.toName }, entry);
    if (task?.owner.id !== id || task.accepted) return loose(state, entry);
    return taken(state, task, { id, name }, entry, task.passing);
  },
  'task-passed': (state, entry) => {
    const task = openTask(state, entry);
    if (!task) return loose(state, entry);
    const { to, toName = to, reason } = entry.body;
    const { actor: by, occurredAt: at, seq } = entry;
    if (to === task.owner.id) return withTask(state, { ...task, passing: undefined });
    if (to === by.id) return taken(state, task, { id: to, name: toName }, entry);
    return withTask(state, { ...task, passing: { to, toName, by, reason, at, seq } });
  },
  'task-closed': (state, entry) => {
    const task = openTask(state, entry);
    if (!task) return loose(state, entry);
    const { outcome, note } = entry.body;
    const closed = { outcome, note, by: entry.actor, at: entry.occurredAt, seq: entry.seq };
    return withTask(state, { ...task, passing: undefined, closed });
  },
};

/** The open task that an entry is about, unless the entry happened before it was given or read back. */
function openTask(
  state: State,
  entry: Effective<'task-accepted' | 'task-passed' | 'task-closed'>,
): Task | undefined {
  const task = taskOf(state, entry.body.taskId);
  if (!task || task.closed) return undefined;
  const since = [task.given.at, task.accepted?.at ?? '', task.passing?.at ?? ''].toSorted().at(-1) ?? '';
  return entry.occurredAt < since ? undefined : task;
}

/** Somebody has read a task back: it is theirs, and they take part in the incident. */
function taken(
  state: State,
  task: Task,
  owner: Task['owner'],
  entry: Effective,
  passing?: Task['passing'],
): State {
  const accepted = { at: entry.occurredAt, seq: entry.seq };
  const mine = withTask(state, { ...task, owner, accepted, passing });
  return joined(mine, owner, 'task', entry.occurredAt);
}

function withTask(state: State, task: Task): State {
  const tasks = replaced(
    state.tasks,
    ({ id }) => id === task.id,
    () => task,
  );
  return { ...state, tasks };
}

export function taskOf(state: State, id: string): Task | undefined {
  return state.tasks.find((task) => task.id === id);
}

/** Tasks that are neither done nor dropped, in the order in which they were given. */
export function openTasks(state: State): readonly Task[] {
  return state.tasks.filter(({ closed }) => !closed);
}

export function openTasksOf(state: State, personId: string): readonly Task[] {
  return openTasks(state).filter(({ owner }) => owner.id === personId);
}

/** How many people have open tasks from one commander, once they are too many for one lead. */
export function crowdOf(state: State, commanderId: string): number | undefined {
  const given = openTasks(state).filter(({ givenBy, owner }) => {
    return givenBy.id === commanderId && owner.id !== commanderId;
  });
  const people = new Set(given.map(({ owner }) => owner.id)).size;
  return people > MOST_FOR_ONE_LEAD ? people : undefined;
}
