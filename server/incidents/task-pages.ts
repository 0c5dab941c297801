import type { Instant } from '../core/clock.ts';
import { clockText, clockWithUtc, durationText, secondsBetween } from '../core/time.ts';
import type { Call, RoomReading } from './calls-pages.ts';
import { maySteer, readerOf } from './may.ts';
import { isPresent, participant, present } from './people.ts';
import type { State } from './state.ts';
import { isOver } from './status-order.ts';
import { crowdOf, openTasks, openTasksOf } from './tasks.ts';
import type { Task } from './tasks.ts';

/** Who does what, by when: the reader's own tasks first, then what is due first. */
export type TasksPanel = {
  open: readonly TaskView[];
  /** Those that are done or dropped, the latest first. */
  closed: readonly string[];
  /** Whom a task can be given or passed to. */
  people: readonly { id: string; name: string }[];
  /** Whether the reader leads, and so gives tasks to others. */
  steers: boolean;
  mayAct: boolean;
};

export type TaskView = {
  id: string;
  what: string;
  /** "you", or the name of the owner. */
  owner: string;
  /** "due in 4 min, at 10:30 PDT (17:30Z)", "was due 6 min ago, at 10:30 PDT". */
  due: string | undefined;
  isOverdue: boolean;
  /** "not read back yet", "passed to Chloe, who has not accepted yet". */
  notes: readonly string[];
  isMine: boolean;
  /** Whether the reader was asked and has not answered. */
  isAsked: boolean;
  mayClose: boolean;
};

export function tasksPanel(
  state: State,
  people: readonly { id: string; name: string }[],
  reading: RoomReading,
): TasksPanel {
  const { zone, personId } = reading;
  const steers = maySteer(state, readerOf(reading));
  const views = openTasks(state)
    .toSorted(byDue)
    .map((task) => taskView(state, task, steers, reading));
  return {
    open: [...views.filter(isOnes), ...views.filter((view) => !isOnes(view))],
    closed: state.tasks
      .flatMap((task) => (task.closed ? [{ ...task, closed: task.closed }] : []))
      .toSorted((a, b) => b.closed.seq - a.closed.seq)
      .map(({ what, closed }) => {
        const note = closed.note === undefined ? '' : `: ${closed.note}`;
        return `${what}, ${closed.outcome} by ${closed.by.name} at ${clockText(closed.at, zone)}${note}`;
      }),
    people: people.filter(({ id }) => id !== personId),
    steers,
    mayAct: reading.mayAct && !isOver(state.status),
  };
}

/** Whom a task is given to from the run page: those in the room. The page People has everybody. */
export function peopleHere(state: State): { id: string; name: string }[] {
  return present(state).map(({ personId: id, name }) => ({ id, name }));
}

function isOnes({ isMine, isAsked }: TaskView): boolean {
  return isMine || isAsked;
}

function byDue(a: Task, b: Task): number {
  if (a.dueAt === b.dueAt) return a.given.seq - b.given.seq;
  return (a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1;
}

function taskView(state: State, task: Task, steers: boolean, { now, zone, personId }: RoomReading): TaskView {
  const isMine = task.owner.id === personId;
  return {
    id: task.id,
    what: task.what,
    owner: isMine ? 'you' : task.owner.name,
    due: task.dueAt && dueText(task.dueAt, now, zone),
    isOverdue: task.dueAt !== undefined && task.dueAt < now,
    notes: notesOn(state, task, personId),
    isMine,
    isAsked: isAsked(task, personId),
    mayClose: isMine || steers,
  };
}

function notesOn(state: State, task: Task, personId: string): string[] {
  const owner = participant(state, task.owner.id);
  const whom = task.passing?.to === personId ? 'you' : task.passing?.toName;
  return [
    task.accepted ? undefined : 'not read back yet',
    owner && !isPresent(owner) ? `${task.owner.name} has left` : undefined,
    task.passing && `passed to ${whom ?? ''}, not accepted yet`,
  ].filter((note) => note !== undefined);
}

/** Whether somebody still has to say that they take it. */
function isAsked({ owner, accepted, passing }: Task, personId: string): boolean {
  return passing?.to === personId || (owner.id === personId && !accepted);
}

function dueText(dueAt: Instant, now: Instant, zone: string): string {
  const left = secondsBetween(now, dueAt);
  if (left < 0) return `was due ${durationText(-left)} ago, at ${clockText(dueAt, zone)}`;
  return `due in ${durationText(left)}, at ${clockWithUtc(dueAt, zone)}`;
}

/** Tasks that wait for the reader: to be read back, or done by now. The commander hears of too many owners. */
export function taskCalls(state: State, base: string, reading: RoomReading): Call[] {
  return [
    ...openTasks(state)
      .filter((task) => isAsked(task, reading.personId))
      .map((task) => askedCall(task, `${base}/tasks/${task.id}`, reading)),
    ...openTasksOf(state, reading.personId)
      .filter(({ dueAt, accepted }) => accepted && dueAt !== undefined && dueAt < reading.now)
      .map((task) => overdueCall(task, `${base}/tasks/${task.id}`, reading)),
    ...crowdCall(state, reading),
  ];
}

function askedCall(task: Task, base: string, { now, zone, personId }: RoomReading): Call {
  const due = task.dueAt === undefined ? '' : `, ${dueText(task.dueAt, now, zone)}`;
  const isPassed = task.passing?.to === personId;
  const ofWhom = task.passing?.by.id === task.owner.id ? 'over a task' : `a task of ${task.owner.name}`;
  const words = isPassed
    ? `${task.passing?.by.name ?? ''} asks you to take ${ofWhom}: ${task.what}${due}`
    : `${task.givenBy.name} gave you a task: ${task.what}${due}`;
  const back = {
    action: `${base}/passing`,
    label: `Leave it with ${task.owner.name}`,
    fields: [{ name: 'to', value: task.owner.id }],
    reason: { name: 'reason', label: 'Why not' },
  };
  const accept = { action: `${base}/acceptance`, label: 'Accept the task', fields: [], key: 'A' } as const;
  return { words, asked: task.id, isLoud: true, forms: isPassed ? [accept, back] : [accept] };
}

function overdueCall(task: Task, base: string, { now, zone }: RoomReading): Call {
  return {
    words: `Your task ${task.dueAt === undefined ? '' : dueText(task.dueAt, now, zone)}: ${task.what}`,
    isLoud: false,
    forms: [{ action: `${base}/end`, label: 'It is done', fields: [{ name: 'outcome', value: 'done' }] }],
  };
}

function crowdCall(state: State, { personId }: RoomReading): Call[] {
  const people = crowdOf(state, personId);
  if (people === undefined) return [];
  const words = `${String(people)} people have open tasks from you. Let a second lead take some of them: offer the role deputy.`;
  return [{ words, isLoud: false, forms: [] }];
}
